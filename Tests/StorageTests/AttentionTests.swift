import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `What needs attention` {
    /// Today is 2026-11-23.
    private static let story = """
        receive MOTOR A B C D E F on 2026-11-20 → ok
        deliver MOTOR A B C on 2026-11-21 → ok
        change Serial_No A warranty_expiry_date=2026-12-23 → ok
        change Serial_No B warranty_expiry_date=2026-12-24 → ok
        change Serial_No C warranty_expiry_date=2026-11-22 → ok
        change Serial_No D warranty_expiry_date=2026-12-01 → ok
        change Serial_No A amc_expiry_date=2026-11-23 → ok
        change Serial_No D amc_expiry_date=2026-11-23 → ok
        change Serial_No E expiry_date=2026-11-22 → ok
        change Serial_No F expiry_date=2026-11-23 → ok
        """

    @Test(arguments: Backend.allCases)
    func `the counts are those of the reports that they lead to`(backend: Backend) async throws {
        let shop = try await backend.shop()
        #expect(try await LedgerTable.run(Self.story, in: shop) == [])
        let attention = try await shop.look { try $0.attention(within: 30) }
        #expect([attention.warranties, attention.contracts, attention.expired] == [1, 1, 1])
        let warranties = try await shop.report("Serial No Warranty Expiry", [:])
        #expect(warranties.serials == ["A"])
        #expect(warranties[0]["days_left"] == "30" && warranties[0]["delivery_date"] == "2026-11-21")
        #expect(try await shop.report("Service Contract Expiry", ["status": "Delivered"]).serials == ["A"])
        #expect(try await shop.report("Service Contract Expiry", [:]).serials == ["A", "D"])
        #expect(try await shop.report("Serial No Status", ["status": "Expired"]).serials == ["E"])
        #expect(try await shop.report("Serial No Status", ["status": "Active"]).serials == ["D", "F"])
        #expect(try await shop.report("Serial No Status", ["date": "2026-11-20", "status": "Active"]).count == 6)
    }

    @Test(arguments: Backend.allCases)
    func `the days tell what came, went and moved, without what was taken back`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let story = """
            receive MOTOR A B C on 2026-11-20 → ok
            receive SCREW 500 on 2026-11-20 → ok
            transfer MOTOR A on 2026-11-21 → ok
            D: deliver MOTOR B on 2026-11-21 → ok
            deliver MOTOR C on 2026-11-22 → ok
            cancel D → ok
            make MOTOR B from Stores ; PUMP P1 in Stores → ok
            """
        #expect(try await LedgerTable.run(story, in: shop) == [])
        let traffic = try await shop.look { try $0.traffic(days: 4) }
        #expect(traffic.map(\.day.description) == ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"])
        #expect(traffic.map { [$0.received, $0.sent, $0.moved] } == [[3, 0, 0], [0, 0, 1], [0, 1, 0], [1, 1, 0]])
        let cut = try await shop.look { try $0.traffic(days: 4, entryLimit: 3) }
        #expect(cut.map { [$0.received, $0.sent, $0.moved] } == [[0, 1, 0], [1, 1, 0]])
    }

    @Test(arguments: Backend.allCases)
    func `drafts are counted as far as people read`(backend: Backend) async throws {
        let shop = try await backend.shop()
        #expect(try await LedgerTable.run("draft receive MOTOR A → ok\ndraft receive MOTOR B → ok", in: shop) == [])
        let counts = try await shop.look { try $0.draftCounts(of: [StockEntry.self, DeliveryNote.self]) }
        #expect(counts == ["Stock Entry": 2, "Delivery Note": 0])
    }

    @Test(arguments: Backend.allCases)
    func `a report names every filter that it cannot read`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let asked = [
            "from_date": "x", "to_date": "2026-13-01", "item_code": "NOTHING", "warehouse": "Stores - MS",
            "serial_no": "GHOST", "show_cancelled": "maybe",
        ]
        let refusal = await #expect(throws: Refusal.self) { _ = try await shop.report("Stock Ledger", asked) }
        let named = Set(refusal?.offences.map { $0.field ?? "" } ?? [])
        #expect(named == ["from_date", "to_date", "item_code", "serial_no", "show_cancelled"])
        let turned = ["from_date": "2026-11-23", "to_date": "2026-11-22"]
        await #expect(throws: Refusal.self) { _ = try await shop.report("Stock Balance", turned) }
        for token in ["x", "[]", "[1]", "[\"a\",1]", "[1,2,3]", "[1e9,2]"] {
            await #expect(throws: Refusal.self) { _ = try await shop.answer("Stock Ledger", [:], after: token) }
        }
    }

    @Test(arguments: Backend.allCases)
    func `a group stands for all that is in it`(backend: Backend) async throws {
        let shop = try await backend.shop()
        #expect(try await LedgerTable.run("receive MOTOR A B → ok\ntransfer MOTOR A → ok", in: shop) == [])
        for filters in [
            ["warehouse": "All Warehouses - MS"], ["warehouse": "All Warehouses - MS", "date": "2026-11-23"],
        ] {
            #expect(try await shop.report("Serial No Status", filters).serials == ["A", "B"])
        }
        let balance = try await shop.report(
            "Stock Balance", ["warehouse": "All Warehouses - MS", "item_group": "All Item Groups"])
        #expect(balance.map { $0["bal_qty"] } == ["1.0", "1.0"])
    }
}
