import Inventory
import InventoryTesting
import Synchronization
import Testing

@Suite struct `Statement counts` {
    @Test func `printing`() async throws {
        let log = Mutex<[String]>([])
        let shop = try await Backend.sqlite.shop { text in log.withLock { $0.append(text) } }
        try await shop.submit(StockEntry.receipt(Shop.pump, 3))
        log.withLock { $0 = [] }
        try await shop.submit(DeliveryNote.delivery(Shop.pump, 1, "PUMP00001"))
        for text in log.withLock({ $0 }) { print("•", text.prefix(300).replacing("\n", with: " ")) }
    }
}
