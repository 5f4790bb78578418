/// A document by which goods went to a customer.
public struct DeliveryKey: Hashable, Sendable {
    public let type: String
    public let name: String

    public init(type: String, name: String) {
        self.type = type
        self.name = name
    }
}

/// What a document delivered, for those who deal with the goods at the customer's.
public struct Delivered: Sendable {
    public var customer: ID<Customer>?
    public var postedAt = PostingTime(milliseconds: 0)
    /// Whether it is submitted and no return.
    public var isStanding = false
    /// What it delivered and did not get back, by item.
    public var moved: [ID<Item>: Quantity] = [:]
    /// What installation notes have installed of it, by item.
    public var installed: [ID<Item>: Quantity] = [:]

    public init() {}
}

extension Decision {
    /// What an installation note may install: every offence of every line and unit, or the units that it installs.
    ///
    /// - Complexity: linear in the units and lines.
    static func installing(_ note: InstallationNote, on stock: borrowing StockState) -> Decision {
        var installing = Installing(note: note, stock: copy stock)
        for (index, line) in note.lines.enumerated() where !stock.faultyLines.contains(index + 1) {
            installing.add(line, index + 1)
        }
        return installing.decision
    }
}

/// The decision over an installation note under way.
private struct Installing {
    let note: InstallationNote
    let stock: StockState
    var decision = Decision()
    private var seen: [String: Int] = [:]
    private var quantities: [DeliveryKey: [ID<Item>: Quantity]] = [:]

    init(note: InstallationNote, stock: StockState) {
        self.note = note
        self.stock = stock
    }

    private mutating func refuse(_ rejection: Rejection, _ line: Int, _ field: String, serial: String? = nil) {
        decision.offences.append(Offence(rejection, line: line, serial: serial, field: field))
    }

    mutating func add(_ line: InstallationNoteItem, _ number: Int) {
        guard let item = stock.linked[line.item] else { return }
        guard let delivered = stock.shipments[line.delivery], delivered.isStanding,
            delivered.customer == note.customer.id
        else { return refuse(.originalUnfit(document: line.deliveryName), number, "prevdoc_docname") }
        if note.postedAt.day < delivered.postedAt.day {
            refuse(.tooEarly(least: delivered.postedAt.day), number, "inst_date")
        }
        if item.hasSerialNumbers {
            addUnits(line, number, item)
        } else {
            addQuantity(line, number, item, delivered)
        }
    }

    private mutating func addUnits(_ line: InstallationNoteItem, _ number: Int, _ item: Item) {
        let serials = line.serials.numbers
        if serials.isEmpty {
            return refuse(.serialsMissing(item: item.code), number, "serial_no")
        }
        if serials.count != line.quantity.units {
            refuse(
                .serialCount(given: serials.count, quantity: line.quantity, item: item.code), number, "serial_no")
        }
        for serial in serials {
            let other = seen.updateValue(number, forKey: serial.key)
            let twice = other.map { Rejection.serialTwice(otherLine: $0 == number ? nil : $0) }
            let unit = stock.units[serial.key]
            if let rejection = twice ?? refusal(line, unit, item) {
                refuse(rejection, number, "serial_no", serial: serial.text)
            } else if let unit {
                decision.installed.append(unit.id)
            }
        }
    }

    private func refusal(_ line: InstallationNoteItem, _ unit: UnitRecord?, _ item: Item) -> Rejection? {
        guard let unit else { return .serialUnknown }
        if unit.state.item.rawValue != item.head.id {
            return .serialOfOtherItem(item: unit.itemCode, expected: item.code)
        }
        guard unit.state.status == .delivered, stock.waysOut[unit.id] == line.delivery else {
            return .notDeliveredBy(document: line.deliveryName)
        }
        return stock.installations[unit.id].map { .alreadyInstalled(document: $0) }
    }

    private mutating func addQuantity(
        _ line: InstallationNoteItem, _ number: Int, _ item: Item, _ delivered: Delivered
    ) {
        if !line.serials.isEmpty { refuse(.serialsNotWanted(item: item.code), number, "serial_no") }
        guard let id = line.item.id else { return }
        let here = (quantities[line.delivery]?[id] ?? .zero) + line.quantity
        quantities[line.delivery, default: [:]][id] = here
        let (moved, before) = (delivered.moved[id] ?? .zero, delivered.installed[id] ?? .zero)
        if here + before > moved {
            refuse(.installsTooMuch(delivered: moved, installed: before, item: item.code), number, "qty")
        }
    }
}
