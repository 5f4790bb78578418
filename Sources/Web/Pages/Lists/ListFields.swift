import Inventory
import Storage

/// The fields that a list of a type can show and be filtered by: its own, those of its lines, and those that people
/// have added.
struct ListFields: Sendable {
    /// A field and, for one of a line, the table that it stands in.
    struct Choice: Sendable {
        let field: Field
        var table: Schema.Table?

        /// How an address names it: `status`, `items.item_code`.
        var key: String { table.map { "\($0.name).\(field.name)" } ?? field.name }
    }

    let type: any Record.Type
    let custom: [CustomField]
    /// The fields of the record itself, its name first.
    let own: [Field]
    private let tables: [Schema.Table]

    init(_ type: any Record.Type, _ custom: [CustomField]) {
        let schema = Schema.of(type)
        let isDocument = type is any Document.Type
        let name = schema.fields.first { $0.traits.contains(.isName) }
        let fields = schema.fields.filter { field in
            !field.traits.contains(.isName) && !Self.hidden.contains(field.name)
                && !(isDocument && field.name == "status" && type != Asset.self)
        }
        let heads = ["creation", "modified", "owner", "modified_by"].compactMap { schema.field(named: $0) }
        self.type = type
        self.custom = custom
        self.own =
            [Field("name", name?.label ?? "Name", .text)]
            + (isDocument ? [Field("docstatus", type == Asset.self ? "Document Status" : "Status", .integer)] : [])
            + fields
            + custom.filter { schema.position(of: $0.fieldName) == nil }.map(\.field) + heads
        self.tables = schema.tables
    }

    /// What says nothing in a list.
    private static let hidden: Set = ["naming_series", "set_posting_time"]

    /// Everything that a filter can be about.
    var choices: [Choice] {
        own.map { Choice(field: $0) }
            + tables.flatMap { table in table.fields.map { Choice(field: $0, table: table) } }
    }

    func choice(_ key: String) -> Choice? { choices.first { $0.key == key } }

    /// The choice that a condition of the interface names: `[field, …]`, or `[table's type, field, …]`.
    func choice(of element: JSON) -> Choice? {
        guard let parts = element.array, let first = parts.first?.string else { return nil }
        guard parts.count == 4, first != type.type.name else {
            return choice(parts.count == 4 ? parts[1].string ?? "" : first)
        }
        return choices.first { $0.table?.typeName == first && $0.field.name == parts[1].string }
    }

    /// The columns that a list has where none are chosen; more would not fit beside each other.
    var standardColumns: [Field] {
        if type == SerialNo.self {
            let names = ["item_code", "item_name", "status", "warehouse", "customer", "warranty_expiry_date"]
            return names.compactMap { name in own.first { $0.name == name } } + listedCustom
        }
        if type == Asset.self {
            let names = ["status", "asset_name", "serial_no", "item_code", "location", "custodian"]
            return names.compactMap { name in own.first { $0.name == name } } + listedCustom
        }
        if type == WarrantyClaim.self {
            let names = ["status", "complaint_date", "serial_no", "customer", "item_code", "warranty_amc_status"]
            return names.compactMap { name in own.first { $0.name == name } } + listedCustom
        }
        let listed = own.filter { $0.traits.contains(.listed) && $0.name != "status" }
        return own.filter { $0.name == "docstatus" } + listed.prefix(6) + listedCustom
    }

    private var listedCustom: [Field] {
        let names = Set(custom.filter(\.isListed).map(\.fieldName))
        return own.filter { names.contains($0.name) }
    }

    /// The text fields that a search looks into beside the name.
    var searched: [String] {
        standardColumns.filter { ($0.kind == .text || $0.kind.target != nil) && !$0.traits.contains(.computed) }
            .prefix(3).map(\.name)
    }

    /// The values that a field can have, as the wire has them, with their words; none for a field that is written.
    func words(of field: Field, _ translate: (String) -> String) -> [(value: String, word: String)] {
        switch (type.type.name, field.name, field.kind) {
        case (_, "docstatus", _):
            return [("0", translate("Draft")), ("1", translate("Submitted")), ("2", translate("Cancelled"))]
        case (SerialNo.type.name, "status", _): return UnitWords.statuses.map { ($0, UnitWords.label($0, translate)) }
        case (SerialNo.type.name, "maintenance_status", _): return UnitWords.maintenance.map { ($0, translate($0)) }
        case (Asset.type.name, "status", _):
            return AssetWords.statuses.map { ($0, AssetWords.label($0, translate)) }
        case (_, _, .flag): return [("1", translate("Yes")), ("0", translate("No"))]
        case (_, _, .choice(let choices)):
            return choices.filter { !$0.isEmpty }.map { ($0, translate(field.kind.spoken($0))) }
        default: return []
        }
    }
}
