import Testing

@Suite struct `Purchases` {
    @Test(arguments: Backend.allCases)
    func `accepted and rejected units go to their warehouses, rejected ones for nothing`(backend: Backend) async throws
    {
        try await check(
            """
            B: buy PUMP 2 rejected_qty=1 rejected_warehouse=Workshop → ok PUMP00001 PUMP00002 PUMP00003
            line B 1 received_qty = 3.0
            line B 1 rejected_serial_no = PUMP00003
            unit PUMP00001 = Active Stores
            unit PUMP00001 purchase_rate = 12.0
            unit PUMP00003 = Active Workshop
            unit PUMP00003 purchase_rate = 0.0
            unit PUMP00003 supplier = ACME
            value PUMP Stores = 24.0
            value PUMP Workshop = 0.0
            buy MOTOR 0 rejected_qty=1 rejected_serial_no=R1 rejected_warehouse=Workshop → ok R1
            buy SCREW 5 rejected_qty=2 rejected_warehouse=Workshop → ok
            balance SCREW Workshop = 2.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `received is accepted and rejected, in whole units`(backend: Backend) async throws {
        try await check(
            """
            buy PUMP 2 received_qty=3 → ValidationError quantity-mismatch@1
            buy PUMP 2 rejected_qty=1 → ValidationError place-missing@1
            buy PUMP 2 warehouse=- → ValidationError place-missing@1
            buy MOTOR A rejected_qty=1 rejected_serial_no=A rejected_warehouse=Workshop → SerialNoDuplicateError serial-twice@1:A
            buy MOTOR A rejected_serial_no=B → ValidationError quantity-not-positive@1
            buy MOTOR A rejected_qty=2 rejected_serial_no=B rejected_warehouse=Workshop → SerialNoQtyError serial-count@1
            buy PUMP 1 rejected_qty=0.5 rejected_warehouse=Workshop → UOMMustBeIntegerError must-be-whole@1
            buy SCREW 1 rejected_qty=0.5 rejected_warehouse=Workshop → UOMMustBeIntegerError must-be-whole@1
            buy PUMP -1 → ValidationError quantity-not-positive@1
            buy PUMP 1 rejected_qty=-1 received_qty=0 rejected_warehouse=Workshop → ValidationError quantity-not-positive@1
            next PUMP.##### = PUMP00001
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `the purchase details stay those of the receipt`(backend: Backend) async throws {
        try await check(
            """
            B: buy MOTOR A on 2026-11-20 at 10:30 → ok
            unit A purchase_document_type = Purchase_Receipt
            unit A purchase_document_no = B
            unit A purchase_date = 2026-11-20
            unit A purchase_time = 10:30:00
            transfer MOTOR A → ok
            unit A purchase_document_no = B
            unit A supplier_name = ACME
            unit A company = Ma_Société
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an invoice that updates the stock is a receipt, another moves nothing`(backend: Backend) async throws {
        try await check(
            """
            I: purchase PUMP 2 → ok PUMP00001 PUMP00002
            name I = ACC-PINV-2026-00001
            unit PUMP00001 purchase_document_no = I
            return I PUMP PUMP00001 → ok
            unit PUMP00001 = Returned
            cancel I → SerialNoExistsInFutureTransactionError later-movement@1:PUMP00001 later-use
            N: purchase PUMP 5 update_stock=0 → ok
            balance PUMP Stores = 1.0
            return N PUMP 2 update_stock=0 → ok
            cancel N → LinkExistsError later-use
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `units go back to their supplier once, and may come again`(backend: Backend) async throws {
        try await check(
            """
            add Supplier supplier_name=Bosch → ok
            B: buy MOTOR M1 M2 M3 → ok
            S: return B MOTOR M1 → ok
            unit M1 = Returned
            unit M1 customer = -
            balance MOTOR Stores = 2.0
            return B MOTOR M1 → StockOverReturnError already-returned@1:M1
            return B MOTOR M3 from Bosch → ValidationError party-differs
            deliver MOTOR M2 → ok
            return B MOTOR M2 → SerialNoWarehouseError already-gone@1:M2
            transfer MOTOR M3 → ok
            return B MOTOR M3 → SerialNoWarehouseError elsewhere@1:M3
            return B MOTOR M3 in Workshop → ok
            E: buy MOTOR M1 from Bosch → ok
            unit M1 = Active Stores
            unit M1 supplier = Bosch
            cancel S → SerialNoExistsInFutureTransactionError later-movement@1:M1
            cancel E → ok
            unit M1 = Returned
            unit M1 supplier = ACME
            cancel S → ok
            unit M1 = Active Stores
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `rejected units go back from where they are, and boxes hold their units`(backend: Backend) async throws {
        try await check(
            """
            B: buy PUMP 1 rejected_qty=1 rejected_warehouse=Workshop → ok PUMP00001 PUMP00002
            return B PUMP 0 rejected_qty=-1 rejected_serial_no=PUMP00002 rejected_warehouse=Stores → SerialNoWarehouseError elsewhere@1:PUMP00002
            return B PUMP 0 rejected_qty=-1 rejected_serial_no=PUMP00002 rejected_warehouse=Workshop → ok
            unit PUMP00002 = Returned
            balance PUMP Workshop = 0.0
            add Item item_code=BULB has_serial_no=1 serial_no_series=B.## uom=Box conversion_factor=3 → ok
            buy BULB 1 uom=Box rate=9 rejected_qty=1 rejected_warehouse=Workshop → ok B01 B02 B03 B04 B05 B06
            unit B01 purchase_rate = 3.0
            unit B06 = Active Workshop
            """, on: backend)
    }
}
