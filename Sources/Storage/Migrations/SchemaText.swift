public import Inventory

/// Writes the schema that the record types need, for both engines: what `make migration` compares a database with.
public enum SchemaText {
    /// The table of a type and the tables of the rows inside it, with their indexes.
    public static func create(_ type: any Record.Type) -> String {
        let table = Table.of(type)
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
        columns += table.schema.fields.filter(\.isStored).map(column)
        columns.append("CONSTRAINT \"\(table.name)_name_unique\" UNIQUE (\"name\")")
        var statements = ["CREATE TABLE \"\(table.name)\" (\n    \(columns.joined(separator: ",\n    "))\n) STRICT;"]
        statements += indexes(table.name, table.schema.fields)
        if table.isDocument {
            statements.append(
                "CREATE INDEX \"\(table.name)_draft\" ON \"\(table.name)\"(\"id\") WHERE \"docstatus\" = 0;")
        }
        for lines in table.lines {
            let inner =
                [
                    "\"id\" IDENTITY", "\"parent\" BIGINT NOT NULL REFERENCES \"\(table.name)\"(\"id\")",
                    "\"idx\" BIGINT NOT NULL",
                ] + lines.fields.map(column)
            statements.append("CREATE TABLE \"\(lines.name)\" (\n    \(inner.joined(separator: ",\n    "))\n) STRICT;")
            statements.append("CREATE INDEX \"\(lines.name)_parent\" ON \"\(lines.name)\"(\"parent\", \"idx\");")
            statements += indexes(lines.name, lines.fields)
        }
        return statements.joined(separator: "\n") + "\n"
    }

    /// The columns that a table of a type must have, by table.
    public static func columns(_ type: any Record.Type) -> [(table: String, column: String, definition: String)] {
        let table = Table.of(type)
        return table.schema.fields.filter(\.isStored).map { (table.name, $0.name, column($0)) }
            + table.lines.flatMap { lines in lines.fields.map { (lines.name, $0.name, column($0)) } }
    }

    /// The statements that a migrated database still lacks for the types of today; empty when it has everything.
    public static func difference(in database: any Database) async throws -> String {
        var text = ""
        var made: Set<String> = []
        for type in recordTypes {
            for (table, column, definition) in columns(type) {
                if try await has(table, nil, database) {
                    if try await !has(table, column, database) {
                        text += "ALTER TABLE \"\(table)\" ADD COLUMN \(definition);\n"
                    }
                } else if made.insert(type.type.name).inserted {
                    text += create(type)
                }
            }
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

    private static func column(_ field: Field) -> String {
        if let target = field.kind.target, let table = Table.all(named: target) {
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
