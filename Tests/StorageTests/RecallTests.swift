import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Recalls` {
    /// A lot of motors: in stock, with customers, built into pumps that went on, sent back to the supplier.
    private static let story = """
        add Batch batch_id=L item=MOTOR → ok
        add Item item_code=PLANT has_serial_no=1 → ok
        B: buy MOTOR M1 M2 M3 M4 M5 M6 lot L ; MOTOR X1 from ACME → ok
        D: deliver MOTOR M1 M2 to Martin → ok
        deliver MOTOR M3 to Durand → ok
        make MOTOR M4 from Stores ; PUMP 1 P1 in Stores → ok
        make PUMP P1 from Stores ; PLANT W1 in Stores → ok
        deliver PLANT W1 to Durand → ok
        return B MOTOR M5 → ok
        recall → MandatoryError required
        recall - NOPE X1 X1 → SerialNoDuplicateError serial-twice:X1 serial-unknown:NOPE
        R: recall lot L → ok
        head R status = Open
        """

    private func recall(
        _ backend: Backend, _ more: String = ""
    ) async throws -> (shop: Shop, recall: Recall) {
        let shop = try await backend.shop()
        let mismatches = try await LedgerTable.run(Self.story + "\n" + more, in: shop)
        #expect(mismatches == [])
        let recall = try await shop.look { try $0.find(Recall.self, "RECALL-2026-00001") }
        return (shop, recall)
    }

    private func states(_ shop: Shop, _ name: String = "RECALL-2026-00001") async throws -> [String] {
        let report = try await shop.look { try $0.answer(.recalledUnits, ["recall": name]) }
        return report.rows.map { row in [row[2], row[1], row[6]].map { $0.textValue ?? "-" }.joined(separator: " ") }
            .sorted()
    }

    @Test(arguments: Backend.allCases)
    func `it knows who has the units and what was built from them`(backend: Backend) async throws {
        let (shop, recall) = try await recall(backend)
        #expect(
            try await states(shop)
                == [
                    "M1 With Customer Martin SARL", "M2 With Customer Martin SARL", "M3 With Customer Durand & Fils",
                    "M4 Consumed -", "M5 Returned -", "M6 Active -", "P1 Consumed -", "W1 With Customer Durand & Fils",
                ].map { $0.replacing("Martin SARL", with: Shop.martin).replacing("Durand & Fils", with: Shop.durand) })
        let progress = try await shop.look { try $0.progress(of: recall) }
        #expect([progress.units, progress.wanted, progress.back, progress.ticked, progress.open] == [8, 4, 0, 0, 4])
        let customers = try await shop.look { try $0.customers(of: recall) }
        #expect(Set(customers.map(\.name)) == [Shop.martin, Shop.durand] && customers.allSatisfy { $0.open == 2 })
        let open = try await shop.look { try $0.openUnits(of: recall) }
        #expect(Set(open.map(\.number)) == ["M1", "M2", "M3", "W1"])
        #expect(open.first { $0.number == "W1" }?.isProduct == true)
    }

    @Test(arguments: Backend.allCases)
    func `what comes back is ticked off by itself, the rest by hand`(backend: Backend) async throws {
        let (shop, recall) = try await recall(backend, "return D MOTOR M1 → ok")
        let numbers = [SerialNumber("m3"), SerialNumber("W1")]
        try await shop.work { try $0.tick(numbers, in: recall.head.name, as: .destroyed, note: "Scrapped on site") }
        var progress = try await shop.look { try $0.progress(of: recall) }
        #expect([progress.wanted, progress.back, progress.ticked, progress.open] == [4, 1, 2, 1])
        #expect(try await states(shop).contains("M1 Came Back \(Shop.martin)"))
        #expect(try await states(shop).contains("M3 Destroyed \(Shop.durand)"))
        try await shop.work { try $0.tick([SerialNumber("W1")], in: recall.head.name, as: nil, note: "") }
        progress = try await shop.look { try $0.progress(of: recall) }
        #expect(progress.open == 2)
        await #expect(throws: Refusal.self) {
            try await shop.work { try $0.tick([SerialNumber("X1")], in: recall.head.name, as: .lost, note: "") }
        }
        let rows = try await shop.look { try $0.answer(.recallProgress, [:]) }.rows
        #expect(rows.count == 1 && rows[0][5...9].map(\.integerValue) == [8, 4, 1, 1, 2])
    }

    @Test(arguments: Backend.allCases)
    func `it is closed by somebody, and nothing is ticked off afterwards`(backend: Backend) async throws {
        let (shop, recall) = try await recall(backend)
        try await shop.work { books in
            var closed = recall
            closed.isClosed = true
            _ = try books.update(document: closed, replacing: recall)
        }
        let stored = try await shop.look { try $0.find(Recall.self, recall.head.name) }
        #expect(stored.isClosed && stored.closedBy == "Administrator" && stored.closedOn != nil)
        let refusal = await #expect(throws: Refusal.self) {
            try await shop.work { try $0.tick([SerialNumber("M1")], in: recall.head.name, as: .lost, note: "") }
        }
        #expect(refusal?.offences.map(\.rejection.code) == ["recall-closed"])
    }

    @Test(arguments: Backend.allCases)
    func `goods without numbers are recalled by their lot`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let mismatches = try await LedgerTable.run(
            """
            add Item item_code=GLUE has_batch_no=1 → ok
            add Batch batch_id=G item=GLUE → ok
            receive GLUE 20 lot G → ok
            D: deliver GLUE 5 lot G to Martin → ok
            make GLUE 1 lot G from Stores ; PUMP 1 P1 in Stores → ok
            deliver PUMP P1 to Durand → ok
            R: recall lot G → ok
            return D GLUE 2 lot G → ok
            """, in: shop)
        #expect(mismatches == [])
        let recall = try await shop.look { try $0.find(Recall.self, "RECALL-2026-00001") }
        let customers = try await shop.look { try $0.customers(of: recall) }
        let martin = customers.first { $0.name == Shop.martin }
        #expect(martin?.delivered == Quantity(5) && martin?.returned == Quantity(2))
        #expect(try await states(shop) == ["P1 With Customer \(Shop.durand)"])
    }
}

@Suite struct `Recalled goods without serial numbers` {
    /// A lot of glue: ten to Martin, six to Durand, two of it back before the recall and one after.
    private static let story = """
        add Item item_code=GLUE has_batch_no=1 → ok
        add Batch batch_id=G item=GLUE → ok
        receive GLUE 40 lot G → ok
        D: deliver GLUE 10 lot G to Martin → ok
        deliver GLUE 6 lot G to Durand → ok
        return D GLUE 2 lot G → ok
        R: recall lot G → ok
        return D GLUE 1 lot G → ok
        """

    @Test(arguments: Backend.allCases)
    func `who got how much is told by documents, and quantities are ticked off by hand`(backend: Backend) async throws {
        let shop = try await backend.shop()
        #expect(try await LedgerTable.run(Self.story, in: shop) == [])
        let name = "RECALL-2026-00001"
        let recall = try await shop.look { try $0.find(Recall.self, name) }
        func told() async throws -> [String] {
            try await shop.look { try $0.customers(of: recall) }.map {
                "\($0.name) " + [$0.delivered, $0.returned, $0.ticked, $0.left].map { String($0.units) }.joined(separator: " ")
            }
        }
        func report() async throws -> [Int64?] {
            try await shop.look { try $0.answer(.recallProgress, [:]) }.rows[0][10...13].map(\.integerValue)
        }
        func code(_ work: @escaping @Sendable (Books) throws -> Void) async -> String {
            do { try await shop.work(work) } catch { return (error as? Refusal)?.offences[0].rejection.code ?? "?" }
            return "ok"
        }
        #expect(try await told() == ["\(Shop.martin) 8 1 0 7", "\(Shop.durand) 6 0 0 6"])
        let documents = try await shop.look { try $0.goodsDocuments(of: recall, limit: 10) }.filter {
            $0.customer == Shop.martin
        }
        #expect(documents.map(\.quantity.units) == [10, -2, -1])
        try await shop.work { try $0.tickGoods(of: Shop.martin, Quantity(4), in: name, as: .destroyed, note: "On site") }
        try await shop.work { try $0.tickGoods(of: Shop.martin, Quantity(3), in: name, as: .cameBack, note: "") }
        #expect(try await told() == ["\(Shop.durand) 6 0 0 6", "\(Shop.martin) 8 1 7 0"])
        #expect(try await report() == [14_000, 1000, 7000, 6000])
        #expect(await code { try $0.tickGoods(of: Shop.martin, Quantity(1), in: name, as: .lost, note: "") } == "more-than-left")
        #expect(await code { try $0.tickGoods(of: Shop.durand, Quantity(7), in: name, as: .lost, note: "") } == "more-than-left")
        #expect(await code { try $0.tickGoods(of: Shop.durand, .zero, in: name, as: .lost, note: "") } == "quantity-not-positive")
        #expect(
            await code {
                try $0.tickGoods(of: Shop.durand, Quantity(thousandths: 500), in: name, as: .lost, note: "")
            } == "must-be-whole")
        #expect(await code { try $0.tickGoods(of: "Nobody", Quantity(1), in: name, as: .lost, note: "") } == "not-found")
        // What comes back by a return after it was ticked off is not missed twice.
        let note = try await shop.look { try $0.find(DeliveryNote.self, documents[0].document) }
        var back = DeliveryNote.return(of: note, "GLUE", 1)
        back.lines[0].units.batch = Link("G")
        try await shop.submit(back)
        #expect(try await report() == [14_000, 2000, 7000, 6000])
        let ticks = try await shop.look { try $0.goodsTicks(of: recall, limit: 10) }
        #expect(ticks.map(\.outcome) == [.cameBack, .destroyed] && ticks[1].note == "On site" && !ticks[1].author.isEmpty)
        let key = ticks[1].key
        try await shop.work { try $0.withdrawTick(key, in: name) }
        #expect(await code { try $0.withdrawTick(key, in: name) } == "not-found")
        #expect(try await told().contains("\(Shop.martin) 8 2 3 3"))
        try await shop.work { books in
            let old = try books.find(Recall.self, name)
            var closed = old
            closed.isClosed = true
            _ = try books.update(document: closed, replacing: old)
        }
        #expect(await code { try $0.tickGoods(of: Shop.durand, Quantity(1), in: name, as: .lost, note: "") } == "recall-closed")
        #expect(await code { try $0.withdrawTick(key, in: name) } == "recall-closed")
    }
}
