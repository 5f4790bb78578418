public import Storage
import Synchronization

/// PostgreSQL, version 15 or newer: any number of servers of the product over one database.
///
/// Transactions run at READ COMMITTED and lock what they decide on (docs/decisions/0015-postgres-concurrency.md).
public struct PostgresDatabase: Database {
    private let address: String
    private let pool: ConnectionPool
    /// Connections to a copy for reading; the database itself where there is none.
    private let copies: ConnectionPool?
    private let prober: ConnectionPool
    private let observe: (@Sendable (String) -> Void)?

    /// How often a body is run at most when others get in its way.
    private static let attempts = 8

    /// Connections are opened when they are needed.
    ///
    /// - Parameters:
    ///   - address: a URL as libpq reads it, also with several hosts; what it leaves out comes from the PG* variables.
    ///   - copy: the URL of a standby that lists and reports may be read from.
    ///   - connections: how many at most, to the database and again to the copy.
    ///   - patience: how many milliseconds a statement may take.
    ///   - observe: called with the text of every statement, for tests that count them.
    public init(
        address: String, copy: String? = nil, connections: Int = 16, patience: Int = 15_000,
        observe: (@Sendable (String) -> Void)? = nil
    ) {
        self.address = address
        self.pool = ConnectionPool(address: address, limit: connections, patience: patience)
        self.copies = copy.map { ConnectionPool(address: $0, limit: connections, patience: patience) }
        self.prober = ConnectionPool(address: address, limit: 1, patience: 2_000)
        self.observe = observe
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await attempt(on: pool) { [observe] connection, _ in try connection.reading(observe, body) }
    }

    /// A copy that does not answer, or whose state was taken away under the question, is passed over.
    public func browse<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        if let copies {
            do {
                return try await copies.lease { [observe] connection in
                    try connection.reading(observe, plansAnew: true, body)
                }
            } catch is Failure {
                copies.closeIdle()
            }
        }
        return try await attempt(on: pool) { [observe] connection, _ in
            try connection.reading(observe, plansAnew: true, body)
        }
    }

    /// On a connection of its own, so that a busy pool is not taken for a database that is away.
    public func probe() async throws {
        try await attempt(on: prober) { connection, _ in _ = try connection.run("SELECT 1") }
    }

    public func lookUp<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await attempt(on: pool) { [observe] connection, _ in
            try body(PostgresTransaction(connection: connection, observe: observe))
        }
    }

    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await attempt(on: pool) { [observe] connection, progress in
            try connection.transaction("BEGIN", progress) {
                try body(PostgresTransaction(connection: connection, observe: observe))
            }
        }
    }

    /// Runs `work` again where that is safe: nothing of it was committed, and another run may go well.
    private func attempt<Result: Sendable>(
        on pool: ConnectionPool, _ work: @escaping @Sendable (Connection, Progress) throws -> Result
    ) async throws -> Result {
        var attempt = 1
        while true {
            let progress = Progress()
            do {
                return try await pool.lease { connection in
                    progress.hasBegun.store(true, ordering: .relaxed)
                    return try work(connection, progress)
                }
            } catch let failure as Failure {
                if failure.isLoss { pool.closeIdle() }
                if failure.isLoss, progress.isCommitting.load(ordering: .relaxed) {
                    throw StorageError.uncertain(failure.message)
                }
                let isWorthIt =
                    failure.isLoss && !failure.isSilence && attempt < 3 && progress.hasBegun.load(ordering: .relaxed)
                guard failure.isConflict || isWorthIt, attempt < Self.attempts else { throw failure.storageError }
            } catch StorageError.conflict where attempt < Self.attempts {
            }
            // Those who met wait differently long before they meet again.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...(4 << attempt))))
            attempt += 1
        }
    }

    public func migrate(_ migrations: [Migration]) async throws {
        try await unhurried { connection in
            try connection.transaction("BEGIN") {
                _ = try connection.run("SELECT pg_advisory_xact_lock($1)", [.integer(Self.migrationLock)])
                try connection.run(script: "SET LOCAL client_min_messages = warning; \(PostgresDialect.prelude)")
                let found = try connection.run("SELECT coalesce(max(number), 0) FROM schema_version")
                let current = Int(found.row(0).integer(0) ?? 0)
                let known = migrations.last?.number ?? 0
                if current > known { throw StorageError.newer(found: current, known: known) }
                for migration in migrations where migration.number > current {
                    try connection.run(script: PostgresDialect().schema(migration.text))
                    _ = try connection.run(
                        "INSERT INTO schema_version (number, name) VALUES ($1, $2)",
                        [.integer(Int64(migration.number)), .text(migration.name)])
                }
            }
        }
    }

    /// Held while the schema changes, so that of several servers that start at once one does it.
    private static let migrationLock: Int64 = 4_624_702_031

    /// Runs what may take long on a connection of its own.
    private func unhurried(_ body: @escaping @Sendable (Connection) throws -> Void) async throws {
        do {
            try await ConnectionPool(address: address, limit: 1, patience: 3_600_000).lease(body)
        } catch let failure as Failure {
            throw failure.storageError
        }
    }

    /// By pg_dump, in its own compressed format, which pg_restore reads.
    public func backUp(to path: String) async throws { try Dump.write(address, to: path) }

    /// Replaces the contents of the database by those of a dump, all or nothing.
    public func restore(_ path: String) throws {
        let name = Dump.settings(of: address)["PGDATABASE"] ?? ""
        try Dump.restore(path, to: address, database: name)
    }

    /// Whether there is a schema in it already.
    public func isEmpty() async throws -> Bool {
        try await read { try $0.query("SELECT to_regclass('schema_version') IS NULL") { $0.integer(0) == 1 } } == [true]
    }
}

/// How far a piece of work has come; tells whether it may be done again.
final class Progress: Sendable {
    /// Whether there was a connection.
    let hasBegun = Atomic(false)
    /// Whether the server may have committed.
    let isCommitting = Atomic(false)
}

extension Connection {
    /// - Parameter plansAnew: whether the server looks at the values before it chooses an index. What a list asks for
    ///   may be the half of a table or one row of it.
    fileprivate func reading<Result>(
        _ observe: (@Sendable (String) -> Void)?, plansAnew: Bool = false, _ body: (any Transaction) throws -> Result
    ) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") {
            if plansAnew { try send("SET LOCAL plan_cache_mode = force_custom_plan") }
            return try body(PostgresTransaction(connection: self, observe: observe))
        }
    }

    /// Runs `body` between `begin` and a commit; undoes all of it when it throws.
    func transaction<Result>(_ begin: String, _ progress: Progress? = nil, _ body: () throws -> Result) throws -> Result
    {
        do {
            try send(begin)
            let result = try body()
            progress?.isCommitting.store(true, ordering: .relaxed)
            // A failure among what was sent before keeps the server from committing.
            let answer = try run("COMMIT")
            guard answer.command == "COMMIT" else { throw Failure(code: "25P02", message: "a failure was passed over") }
            return result
        } catch {
            undo()
            throw error
        }
    }

    /// Where undoing fails the connection is done with, and the server undoes by itself.
    private func undo() {
        guard !isBroken else { return }
        // What was sent and not waited for is undone with the rest, whatever became of it.
        _ = try? finish()
        if (try? run("ROLLBACK")) == nil { giveUp() }
    }
}
