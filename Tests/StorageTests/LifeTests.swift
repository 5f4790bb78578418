import Testing

@Suite struct `The life of a document` {
    @Test(arguments: Backend.allCases)
    func `drafts move nothing, submitted documents stay, cancelled ones are over`(backend: Backend) async throws {
        try await check(
            """
            D: draft receive PUMP 2 → ok
            balance PUMP Stores = -
            cancel D → DocstatusTransitionError not-submitted
            submit D → ok PUMP00001 PUMP00002
            head D status = Submitted
            reopen D → DocstatusTransitionError already-submitted
            delete D → DocstatusTransitionError submitted-cannot-be-deleted
            change Stock_Entry D remarks=Checked → ok
            head D remarks = Checked
            change Stock_Entry D from_warehouse=Stores → UpdateAfterSubmitError changed-after-submission
            change Stock_Entry D item_code=PUMP qty=3 → UpdateAfterSubmitError changed-after-submission …
            cancel D → ok
            head D status = Cancelled
            cancel D → DocstatusTransitionError already-cancelled
            submit D → DocstatusTransitionError already-cancelled
            delete D → DocstatusTransitionError submitted-cannot-be-deleted
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an amendment follows a cancelled document and is numbered after it`(backend: Backend) async throws {
        try await check(
            """
            R: receive PUMP 1 → ok PUMP00001
            amend R → ValidationError amends-uncancelled …
            cancel R → ok
            S: amend R → ok PUMP00001
            name S = MAT-STE-2026-00001-1
            unit PUMP00001 = Active Stores
            cancel S → ok
            T: amend S → ok
            name T = MAT-STE-2026-00001-2
            receive SCREW 1 amended_from=NOTHING → LinkValidationError link-unknown
            U: receive SCREW 1 → ok
            name U = MAT-STE-2026-00002
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an invoice's amendment keeps its number from draft to submission`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 1 → ok
            I: sell PUMP PUMP00001 → ok
            cancel I → ok
            J: draft amend I → ok
            submit J → ok
            name J = ACC-SINV-2026-00001-1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `movements are cancelled last first`(backend: Backend) async throws {
        try await check(
            """
            R: receive MOTOR M1 ; SCREW 5 → ok
            T: transfer MOTOR M1 ; SCREW 2 → ok
            D: deliver MOTOR M1 from Workshop ; SCREW 1 from Workshop → ok
            cancel R → SerialNoExistsInFutureTransactionError later-movement@1:M1 insufficient-stock@2
            cancel T → SerialNoExistsInFutureTransactionError later-movement@1:M1 insufficient-stock@2
            cancel D → ok
            unit M1 = Active Workshop
            cancel T → ok
            unit M1 = Active Stores
            cancel R → ok
            unit M1 = Inactive
            unit M1 purchase_document_no = -
            unit M1 purchase_rate = 0.0
            balance MOTOR Stores = 0.0
            balance SCREW Workshop = 0.0
            value SCREW Stores = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `cancelling a return puts the delivery back`(backend: Backend) async throws {
        try await check(
            """
            B: buy PUMP 1 on 2026-11-20 → ok
            O: order PUMP 1 → ok
            D: deliver PUMP PUMP00001 for O on 2026-11-21 → ok
            R: return D PUMP PUMP00001 in Workshop → ok
            unit PUMP00001 purchase_document_no = R
            unit PUMP00001 supplier = ACME
            unit PUMP00001 purchase_rate = 12.0
            cancel R → ok
            unit PUMP00001 = Delivered Martin
            unit PUMP00001 delivery_document_no = D
            unit PUMP00001 sales_order = O
            unit PUMP00001 purchase_document_no = B
            unit PUMP00001 warranty_expiry_date = 2027-11-21
            return D PUMP PUMP00001 → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a document needs lines, and lines need an item`(backend: Backend) async throws {
        try await check(
            """
            deliver to Martin → MandatoryError required@1 …
            receive PUMP 1 stock_entry_type=- → MandatoryError required …
            deliver PUMP 1 customer=- → MandatoryError required …
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a draft may say what is not so yet, and be changed until it is`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR M1 → ok
            D: draft deliver MOTOR GHOST → ok
            submit D → SerialNoNotExistsError serial-unknown@1:GHOST
            head D status = Draft
            change Delivery_Note D item_code=MOTOR qty=1 serial_no=M1 warehouse=Stores → ok
            line D 1 serial_no = M1
            submit D → ok M1
            W: draft order PUMP 1 → ok
            E: draft deliver PUMP 1 for W → ValidationError order-not-submitted@1
            delete W → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `cancelling gives back the value it brought, or its share where that no longer fits`(
        backend: Backend
    ) async throws {
        try await check(
            """
            receive SCREW 10 basic_rate=1 → ok
            R: receive SCREW 10 basic_rate=3 → ok
            value SCREW Stores = 40.0
            cancel R → ok
            value SCREW Stores = 10.0
            S: receive SCREW 10 basic_rate=3 → ok
            issue SCREW 10 → ok
            value SCREW Stores = 20.0
            receive SCREW 10 basic_rate=0.1 → ok
            value SCREW Stores = 21.0
            cancel S → ok
            value SCREW Stores = 10.5
            issue SCREW 10 → ok
            value SCREW Stores = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an empty place is worth nothing, whatever was cancelled`(backend: Backend) async throws {
        try await check(
            """
            receive SCREW 10 basic_rate=1 → ok
            R: receive SCREW 10 basic_rate=3 → ok
            issue SCREW 10 → ok
            cancel R → ok
            balance SCREW Stores = 0.0
            value SCREW Stores = 0.0
            """, on: backend)
    }
}
