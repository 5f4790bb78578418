import Storage

/// SQLite's way of writing statements.
struct SQLiteDialect: Dialect {
    func placeholder(_ index: Int) -> String { "?\(index)" }

    /// Rows travel as one JSON text, so that one prepared statement serves any number of them.
    func source(of rows: Rows, bind: (Bind) -> String) -> String {
        let json = bind(.text(Self.json(rows)))
        if rows.columns.count == 1 { return "(SELECT value AS \"\(rows.columns[0].name)\" FROM json_each(\(json)))" }
        let columns = rows.columns.enumerated().map { "value ->> \($0) AS \"\($1.name)\"" }
        return "(SELECT \(columns.joined(separator: ", ")) FROM json_each(\(json)))"
    }

    func member(_ name: String, of column: String, digits: Int?) -> String {
        let value = "(\(column) ->> \(name))"
        guard let digits else { return "CAST(\(value) AS TEXT)" }
        // A decimal comes as floating point, which tells whole millionths apart up to a billion.
        let scale = "1" + String(repeating: "0", count: digits)
        return "CAST(" + (digits == 0 ? value : "round(\(value) * \(scale))") + " AS INTEGER)"
    }

    func object(_ column: String, without name: String) -> String { "json_remove(\(column), '$.' || \(name))" }

    func schema(_ neutral: String) -> String {
        neutral.replacing("BIGINT", with: "INTEGER").replacing("IDENTITY", with: "INTEGER PRIMARY KEY AUTOINCREMENT")
    }

    private static func json(_ rows: Rows) -> String {
        var writer = JSONWriter()
        writer.raw("[")
        for row in 0..<rows.count {
            if row > 0 { writer.raw(",") }
            if rows.columns.count > 1 { writer.raw("[") }
            for (index, column) in rows.columns.enumerated() {
                if index > 0 { writer.raw(",") }
                switch column {
                case .integers(_, let values): writer.raw(values[row].map(String.init) ?? "null")
                case .texts(_, let values): values[row].map { writer.string($0) } ?? writer.raw("null")
                }
            }
            if rows.columns.count > 1 { writer.raw("]") }
        }
        writer.raw("]")
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
