import Inventory
import Storage

/// What a form holds: texts as they were typed, by the fields' names; rows inside a record by their table's.
struct FormValues: Hashable, Sendable {
    /// A row as typed. `name` is the key of a stored row; what begins with `_` is the form's own.
    typealias Row = [String: String]

    var fields: [String: String] = [:]
    var tables: [String: [Row]] = [:]

    /// What a form sends along that is not a field.
    private static let ownNames: Set = ["modified", "docstatus", "prefill", "name", "doctype"]

    init() {}

    /// Reads `customer` and `items.1.item_code` from what was sent. Rows keep their order; gaps between their numbers
    /// close.
    ///
    /// - Throws: `Refusal` for more lines than a document may have.
    init(_ parameters: [String: JSON], _ type: any Record.Type) throws {
        let schema = Schema.of(type)
        let tables = Set(schema.tables.map(\.name))
        var rows: [String: [Int: Row]] = [:]
        for (name, value) in parameters {
            guard let text = value.typedText else { continue }
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count == 1 {
                // A table's own name says that the form has the table, also without a row.
                if tables.contains(name) {
                    rows[name] = rows[name] ?? [:]
                } else if !Self.ownNames.contains(name), !name.hasPrefix("_") {
                    fields[name] = text
                }
            } else if parts.count == 3, tables.contains(String(parts[0])), let line = Int(parts[1]), line > 0 {
                rows[String(parts[0]), default: [:]][line, default: [:]][String(parts[2])] = text
            }
        }
        for (table, lines) in rows {
            guard lines.count <= lineLimit else { throw Refusal(.tooManyLines(limit: lineLimit), field: table) }
            // Of a box that nobody ticked, only the key of its stored row was sent.
            let choice = schema.tables.first { $0.name == table }.flatMap(FormLayout.choice)
            let chosen = lines.filter { line in choice.map { line.value[$0.name] != nil } ?? true }
            self.tables[table] = chosen.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// The values of a record, as forms write them.
    init(_ record: StoredRecord, _ type: any Record.Type, _ custom: [CustomField], _ locale: Locale) {
        let schema = Schema.of(type)
        for (field, scalar) in zip(schema.fields, record.values.fields) {
            fields[field.name] = locale.typed(scalar, field.kind)
        }
        for field in custom {
            let scalar = field.scalar(of: record.head.custom[field.fieldName])
            fields[field.fieldName] = locale.typed(scalar, field.kind, writesZero: true)
        }
        for (table, rows) in zip(schema.tables, record.values.tables) {
            tables[table.name] = rows.map { row in
                var texts: Row = [:]
                for (field, scalar) in zip(table.fields, row.fields) {
                    texts[field.name] = locale.typed(scalar, field.kind)
                }
                if let key = row.row { texts["name"] = String(key) }
                return texts
            }
        }
    }

    /// These values with what others hold above them, field by field. Their rows stand in place of these; of a stored
    /// row, what they do not say stays.
    func overlaid(with others: FormValues) -> FormValues {
        var result = self
        result.fields.merge(others.fields) { $1 }
        for (table, rows) in others.tables {
            let own = (tables[table] ?? []).compactMap { row in row["name"].map { ($0, row) } }
            let known = Dictionary(own) { first, _ in first }
            result.tables[table] = rows.map { row in
                (row["name"].flatMap { known[$0] } ?? [:]).merging(row) { $1 }
            }
        }
        return result
    }

    /// Leaves out rows in which nobody has typed anything.
    mutating func dropBlankRows() {
        tables = tables.mapValues { rows in rows.filter { !Self.isBlank($0) } }
    }

    private static func isBlank(_ row: Row) -> Bool {
        row["name"] == nil && row.allSatisfy { $0.key.hasPrefix("_") || $0.value.isEmpty || $0.value == "0" }
    }
}

extension JSON {
    /// A parameter as text, where it is one.
    fileprivate var typedText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "1" : "0"
        default: nil
        }
    }
}
