import Dispatch
import Storage
import Synchronization

/// A bounded number of connections, lent in the order in which they were asked for.
final class ConnectionPool: Sendable {
    private typealias Waiter = CheckedContinuation<Connection?, any Error>

    private struct State {
        var idle: [Connection] = []
        /// Connections that are open or being opened.
        var count = 0
        var waiting: [(number: Int, waiter: Waiter)] = []
        var asked = 0
    }

    private let address: String
    private let limit: Int
    private let patience: Int
    private let state = Mutex(State())

    /// Who waits beyond this number is sent away at once.
    private static let queueLimit = 2000

    /// - Parameters:
    ///   - limit: how many connections at most.
    ///   - patience: how long a statement may take and how long one may wait for a connection, in milliseconds.
    init(address: String, limit: Int, patience: Int) {
        self.address = address
        self.limit = limit
        self.patience = patience
    }

    /// Runs `body` on a connection of its own, away from the caller's thread.
    func lease<Result: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        let connection = try await connection()
        return try await withCheckedThrowingContinuation { continuation in
            connection.queue.async {
                let result = Swift.Result { try body(connection) }
                self.giveBack(connection)
                continuation.resume(with: result)
            }
        }
    }

    private func connection() async throws -> Connection {
        // nil says that there is room for one more.
        if let connection = try await idleConnection() { return connection }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                let result = Swift.Result { try Connection(self.address, patience: self.patience) }
                if case .failure = result { self.forget() }
                continuation.resume(with: result)
            }
        }
    }

    private func idleConnection() async throws -> Connection? {
        try await withCheckedThrowingContinuation { waiter in
            let number: Int? = state.withLock { state in
                if let connection = state.idle.popLast() {
                    waiter.resume(returning: connection)
                } else if state.count < limit {
                    state.count += 1
                    waiter.resume(returning: nil)
                } else if state.waiting.count >= Self.queueLimit {
                    waiter.resume(throwing: Failure(code: "53300", message: "too many requests wait for a connection"))
                } else {
                    state.asked += 1
                    state.waiting.append((state.asked, waiter))
                    return state.asked
                }
                return nil
            }
            if let number { expire(number) }
        }
    }

    /// Sends away who has waited too long.
    private func expire(_ number: Int) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(patience)) {
            let waiter = self.state.withLock { state -> Waiter? in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiting.remove(at: index).waiter
            }
            waiter?.resume(throwing: Failure(code: "53300", message: "all connections are busy"))
        }
    }

    private func giveBack(_ connection: Connection) {
        if connection.isBroken { return forget() }
        let waiter = state.withLock { state -> Waiter? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst().waiter }
            state.idle.append(connection)
            return nil
        }
        waiter?.resume(returning: connection)
    }

    /// A connection is gone; who waits longest may open another.
    private func forget() {
        let waiter = state.withLock { state -> Waiter? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst().waiter }
            state.count -= 1
            return nil
        }
        waiter?.resume(returning: nil)
    }

    /// Closes the connections that nobody uses: after one was lost, the others probably are too.
    func closeIdle() {
        state.withLock { state in
            state.count -= state.idle.count
            state.idle = []
        }
    }
}
