import Testing

@Suite struct `Stock entries` {
    @Test(arguments: Backend.allCases)
    func `an empty cell is filled from the series, and a delivered unit is gone`(backend: Backend) async throws {
        try await check(
            """
            R: receive PUMP 3 → ok PUMP00001 PUMP00002 PUMP00003
            line R 1 serial_no = PUMP00001 PUMP00002 PUMP00003
            D: deliver PUMP PUMP00002 to Martin → ok
            deliver PUMP PUMP00002 to Durand → SerialNoWarehouseError already-gone@1:PUMP00002
            unit PUMP00002 = Delivered Martin
            unit PUMP00002 delivery_document_no = D
            balance PUMP Stores = 2.0
            value PUMP Stores = 20.0
            next PUMP.##### = PUMP00004
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `transfers take units and quantities to another warehouse`(backend: Backend) async throws {
        try await check(
            """
            R: receive PUMP 3 ; SCREW 10 → ok
            transfer PUMP PUMP00001 ; SCREW 4 → ok
            unit PUMP00001 = Active Workshop
            unit PUMP00001 purchase_document_no = R
            balance PUMP Stores = 2.0
            balance PUMP Workshop = 1.0
            value PUMP Workshop = 10.0
            balance SCREW Workshop = 4.0
            value SCREW Workshop = 0.4
            stage PUMP PUMP00002 → ok
            subcontract PUMP PUMP00003 → ok
            unit PUMP00003 = Active Workshop
            transfer PUMP PUMP00001 from Workshop to Stores → ok
            unit PUMP00001 = Active Stores
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `issues and consumption use units up`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            I: issue PUMP PUMP00001 → ok
            unit PUMP00001 = Consumed
            unit PUMP00001 delivery_document_no = -
            consume PUMP PUMP00002 → ok
            unit PUMP00002 = Consumed
            issue PUMP PUMP00001 → SerialNoWarehouseError already-gone@1:PUMP00001
            receive PUMP PUMP00001 → ok
            unit PUMP00001 = Active Stores
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `manufacture uses inputs up and makes outputs`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR M1 ; SCREW 10 → ok
            K: make MOTOR M1 from Stores ; SCREW 4 from Stores ; PUMP 1 in Workshop is_finished_item=1 → ok M1 PUMP00001
            unit M1 = Consumed
            unit PUMP00001 = Active Workshop
            balance SCREW Stores = 6.0
            make MOTOR M1 from Stores to Workshop → ValidationError place-not-wanted@1
            make MOTOR M1 → ValidationError place-missing@1
            cancel K → ok
            unit M1 = Active Stores
            unit PUMP00001 = Inactive
            balance SCREW Stores = 10.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an output may take over a unit that the document uses up, as another item`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR M1 M2 → ok
            K: repack MOTOR M1 from Stores ; PUMP M1 in Workshop → ok M1 M1
            unit M1 = Active Workshop
            unit M1 item_code = PUMP
            balance MOTOR Stores = 1.0
            balance PUMP Workshop = 1.0
            repack PUMP M1 from Workshop ; PUMP M2 in Stores → SerialNoItemError serial-of-other-item@2:M2
            repack MOTOR M2 from Stores ; MOTOR M2 in Stores → ok
            unit M2 = Active Stores
            deliver MOTOR M1 from Workshop → SerialNoItemError serial-of-other-item@1:M1
            cancel K → ok
            unit M1 = Active Stores
            unit M1 item_code = MOTOR
            balance PUMP Workshop = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `it does not matter in which line a unit is used up and in which it comes out`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR M1 → ok
            repack PUMP M1 in Workshop ; MOTOR M1 from Stores → ok
            unit M1 = Active Workshop
            unit M1 item_code = PUMP
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `each purpose wants its warehouses`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            receive PUMP 1 t_warehouse=- → ValidationError place-missing@1
            receive PUMP 1 s_warehouse=Workshop → ValidationError place-not-wanted@1
            issue PUMP PUMP00001 s_warehouse=- → ValidationError place-missing@1
            issue PUMP PUMP00001 t_warehouse=Workshop → ValidationError place-not-wanted@1
            transfer PUMP PUMP00001 t_warehouse=- → ValidationError place-missing@1
            transfer PUMP PUMP00001 s_warehouse=- → ValidationError place-missing@1
            transfer PUMP PUMP00001 to Stores → ValidationError places-equal@1
            transfer PUMP PUMP00001 s_warehouse=- from_warehouse=Stores t_warehouse=- to_warehouse=Workshop → ok
            unit PUMP00001 = Active Workshop
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `other units of measure are converted, also for units with numbers`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=NUT uom=Box conversion_factor=12 → ok
            receive NUT 2 uom=Box basic_rate=24 → ok
            balance NUT Stores = 24.0
            value NUT Stores = 48.0
            receive NUT 1 uom=Kg → ValidationError unit-unknown@1
            add Item item_code=BULB has_serial_no=1 serial_no_series=B.## uom=Box conversion_factor=3 → ok
            receive BULB 1 uom=Box basic_rate=9 → ok B01 B02 B03
            unit B02 purchase_rate = 3.0
            deliver BULB 1 B01 B02 uom=Box → SerialNoQtyError serial-count@1
            add Item item_code=HALF has_serial_no=1 uom=Pair conversion_factor=0.5 → ok
            receive HALF 1 H1 uom=Pair → UOMMustBeIntegerError must-be-whole@1
            receive HALF 2 H1 uom=Pair → ok
            add Item item_code=BAD uom=Box conversion_factor=-3 → ValidationError out-of-range
            """, on: backend)
    }
}
