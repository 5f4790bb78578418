import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `What people are let in with` {
    private func user(in shop: Shop) async throws -> User {
        try await shop.work { books in
            var user = User()
            user.email = "anne@example.com"
            return try books.insert(user)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a password ends the sessions, a key replaces the one before, and the trail knows of both`(backend: Backend)
        async throws
    {
        let shop = try await backend.shop()
        let user = try await user(in: shop)
        let now = shop.tick().now
        let later = Instant(milliseconds: now.milliseconds + 86_400_000)
        try await shop.database.write {
            try Accounts($0).openSession("digest", of: user.head.id ?? 0, at: now, until: later)
        }
        #expect(try await shop.look { try $0.access(of: "anne@example.com").sessions.map(\.endsAt) } == [later])
        try await shop.work { try $0.setPassword("hash", of: user) }
        try await shop.work { try $0.setKey("first", secretHash: "a", of: user) }
        try await shop.work { try $0.setKey("second", secretHash: "b", of: user) }
        let access = try await shop.look { try $0.access(of: "anne@example.com") }
        #expect(access.sessions.isEmpty && access.hasPassword && access.apiKey == "second" && access.keyMadeAt != nil)
        try await shop.work { try $0.revokeKey(of: user) }
        try await shop.work { try $0.endSessions(of: user) }
        #expect(try await shop.look { try $0.access(of: "anne@example.com").apiKey } == nil)
        var question = AuditQuestion()
        question.name = "anne@example.com"
        let asked = question
        let trail = try await shop.look { try $0.auditTrail(asked, length: 50).found }
        #expect(
            trail.map(\.action) == [
                "signed out everywhere", "key revoked", "new key", "new key", "new password", "insert",
            ])
        #expect(!trail.contains { $0.changes.contains { $0.after == .text("hash") || $0.after == .text("b") } })
    }

    @Test(arguments: Backend.allCases)
    func `a failed sign-in is kept, also under a name that nobody has`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.work { try $0.noteFailedSignIn("nobody'; --", from: "192.0.2.1") }
        var question = AuditQuestion()
        question.action = "sign-in failed"
        let asked = question
        let trail = try await shop.look { try $0.auditTrail(asked, length: 50).found }
        #expect(trail.map(\.name) == ["nobody'; --"])
        #expect(trail[0].changes[0].after == .text("192.0.2.1"))
    }
}

@Suite struct `The audit trail` {
    @Test(arguments: Backend.allCases)
    func `is read from the newest entry on, page by page, by what one asks for`(backend: Backend) async throws {
        let shop = try await backend.shop()
        for number in 1...7 { try await shop.work { try $0.add(Brand.self) { $0.brand = "Brand \(number)" } } }
        var question = AuditQuestion()
        question.type = "Brand"
        var names: [String] = []
        repeat {
            let asked = question
            let (found, next) = try await shop.look { try $0.auditTrail(asked, length: 3) }
            names += found.map(\.name)
            question.behind = next
        } while question.behind != nil
        #expect(names == (1...7).reversed().map { "Brand \($0)" })
    }

    @Test(arguments: Backend.allCases)
    func `is asked for an author, a record, an action and a time together`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let start = shop.tick().now
        let brand = try await shop.work { try $0.add(Brand.self) { $0.brand = "Nord" } }
        _ = try await shop.work { try $0.rename(Brand.self, brand.head.name, to: "Sud") }
        let end = shop.tick().now
        func count(_ change: (inout AuditQuestion) -> Void) async throws -> Int {
            var question = AuditQuestion()
            question.author = "Administrator"
            question.type = "Brand"
            question.from = start
            question.until = end
            change(&question)
            let asked = question
            return try await shop.look { try $0.auditTrail(asked, length: 50).found.count }
        }
        #expect(try await count { _ in } == 2)
        #expect(try await count { $0.action = "rename" } == 1)
        #expect(try await count { $0.name = "Sud" } == 1)
        #expect(try await count { $0.author = "nobody" } == 0)
        #expect(try await count { $0.until = start } == 0)
        #expect(try await count { $0.from = end } == 0)
    }
}

@Suite struct `Counters` {
    private func run(_ table: String, in shop: Shop) async throws {
        #expect(try await LedgerTable.run(table, in: shop) == [])
    }

    @Test(arguments: Backend.allCases)
    func `say what counts with them and what comes next`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await run("receive PUMP 3 → ok", in: shop)
        let counter = try await shop.look { try $0.counter("PUMP") }
        #expect(counter.current == 3 && counter.items == ["PUMP"] && counter.itemCount == 1 && counter.width == 5)
        let next = try await shop.look { try $0.nextNumbers(3, of: [counter]) }
        #expect(next["PUMP"] == ["PUMP00004", "PUMP00005", "PUMP00006"])
        let all = try await shop.look { try $0.counters(beginning: "", behind: nil, length: 100) }
        #expect(all.map(\.prefix) == all.map(\.prefix).sorted())
        #expect(all.first { $0.types == ["Delivery Note"] }?.current == 0)
        #expect(all.first { $0.types == ["Stock Entry"] }?.current == 1)
        let later = try await shop.look { try $0.counters(beginning: "", behind: all[1].prefix, length: 2) }
        #expect(later.map(\.prefix) == all[2...3].map(\.prefix))
        let found = try await shop.look { try $0.counters(beginning: "PU", behind: nil, length: 9) }
        #expect(found.map(\.prefix) == ["PUMP"])
    }

    @Test(arguments: Backend.allCases)
    func `go forward at any time, and back only to where no number exists`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await run("receive PUMP 3 → ok", in: shop)
        func move(from old: Int64, to new: Int64) async throws {
            try await shop.work { try $0.move(try $0.counter("PUMP"), from: old, to: new, because: "labels printed") }
        }
        try await move(from: 3, to: 120)
        await #expect(throws: CounterRefusal.self) { try await move(from: 3, to: 200) }
        await #expect(throws: CounterRefusal.self) { try await move(from: 120, to: 2) }
        try await move(from: 120, to: 3)
        try await run("receive PUMP 1 → ok PUMP00004", in: shop)
    }

    @Test(arguments: Backend.allCases)
    func `leave out the numbers that were typed, and see those of documents`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await run("receive MOTOR PUMP00002 → ok", in: shop)
        let counter = try await shop.look { try $0.counter("PUMP") }
        let next = try await shop.look { try $0.nextNumbers(2, of: [counter]) }
        #expect(next["PUMP"] == ["PUMP00001", "PUMP00003"])
        let entries = try await shop.look { try $0.counter("MAT-STE-2026-") }
        await #expect(throws: CounterRefusal.self) {
            try await shop.work { try $0.move(entries, from: 1, to: 0, because: "again") }
        }
    }
}
