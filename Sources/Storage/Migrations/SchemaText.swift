import Inventory

/// Writes the schema that the record types need, for both engines: what `make migration` compares a database with.
public enum SchemaText {
    /// The names of the tables that hold the records of all types.
    public static var tables: [String] {
        recordTypes.map { Table.of($0) }.flatMap { [$0.name] + $0.lines.map(\.name) }
    }

    /// The table of a type, with its indexes.
    private static func create(_ table: Table) -> String {
        var columns = [
            "\"id\" IDENTITY", "\"name\" TEXT NOT NULL",
            "\"owner\" BIGINT NOT NULL REFERENCES \"account\"(\"id\")", "\"creation\" BIGINT NOT NULL",
            "\"modified\" BIGINT NOT NULL", "\"modified_by\" BIGINT NOT NULL REFERENCES \"account\"(\"id\")",
        ]
        if table.isDocument {
            columns.append(
                "\"docstatus\" BIGINT NOT NULL CONSTRAINT \"\(table.name)_docstatus_known\" CHECK (\"docstatus\" IN (0, 1, 2))"
            )
        }
        columns += Self.columns(of: table).map(\.definition)
        columns.append("CONSTRAINT \"\(table.name)_name_unique\" UNIQUE (\"name\")")
        var statements = ["CREATE TABLE \"\(table.name)\" (\n    \(columns.joined(separator: ",\n    "))\n) STRICT;"]
        statements += indexes(table.name, table.schema.fields)
        if table.isDocument {
            statements.append(
                "CREATE INDEX \"\(table.name)_draft\" ON \"\(table.name)\"(\"id\") WHERE \"docstatus\" = 0;")
        }
        return statements.joined(separator: "\n") + "\n"
    }

    /// The table of the rows inside the records of a type, with its indexes.
    private static func create(_ lines: LineTable, in table: Table) -> String {
        let columns =
            [
                "\"id\" IDENTITY", "\"parent\" BIGINT NOT NULL REFERENCES \"\(table.name)\"(\"id\")",
                "\"idx\" BIGINT NOT NULL",
            ] + lines.fields.map { column($0) }
        let statements =
            [
                "CREATE TABLE \"\(lines.name)\" (\n    \(columns.joined(separator: ",\n    "))\n) STRICT;",
                "CREATE INDEX \"\(lines.name)_parent\" ON \"\(lines.name)\"(\"parent\", \"idx\");",
            ] + indexes(lines.name, lines.fields)
        return statements.joined(separator: "\n") + "\n"
    }

    /// The statements that a migrated database still lacks for the types of today; empty when it has everything.
    ///
    /// The tables of records come before those of the rows inside them, which may link to any record.
    public static func difference(in database: any Database) async throws -> String {
        var text = ""
        let tables = recordTypes.map { Table.of($0) }
        for table in tables {
            text += try await missing(columns(of: table), of: table.name, in: database) ?? create(table)
        }
        for table in tables {
            for lines in table.lines {
                let columns = lines.fields.map { ($0.name, column($0)) }
                text += try await missing(columns, of: lines.name, in: database) ?? create(lines, in: table)
            }
        }
        return text
    }

    /// Adds the columns that a table still lacks; nil when there is no such table.
    private static func missing(
        _ columns: [(name: String, definition: String)], of table: String, in database: any Database
    ) async throws -> String? {
        guard try await has(table, nil, database) else { return nil }
        var text = ""
        for (name, definition) in columns where try await !has(table, name, database) {
            text += "ALTER TABLE \"\(table)\" ADD COLUMN \(definition);\n"
        }
        return text
    }

    /// Whether a statement can name the table, or its column.
    private static func has(_ table: String, _ column: String?, _ database: any Database) async throws -> Bool {
        do {
            let target: SQL = column.map { "t.\(name: $0)" } ?? "1"
            _ = try await database.read {
                try $0.query("SELECT \(target) FROM \(name: table) t WHERE 1 = 0") { _ in true }
            }
            return true
        } catch StorageError.other {
            return false
        }
    }

    /// The columns of a record's own table beside those that every record has.
    private static func columns(of table: Table) -> [(name: String, definition: String)] {
        table.schema.fields.filter(\.isStored).map { ($0.name, column($0, of: table)) }
            + (table.type.takesCustomFields ? [("custom", "\"custom\" TEXT")] : [])
    }

    /// - Parameter owner: the table that the column stands in; one that is made later cannot be referred to.
    private static func column(_ field: Field, of owner: Table? = nil) -> String {
        let order = recordTypes.map { $0.type.name }
        if let target = field.kind.target, let table = Table.all(named: target) {
            let (own, other) = (order.firstIndex(of: owner?.type.name ?? ""), order.firstIndex(of: target))
            if let own, let other, other > own { return "\"\(field.name)\" BIGINT" }
            return "\"\(field.name)\" BIGINT REFERENCES \"\(table)\"(\"id\")"
        }
        return "\"\(field.name)\" " + (field.kind.isInteger ? "BIGINT" : "TEXT")
    }

    private static func indexes(_ table: String, _ fields: [Field]) -> [String] {
        fields.filter { $0.traits.contains(.indexed) }.map {
            "CREATE INDEX \"\(table)_\($0.name)\" ON \"\(table)\"(\"\($0.name)\");"
        }
    }
}
