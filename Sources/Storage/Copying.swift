import Inventory

/// A column of a table as the engine knows it.
public struct TableColumn: Hashable, Sendable {
    public let name: String
    public let isText: Bool
    /// Whether it is part of the primary key, whose columns come in their order.
    public let isKey: Bool

    public init(name: String, isText: Bool, isKey: Bool) {
        self.name = name
        self.isText = isText
        self.isKey = isKey
    }
}

/// Moves everything from one database to another, also to another engine, table by table in the order of their keys.
///
/// What is there already is not copied again, so that a copy that was interrupted goes on where it stopped. Until it
/// is finished the target says so and nobody else may use it.
public struct Copying: Sendable {
    private let source: any Database
    private let target: any Database

    /// Rows of one statement. The few tables whose rows name each other out of order are smaller; files are large.
    private static func batch(of table: String) -> Int { batches[table] ?? 20_000 }
    private static let batches = ["attachment_content": 4, "maintenance_schedule_detail": 500]

    public init(from source: any Database, to target: any Database) {
        self.source = source
        self.target = target
    }

    /// All tables with contents, each after those that it refers to: in the order in which they were made, but for
    /// holiday lists and claims, which companies and delivery notes have referred to since.
    public static let tables: [String] =
        ["account", "holiday_list"]
        + made.filter { !["account", "holiday_list", "warranty_claim"].contains($0) }.flatMap { table in
            table == DeliveryNote.type.table ? [WarrantyClaim.type.table, table] : [table]
        }

    private static let made: [String] = Migration.all.flatMap { migration in
        migration.text.split(separator: "CREATE TABLE \"", omittingEmptySubsequences: false).dropFirst().compactMap {
            part in
            part.split(separator: "\"", maxSplits: 1).first.map(String.init)
        }
    }.filter { $0 != "unfinished_copy" }

    /// Copies what is not there yet.
    ///
    /// - Parameter progress: called with the number of rows copied so far, the number there is, and the table; what it
    ///   throws stops the copy.
    /// - Throws: `StorageError.other` when the target holds something else, or the source changed meanwhile.
    public func run(_ progress: (_ done: Int, _ total: Int, _ table: String) throws -> Void) async throws {
        let mark = try await Self.mark(of: source)
        try await begin(mark)
        var (total, done) = (0, 0)
        for table in Self.tables { total += try await Self.count(table, in: source) }
        for table in Self.tables {
            done += try await Self.count(table, in: target)
            while case let count = try await copyNext(of: table), count > 0 {
                done += count
                try progress(done, total, table)
            }
            try await copyLastKey(of: table)
        }
        guard try await Self.mark(of: source) == mark else {
            throw StorageError.other("the source changed while it was copied; stop its servers and begin anew")
        }
        let differing = try await differences()
        guard differing.isEmpty else {
            throw StorageError.other("the copy differs from its source in \(differing.joined(separator: ", "))")
        }
        _ = try await target.write { try $0.execute("DELETE FROM unfinished_copy") }
    }

    /// How many rows a database has in all.
    public static func total(of database: any Database) async throws -> Int {
        var total = 0
        for table in tables { total += try await count(table, in: database) }
        return total
    }

    /// Whether a database is a copy that was begun and not finished.
    public static func isUnfinished(_ database: any Database) async throws -> Bool {
        try await database.read { try $0.first("SELECT 1 FROM unfinished_copy") { _ in true } ?? false }
    }

    /// Marks the target as an unfinished copy of this source, or finds that it is one.
    private func begin(_ mark: String) async throws {
        try await target.write { transaction in
            if let begun = try transaction.first("SELECT \"source\" FROM unfinished_copy", { $0.text(0) }) {
                guard begun == mark else {
                    throw StorageError.other("the target is an unfinished copy of another state; give it an empty one")
                }
            } else if try transaction.first("SELECT 1 FROM account", { _ in true }) != nil {
                throw StorageError.other("the target is not empty")
            } else {
                try transaction.send("INSERT INTO unfinished_copy (\"source\") VALUES (\(mark))")
            }
        }
    }

