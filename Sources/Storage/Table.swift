import Inventory
import Synchronization

/// How a record type stands in the database: its tables and the text that selects its fields.
struct Table: Sendable {
    let type: RecordType
    let schema: Schema
    let isDocument: Bool
    /// The tables of the rows inside, in the order of the schema.
    let lines: [LineTable]
    /// The head and the custom values of `d`.
    private let leading: [SQL]
    /// The head and the stored fields of `d`, for loading records; computed fields come as NULL.
    let storedColumns: SQL

    /// The head and all fields of `d`, for showing records, as they were put together for a day.
    private let shown = ShownColumns()

    var name: String { type.table }

    /// The head and all fields of `d`, computed ones included, for showing records on `today`.
    func shownColumns(_ today: Day) -> SQL {
        shown.columns(today) {
            let fields = schema.fields.map { field in
                Self.columns(field, expression: ReadModel.expression(field.name, of: type.name, today: today))
            }
            return SQL.joined(leading + fields, by: ", ")
        }
    }

    init<R: Record>(_ record: R.Type) {
        self.type = record.type
        self.schema = Schema.of(record)
        self.isDocument = record is any Document.Type
        self.lines = schema.tables.map(LineTable.init)
        let fields = schema.fields.map { field in
            field.traits.contains(.computed) ? "NULL" : Self.columns(field, expression: nil)
        }
        self.leading =
            Self.head(record.type, isDocument: isDocument) + [type.takesCustomFields ? Self.custom : "NULL"]
        self.storedColumns = SQL.joined(leading + fields, by: ", ")
    }

    /// The tables of all types.
    static let all: [String: Table] = Dictionary(uniqueKeysWithValues: recordTypes.map { ($0.type.name, Table($0)) })

    static func of<R: Record>(_ record: R.Type) -> Table {
        guard let table = all[record.type.name] else { preconditionFailure("\(record) is not registered") }
        return table
    }

    /// The field's column, or the columns of name and key of a link.
    static func columns(_ field: Field, expression: SQL?) -> SQL {
        if case .link(let target) = field.kind, let table = all(named: target) {
            return "\(linkName(field.name, in: table)), d.\(name: field.name)"
        }
        return expression ?? value(of: field)
    }

    /// The value of a stored field that is not a link.
    static func value(of field: Field) -> SQL {
        field.traits.contains(.isName) ? "d.\"name\"" : "d.\(name: field.name)"
    }

    /// The name behind a link of `d`. An empty link, as most of a unit's are, costs no look-up.
    static func linkName(_ column: String, in table: String) -> SQL { name(of: "d.\(name: column)", in: table) }

    /// The name of the row with this key.
    static func name(of key: SQL, in table: String) -> SQL {
        "CASE WHEN \(key) IS NOT NULL THEN (SELECT l.\"name\" FROM \(name: table) l WHERE l.\"id\" = \(key)) END"
    }

    /// The table of a type by its name on the wire, without needing the registry to be complete.
    static func all(named name: String) -> String? { recordType(named: name)?.type.table }

    /// Key, name, owner, creation, modified, modified_by and docstatus, in this order.
    static func head(_ type: RecordType, isDocument: Bool) -> [SQL] {
        if let special = ReadModel.heads[type.name] { return special }
        return [
            "d.\"id\"", "d.\"name\"", linkName("owner", in: "account"), "d.\"creation\"", "d.\"modified\"",
            linkName("modified_by", in: "account"), isDocument ? "d.\"docstatus\"" : "0",
        ]
    }

    static let headCount = 7

    /// The custom values of `d`, as JSON.
    private static let custom: SQL = "d.\"custom\""
}

/// Keeps the columns of one type put together for one day; only the day in them changes.
private final class ShownColumns: Sendable {
    private let kept = Mutex<(day: Day, columns: SQL)?>(nil)

    func columns(_ day: Day, make: () -> SQL) -> SQL {
        if let kept = kept.withLock({ $0 }), kept.day == day { return kept.columns }
        let columns = make()
        kept.withLock { $0 = (day, columns) }
        return columns
    }
}

/// The table of the rows inside a record.
struct LineTable: Sendable {
    let name: String
    let fields: [Field]
    let columns: SQL

    init(_ table: Schema.Table) {
        self.name = table.typeName.lowercased().split(separator: " ").joined(separator: "_")
        self.fields = table.fields
        self.columns = SQL.joined(
            ["d.\"id\"", "d.\"parent\""] + table.fields.map { Table.columns($0, expression: nil) }, by: ", ")
    }
}

/// Reads scalars off a row, in the order in which `Table.columns` wrote them.
struct ScalarReader {
    let row: any Row
    var column: Int

    mutating func scalar(_ field: Field) -> Scalar {
        defer { column += 1 }
        if case .link = field.kind, !field.traits.contains(.computed) {
            let name = row.text(column)
            column += 1
            return name.map { .link(name: $0, key: row.integer(column)) } ?? .null
        }
        if field.kind.isInteger, field.kind.target == nil { return row.integer(column).map(Scalar.integer) ?? .null }
        return row.text(column).map(Scalar.text) ?? .null
    }

    mutating func scalars(_ fields: [Field]) -> [Scalar] {
        var result: [Scalar] = []
        result.reserveCapacity(fields.count)
        for field in fields { result.append(scalar(field)) }
        return result
    }
}
