public import Inventory

/// A database of one engine.
///
/// Everything that an engine must do is here and in `Transaction` and `Dialect`; the rest of the product does not
/// know which one it runs on.
public protocol Database: Sendable {
    /// Runs `body` on one consistent state of the database. It must not write.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Runs `body`, a list or a report, on one consistent state that may be a few moments old: where the database has
    /// copies for reading, one of them answers. It must not write.
    func browse<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Finds out, soon, whether the database can serve.
    ///
    /// - Throws: `StorageError.unavailable` with the reason when it cannot.
    func probe() async throws

    /// Runs `body` for a question that a few keys answer, at the least cost: each statement sees the newest state.
    ///
    /// An embedded engine answers on the caller's thread (docs/decisions/0007-short-reads.md).
    func lookUp<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Runs `body` so that all of its writes stay or none, and returns once they are safe on disk.
    ///
    /// Several bodies may share one commit; each still succeeds or fails alone.
    ///
    /// - Throws: what `body` throws, after undoing its writes; `StorageError` when the engine fails.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Brings the schema up to date. Safe to call at every start, also by several processes.
    func migrate(_ migrations: [Migration]) async throws

    /// Writes a consistent copy to `path` while others go on working.
    func backUp(to path: String) async throws
}

/// An open transaction.
public protocol Transaction {
    /// Runs a query and reads each row.
    func query<Result>(_ sql: SQL, _ read: (any Row) throws -> Result) throws -> [Result]
    /// Runs a statement and returns how many rows it changed.
    func execute(_ sql: SQL) throws -> Int
    /// Runs a statement of whose outcome nobody needs to know more than that it did not fail. An engine at the end of a
    /// network need not wait for it: its failure then comes out with a later statement or the commit.
    func send(_ sql: SQL) throws
    /// Keeps the rows that a question finds as they are until the transaction ends, so that what is decided on them
    /// stays true. The question selects from one table, in the order of its keys, so that nobody waits in a circle.
    ///
    /// An engine with one writer has nothing to do.
    func lock(_ rows: SQL) throws
    /// Keeps the rows that a question finds from being deleted until the transaction ends; others may keep them too.
    ///
    /// - Returns: how many it found; nil from an engine with one writer, which has nothing to do.
    func hold(_ rows: SQL) throws -> Int?
    /// Sets `count` keys of a table aside for rows to be inserted in this transaction, in rising order.
    func reserveKeys(_ count: Int, in table: String) throws -> [Int64]
    /// The columns of a table, those of its primary key in their order.
    func columns(of table: String) throws -> [TableColumn]
    /// The highest key that a table has given; nil for one that counts no keys.
    func lastKey(of table: String) throws -> Int64?
    /// Makes a table give keys above this one from now on.
    func setLastKey(_ key: Int64, of table: String) throws
}

extension Transaction {
    /// The first row, if there is any.
    public func first<Result>(_ sql: SQL, _ read: (any Row) throws -> Result) throws -> Result? {
        try query(sql, read).first
    }
}

/// One row of a result; columns count from 0.
public protocol Row {
    func integer(_ column: Int) -> Int64?
    func text(_ column: Int) -> String?
}

extension Row {
    /// The key in a column, typed.
    public func id<Subject>(_ column: Int, _ type: Subject.Type = Subject.self) -> ID<Subject>? {
        integer(column).map(ID.init)
    }

    /// The day in a column.
    func day(_ column: Int) -> Day? {
        integer(column).map { Day(number: Int($0)) }
    }
}

/// A numbered step of the schema, written for both engines.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    public let text: String

    public init(number: Int, name: String, text: String) {
        self.number = number
        self.name = name
        self.text = text
    }
}

/// A failure of the engine or its surroundings; no rule said no.
public enum StorageError: Error, Sendable, CustomStringConvertible {
    /// A named constraint stopped a write that the rules had let through.
    case constraint(String)
    /// Someone else changed meanwhile what this transaction began from. Doing all of it again sees the new state.
    case conflict(String)
    /// The connection was lost while the engine was committing: whether the change is there is not known.
    case uncertain(String)
    /// The engine is away or busy: trying again later may help.
    case unavailable(String)
    /// The database was made by a newer version of the product.
    case newer(found: Int, known: Int)
    case other(String)

    public var description: String {
        switch self {
        case .constraint(let name): "The database refused the change: \(name)."
        case .conflict(let subject): "Someone else changed \(subject) at the same time."
        case .uncertain(let reason): "The connection was lost while the change was being kept: \(reason)."
        case .unavailable(let reason): "The database is busy or away: \(reason)."
        case .newer(let found, let known):
            "The database was made by a newer version (schema \(found); this one knows \(known)). Use that version."
        case .other(let reason): "The database failed: \(reason)"
        }
    }
}
