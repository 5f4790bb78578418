import GRDB
public import Storage

/// The embedded engine: one file, one writer, any number of readers beside it.
///
/// Write-ahead logging with `synchronous = FULL`: what `write` has returned survives a power cut.
public struct SQLiteDatabase: Storage.Database {
    private let pool: DatabasePool
    private let writer: GroupCommit
    private let readers: Readers
    private let observe: (@Sendable (String) -> Void)?

    /// Opens or creates the file at `path`.
    ///
    /// - Parameter observe: called with the text of every statement, for tests that count them.
    /// - Throws: `StorageError.unavailable` when the file cannot be opened.
    public init(path: String, observe: (@Sendable (String) -> Void)? = nil) throws {
        let configuration = Self.configuration()
        do {
            self.pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw storageError(error)
        }
        self.observe = observe
        self.readers = Readers(path: path)
        self.writer = GroupCommit(pool: pool, observe: observe)
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Storage.Transaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.read { [observe] connection in
                try body(SQLiteTransaction(connection: connection, observe: observe))
            }
        } catch {
            throw storageError(error)
        }
    }

    public func browse<Result: Sendable>(
        _ body: @escaping @Sendable (any Storage.Transaction) throws -> Result
    ) async throws -> Result {
        try await read(body)
    }

    public func probe() async throws {
        _ = try await read { try $0.query("SELECT 1") { $0.integer(0) } }
    }

    public func lookUp<Result: Sendable>(
        _ body: @escaping @Sendable (any Storage.Transaction) throws -> Result
    ) async throws -> Result {
        do {
            return try readers.lease { connection in
                try body(SQLiteTransaction(connection: connection, observe: observe))
            }
        } catch {
            throw storageError(error)
        }
    }

    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Storage.Transaction) throws -> Result
    ) async throws -> Result {
        try await writer.write(body)
    }

    public func migrate(_ migrations: [Migration]) async throws {
        do {
            try await pool.write { connection in
                try connection.execute(
                    sql:
                        "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
                )
                let current = try Int.fetchOne(connection, sql: "SELECT max(number) FROM schema_version") ?? 0
                let known = migrations.last?.number ?? 0
                if current > known { throw StorageError.newer(found: current, known: known) }
                for migration in migrations where migration.number > current {
                    try connection.execute(sql: SQLiteDialect().schema(migration.text))
                    try connection.execute(
                        sql: "INSERT INTO schema_version (number, name) VALUES (?, ?)",
                        arguments: [migration.number, migration.name])
                }
            }
        } catch {
            throw storageError(error)
        }
    }

    /// Copies through a connection of its own, so that the writer goes on meanwhile.
    public func backUp(to path: String) async throws {
        do {
            let connection = try DatabaseQueue(path: pool.path)
            try await connection.writeWithoutTransaction { connection in
                try connection.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        } catch {
            throw storageError(error)
        }
    }

    /// Replaces the contents of the file at `path` by those of a backup, in one step that readers see whole.
    ///
    /// - Throws: `StorageError.other` when `backup` is not a database of this product.
    public static func restore(_ backup: String, to path: String) throws {
        do {
            var configuration = GRDB.Configuration()
            configuration.busyMode = .timeout(10)
            let destination = try DatabaseQueue(path: path, configuration: configuration)
            configuration.readonly = true
            let source = try DatabaseQueue(path: backup, configuration: configuration)
            let isOurs = try source.read { try $0.tableExists("schema_version") && $0.tableExists("movement") }
            guard isOurs else { throw StorageError.other("\(backup) is not a Matricule database") }
            try source.backup(to: destination)
        } catch {
            throw storageError(error)
        }
    }
}

extension SQLiteDatabase {
    /// How every connection is opened.
    static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.persistentReadOnlyConnections = true
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL")
            try connection.execute(sql: "PRAGMA cache_size = -65536")
            // What a savepoint keeps for undoing stays in memory instead of a file of its own.
            try connection.execute(sql: "PRAGMA temp_store = MEMORY")
            connection.add(
                function: DatabaseFunction("unicode_lower", argumentCount: 1, pure: true) { values in
                    String.fromDatabaseValue(values[0])?.lowercased()
                })
            connection.add(
                function: DatabaseFunction("string_agg", argumentCount: 2, pure: true, aggregate: Joined.self))
        }
        return configuration
    }
}

/// `string_agg`, which PostgreSQL has and this version of SQLite has not: texts with a separator between them.
private struct Joined: DatabaseAggregate {
    private var texts: [String] = []
    private var separator = ""

    mutating func step(_ dbValues: [DatabaseValue]) throws {
        guard let text = String.fromDatabaseValue(dbValues[0]) else { return }
        separator = String.fromDatabaseValue(dbValues[1]) ?? ""
        texts.append(text)
    }

    func finalize() throws -> (any DatabaseValueConvertible)? {
        texts.isEmpty ? nil : texts.joined(separator: separator)
    }
}

/// The engine-neutral form of an engine's error; every other error stays as it is.
func storageError(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_CONSTRAINT: return StorageError.constraint(constraintName(error))
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY,
        .SQLITE_INTERRUPT:
        return StorageError.unavailable(error.message ?? error.description)
    default: return StorageError.other(error.description)
    }
}

/// SQLite names the columns of a unique constraint and the name of a check; both become the constraint's name.
private func constraintName(_ error: DatabaseError) -> String {
    let message = error.message ?? ""
    guard let detail = message.split(separator: ": ", maxSplits: 1).last, message.contains(": ") else {
        return error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY ? "foreign_key" : message
    }
    guard message.hasPrefix("UNIQUE") || message.hasPrefix("PRIMARY") else { return String(detail) }
    let columns = detail.split(separator: ", ").map { $0.split(separator: ".") }
    let table = columns.first?.first.map(String.init) ?? ""
    return ([table] + columns.compactMap { $0.last.map(String.init) } + ["unique"]).joined(separator: "_")
}
