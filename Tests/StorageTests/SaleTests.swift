import Testing

@Suite struct `Sales` {
    @Test(arguments: Backend.allCases)
    func `a delivery is written on the unit, and taken back with it`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 1 on 2026-11-20 → ok
            D: deliver PUMP PUMP00001 to Martin on 2026-11-21 at 14:00 → ok
            unit PUMP00001 = Delivered Martin
            unit PUMP00001 delivery_document_type = Delivery_Note
            unit PUMP00001 delivery_document_no = D
            unit PUMP00001 delivery_date = 2026-11-21
            unit PUMP00001 delivery_time = 14:00:00
            unit PUMP00001 customer_name = Martin
            unit PUMP00001 warranty_expiry_date = 2027-11-21
            unit PUMP00001 maintenance_status = Under_Warranty
            cancel D → ok
            unit PUMP00001 = Active Stores
            unit PUMP00001 delivery_document_no = -
            unit PUMP00001 warranty_expiry_date = -
            unit PUMP00001 maintenance_status = -
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a typed warranty is never wiped, and stands above a computed one`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            change Serial_No PUMP00001 warranty_expiry_date=2030-01-01 → ok
            D: deliver PUMP PUMP00001 PUMP00002 → ok
            unit PUMP00002 warranty_expiry_date = 2027-11-23
            change Serial_No PUMP00002 warranty_expiry_date=2028-06-30 → ok
            unit PUMP00002 warranty_expiry_date = 2028-06-30
            return D PUMP PUMP00001 PUMP00002 → ok
            unit PUMP00001 warranty_expiry_date = 2030-01-01
            unit PUMP00002 warranty_expiry_date = 2028-06-30
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an invoice may deliver; its number comes at submission, without gaps`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 3 → ok
            A: draft sell PUMP PUMP00001 → ok
            name A = Draft-sales-invoice-00001
            B: draft sell PUMP PUMP00002 → ok
            delete A → ok
            submit B → ok
            name B = ACC-SINV-2026-00001
            Sales_Invoice Draft-sales-invoice-00002 status = Submitted
            unit PUMP00002 = Delivered Martin
            unit PUMP00002 sales_invoice = B
            unit PUMP00002 delivery_document_no = B
            C: sell PUMP PUMP00003 to Durand → ok
            name C = ACC-SINV-2026-00002
            R: return C PUMP PUMP00003 → ok
            unit PUMP00003 = Active Stores
            unit PUMP00003 sales_invoice = -
            cancel C → SerialNoExistsInFutureTransactionError later-movement@1:PUMP00003 later-use
            cancel R → ok
            unit PUMP00003 sales_invoice = C
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an invoice that only bills is written on the units of its note`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 3 → ok
            D: deliver PUMP PUMP00001 PUMP00002 → ok
            E: deliver PUMP PUMP00003 to Durand → ok
            bill PUMP PUMP00003 of D → ValidationError not-on-delivery@1:PUMP00003
            bill PUMP PUMP00001 → ValidationError invoice-needs-delivery@1
            bill PUMP PUMP00003 of E → ValidationError original-unfit@1
            bill PUMP 2 PUMP00001 of D → SerialNoQtyError serial-count@1
            B: bill PUMP PUMP00001 of D → ok
            unit PUMP00001 sales_invoice = B
            unit PUMP00001 delivery_document_no = D
            unit PUMP00002 sales_invoice = -
            cancel D → LinkExistsError later-use
            R: return D PUMP PUMP00001 → ok
            unit PUMP00001 sales_invoice = -
            bill PUMP PUMP00001 of D → ValidationError not-on-delivery@1:PUMP00001
            cancel R → ok
            unit PUMP00001 sales_invoice = B
            cancel B → ok
            unit PUMP00001 sales_invoice = -
            cancel D → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an invoice names each unit once, under its own item`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            D: deliver PUMP PUMP00001 PUMP00002 → ok
            bill PUMP PUMP00001 PUMP00001 of D → SerialNoDuplicateError serial-twice@1:PUMP00001
            bill PUMP PUMP00001 of D ; PUMP PUMP00001 of D → SerialNoDuplicateError serial-twice@2:PUMP00001
            bill MOTOR PUMP00001 of D → SerialNoItemError serial-of-other-item@1:PUMP00001
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `whoever bills a unit twice leaves the books in order`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 1 → ok
            D: deliver PUMP PUMP00001 → ok
            A: bill PUMP PUMP00001 of D → ok
            B: bill PUMP PUMP00001 of D → ?
            cancel B → ?
            unit PUMP00001 sales_invoice = A
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an order holds units for its customer until it is cancelled`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            O: reserve PUMP PUMP00001 to Martin → ok
            reserved PUMP Stores = 1.0
            deliver PUMP PUMP00001 → SerialNoNotAvailableError reserved@1:PUMP00001
            issue PUMP PUMP00001 → SerialNoNotAvailableError reserved@1:PUMP00001
            make PUMP PUMP00001 from Stores ; MOTOR M1 in Stores → SerialNoNotAvailableError reserved@1:PUMP00001
            count PUMP PUMP00002 → SerialNoNotAvailableError reserved@1:PUMP00001
            transfer PUMP PUMP00001 → ok
            deliver PUMP PUMP00001 from Workshop to Durand for O → ValidationError order-customer-differs@1
            D: deliver PUMP PUMP00001 from Workshop for O → ok
            unit PUMP00001 sales_order = O
            cancel O → LinkExistsError later-use
            cancel D → ok
            sell PUMP PUMP00001 from Workshop → SerialNoNotAvailableError reserved@1:PUMP00001
            cancel O → ok
            deliver PUMP PUMP00001 from Workshop to Durand → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `only units in stock that are free can be ordered`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 3 → ok
            receive MOTOR M1 → ok
            deliver PUMP PUMP00003 → ok
            O: reserve PUMP PUMP00001 → ok
            order PUMP PUMP00001 to Durand → SerialNoNotAvailableError reserved@1:PUMP00001
            reserve PUMP PUMP00003 → SerialNoNotAvailableError not-reservable@1:PUMP00003
            reserve PUMP NOBODY → SerialNoNotExistsError serial-unknown@1:NOBODY
            reserve PUMP M1 → SerialNoItemError serial-of-other-item@1:M1
            reserve PUMP 1 PUMP00002 M1 → SerialNoQtyError serial-count@1 serial-of-other-item@1:M1
            reserve PUMP PUMP00002 PUMP00002 → SerialNoDuplicateError serial-twice@1:PUMP00002
            reserve PUMP 0.5 → UOMMustBeIntegerError must-be-whole@1
            reserve PUMP -1 → ValidationError quantity-not-positive@1
            order PUMP PUMP00002 → ok
            deliver PUMP PUMP00002 to Durand → ok
            W: draft order PUMP 1 → ok
            deliver PUMP PUMP00001 for W → ValidationError order-not-submitted@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `what an order holds is held again when a unit comes back into stock`(backend: Backend) async throws {
        try await check(
            """
            R: receive PUMP 1 → ok
            O: reserve PUMP PUMP00001 → ok
            cancel R → ?
            receive PUMP PUMP00001 → ?
            deliver PUMP PUMP00001 → SerialNoNotAvailableError reserved@1:PUMP00001
            """, on: backend)
        try await check(
            """
            receive PUMP 1 → ok
            O: reserve PUMP PUMP00001 → ok
            D: deliver PUMP PUMP00001 for O → ok
            R: return D PUMP PUMP00001 → ok
            P: reserve PUMP PUMP00001 to Durand → ok
            cancel R → ?
            return D PUMP PUMP00001 → ?
            deliver PUMP PUMP00001 → SerialNoNotAvailableError reserved@1:PUMP00001
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `customers and units come back once, from the same customer`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 3 on 2026-11-20 → ok
            D: deliver PUMP PUMP00001 PUMP00002 on 2026-11-21 → ok
            return D PUMP PUMP00003 → ValidationError not-in-original@1:PUMP00003
            return D PUMP NOBODY → SerialNoNotExistsError serial-unknown@1:NOBODY
            return D PUMP PUMP00001 to Durand → ValidationError party-differs
            return D PUMP PUMP00001 on 2026-11-20 → ValidationError original-later later-movement@1:PUMP00001
            return D PUMP 1 → SerialNoRequiredError serials-missing@1
            deliver PUMP PUMP00001 is_return=1 return_against=D → ValidationError return-needs-negative@1
            deliver PUMP -1 PUMP00001 is_return=1 → MandatoryError
            deliver PUMP -1 PUMP00003 → ValidationError quantity-not-positive@1
            R: return D PUMP PUMP00001 in Workshop → ok
            unit PUMP00001 = Active Workshop
            return D PUMP PUMP00001 → StockOverReturnError already-returned@1:PUMP00001
            return R PUMP PUMP00001 → ValidationError original-unfit …
            cancel D → SerialNoExistsInFutureTransactionError later-movement@1:PUMP00001 later-use
            E: deliver PUMP PUMP00001 to Durand from Workshop → ok
            return D PUMP PUMP00001 → StockOverReturnError already-returned@1:PUMP00001
            return E PUMP PUMP00001 → ok
            unit PUMP00001 = Active Stores
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `quantities come back up to what was moved, over all returns`(backend: Backend) async throws {
        try await check(
            """
            receive SCREW 9 → ok
            D: deliver SCREW 5 → ok
            return D SCREW 6 → StockOverReturnError returns-too-much@1
            R: return D SCREW 3 → ok
            return D SCREW 2 ; SCREW 1 → StockOverReturnError returns-too-much@2
            return D MOTOR 1 → SerialNoRequiredError
            cancel R → ok
            return D SCREW 5 → ok
            balance SCREW Stores = 9.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `only a submitted document can be returned`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 2 → ok
            D: draft deliver PUMP PUMP00001 → ok
            return D PUMP PUMP00001 → ValidationError original-unfit …
            submit D → ok
            cancel D → ok
            return D PUMP PUMP00001 → ValidationError original-unfit …
            deliver PUMP -1 PUMP00001 is_return=1 return_against=NOWHERE → ValidationError original-unfit …
            bill PUMP -1 is_return=1 return_against=NOWHERE → ValidationError original-unfit
            B: bill PUMP 1 → ok
            return B PUMP 1 → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `quantities come back in any unit of measure, to any warehouse`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=NUT uom=Box conversion_factor=12 → ok
            receive NUT 2 uom=Box ; NUT 6 in Workshop → ok
            D: deliver NUT 1 uom=Box ; NUT 6 from Workshop → ok
            return D NUT 2 uom=Box → StockOverReturnError returns-too-much@1
            return D NUT 13 in Workshop ; NUT 5 → ok
            return D NUT 1 → StockOverReturnError returns-too-much@1
            balance NUT Workshop = 13.0
            balance NUT Stores = 17.0
            """, on: backend)
    }
}
