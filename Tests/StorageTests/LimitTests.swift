import Inventory
import InventoryTesting
import Testing

@Suite struct `Limits` {
    @Test(arguments: Backend.allCases)
    func `any text makes a number, up to 140 characters and without control characters`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let odd = "É/日本 \"x\"?#%20'; DROP TABLE unit;--"
        try await shop.submit(StockEntry.receipt(Shop.motor, 2, odd + "\n" + String(repeating: "é", count: 140)))
        #expect(try await shop.unit(odd)["status"] == "Active")
        #expect(try await shop.unit(odd.uppercased())["serial_no"] == odd)
        for bad in [String(repeating: "x", count: 141), "A\u{1}B", "A\u{85}B"] {
            #expect(try await codes(StockEntry.receipt(Shop.motor, 1, bad), in: shop) == ["serial-invalid"])
        }
    }

    @Test(arguments: Backend.allCases)
    func `composed and decomposed accents are the same number`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.motor, 1, "caf\u{E9}-1"))
        #expect(try await codes(StockEntry.receipt(Shop.motor, 1, "CAFE\u{301}-1"), in: shop) == ["already-in-stock"])
        try await shop.submit(DeliveryNote.delivery(Shop.motor, 1, "cafe\u{301}-1"))
        #expect(try await shop.unit("CAF\u{C9}-1")["status"] == "Delivered")
    }

    @Test(arguments: Backend.allCases)
    func `a document has lines`(backend: Backend) async throws {
        var note = DeliveryNote.delivery(Shop.screw, 1)
        note.lines = []
        #expect(try await codes(note, in: try await backend.shop()) == ["no-lines"])
    }

    @Test(arguments: Backend.allCases)
    func `quantities and amounts that cannot be added up are refused`(backend: Backend) async throws {
        let shop = try await backend.shop()
        var receipt = StockEntry.receipt(Shop.screw, 1)
        receipt.lines[0].goods.quantity = Quantity(thousandths: Int64.max)
        #expect(try await codes(receipt, in: shop).contains("out-of-range"))
        receipt.lines[0].goods.quantity = .limit
        receipt.lines[0].goods.rate = .limit
        #expect(try await codes(receipt, in: shop).contains("amount-too-large"))
        #expect(try await shop.discrepancies() == [])
    }

    private func codes<D: Document>(_ document: D, in shop: Shop) async throws -> [String] {
        do {
            try await shop.submit(document)
            return []
        } catch let refusal as Refusal {
            return refusal.offences.map(\.rejection.code)
        }
    }
}
