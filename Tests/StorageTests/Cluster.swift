import Foundation
import PostgresStorage
import Storage
import Synchronization
import Testing

/// The PostgreSQL server that the tests use, with a database for each test.
enum Cluster {
    /// How to reach the server's first database, as `postgresql://user@host:port/postgres`.
    static let address = ProcessInfo.processInfo.environment["MATRICULE_TEST_POSTGRES"]

    private static let count = Atomic(0)
    private static let seats = Seats(24)
    private static let template = Task {
        let template = try await create(from: "template0")
        try await PostgresDatabase(address: place(template)).migrate(Migration.all)
        return template
    }

    /// A database of its own, with the schema or quite empty. It goes when the server of the run is thrown away.
    static func database(hasSchema: Bool, observe: (@Sendable (String) -> Void)?) async throws -> PostgresDatabase {
        let seat = await seats.take()
        let name = try await create(from: hasSchema ? template.value : "template0")
        // The test's place is free again when its database is.
        return PostgresDatabase(address: try place(name), connections: 4) { text in
            withExtendedLifetime(seat) { observe?(text) }
        }
    }

    private static func create(from template: String) async throws -> String {
        let number = count.add(1, ordering: .relaxed).newValue
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
        _ = try await PostgresDatabase(address: try #require(address)).lookUp {
            try $0.execute("CREATE DATABASE \(name: name) TEMPLATE \(name: template)")
        }
        return name
    }

    private static func place(_ name: String) throws -> String {
        let server = try #require(address.flatMap(URL.init(string:)))
        return server.deletingLastPathComponent().appendingPathComponent(name).absoluteString
    }
}

/// So many tests use the server at once; the others wait. All tests begin together, and each needs connections.
final class Seats: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// A seat, free again when nobody holds it any more.
    func take() async -> Seat {
        await withCheckedContinuation { continuation in
            let isSeated = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isSeated { continuation.resume() }
        }
        return Seat(of: self)
    }

    fileprivate func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

/// The right to use the server.
final class Seat: Sendable {
    private let seats: Seats

    fileprivate init(of seats: Seats) {
        self.seats = seats
    }

    deinit { seats.give() }
}

/// How many tests ran on each engine, said when the run ends.
final class Tally: Sendable {
    static let shared: Tally = {
        atexit { print(Tally.shared.summary) }
        return Tally()
    }()

    private let tests = Mutex<[Backend: Set<String>]>([:])

    func count(_ backend: Backend) {
        let name = Test.current.map { "\($0.id)" } ?? ""
        tests.withLock { _ = $0[backend, default: []].insert(name) }
    }

    private var summary: String {
        let counts = tests.withLock { tests in Backend.allCases.map { "\(tests[$0]?.count ?? 0) on \($0)" } }
        return "Storage tests: " + counts.joined(separator: ", ")
    }
}
