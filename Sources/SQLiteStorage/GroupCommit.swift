import Dispatch
import GRDB
import Storage
import Synchronization

/// The one writer: bodies that wait while a commit is under way share the next one.
///
/// A durable commit costs a flush to disk whatever it carries, so sixteen waiting submissions cost one flush instead
/// of sixteen. Each body runs in a savepoint of its own and succeeds or fails alone; all answers wait for the commit.
final class GroupCommit: Sendable {
    /// One waiting body: `run` does its work in the open transaction, `finish` answers after the commit.
    private struct Waiting: Sendable {
        let run: @Sendable (GRDB.Database) throws -> Void
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var isDraining = false
    }

    /// Bodies that may share a commit. Beyond it a large document would keep many small ones waiting.
    private static let batchLimit = 64

    private let pool: DatabasePool
    private let observe: (@Sendable (String) -> Void)?
    private let queue = Mutex(Queue())

    init(pool: DatabasePool, observe: (@Sendable (String) -> Void)?) {
        self.pool = pool
        self.observe = observe
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Storage.Transaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let result = Mutex<Swift.Result<Result, any Error>?>(nil)
            enqueue(
                Waiting { [observe] connection in
                    let value = try body(SQLiteTransaction(connection: connection, observe: observe))
                    result.withLock { $0 = .success(value) }
                } finish: { error in
                    if let error { return continuation.resume(throwing: storageError(error)) }
                    guard let outcome = result.withLock({ $0 }) else { preconditionFailure("a body without a result") }
                    continuation.resume(with: outcome)
                })
        }
    }

    private func enqueue(_ waiting: Waiting) {
        let starts = queue.withLock { queue in
            queue.waiting.append(waiting)
            defer { queue.isDraining = true }
            return !queue.isDraining
        }
        if starts { drainLater() }
    }

    private func drainLater() {
        pool.asyncWriteWithoutTransaction { connection in
            let batch = self.queue.withLock { queue in
                let batch = Array(queue.waiting.prefix(Self.batchLimit))
                queue.waiting.removeFirst(batch.count)
                return batch
            }
            self.commit(batch, connection)
            let goesOn = self.queue.withLock { queue in
                queue.isDraining = !queue.waiting.isEmpty
                return queue.isDraining
            }
            if goesOn { self.drainLater() }
        }
    }

    private func commit(_ batch: [Waiting], _ connection: GRDB.Database) {
        var failures: [(any Error)?] = []
        do {
            try connection.inTransaction(.immediate) {
                for waiting in batch { failures.append(try self.attempt(waiting, connection)) }
                return .commit
            }
        } catch {
            // The commit itself failed: nothing of the batch is there.
            return batch.forEach { $0.finish(error) }
        }
        for (waiting, failure) in zip(batch, failures) { waiting.finish(failure) }
    }

    /// - Returns: why the body failed, with its writes undone; nil when they wait for the commit.
    /// - Throws: when the whole transaction is lost, as on a full disk.
    private func attempt(_ waiting: Waiting, _ connection: GRDB.Database) throws -> (any Error)? {
        var failure: (any Error)?
        try connection.inSavepoint {
            do {
                try waiting.run(connection)
                return .commit
            } catch {
                failure = error
                return .rollback
            }
        }
        return failure
    }
}
