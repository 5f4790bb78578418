import HTTPTypes
import Inventory
import Storage

/// What people do with a scanner in hand.
enum ScanMode: String, CaseIterable, Sendable {
    case receive, transfer, deliver
    case takeBack = "return"
    case lookUp = "look-up"

    /// The English word for it.
    var title: String {
        switch self {
        case .receive: "Receive"
        case .transfer: "Transfer"
        case .deliver: "Deliver"
        case .takeBack: "Customer return"
        case .lookUp: "Look up"
        }
    }

    /// Whether it makes documents.
    var moves: Bool { self != .lookUp }
}

/// The units that someone scanned, what is to be done with them, where and with whom.
struct ScanPile: Sendable {
    let mode: ScanMode
    /// Warehouses; an empty source stands for where each unit is.
    let source: String
    let target: String
    let customer: String
    let supplier: String
    /// The numbers in the order of scanning, each with the item that it is received as.
    let units: [(item: String, number: SerialNumber)]

    /// Reads `mode`, `from_warehouse`, `to_warehouse`, `customer`, `supplier`, and either `units`, a list of
    /// `{item_code, serial_no}` whose cells may hold many numbers, or `item_code` with `serial_nos`.
    init(_ call: Call) throws {
        guard let mode = ScanMode(rawValue: call.text("mode") ?? ScanMode.lookUp.rawValue) else {
            throw Problem.badParameter("mode", ScanMode.allCases.map(\.rawValue).joined(separator: ", "))
        }
        func text(_ name: String) -> String { SerialNumber(call.text(name) ?? "").text }
        self.mode = mode
        (source, target) = (text("from_warehouse"), text("to_warehouse"))
        (customer, supplier) = (text("customer"), text("supplier"))
        let numbers = try call.json("serial_nos")
        let cell = numbers?.string ?? numbers?.array?.compactMap(\.string).joined(separator: "\n") ?? ""
        var cells = [(item: text("item_code"), cell: cell)]
        if let list = try call.json("units"), list != .null {
            guard let units = list.array else { throw Problem.badParameter("units", "a list of units") }
            cells = try units.map { unit in
                guard let cell = unit["serial_no"]?.string else {
                    throw Problem.badParameter("units", "a list of units")
                }
                return (unit["item_code"]?.string ?? "", cell)
            }
        }
        self.units = cells.flatMap { item, cell in SerialNumber.list(in: cell).map { (item, $0) } }
        _ = try Units.question(units.map(\.number))
    }

    /// The type of the documents that the pile becomes; for returns, that of most.
    var type: RecordType {
        switch mode {
        case .receive: supplier.isEmpty ? StockEntry.type : PurchaseReceipt.type
        case .transfer: StockEntry.type
        case .deliver, .takeBack: DeliveryNote.type
        case .lookUp: SerialNo.type
        }
    }

    var needs: [Action.Need] {
        let read = Action.Need(right: .read, type: SerialNo.type.name)
        return mode.moves ? [read, Action.Need(right: .write, type: type.name)] : [read]
    }
}

/// A scanned number with what is known of it.
struct ScannedUnit: Sendable {
    /// What is asked beside a standing's own fields.
    static let fields = ["item_name"]

    let standing: Units.Standing
    /// The item that it is received as.
    let receivedAs: String
    /// The item whose code or barcode the number is, where no unit has it.
    var product: Product?
    /// The rate at which it was sold, for returns.
    var saleRate: Money?

    struct Product: Sendable {
        let code: String
        let name: String
    }

    var key: String { SerialNumber(standing.number).key }
    var isKnown: Bool { standing.values != nil }
    var item: String { isKnown ? standing.text("item_code") : receivedAs }
    var status: String { standing.text("status") }
    var itemName: String { standing.values?.last?.textValue ?? "" }
}

extension ScanPile {
    /// What a document is made of, beside its lines.
    private struct HeadKey: Hashable {
        var type = ""
        var original = ""
        var customer = ""
    }

