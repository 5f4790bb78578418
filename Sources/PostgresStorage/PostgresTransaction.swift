import Storage

/// An open transaction on one connection, or a run of single statements.
struct PostgresTransaction: Transaction {
    let connection: Connection
    let observe: (@Sendable (String) -> Void)?

    func query<Result>(_ sql: SQL, _ read: (any Row) throws -> Result) throws -> [Result] {
        let answer = try answer(sql)
        var results: [Result] = []
        results.reserveCapacity(answer.rowCount)
        for index in 0..<answer.rowCount { results.append(try read(answer.row(index))) }
        return results
    }

    func execute(_ sql: SQL) throws -> Int { try answer(sql).changeCount }

    /// Others may reserve keys of the same table meanwhile: the keys rise, but need not follow one another.
    func reserveKeys(_ count: Int, in table: String) throws -> [Int64] {
        try query("SELECT nextval(\("\"\(table)_id_seq\"")::regclass) FROM generate_series(1, \(count))") {
            $0.integer(0) ?? 0
        }
    }

    /// Others may still refer to the rows, but not change them.
    func lock(_ rows: SQL) throws {
        _ = try answer(rows + " FOR NO KEY UPDATE")
    }

    private func answer(_ sql: SQL) throws -> Answer {
        let (text, values) = PostgresDialect().render(sql)
        observe?(text)
        return try connection.run(text, values)
    }
}
