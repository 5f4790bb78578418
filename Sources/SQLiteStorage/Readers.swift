import GRDB
import Synchronization

/// Connections for short reads, each used by one thread at a time and given back when it is done.
///
/// GRDB's own pool asks every reader whether the schema has changed before it lends it out, which costs as much as
/// the read itself. Here the schema never changes while the product runs.
final class Readers: Sendable {
    private let path: String
    private let idle = Mutex<[DatabaseQueue]>([])

    init(path: String) {
        self.path = path
    }

    /// Runs `body` on a connection of its own, on the caller's thread.
    func lease<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let reader = try idle.withLock { $0.popLast() } ?? open()
        defer { idle.withLock { $0.append(reader) } }
        return try reader.unsafeRead(body)
    }

    private func open() throws -> DatabaseQueue {
        var configuration = SQLiteDatabase.configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
