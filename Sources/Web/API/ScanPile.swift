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
    var receivedAs: String
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
    /// The documents that the units become, one but for returns, which go against the documents that delivered them.
    ///
    /// - Parameter state: whether a document of a type is submitted or stays a draft.
    /// - Parameter elsewhere: a warehouse for units that are in none.
    func documents(of units: [ScannedUnit], elsewhere: String, state: (String) -> DocumentState) -> [JSON] {
        UnitHead.documents(of: units.map { (head(of: $0), line(of: $0, elsewhere), $0.standing.number) }, state: state)
    }

    private func head(of unit: ScannedUnit) -> UnitHead {
        switch mode {
        case .receive where supplier.isEmpty: .entry("Material Receipt")
        case .receive: UnitHead(type: type.name, fields: ["supplier": supplier])
        case .transfer: .entry("Material Transfer")
        case .deliver: UnitHead(type: type.name, fields: ["customer": customer])
        case .takeBack: .takingBack(unit.standing)
        case .lookUp: UnitHead(type: type.name)
        }
    }

    private func line(of unit: ScannedUnit, _ elsewhere: String) -> UnitLine {
        // A unit that is nowhere stands in some place, so that the rules can say why it is not there.
        let here = [source, unit.standing.text("warehouse"), elsewhere].first { !$0.isEmpty } ?? ""
        let places =
            switch mode {
            case .receive: [supplier.isEmpty ? "t_warehouse" : "warehouse": target]
            case .transfer: ["s_warehouse": here, "t_warehouse": target]
            case .takeBack: ["warehouse": target]
            case .deliver, .lookUp: ["warehouse": here]
            }
        let batch = mode == .receive ? "" : unit.standing.text("batch_no")
        return UnitLine(item: unit.item, batch: batch, places: places, rate: unit.saleRate)
    }
}
