import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `The search for everything` {
    private static let types: [any Record.Type] = [
        SerialNo.self, Item.self, Customer.self, Warehouse.self, StockEntry.self,
    ]

    @Test(
        arguments: Backend.allCases,
        [
            // What is just this comes first, in any case; then what begins so; then what contains it.
            ("pump", "Item PUMP!, Serial No PUMP00001, Serial No PUMP00002"), ("PUMP00002", "Serial No PUMP00002!"),
            ("p00002", "Serial No PUMP00002"), ("3760001000012", "Item SCREW!"), ("376000100001", ""),
            ("martin sarl", "Customer Martin SARL!"), ("ARTIN", "Customer Martin SARL"), ("élé", "Item ÉLÉC"),
            ("mat-ste", "Stock Entry MAT-STE-2026-00001"), ("works", "Warehouse Workshop - MS"),
            ("NOWHERE", ""), ("%", ""), ("_", ""), ("\\", ""), ("'", ""), ("\u{10FFFF}", ""),
        ])
    func `finds by names, barcodes and parts of them`(backend: Backend, row: (words: String, found: String))
        async throws
    {
        let shop = try await backend.shop()
        try await shop.work { try $0.add(Item.self) { ($0.code, $0.itemName) = ("ÉLÉC", "Moteur") } }
        try await shop.work { books in
            var screw = try books.find(Item.self, Shop.screw)
            let old = screw
            screw.barcode = "3760001000012"
            _ = try books.update(screw, replacing: old)
        }
        try await shop.submit(StockEntry.receipt(Shop.pump, 2))
        let result = try await shop.look { try $0.search(row.words, in: Self.types, length: 5) }
        let told = result.found.map { "\($0.type.name) \($0.name)\($0.isExact ? "!" : "")" }.joined(separator: ", ")
        #expect(told == row.found)
        #expect(!result.isPartial)
    }

    @Test(arguments: Backend.allCases)
    func `finds beginnings anywhere, and other parts of names among the newest`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 9))
        for (words, found, isPartial) in [
            ("PUMP0000", 9, true), ("0000", 4, true), ("00009", 1, true), ("00002", 0, true),
        ] {
            let result = try await shop.look { try $0.search(words, in: [SerialNo.self], length: 20, depth: 4) }
            #expect(result.found.count == found && result.isPartial == isPartial, "\(words)")
        }
        let whole = try await shop.look { try $0.search("00002", in: [SerialNo.self], length: 20) }
        #expect(whole.found.map(\.name) == ["PUMP00002"] && !whole.isPartial)
    }

    @Test(arguments: Backend.allCases)
    func `looks where it is told to, and no further than asked`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 9))
        let found = try await shop.look { try $0.search("PUMP", in: [SerialNo.self], length: 4) }.found
        #expect(found.map(\.name) == ["PUMP00001", "PUMP00002", "PUMP00003", "PUMP00004"])
        #expect(found.allSatisfy { $0.description == Shop.pump })
        let exact = try await shop.look {
            try [$0.exact("pump00007", SerialNo.self), $0.exact("pump0000", SerialNo.self)]
        }
        #expect(exact.map { $0?.name } == ["PUMP00007", nil])
    }
}
