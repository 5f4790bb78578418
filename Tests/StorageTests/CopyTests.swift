import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Copying a database` {
    @Test(arguments: Backend.allCases, Backend.allCases)
    func `brings everything over, and the copy goes on from there`(from: Backend, to: Backend) async throws {
        let shop = try await from.shop()
        let story = """
            receive PUMP 3 → ok PUMP00001 PUMP00002 PUMP00003
            receive SCREW 10 → ok
            D: deliver PUMP PUMP00002 → ok
            cancel D → ok
            deliver PUMP PUMP00001 → ok
            """
        #expect(try await LedgerTable.run(story, in: shop) == [])
        let target = try await to.database(hasSchema: true)
        try await target.migrate(Migration.all)
        try await Copying(from: shop.database, to: target).run { _, _, _ in }
        #expect(try await !Copying.isUnfinished(target))
        let copy = Shop(over: target, after: shop)
        #expect(try await copy.discrepancies() == [])
        #expect(try await copy.unit("PUMP00001")["customer"] == Shop.martin)
        let next = try await copy.submit(StockEntry.receipt(Shop.pump, 1))
        #expect(next.lines[0].units.serials.text == "PUMP00004")
        #expect(next.head.name == "MAT-STE-2026-00003")
    }

    @Test(arguments: Backend.allCases)
    func `refuses a target that is in use`(backend: Backend) async throws {
        let (source, target) = (try await backend.shop(), try await backend.shop())
        await #expect(throws: StorageError.self) {
            try await Copying(from: source.database, to: target.database).run { _, _, _ in }
        }
    }

    @Test(arguments: Backend.allCases)
    func `goes on where it stopped, but not from a source that changed meanwhile`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let target = try await backend.database(hasSchema: true)
        try await target.migrate(Migration.all)
        struct Stop: Error {}
        func copy(upTo limit: Int) async throws {
            try await Copying(from: shop.database, to: target).run { done, _, _ in
                if done > limit { throw Stop() }
            }
        }
        await #expect(throws: Stop.self) { try await copy(upTo: 30) }
        #expect(try await Copying.isUnfinished(target))
        await #expect(throws: Stop.self) { try await copy(upTo: 50) }
        try await shop.submit(StockEntry.receipt(Shop.pump, 1))
        await #expect(throws: StorageError.self) { try await copy(upTo: .max) }
        #expect(try await Copying.isUnfinished(target))
    }
}
