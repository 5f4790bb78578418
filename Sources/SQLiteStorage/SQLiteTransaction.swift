import GRDB
import GRDBSQLite
import Storage

/// An open transaction on one SQLite connection.
///
/// Statements are prepared and kept by GRDB and stepped here: a row costs what SQLite needs for it, without the
/// dictionary of column names that GRDB's rows carry (docs/decisions/0007-short-reads.md).
struct SQLiteTransaction: Storage.Transaction {
    let connection: GRDB.Database
    let observe: (@Sendable (String) -> Void)?

    func query<Result>(_ sql: Storage.SQL, _ read: (any Storage.Row) throws -> Result) throws -> [Result] {
        let statement = unsafe try prepare(sql)
        defer { unsafe sqlite3_reset(statement) }
        var results: [Result] = []
        while true {
            let code = unsafe sqlite3_step(statement)
            if code == SQLITE_DONE { return results }
            guard code == SQLITE_ROW else { throw failure(code) }
            results.append(try read(unsafe SQLiteRow(statement: statement)))
        }
    }

    func execute(_ sql: Storage.SQL) throws -> Int {
        _ = try query(sql) { _ in () }
        return connection.changesCount
    }

    func send(_ sql: Storage.SQL) throws { _ = try execute(sql) }

    /// SQLite has one writer: nothing changes before it is done.
    func lock(_ rows: Storage.SQL) {}

    func hold(_ rows: Storage.SQL) -> Int? { nil }

    /// SQLite has one writer, so the keys above the highest ever used are free until this transaction ends.
    ///
    /// A deleted row's key is never given again: the audit trail still speaks of it.
    func reserveKeys(_ count: Int, in table: String) throws -> [Int64] {
        let last = try query("SELECT seq FROM sqlite_sequence WHERE name = \(table)") { $0.integer(0) ?? 0 }.first ?? 0
        return Array((last + 1)..<(last + 1 + Int64(count)))
    }

    func columns(of table: String) throws -> [TableColumn] {
        let columns = try query(
            "SELECT name, type, pk FROM pragma_table_info(\(table)) ORDER BY pk = 0, pk, cid"
        ) { TableColumn(name: $0.text(0) ?? "", isText: $0.text(1) == "TEXT", isKey: $0.integer(2) != 0) }
        if columns.isEmpty { throw StorageError.other("no table \(table)") }
        return columns
    }

    func lastKey(of table: String) throws -> Int64? {
        try first("SELECT seq FROM sqlite_sequence WHERE name = \(table)") { $0.integer(0) } ?? nil
    }

    func setLastKey(_ key: Int64, of table: String) throws {
        _ = try execute("DELETE FROM sqlite_sequence WHERE name = \(table)")
        _ = try execute("INSERT INTO sqlite_sequence (name, seq) VALUES (\(table), \(key))")
    }

    /// The kept statement with this text, its values bound.
    private func prepare(_ sql: Storage.SQL) throws -> OpaquePointer {
        let (text, values) = SQLiteDialect().render(sql)
        observe?(text)
        let statement = unsafe try connection.cachedStatement(sql: text).sqliteStatement
        for (index, value) in values.enumerated() {
            let code = unsafe bind(value, at: Int32(index + 1), statement)
            guard code == SQLITE_OK else { throw failure(code) }
        }
        return unsafe statement
    }

    private func bind(_ value: Bind, at index: Int32, _ statement: OpaquePointer) -> Int32 {
        switch value {
        case .column: preconditionFailure("rows travel as one JSON text")
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { utf8 in
                unsafe utf8.withMemoryRebound(to: CChar.self) { bytes in
                    // SQLite copies the text before the call returns.
                    unsafe sqlite3_bind_text(statement, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
                }
            }
        }
    }

    private static var transient: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func failure(_ code: Int32) -> DatabaseError {
        let message = unsafe connection.sqliteConnection.map { unsafe String(cString: sqlite3_errmsg($0)) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

/// The row under a statement's cursor. Safe: it is only handed out while the statement stands on it.
@safe struct SQLiteRow: Storage.Row {
    private let statement: OpaquePointer

    init(statement: OpaquePointer) {
        unsafe self.statement = statement
    }

    func integer(_ column: Int) -> Int64? {
        guard unsafe sqlite3_column_type(statement, Int32(column)) != SQLITE_NULL else { return nil }
        return unsafe sqlite3_column_int64(statement, Int32(column))
    }

    func text(_ column: Int) -> String? {
        guard let bytes = unsafe sqlite3_column_text(statement, Int32(column)) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(statement, Int32(column)))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
