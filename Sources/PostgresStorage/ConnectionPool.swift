import Dispatch
import Storage
import Synchronization

/// A bounded number of connections, lent in the order in which they were asked for.
final class ConnectionPool: Sendable {
    private typealias Waiter = CheckedContinuation<Worker?, any Error>

    private struct State {
        var idle: [Worker] = []
        /// Workers whose connections are open or being opened.
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
    ///   - patience: how many milliseconds a statement may take; one may wait half as long for a connection.
    init(address: String, limit: Int, patience: Int) {
        self.address = address
        self.limit = limit
        self.patience = patience
    }

    /// Runs `body` on a connection of its own, away from the caller's thread.
    func lease<Result: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        // nil says that there is room for one more.
        let worker = try await idleWorker() ?? Worker(address, patience: patience)
        return try await withCheckedThrowingContinuation { continuation in
            worker.perform(body) { result, isUsable in
                self.giveBack(worker, isUsable: isUsable)
                continuation.resume(with: result)
            }
        }
    }

    private func idleWorker() async throws -> Worker? {
        try await withCheckedThrowingContinuation { waiter in
            let number: Int? = state.withLock { state in
                if let worker = state.idle.popLast() {
                    waiter.resume(returning: worker)
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
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(patience / 2)) {
            let waiter = self.state.withLock { state -> Waiter? in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiting.remove(at: index).waiter
            }
            waiter?.resume(throwing: Failure(code: "53300", message: "all connections are busy"))
        }
    }

    private func giveBack(_ worker: Worker, isUsable: Bool) {
        if !isUsable { return forget() }
        let waiter = state.withLock { state -> Waiter? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst().waiter }
            state.idle.append(worker)
            return nil
        }
        waiter?.resume(returning: worker)
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
