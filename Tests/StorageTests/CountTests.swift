import Testing

@Suite struct `Stock reconciliations` {
    @Test(arguments: Backend.allCases)
    func `missing units go out, found ones come in`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 3 → ok
            K: count PUMP PUMP00001 PUMP00003 P9 → ok
            unit PUMP00002 = Consumed
            unit PUMP00001 = Active Stores
            unit P9 = Active Stores
            unit P9 purchase_document_type = Stock_Reconciliation
            balance PUMP Stores = 3.0
            count PUMP PUMP00001 PUMP00003 P9 → ok
            balance PUMP Stores = 3.0
            cancel K → ok
            unit PUMP00002 = Active Stores
            unit P9 = Inactive
            count PUMP 0 → ok
            balance PUMP Stores = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `the cell says exactly which units are there`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 3 → ok
            transfer PUMP PUMP00003 → ok
            deliver PUMP PUMP00002 → ok
            count PUMP 2 → SerialNoRequiredError serials-missing@1
            count PUMP 3 PUMP00001 → SerialNoQtyError serial-count@1
            count PUMP PUMP00001 PUMP00003 → SerialNoDuplicateError already-in-stock@1:PUMP00003
            count PUMP PUMP00001 PUMP00002 → SerialNoDuplicateError already-delivered@1:PUMP00002
            count PUMP PUMP00001 PUMP00001 → SerialNoDuplicateError serial-twice@1:PUMP00001
            count PUMP P9 P9 → SerialNoDuplicateError
            count PUMP PUMP00001 ; PUMP PUMP00001 → ValidationError counted-twice@2
            count SCREW 0 A → SerialNoNotRequiredError serials-not-wanted@1
            count PUMP -1 → ValidationError quantity-not-positive@1
            count PUMP 1.5 → UOMMustBeIntegerError must-be-whole@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `quantities are compared with those at the posting time`(backend: Backend) async throws {
        try await check(
            """
            receive SCREW 10 on 2026-11-20 → ok
            issue SCREW 4 on 2026-11-22 → ok
            count SCREW 3 on 2026-11-21 → NegativeStockError insufficient-stock@1
            count SCREW 8 on 2026-11-21 → ok
            balance SCREW Stores = 4.0
            count SCREW 12 → ok
            balance SCREW Stores = 12.0
            K: count SCREW 0 → ok
            balance SCREW Stores = 0.0
            value SCREW Stores = 0.0
            cancel K → ok
            balance SCREW Stores = 12.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `opening stock is a count of empty places`(backend: Backend) async throws {
        try await check(
            """
            open MOTOR A B valuation_rate=7 ; SCREW 100 → ok
            value MOTOR Stores = 14.0
            value SCREW Stores = 10.0
            open PUMP 2 in Workshop → ok PUMP00001 PUMP00002
            unit PUMP00001 = Active Workshop
            open MOTOR 1 in Workshop → SerialNoRequiredError serials-missing@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a unit that moved later cannot be counted away`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR A on 2026-11-20 → ok
            transfer MOTOR A on 2026-11-21 → ok
            transfer MOTOR A from Workshop to Stores on 2026-11-22 → ok
            count MOTOR 0 on 2026-11-21 → SerialNoExistsInFutureTransactionError later-movement@1:A
            """, on: backend)
    }
}
