import Foundation
import Inventory
import Testing

/// The table of `docs/rules.md`, section 4, row by row.
@Suite struct `Refusals` {
    @Test(arguments: Backend.allCases)
    func `numbers and quantities must fit each other and the item`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=SAND stock_uom=Kg → ok
            receive SCREW 2 A B → SerialNoNotRequiredError serials-not-wanted@1
            receive PUMP 1.5 → UOMMustBeIntegerError must-be-whole@1
            receive SCREW 1.5 → UOMMustBeIntegerError must-be-whole@1
            receive SAND 1.5 → ok
            receive SAND 1.5 uom=Meter → ValidationError unit-unknown@1
            receive MOTOR 3 A B → SerialNoQtyError serial-count@1
            receive MOTOR 1 A B → SerialNoQtyError serial-count@1
            receive MOTOR A a → SerialNoDuplicateError serial-twice@1:a
            receive MOTOR A ; MOTOR B A → SerialNoDuplicateError serial-twice@2:A
            receive MOTOR A ; PUMP A → SerialNoDuplicateError serial-twice@2:A
            receive MOTOR 1 → SerialNoRequiredError series-missing@1
            receive PUMP 0 → ValidationError quantity-not-positive@1
            receive PUMP -1 → ValidationError quantity-not-positive@1
            receive SCREW 1000000001 → ValidationError out-of-range@1 …
            receive SCREW 1 basic_rate=-1 → ValidationError out-of-range@1
            receive PUMP 100001 → ValidationError too-many-units
            balance SAND Stores = 1.5
            balance MOTOR Stores = -
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a unit is in one place, and is one item`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR M1 M2 → ok
            receive PUMP M1 → SerialNoItemError serial-of-other-item@1:M1
            deliver PUMP M1 → SerialNoItemError serial-of-other-item@1:M1
            receive MOTOR m1 → SerialNoDuplicateError already-in-stock@1:m1
            receive MOTOR M1 in Workshop → SerialNoDuplicateError already-in-stock@1:M1
            deliver MOTOR M1 from Workshop → SerialNoWarehouseError elsewhere@1:M1
            deliver MOTOR M1 M1 → SerialNoDuplicateError serial-twice@1:M1
            deliver MOTOR M1 ; MOTOR M1 → SerialNoDuplicateError serial-twice@2:M1
            deliver MOTOR M1 → ok
            receive MOTOR M1 → SerialNoDuplicateError already-delivered@1:M1
            buy MOTOR M1 → SerialNoDuplicateError already-delivered@1:M1
            transfer MOTOR M1 → SerialNoWarehouseError already-gone@1:M1
            deliver MOTOR M1 → SerialNoWarehouseError already-gone@1:M1
            issue MOTOR M2 → ok
            deliver MOTOR M2 → SerialNoWarehouseError already-gone@1:M2
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `what was never received cannot leave`(backend: Backend) async throws {
        try await check(
            """
            add Serial_No serial_no=HAND item_code=MOTOR → ok
            R: receive MOTOR M1 → ok
            cancel R → ok
            deliver MOTOR NOBODY → SerialNoNotExistsError serial-unknown@1:NOBODY
            deliver MOTOR HAND → SerialNoNotExistsError never-received@1:HAND
            deliver MOTOR M1 → SerialNoNotExistsError never-received@1:M1
            deliver MOTOR 1 → SerialNoRequiredError serials-missing@1
            transfer MOTOR 1 → SerialNoRequiredError serials-missing@1
            receive MOTOR HAND M1 → ok
            deliver MOTOR HAND M1 → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an expired unit stays with us, but may be moved, destroyed or sent back`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=MILK has_serial_no=1 shelf_life_in_days=5 → ok
            B: buy MILK M1 M2 M3 M4 on 2026-11-10 → ok
            unit M1 = Expired Stores
            unit M1 expiry_date = 2026-11-15
            deliver MILK M1 → SerialNoNotAvailableError expired@1:M1
            deliver MILK M1 on 2026-11-16 → SerialNoNotAvailableError expired@1:M1
            deliver MILK M1 on 2026-11-15 → ok
            reserve MILK M2 → SerialNoNotAvailableError expired@1:M2
            make MILK M2 from Stores ; SCREW 1 in Stores → SerialNoNotAvailableError expired@1:M2
            transfer MILK M2 → ok
            issue MILK M2 from Workshop → ok
            return B MILK M3 → ok
            change Serial_No M4 expiry_date=2026-12-31 → ok
            unit M4 = Active Stores
            deliver MILK M4 → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `an expiry date holds as long as the receipt that set it`(backend: Backend) async throws {
        try await check(
            """
            add Item item_code=MILK has_serial_no=1 shelf_life_in_days=5 → ok
            R: receive MILK M1 on 2026-11-10 → ok
            issue MILK M1 on 2026-11-11 → ok
            S: receive MILK M1 on 2026-11-20 → ok
            unit M1 expiry_date = 2026-11-25
            cancel S → ok
            unit M1 expiry_date = 2026-11-15
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a unit keeps to its lot`(backend: Backend) async throws {
        try await check(
            """
            add Batch batch_id=L1 item=MOTOR → ok
            add Batch batch_id=L2 item=MOTOR → ok
            receive MOTOR M1 M2 lot L1 ; MOTOR M3 → ok
            unit M1 batch_no = L1
            unit M3 batch_no = -
            deliver MOTOR M1 lot L2 → SerialNoBatchError batch-differs@1:M1
            deliver MOTOR M3 lot L1 → SerialNoBatchError batch-differs@1:M3
            deliver MOTOR M1 lot L1 → ok
            deliver MOTOR M2 → ok
            unit M2 batch_no = L1
            receive PUMP 1 lot L1 → SerialNoBatchError batch-of-other-item@1
            receive MOTOR M4 lot L9 → LinkValidationError link-unknown@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `nothing is written before a unit's last movement`(backend: Backend) async throws {
        try await check(
            """
            receive MOTOR M1 on 2026-11-19 → ok
            receive MOTOR M1 on 2026-11-18 → SerialNoDuplicateError already-in-stock@1:M1
            deliver MOTOR M1 on 2026-11-18 → SerialNoExistsInFutureTransactionError later-movement@1:M1
            D: deliver MOTOR M1 on 2026-11-22 at 12:00 → ok
            transfer MOTOR M1 on 2026-11-21 → SerialNoExistsInFutureTransactionError later-movement@1:M1
            return D MOTOR M1 on 2026-11-22 at 11:00 → ValidationError original-later later-movement@1:M1
            return D MOTOR M1 on 2026-11-22 at 12:00 → ok
            unit M1 = Active Stores
            I: issue MOTOR M1 on 2026-11-23 at 08:00 → ok
            receive MOTOR M1 on 2026-11-22 → SerialNoExistsInFutureTransactionError later-movement@1:M1
            cancel D → SerialNoExistsInFutureTransactionError later-movement@1:M1 later-use
            cancel I → ok
            transfer MOTOR M1 on 2026-11-22 at 13:00 → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `no quantity is negative at any time`(backend: Backend) async throws {
        try await check(
            """
            issue SCREW 1 → NegativeStockError insufficient-stock@1
            receive SCREW 5 on 2026-11-20 → ok
            issue SCREW 6 → NegativeStockError insufficient-stock@1
            issue SCREW 3 ; SCREW 3 → NegativeStockError insufficient-stock@2
            issue SCREW 1 on 2026-11-19 → NegativeStockError insufficient-stock@1
            issue SCREW 5 on 2026-11-22 → ok
            issue SCREW 1 on 2026-11-21 → NegativeStockError insufficient-stock@1
            transfer SCREW 1 on 2026-11-21 → NegativeStockError insufficient-stock@1
            receive SCREW 1 on 2026-11-21 at 10:00 → ok
            issue SCREW 1 on 2026-11-21 at 09:00 → ok
            issue SCREW 1 on 2026-11-21 at 11:00 → NegativeStockError insufficient-stock@1
            balance SCREW Stores = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a cancelled movement of quantities is as if it had not been`(backend: Backend) async throws {
        try await check(
            """
            receive SCREW 5 on 2026-11-19 → ok
            I: issue SCREW 5 on 2026-11-22 → ok
            cancel I → ok
            issue SCREW 5 on 2026-11-21 → ok
            balance SCREW Stores = 0.0
            """, on: backend)
        try await check(
            """
            R: receive SCREW 5 on 2026-11-19 → ok
            I: issue SCREW 5 on 2026-11-22 → ok
            cancel I → ok
            cancel R → ok
            balance SCREW Stores = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `what a document takes out and brings in again was never missing`(backend: Backend) async throws {
        try await check(
            """
            receive SCREW 3 on 2026-11-19 → ok
            transfer SCREW 3 from Workshop to Work_In_Progress_-_MS on 2026-11-22 ; SCREW 3 from Stores to Workshop → ok
            receive SCREW 1 in Workshop on 2026-11-20 → ok
            issue SCREW 1 from Workshop on 2026-11-21 → ok
            balance SCREW Workshop = 0.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `frozen days and days to come are closed to movements, not to orders and bills`(backend: Backend) async throws
    {
        try await check(
            """
            R: receive PUMP 2 on 2026-11-19 → ok
            change Stock_Settings Stock_Settings stock_frozen_upto=2026-11-20 → ok
            receive PUMP 1 on 2026-11-20 → StockFreezeError frozen
            cancel R → StockFreezeError frozen
            receive PUMP 1 on 2026-11-24 → ValidationError in-future
            receive PUMP 1 on 2026-11-21 → ok
            bill PUMP 1 on 2026-11-20 → ok
            purchase PUMP 1 update_stock=0 on 2026-11-20 → ok
            order PUMP 1 transaction_date=2026-11-20 set_posting_time=1 → ok
            receive PUMP 1 on 2026-11-20 ; MOTOR 1 → StockFreezeError frozen series-missing@2
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `items and warehouses must be in use, and ours`(backend: Backend) async throws {
        try await check(
            """
            add Company company_name=Autre abbr=A → ok
            add Warehouse warehouse_name=Far company=Autre → ok
            add Item item_code=HOUR is_stock_item=0 → ok
            receive HOUR 1 → ValidationError item-without-stock@1
            receive PUMP 1 in Nowhere → LinkValidationError link-unknown@1
            receive NOTHING 1 → LinkValidationError link-unknown@1
            receive PUMP 1 in Far_-_A → ValidationError warehouse-foreign@1
            receive PUMP 1 in Far_-_A company=Autre → ok
            receive PUMP 1 in All_Warehouses_-_MS → ValidationError warehouse-is-group@1
            change Warehouse Workshop disabled=1 → ok
            receive PUMP 1 in Workshop → ValidationError warehouse-disabled@1
            change Item PUMP disabled=1 → ok
            receive PUMP 1 → ValidationError item-disabled@1
            change Item MOTOR end_of_life=2026-11-20 → ok
            receive MOTOR M1 → ValidationError item-ended@1
            receive MOTOR M1 on 2026-11-20 → ok
            change Customer Martin disabled=1 → ok
            deliver MOTOR M1 on 2026-11-20 → ValidationError disabled-party
            change Supplier ACME disabled=1 → ok
            buy SCREW 1 → ValidationError disabled-party
            """, on: backend)
    }

    @Test func `every rule is refused in some test`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let tests = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let refused = Set(
            tests.matches(of: /Error ([^\n]+)|"([a-z-]+)"/).flatMap { Self.codes(in: $0.0) }
        )
        #expect(Set(Rejection.samples.map(\.code)).subtracting(refused) == Self.elsewhere)
    }

    private static func codes(in text: Substring) -> [String] {
        text.matches(of: /[a-z][a-z-]+/).map { String($0.0) }
    }

    /// What is refused where a request is read and roles are asked: in Web.
    private static let elsewhere = Set(
        """
        unknown-type not-permitted stale too-long not-a-choice too-many-lines file-unfit nothing-done no-contract-ticked
        """.split(separator: " ").map(String.init))
}
