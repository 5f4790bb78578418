import Dispatch
import Synchronization

/// A thread of its own and the connection that it waits on, so that a waiting database blocks nobody else's thread.
final class Worker: Sendable {
    private let address: String
    private let patience: Int
    private let queue = DispatchQueue(label: "postgres")
    private let connection = Mutex<Connection?>(nil)

    /// - Parameters:
    ///   - address: where the connection leads; it is made when it is first needed.
    ///   - patience: how many milliseconds a statement may take.
    init(_ address: String, patience: Int) {
        self.address = address
        self.patience = patience
    }

    /// Runs `body` on the connection and hands `done` what came of it, and whether the connection can be used again.
    func perform<Result: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Result,
        _ done: @escaping @Sendable (Swift.Result<Result, any Error>, _ isUsable: Bool) -> Void
    ) {
        queue.async {
            let (result, isUsable) = self.connection.withLock { connection -> (Swift.Result<Result, any Error>, Bool) in
                let result = Swift.Result {
                    let open = try connection ?? Connection(self.address, patience: self.patience)
                    connection = open
                    return try body(open)
                }
                return (result, connection.map { !$0.isBroken } ?? false)
            }
            done(result, isUsable)
        }
    }
}
