import GRDB
import Inventory
import Storage

/// An open transaction on one SQLite connection.
struct SQLiteTransaction: Storage.Transaction {
    let connection: GRDB.Database
    let observe: (@Sendable (String) -> Void)?

    func query<Result>(_ sql: Storage.SQL, _ read: (any Storage.Row) throws -> Result) throws -> [Result] {
        let statement = try prepare(sql)
        var results: [Result] = []
        let rows = try GRDB.Row.fetchCursor(statement)
        while let row = try rows.next() { results.append(try read(SQLiteRow(row: row))) }
        return results
    }

    func execute(_ sql: Storage.SQL) throws -> Int {
        try prepare(sql).execute()
        return connection.changesCount
    }

    /// SQLite has one writer, so the keys above the highest are free until this transaction ends.
    func reserveKeys(_ count: Int, in table: String) throws -> [Int64] {
        let last = try query("SELECT coalesce(max(\"id\"), 0) FROM \(name: table)") { $0.integer(0) ?? 0 }[0]
        return Array((last + 1)..<(last + 1 + Int64(count)))
    }

    private func prepare(_ sql: Storage.SQL) throws -> Statement {
        let (text, values) = SQLiteDialect().render(sql)
        observe?(text)
        let statement = try connection.cachedStatement(sql: text)
        statement.setUncheckedArguments(StatementArguments(values.map(\.databaseValue)))
        return statement
    }
}

/// A row under the cursor.
struct SQLiteRow: Storage.Row {
    let row: GRDB.Row

    func integer(_ column: Int) -> Int64? { row[column] as Int64? }
    func text(_ column: Int) -> String? { row[column] as String? }
}

extension Bind {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let text): text.databaseValue
        }
    }
}
