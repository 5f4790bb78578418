import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Saved filters` {
    @Test(arguments: Backend.allCases)
    func `are seen by who keeps them, and by others where they are shared`(backend: Backend) async throws {
        let (shop, other) = try await Self.shop(backend)
        try await shop.work { try $0.saveFilter(" Mine ", of: SerialNo.type, query: "q=a", isShared: false) }
        try await shop.work { try $0.saveFilter("Ours", of: SerialNo.type, query: "q=b", isShared: true) }
        try await shop.work { try $0.saveFilter("Items", of: Item.type, query: "", isShared: true) }
        let names = try await shop.look { try $0.savedFilters(of: SerialNo.type).map(\.name) }
        #expect(names == ["Mine", "Ours"])
        let seen = try await Self.work(as: other, in: shop) { try $0.savedFilters(of: SerialNo.type) }
        #expect(seen.map(\.name) == ["Ours"] && seen[0].owner == "Administrator" && seen[0].query == "q=b")
    }

    @Test(arguments: Backend.allCases)
    func `are replaced under the same name, renamed and deleted`(backend: Backend) async throws {
        let (shop, other) = try await Self.shop(backend)
        try await shop.work { try $0.saveFilter("One", of: SerialNo.type, query: "q=a", isShared: true) }
        try await shop.work { try $0.saveFilter("One", of: SerialNo.type, query: "q=b", isShared: true) }
        try await shop.work { try $0.saveFilter("Two", of: SerialNo.type, query: "", isShared: false) }
        let one = try await shop.look { try $0.savedFilters(of: SerialNo.type)[0] }
        #expect(one.query == "q=b")
        await #expect(throws: Refusal.self) {
            try await shop.work { try $0.renameFilter(one.id, of: SerialNo.type, to: "Two", ofAnyone: false) }
        }
        for attempt in [true, false] {
            await #expect(throws: Refusal.self) {
                try await Self.work(as: other, in: shop) { books in
                    if attempt {
                        try books.renameFilter(one.id, of: SerialNo.type, to: "Taken", ofAnyone: false)
                    } else {
                        try books.deleteFilter(one.id, of: SerialNo.type, ofAnyone: false)
                    }
                }
            }
        }
        try await shop.work { try $0.renameFilter(one.id, of: SerialNo.type, to: "Three", ofAnyone: false) }
        try await Self.work(as: other, in: shop) { try $0.deleteFilter(one.id, of: SerialNo.type, ofAnyone: true) }
        let names = try await shop.look { try $0.savedFilters(of: SerialNo.type).map(\.name) }
        #expect(names == ["Two"])
    }

    @Test(arguments: Backend.allCases, ["", "  ", String(repeating: "x", count: 141)])
    func `have a name of one to 140 characters`(backend: Backend, name: String) async throws {
        let (shop, _) = try await Self.shop(backend)
        await #expect(throws: Refusal.self) {
            try await shop.work { try $0.saveFilter(name, of: SerialNo.type, query: "", isShared: false) }
        }
    }

    @Test(arguments: Backend.allCases)
    func `go with the person who kept them`(backend: Backend) async throws {
        let (shop, other) = try await Self.shop(backend)
        try await Self.work(as: other, in: shop) {
            try $0.saveFilter("Theirs", of: SerialNo.type, query: "", isShared: true)
        }
        try await shop.work { try $0.delete(User.self, other.name) }
        let left = try await shop.look { try $0.savedFilters(of: SerialNo.type) }
        #expect(left.isEmpty)
    }

    private static func shop(_ backend: Backend) async throws -> (Shop, Author) {
        let shop = try await backend.shop()
        let user = try await shop.work { books in
            try books.add(User.self) { ($0.email, $0.firstName) = ("lager@example.com", "Lager") }
        }
        return (shop, Author(id: user.head.id ?? 0, name: user.head.name))
    }

    @discardableResult
    private static func work<Result: Sendable>(
        as author: Author, in shop: Shop, _ body: @escaping @Sendable (Books) throws -> Result
    ) async throws -> Result {
        let clock = Clock(now: Instant(milliseconds: 0), local: PostingTime(milliseconds: 0))
        return try await shop.database.write { try body(Books($0, author: author, clock: clock)) }
    }
}
