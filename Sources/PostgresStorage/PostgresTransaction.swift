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

    func send(_ sql: SQL) throws {
        let (text, values) = PostgresDialect().render(sql)
        observe?(text)
        try connection.send(text, values)
    }

    /// Others may reserve keys of the same table meanwhile: the keys rise, but need not follow one another.
    func reserveKeys(_ count: Int, in table: String) throws -> [Int64] {
        try query("SELECT nextval(\("\"\(table)_id_seq\"")::regclass) FROM generate_series(1, \(count))") {
            $0.integer(0) ?? 0
        }
    }

    func columns(of table: String) throws -> [TableColumn] {
        let columns = try query(
            """
            SELECT a.attname, a.atttypid = 'text'::regtype, coalesce(k.place, 0) FROM pg_attribute a
            LEFT JOIN (SELECT i.indrelid, u.number, u.place FROM pg_index i,
                unnest(i.indkey) WITH ORDINALITY AS u(number, place) WHERE i.indisprimary) k
                ON k.indrelid = a.attrelid AND k.number = a.attnum
            WHERE a.attrelid = \("\"\(table)\"")::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY k.place IS NULL, k.place, a.attnum
            """
        ) { TableColumn(name: $0.text(0) ?? "", isText: $0.integer(1) == 1, isKey: $0.integer(2) != 0) }
        return columns
    }

    func lastKey(of table: String) throws -> Int64? {
        let counts = try first("SELECT to_regclass(\("\"\(table)_id_seq\"")) IS NOT NULL") { $0.integer(0) == 1 }
        guard counts == true else { return nil }
        return try first("SELECT last_value FROM \(name: table + "_id_seq")") { $0.integer(0) } ?? nil
    }

    func setLastKey(_ key: Int64, of table: String) throws {
        guard try lastKey(of: table) != nil else { return }
        _ = try query("SELECT setval(\("\"\(table)_id_seq\"")::regclass, \(key))") { $0.integer(0) }
    }

    /// Others may still refer to the rows, but not change them.
    func lock(_ rows: SQL) throws {
        try send(rows + " FOR NO KEY UPDATE")
    }

    func hold(_ rows: SQL) throws -> Int? { try answer(rows + " FOR KEY SHARE").rowCount }

    private func answer(_ sql: SQL) throws -> Answer {
        let (text, values) = PostgresDialect().render(sql)
        observe?(text)
        return try connection.run(text, values)
    }
}