    /// What is different after every change: each writes to the audit trail.
    private static func mark(of database: any Database) async throws -> String {
        try await database.read { transaction in
            try transaction.first("SELECT max(\"id\"), count(*), max(\"at\") FROM audit") { row in
                (0..<3).map { row.integer($0).map(String.init) ?? "" }.joined(separator: "/")
            } ?? ""
        }
    }

    private static func count(_ table: String, in database: any Database) async throws -> Int {
        Int(try await database.read { try $0.first("SELECT count(*) FROM \(name: table)") { $0.integer(0) ?? 0 } } ?? 0)
    }

    /// Copies the rows behind the last one that is there.
    ///
    /// - Returns: how many.
    private func copyNext(of table: String) async throws -> Int {
        let columns = try await source.read { try $0.columns(of: table) }
        let keys = columns.filter(\.isKey)
        let order = SQL.joined(keys.map { "t.\(name: $0.name)" }, by: ", ")
        let downwards = SQL.joined(keys.map { "t.\(name: $0.name) DESC" }, by: ", ")
        let last = try await target.read { transaction in
            try transaction.first("SELECT \(order) FROM \(name: table) t ORDER BY \(downwards) LIMIT 1") { row in
                keys.enumerated().map { Self.value(row, $0, $1) }
            }
        }
        let rest: SQL = last.map { "(\(order)) > (\(SQL.joined($0.map { "\($0)" }, by: ", ")))" } ?? "true"
        let names = SQL.joined(columns.map { "t.\(name: $0.name)" }, by: ", ")
        let rows = try await source.read { transaction in
            try transaction.query(
                "SELECT \(names) FROM \(name: table) t WHERE \(rest) ORDER BY \(order) LIMIT \(Self.batch(of: table))"
            ) { row in columns.enumerated().map { Self.value(row, $0, $1) } }
        }
        guard !rows.isEmpty else { return 0 }
        let values = Rows(
            columns.enumerated().map { index, column in
                column.isText
                    ? .texts(column.name, rows.map { $0[index].textValue })
                    : .integers(column.name, rows.map { Bind($0[index]).integerValue })
            })
        let targets = SQL.joined(columns.map { "\(name: $0.name)" }, by: ", ")
        _ = try await target.write { transaction in
            try transaction.send("INSERT INTO \(name: table) (\(targets)) SELECT \(names) FROM \(rows: values) t")
        }
        return rows.count
    }

    private static func value(_ row: any Row, _ index: Int, _ column: TableColumn) -> Scalar {
        if column.isText { return row.text(index).map(Scalar.text) ?? .null }
        return row.integer(index).map(Scalar.integer) ?? .null
    }

    /// Keys that were given once are not given again by the target either.
    private func copyLastKey(of table: String) async throws {
        guard let last = try await source.read({ try $0.lastKey(of: table) }), last > 0 else { return }
        try await target.write { try $0.setLastKey(last, of: table) }
    }

    /// The tables in which source and target have other numbers of rows or other sums.
    private func differences() async throws -> [String] {
        var differing: [String] = []
        for table in Self.tables where try await sums(table, source) != sums(table, target) { differing.append(table) }
        return differing
    }

    /// The number of rows, and of each column a sum that does not overflow.
    private func sums(_ table: String, _ database: any Database) async throws -> [Int64] {
        try await database.read { transaction in
            let columns = try transaction.columns(of: table).sorted { $0.name < $1.name }
            let sums = columns.map { column -> SQL in
                column.isText ? "sum(length(\(name: column.name)))" : "sum(\(name: column.name) % 1000003)"
            }
            return try transaction.first("SELECT count(*), \(SQL.joined(sums, by: ", ")) FROM \(name: table)") { row in
                (0...columns.count).map { row.integer($0) ?? 0 }
            } ?? []
        }
    }
}
