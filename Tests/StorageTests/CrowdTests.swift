import Inventory
import InventoryTesting
import Storage
import Testing

/// Many at the same time: every answer is one that they could have got one after another.
@Suite struct `A crowd` {
    @Test(arguments: Backend.allCases)
    func `drawing from one series gets every number once and leaves no gap`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let drawn = try await crowd(of: 8) { _ in
            try await repeated(12) { try await shop.submit(StockEntry.receipt(Shop.pump, 3)).lines[0].units.serials }
        }
        let numbers = drawn.joined().flatMap(\.numbers).map(\.text).sorted()
        #expect(numbers == (1...288).map { "PUMP" + String(100_000 + $0).dropFirst() })
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `delivering one unit succeeds once`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 1))
        let outcomes = try await crowd(of: 10) { _ in
            await shop.attempt { DeliveryNote.delivery(Shop.pump, 1, "PUMP00001") }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.compactMap(\.self).allSatisfy { $0 is Refusal })
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `taking the last pieces never takes more than there are`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.screw, 5))
        let outcomes = try await crowd(of: 12) { _ in await shop.attempt { StockEntry.issue(Shop.screw, 1) } }
        #expect(outcomes.count { $0 == nil } == 5)
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `a delivery is cancelled or returned, never both`(backend: Backend) async throws {
        let shop = try await backend.shop()
        for round in 1...6 {
            try await shop.submit(StockEntry.receipt(Shop.screw, 2))
            let note = try await shop.submit(DeliveryNote.delivery(Shop.screw, 2))
            let outcomes = try await crowd(of: 2) { index -> (any Error)? in
                if index == 0 { return await shop.attempt { DeliveryNote.return(of: note, Shop.screw, 2) } }
                do {
                    try await shop.cancel(note)
                    return nil
                } catch {
                    return error
                }
            }
            #expect(outcomes.count { $0 == nil } == 1, "round \(round)")
        }
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `a draft is submitted once`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let draft = try await shop.work { try $0.insert(document: StockEntry.receipt(Shop.pump, 1)) }
        let outcomes = try await crowd(of: 6) { _ -> (any Error)? in
            do {
                try await shop.work { books in
                    let old = try books.find(StockEntry.self, draft.head.name)
                    var new = old
                    new.head.state = .submitted
                    // Whoever finds it submitted already would only save it once more.
                    guard old.head.state == .draft else { throw Refusal(.alreadySubmitted) }
                    return try books.update(document: new, replacing: old)
                }
                return nil
            } catch {
                return error
            }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(try await shop.unit("PUMP00001")["status"] == "Active")
    }

    @Test(arguments: Backend.allCases)
    func `a clock that lags by moments refuses nothing, one that lags by minutes does`(backend: Backend) async throws {
        let shop = try await backend.shop()
        func receive(_ item: String, atSecond second: Int64) async throws {
            try await shop.submit(StockEntry.receipt(item, 1), atSecond: second)
        }
        try await receive(Shop.pump, atSecond: 10_000)
        try await receive(Shop.screw, atSecond: 10_000)
        let note = try await shop.submit(DeliveryNote.delivery(Shop.pump, 1, "PUMP00001"), atSecond: 9_990)
        #expect(note.header.postingTime == TimeOfDay(milliseconds: 10_000_000))
        try await shop.submit(StockEntry.issue(Shop.screw, 1), atSecond: 9_990)
        try await receive(Shop.pump, atSecond: 20_000)
        try await receive(Shop.screw, atSecond: 20_000)
        await #expect(throws: Refusal.self) {
            try await shop.submit(DeliveryNote.delivery(Shop.pump, 1, "PUMP00002"), atSecond: 19_900)
        }
        await #expect(throws: Refusal.self) {
            try await shop.submit(StockEntry.issue(Shop.screw, 1), atSecond: 19_900)
        }
    }

    @Test(arguments: Backend.allCases)
    func `crossing one another's ways gets everyone through`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 40))
        try await shop.submit(StockEntry.receipt(Shop.screw, 100))
        let failures = try await crowd(of: 8) { index -> (any Error)? in
            let units = (1...40).map { "PUMP000" + String(100 + $0).dropFirst() }
            for _ in 1...6 {
                // Each document takes all units, in another order, together with quantities.
                let order = index.isMultiple(of: 2) ? units : units.reversed()
                let error = await shop.attempt {
                    var entry = StockEntry.transfer(Shop.pump, 40, order.joined(separator: "\n"))
                    entry.lines.append(StockEntry.transfer(Shop.screw, 1).lines[0])
                    return entry
                }
                if let error, !(error is Refusal) { return error }
            }
            return nil
        }
        #expect(failures.allSatisfy { $0 == nil }, "\(failures)")
        #expect(try await shop.discrepancies() == [])
    }
}

extension Shop {
    /// Submits a document by a clock that shows so many seconds of a day.
    @discardableResult
    fileprivate func submit<D: Document>(_ document: D, atSecond second: Int64) async throws -> D {
        let local = PostingTime(milliseconds: (20_780 * 86_400 + second) * 1000)
        let clock = Clock(now: Instant(milliseconds: local.milliseconds), local: local)
        return try await database.write { transaction in
            var document = document
            document.head.state = .submitted
            return try Books(transaction, author: .administrator, clock: clock).insert(document: document)
        }
    }

    /// Submits a document; nil when it went well.
    fileprivate func attempt<D: Document>(_ document: @Sendable () -> D) async -> (any Error)? {
        do {
            try await submit(document())
            return nil
        } catch {
            return error
        }
    }
}

/// So many at once; what each gives.
private func crowd<Result: Sendable>(
    of count: Int, _ work: @escaping @Sendable (Int) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: Result.self) { group in
        for index in 0..<count { group.addTask { try await work(index) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}

private func repeated<Result>(_ count: Int, _ work: () async throws -> Result) async throws -> [Result] {
    var results: [Result] = []
    for _ in 0..<count { results.append(try await work()) }
    return results
}
