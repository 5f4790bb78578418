import Inventory
import InventoryTesting
import Synchronization
import Testing

/// What a document costs the database does not depend on how much it carries.
@Suite struct `Statement counts` {
    @Test(arguments: Backend.allCases)
    func `one unit, ten and three thousand take the same statements`(backend: Backend) async throws {
        let counter = Counter()
        let shop = try await backend.shop(observe: counter.observe)
        var counts: [[String: Int]] = []
        for units in [1, 10, 3000] { counts.append(try await Self.life(of: units, in: shop, counter)) }
        #expect(counts[0] == counts[1])
        #expect(counts[0] == counts[2])
        #expect(counts[0].values.allSatisfy { (1...60).contains($0) })
    }

    /// Receives, moves, delivers, returns and cancels so many units, and counts the statements of each step.
    private static func life(of units: Int, in shop: Shop, _ counter: Counter) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        func count<D: Document>(_ step: String, _ work: () async throws -> D) async throws -> D {
            let before = counter.count
            defer { counts[step] = counter.count - before }
            return try await work()
        }
        let received = try await count("receive") { try await shop.submit(StockEntry.receipt(Shop.pump, units)) }
        let serials = received.lines[0].units.serials.text
        let typed = serials.replacing("PUMP", with: "M")
        let bought = try await count("buy") { try await shop.submit(PurchaseReceipt.receipt(Shop.motor, units, typed)) }
        _ = try await count("send back") {
            try await shop.submit(PurchaseReceipt.return(of: bought, Shop.motor, units, typed))
        }
        _ = try await count("transfer") { try await shop.submit(StockEntry.transfer(Shop.pump, units, serials)) }
        let note = try await count("deliver") {
            try await shop.submit(DeliveryNote.delivery(Shop.pump, units, serials, from: Shop.workshop))
        }
        let back = try await count("return") {
            try await shop.submit(DeliveryNote.return(of: note, Shop.pump, units, serials))
        }
        _ = try await count("cancel return") { try await shop.cancel(back) }
        _ = try await count("cancel delivery") { try await shop.cancel(note) }
        return counts
    }

    @Test(
        arguments: Backend.allCases,
        [
            "receive SCREW 1", "receive MOTOR #", "deliver BOLT 1", "buy SCREW 1 in Workshop", "buy MOTOR #",
            "receive PUMP 1", "transfer PUMP 1",
        ])
    func `two lines and twenty take the same statements`(backend: Backend, line: String) async throws {
        var counts: [Int] = []
        for lines in [2, 20] {
            let counter = Counter()
            let shop = try await backend.shop(observe: counter.observe)
            let numbered = (1...lines).map { line.replacing("#", with: "M\($0)") }
            let rest = numbered.dropFirst().map { " ; " + $0.split(separator: " ").dropFirst().joined(separator: " ") }
            let before = """
                change Stock_Settings Stock_Settings automatically_set_serial_nos_based_on_fifo=1 → ok
                add Item item_code=BOLT → ok
                receive BOLT 100 → ok
                receive PUMP 30 → ok
                """
            #expect(try await LedgerTable.run(before, in: shop) == [])
            let start = counter.count
            #expect(try await LedgerTable.run(numbered[0] + rest.joined() + " → ok", in: shop) == [])
            counts.append(counter.count - start)
        }
        #expect(counts[0] == counts[1])
    }
}

/// Counts statements.
final class Counter: Sendable {
    private let statements = Mutex(0)

    var count: Int { statements.withLock { $0 } }
    var observe: @Sendable (String) -> Void { { [self] _ in statements.withLock { $0 += 1 } } }

    /// What some work gives, and how many statements it takes.
    func count<Result>(_ work: () async throws -> Result) async throws -> (Result, Int) {
        let before = count
        let result = try await work()
        return (result, count - before)
    }
}