    private struct LineKey: Hashable {
        let head: HeadKey
        let item: String
        let warehouse: String
        let batch: String
        let rate: Money?
    }

    /// The documents that the units become, one but for returns, which go against the documents that delivered them;
    /// with one line for each item, place and batch.
    ///
    /// - Parameter state: whether a document of a type is submitted or stays a draft.
    /// - Parameter elsewhere: a warehouse for units that are in none.
    func documents(of units: [ScannedUnit], elsewhere: String, state: (String) -> DocumentState) -> [JSON] {
        var heads: [HeadKey] = []
        var lines: [HeadKey: [LineKey]] = [:]
        var numbers: [LineKey: [String]] = [:]
        for unit in units {
            let key = line(of: unit, elsewhere)
            if lines[key.head] == nil { heads.append(key.head) }
            if numbers[key] == nil { lines[key.head, default: []].append(key) }
            numbers[key, default: []].append(unit.standing.number)
        }
        return heads.map { head in
            let lines = (lines[head] ?? []).map { json($0, numbers[$0] ?? []) }
            let state = JSON.Member("docstatus", .number(String(state(head.type).rawValue)))
            return .object(self.head(head) + [state, JSON.Member("items", .array(lines))])
        }
    }

    private func line(of unit: ScannedUnit, _ elsewhere: String) -> LineKey {
        var head = HeadKey(type: type.name)
        var place = source.isEmpty ? unit.standing.text("warehouse") : source
        // A unit that is nowhere stands in some place, so that the rules can say why it is not there.
        if place.isEmpty { place = elsewhere }
        if mode == .takeBack {
            let sale = unit.standing
            head = HeadKey(
                type: sale.text("delivery_document_type"), original: sale.text("delivery_document_no"),
                customer: sale.text("customer"))
            place = target
        }
        if mode == .receive { place = target }
        let batch = mode == .receive ? "" : unit.standing.text("batch_no")
        return LineKey(head: head, item: unit.item, warehouse: place, batch: batch, rate: unit.saleRate)
    }

    private func head(_ head: HeadKey) -> [JSON.Member] {
        func members(_ pairs: [(String, String)]) -> [JSON.Member] {
            pairs.filter { !$0.1.isEmpty }.map { JSON.Member($0.0, .string($0.1)) }
        }
        let type = [("doctype", head.type)]
        switch mode {
        case .receive where supplier.isEmpty: return members(type + [("stock_entry_type", "Material Receipt")])
        case .receive: return members(type + [("supplier", supplier)])
        case .transfer: return members(type + [("stock_entry_type", "Material Transfer")])
        case .deliver: return members(type + [("customer", customer)])
        case .takeBack:
            let moves = head.type == SalesInvoice.type.name ? [JSON.Member("update_stock", 1)] : []
            return members(type + [("customer", head.customer), ("return_against", head.original)])
                + [JSON.Member("is_return", 1)] + moves
        case .lookUp: return members(type)
        }
    }

    private func json(_ key: LineKey, _ numbers: [String]) -> JSON {
        let quantity = (mode == .takeBack ? "-" : "") + String(numbers.count)
        var members = [
            JSON.Member("item_code", .string(key.item)), JSON.Member("qty", .number(quantity)),
            JSON.Member("serial_no", .string(numbers.joined(separator: "\n"))),
        ]
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { members.append(JSON.Member(name, .string(value))) }
        }
        switch (mode, type) {
        case (.receive, StockEntry.type): add("t_warehouse", key.warehouse)
        case (.transfer, _):
            add("s_warehouse", key.warehouse)
            add("t_warehouse", target)
        default: add("warehouse", key.warehouse)
        }
        add("batch_no", key.batch)
        if let rate = key.rate { members.append(JSON.Member("rate", .number(rate.description))) }
        return .object(members)
    }
}
