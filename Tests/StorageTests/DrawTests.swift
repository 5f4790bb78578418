import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Drawn numbers` {
    @Test(arguments: Backend.allCases)
    func `a typed number moves the counter past it`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP PUMP00007 → ok
            next PUMP.##### = PUMP00008
            receive PUMP 1 → ok PUMP00008
            receive PUMP pump00012 OTHER PUMP7 → ok
            receive PUMP 1 → ok PUMP00013
            receive PUMP PUMP00010 → ok
            receive PUMP PUMP99999 → ok
            receive PUMP 2 → ok PUMP100000 PUMP100001
            receive MOTOR PUMP200000 → ok
            receive PUMP 1 → ok PUMP100002
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `numbers that exist are skipped`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR PUMP00002 pump00004 → ok
            receive PUMP 3 → ok PUMP00001 PUMP00003 PUMP00005
            add Serial_No serial_no=PUMP00007 item_code=MOTOR → ok
            next PUMP.##### = PUMP00006
            receive PUMP 2 → ok PUMP00006 PUMP00008
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a refused document gives its numbers back`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 5 ; MOTOR 1 → SerialNoRequiredError series-missing@2
            receive PUMP PUMP00900 ; MOTOR 1 → SerialNoRequiredError series-missing@2
            next PUMP.##### = PUMP00001
            D: draft receive PUMP 2 → ok
            next PUMP.##### = PUMP00001
            submit D → ok PUMP00001 PUMP00002
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `numbers typed in other lines of the document are skipped as well`(backend: Backend) async throws {
        try await check("receive PUMP PUMP00001 ; PUMP 2 → ok PUMP00001 PUMP00002 PUMP00003", on: backend)
        try await check("receive PUMP 2 ; PUMP PUMP00001 → ok PUMP00002 PUMP00003 PUMP00001", on: backend)
        try await check(
            "buy PUMP PUMP00001 rejected_qty=1 rejected_warehouse=Workshop → ok PUMP00001 PUMP00002", on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `the series takes the posting date and fields of item and document`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=FAN has_serial_no=1 serial_no_series={supplier}.-.YY.MM.-.## → ok
            buy FAN 2 → ok ACME-2611-01 ACME-2611-02
            buy FAN 1 on 2026-10-31 → ok ACME-2610-01
            receive FAN 1 → ok -2611-01
            add Brand brand=Osram → ok
            add Item item_code=LAMP brand=Osram has_serial_no=1 serial_no_series={brand}/.# → ok
            add Item item_code=BULB brand=Osram has_serial_no=1 serial_no_series={brand}./.# → ok
            receive LAMP 1 → ok {brand}/1
            receive BULB 8 → ok
            receive BULB 3 → ok Osram/9 Osram/10 Osram/11
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `two items may share a counter`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=PUMP2 has_serial_no=1 serial_no_series=PUMP.##### → ok
            receive PUMP 2 ; PUMP2 1 ; PUMP 1 → ok PUMP00001 PUMP00002 PUMP00003 PUMP00004
            unit PUMP00003 item_code = PUMP2
            """, on: backend)
    }

    private static let oldestFirst =
        "change Stock_Settings Stock_Settings automatically_set_serial_nos_based_on_fifo=1 → ok\n"

    @Test(arguments: Backend.allCases)
    func `oldest first passes over held units and those on other drafts`(backend: Backend) async throws {
        try await check(
            Self.oldestFirst + """
                receive PUMP 6 → ok
                deliver PUMP 1 → ok PUMP00001
                O: reserve PUMP PUMP00002 → ok
                T: draft transfer PUMP PUMP00003 → ok
                S: draft sell PUMP PUMP00004 → ok
                D: deliver PUMP 1 → ok PUMP00005
                line D 1 serial_no = PUMP00005
                deliver PUMP 2 → SerialNoRequiredError not-enough-units@1
                deliver PUMP 1 for O → ok PUMP00002
                submit T → ok PUMP00003
                deliver PUMP 1 from Workshop → ok PUMP00003
                delete S → ok
                issue PUMP 2 → ok PUMP00004 PUMP00006
                deliver PUMP 1 → SerialNoRequiredError not-enough-units@1
                """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `oldest first passes over expired units`(backend: Backend) async throws {
        try await check(
            Self.oldestFirst + """
                add Item item_code=MILK has_serial_no=1 shelf_life_in_days=5 → ok
                receive MILK M1 on 2026-11-10 → ok
                receive MILK M2 on 2026-11-20 → ok
                deliver MILK 1 → ok M2
                """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `oldest first counts from the posting time of the way in`(backend: Backend) async throws {
        try await check(
            Self.oldestFirst + """
                receive MOTOR NEW on 2026-11-22 → ok
                receive MOTOR OLD on 2026-11-20 → ok
                deliver MOTOR 1 → ok OLD
                """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `oldest first takes what was there at the posting time`(backend: Backend) async throws {
        try await check(
            Self.oldestFirst + """
                receive MOTOR M1 on 2026-11-19 → ok
                transfer MOTOR M1 on 2026-11-22 → ok
                transfer MOTOR M1 from Workshop to Stores on 2026-11-22 → ok
                receive MOTOR M2 on 2026-11-20 → ok
                deliver MOTOR 1 on 2026-11-21 → ok M2
                """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `oldest first keeps to the lot and to the lines of the document`(backend: Backend) async throws {
        try await check(
            Self.oldestFirst + """
                add Batch batch_id=L1 item=MOTOR → ok
                receive MOTOR M1 M2 M3 → ok
                receive MOTOR M4 lot L1 → ok
                deliver MOTOR 1 lot L1 → ok M4
                deliver MOTOR 1 ; MOTOR M1 → ok M2 M1
                """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `nothing is proposed for a return, nor without the setting`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            deliver PUMP 1 → SerialNoRequiredError serials-missing@1
            D: deliver PUMP PUMP00001 → ok
            change Stock_Settings Stock_Settings automatically_set_serial_nos_based_on_fifo=1 → ok
            return D PUMP 1 → SerialNoRequiredError serials-missing@1
            R: buy PUMP 1 → ok
            return R PUMP 1 → SerialNoRequiredError serials-missing@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `numbers drawn in advance are left to whoever types them`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let labels = try await shop.work { try $0.reserveNumbers(3, of: Shop.pump) }
        #expect(labels.map(\.text) == ["PUMP00001", "PUMP00002", "PUMP00003"])
        let story = """
            receive PUMP 1 → ok PUMP00004
            receive PUMP PUMP00002 → ok
            receive PUMP 1 → ok PUMP00005
            """
        #expect(try await LedgerTable.run(story, in: shop) == [])
        await #expect(throws: Refusal.self) { try await shop.work { try $0.reserveNumbers(1, of: Shop.motor) } }
    }
}
