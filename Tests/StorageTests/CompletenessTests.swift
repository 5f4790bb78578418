import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `All or nothing` {
    @Test(arguments: Backend.allCases)
    func `every offence of every line and unit comes back at once, in order of precedence`(backend: Backend)
        async throws
    {
        try await check(
            """
            receive MOTOR M1 M2 M3 M4 → ok
            receive PUMP 1 → ok
            transfer MOTOR M2 → ok
            deliver MOTOR M3 → ok
            deliver MOTOR M2 M3 NOBODY PUMP00001 ; MOTOR M1 M1 ; MOTOR 2 M4 ; SCREW 5 ; SCREW 1 X ; MOTOR 1 ; PUMP 1.5 ; NOTHING 1 ; PUMP 1 NOBODY → LinkValidationError \
            link-unknown@8 serials-not-wanted@5 must-be-whole@7 serial-count@3 serial-twice@2:M1 serial-twice@9:NOBODY \
            serial-of-other-item@1:PUMP00001 elsewhere@1:M2 already-gone@1:M3 serial-unknown@1:NOBODY serials-missing@6 \
            insufficient-stock
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a thousand offences are a thousand answers`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let serials = (1...1000).map { "GHOST\($0)" }.joined(separator: "\n")
        let refusal = await #expect(throws: Refusal.self) {
            try await shop.submit(DeliveryNote.delivery(Shop.motor, 1000, serials))
        }
        #expect(refusal?.offences.map(\.serial) == (1...1000).map { "GHOST\($0)" })
    }

    @Test(
        arguments: Backend.allCases,
        [
            "receive PUMP 5 ; MOTOR 1", "receive MOTOR NEW M1", "deliver PUMP PUMP00002 ; MOTOR GHOST",
            "sell PUMP PUMP00001", "receive SCREW 1 on 2030-01-01", "issue SCREW 1000", "count PUMP PUMP00001 M1",
            "make PUMP PUMP00002 from Stores ; MOTOR M1 in Stores", "reserve PUMP PUMP00002 GHOST", "cancel R",
            "return D PUMP PUMP00002", "draft receive NOTHING 1", "bill PUMP PUMP00001 PUMP00001 of D",
            "change Item PUMP has_serial_no=0", "rename Serial_No M1 PUMP00001", "delete Item PUMP",
            "add Serial_No serial_no=NEW item_code=MOTOR warehouse=Stores",
        ])
    func `what is refused leaves nothing behind`(backend: Backend, step: String) async throws {
        let shop = try await backend.shop()
        var table = LedgerTable(in: shop)
        for step in ["R: receive PUMP 3", "receive MOTOR M1", "receive SCREW 9", "D: deliver PUMP PUMP00001"] {
            #expect(await table.tell(step).first == "ok")
        }
        let before = try await shop.census()
        #expect(await table.tell(step).first != "ok")
        #expect(try await shop.census() == before)
        #expect(await table.tell("receive PUMP 1") == ["ok", "PUMP00004"])
        #expect(try await shop.census() != before, "what is accepted does leave something")
    }
}

extension Shop {
    /// How many rows every table has, and how far the series have counted.
    fileprivate func census() async throws -> [String: Int64] {
        let tables = Set(SchemaText.tables).union([
            "posting", "movement", "stock_ledger_entry", "balance", "series", "reservation", "billing", "audit",
            "former_name", "idempotency", "session", "credential",
        ])
        return try await database.read { transaction in
            var counts: [String: Int64] = [:]
            for table in tables {
                counts[table] = try transaction.first("SELECT count(*) FROM \(name: table)") { $0.integer(0) ?? 0 }
            }
            counts["drawn"] = try transaction.first("SELECT sum(\"current\") FROM series") { $0.integer(0) ?? 0 }
            return counts
        }
    }
}
