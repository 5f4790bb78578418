import Inventory

/// A word of the ledger tables that makes a document: its type, what it presets, and what its prepositions set.
struct Verb: Sendable {
    let type: any Document.Type
    let presets: [String: String]
    let prepositions: [String: String]

    init(_ type: any Document.Type, _ presets: [String: String], _ prepositions: [String: String]) {
        self.type = type
        self.presets = presets
        self.prepositions = prepositions.merging(["on": "posting_date", "at": "posting_time", "lot": "batch_no"]) { $1 }
    }

    static let all: [String: Verb] = [
        "receive": entry("Material Receipt", to: "Stores"),
        "issue": entry("Material Issue", from: "Stores"),
        "consume": entry("Material Consumption for Manufacture", from: "Stores"),
        "transfer": entry("Material Transfer", from: "Stores", to: "Workshop"),
        "stage": entry("Material Transfer for Manufacture", from: "Stores", to: "Workshop"),
        "subcontract": entry("Send to Subcontractor", from: "Stores", to: "Workshop"),
        "make": entry("Manufacture"),
        "repack": entry("Repack"),
        "buy": Verb(PurchaseReceipt.self, purchase, ["from": "supplier", "in": "warehouse"]),
        "purchase": Verb(
            PurchaseInvoice.self, purchase.merging(["update_stock": "1"]) { $1 },
            ["from": "supplier", "in": "warehouse"]),
        "deliver": Verb(
            DeliveryNote.self, ["warehouse": "Stores", "customer": "Martin"],
            ["to": "customer", "from": "warehouse", "in": "warehouse", "for": "against_sales_order"]),
        "sell": Verb(
            SalesInvoice.self, ["warehouse": "Stores", "customer": "Martin", "update_stock": "1"],
            ["to": "customer", "from": "warehouse", "in": "warehouse", "for": "sales_order"]),
        "bill": Verb(SalesInvoice.self, ["customer": "Martin"], ["to": "customer", "of": "delivery_note"]),
        "install": Verb(InstallationNote.self, ["customer": "Martin"], ["to": "customer", "of": "prevdoc_docname"]),
        "order": Verb(SalesOrder.self, ["customer": "Martin"], ["to": "customer"]),
        "reserve": Verb(SalesOrder.self, ["customer": "Martin", "reserve_stock": "1"], ["to": "customer"]),
        "recall": Verb(Recall.self, ["reason": "Fault"], [:]),
        "count": Verb(StockReconciliation.self, ["warehouse": "Stores"], ["in": "warehouse"]),
        "open": Verb(
            StockReconciliation.self, ["warehouse": "Stores", "purpose": "Opening Stock"], ["in": "warehouse"]),
    ]

    private static let purchase = ["warehouse": "Stores", "supplier": "ACME", "rate": "12"]

    private static func entry(_ purpose: String, from source: String? = nil, to target: String? = nil) -> Verb {
        var presets = ["stock_entry_type": purpose]
        presets["s_warehouse"] = source
        presets["t_warehouse"] = target
        return Verb(StockEntry.self, presets, ["from": "s_warehouse", "to": "t_warehouse", "in": "t_warehouse"])
    }

    /// Names that are long to write.
    static let aliases = [
        "Stores": Shop.stores, "Workshop": Shop.workshop, "Yard": "Yard - MS", "Martin": Shop.martin,
        "Durand": Shop.durand,
    ]
}

extension Record {
    /// Sets fields by their names on the wire; what the head does not have goes into the lines.
    mutating func fill(_ lines: [[String: String]], _ presets: [String: String] = [:]) {
        let schema = Schema.of(Self.self)
        var values = values
        for (name, text) in ([presets] + lines).joined() {
            if let position = schema.position(of: name) {
                values.fields[position] = schema.fields[position].kind.scalar(text)
            }
        }
        if let table = schema.tables.first, table.fields.contains(where: { lines[0][$0.name] != nil }) {
            values.tables[0] = lines.map { line in
                let line = presets.merging(line) { $1 }
                return Values.Row(
                    row: nil, fields: table.fields.map { field in line[field.name].map(field.kind.scalar(_:)) ?? .null }
                )
            }
        }
        assign(values)
    }
}

extension FieldKind {
    /// The value that text stands for.
    func scalar(_ text: String) -> Scalar {
        if text.isEmpty { return .null }
        return switch self {
        case .link: .link(name: text, key: nil)
        case .quantity: .integer(FixedPoint.parse(text, digits: 3) ?? 0)
        case .money: .integer(FixedPoint.parse(text, digits: 6) ?? 0)
        case .integer, .flag: .integer(Int64(text) ?? 0)
        case .day: Day(text).map { .integer($0.stored) } ?? .null
        case .time: TimeOfDay(text).map { .integer($0.stored) } ?? .null
        default: .text(text)
        }
    }
}
