import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Lots of goods` {
    @Test(arguments: Backend.allCases)
    func `an item with lots wants one on the way in and on the way out, and no lot is ever short`(
        backend: Backend
    ) async throws {
        try await check(
            """
            add Item item_code=GLUE has_batch_no=1 → ok
            add Batch batch_id=L1 item=GLUE → ok
            add Batch batch_id=L2 item=GLUE → ok
            add Batch batch_id=LM item=MOTOR → ok
            receive GLUE 5 → SerialNoBatchError lot-missing@1
            receive SCREW 5 lot L1 → SerialNoBatchError lot-not-wanted@1
            receive GLUE 5 lot LM → SerialNoBatchError batch-of-other-item@1
            R: receive GLUE 5 lot L1 ; GLUE 3 lot L2 → ok
            deliver GLUE 1 → SerialNoBatchError lot-missing@1
            deliver GLUE 4 lot L2 → NegativeStockError insufficient-lot@1
            deliver GLUE 2 lot L2 ; GLUE 2 lot L2 → NegativeStockError insufficient-lot
            deliver GLUE 3 lot L2 on 2026-11-01 at 08:00:00 → NegativeStockError insufficient-stock insufficient-lot
            transfer GLUE 2 lot L1 → ok
            D: deliver GLUE 3 lot L1 to Martin → ok
            Batch L1 batch_qty = 2.0
            Batch L1 reference_name = R
            deliver GLUE 1 lot L1 → NegativeStockError insufficient-lot@1
            cancel R → NegativeStockError insufficient-stock insufficient-lot
            return D GLUE 1 lot L2 → ValidationError lot-not-in-original@1
            return D GLUE 1 lot L1 → ok
            Batch L1 batch_qty = 3.0
            count GLUE 2 lot L2 ; GLUE 4 lot L1 → ok
            Batch L1 batch_qty = 6.0
            Batch L2 batch_qty = 2.0
            balance GLUE Stores = 6.0
            change Batch L2 disabled=1 → ok
            deliver GLUE 1 lot L2 → ValidationError lot-disabled@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a receipt makes lots from the item's series, with dates, and a refusal leaves no gap`(
        backend: Backend
    ) async throws {
        try await check(
            """
            add Item item_code=MILK has_batch_no=1 create_new_batch=1 batch_number_series=M-.## has_expiry_date=1 shelf_life_in_days=10 → ok
            add Batch batch_id=M-02 item=MILK manufacturing_date=2026-11-20 → ok
            Batch M-02 expiry_date = 2026-11-30
            receive MILK 5 ; SCREW 1 lot M-02 → SerialNoBatchError lot-not-wanted@2
            buy MILK 5 from ACME ; MILK 7 → ok
            Batch M-01 batch_qty = 5.0
            Batch M-01 supplier = ACME
            Batch M-01 manufacturing_date = 2026-11-23
            Batch M-01 expiry_date = 2026-12-03
            Batch M-03 batch_qty = 7.0
            add Item item_code=YOLK has_batch_no=1 create_new_batch=1 → ok
            receive YOLK 1 → ok
            Batch YOLK-00001 batch_qty = 1.0
            add Item item_code=BAD has_batch_no=1 batch_number_series=A.##.B → ValidationError series-cannot-count
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `the lot that expires first is proposed, and one that has expired or is blocked is not`(
        backend: Backend
    ) async throws {
        try await check(
            """
            change Stock_Settings Stock_Settings automatically_set_serial_nos_based_on_fifo=1 → ok
            add Item item_code=GLUE has_batch_no=1 → ok
            add Batch batch_id=A item=GLUE expiry_date=2027-05-01 → ok
            add Batch batch_id=B item=GLUE expiry_date=2027-01-01 → ok
            add Batch batch_id=C item=GLUE expiry_date=2026-11-22 → ok
            add Batch batch_id=D item=GLUE → ok
            receive GLUE 9 lot A ; GLUE 2 lot B ; GLUE 5 lot C ; GLUE 5 lot D → ok
            deliver GLUE 1 lot C → SerialNoNotAvailableError lot-expired@1
            issue GLUE 1 lot C → ok
            N: deliver GLUE 2 ; GLUE 3 ; GLUE 6 → ok
            line N 1 batch_no = B
            line N 2 batch_no = A
            line N 3 batch_no = A
            change Batch A blocked=1 block_reason=Cracked → ok
            O: deliver GLUE 4 → ok
            line O 1 batch_no = D
            deliver GLUE 4 → SerialNoBatchError lot-missing@1
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `nothing of a blocked lot is delivered or built in, but it may be moved, sent back and destroyed`(
        backend: Backend
    ) async throws {
        try await check(
            """
            add Item item_code=GLUE has_batch_no=1 → ok
            add Batch batch_id=L item=GLUE → ok
            add Batch batch_id=LM item=MOTOR → ok
            B: buy GLUE 20 lot L ; MOTOR M1 M2 M3 M4 M5 lot LM from ACME → ok
            reserve MOTOR M5 → ok
            change Batch L blocked=1 → MandatoryError required
            change Batch L blocked=1 block_reason=Cracked → ok
            Batch L blocked_by = Administrator
            Batch L blocked_on = 2026-11-23
            change Batch LM blocked=1 block_reason=Cracked → ok
            deliver GLUE 1 lot L ; MOTOR M1 → SerialNoNotAvailableError blocked@2:M1 lot-blocked@1
            sell MOTOR M1 → SerialNoNotAvailableError blocked@1:M1
            consume GLUE 1 lot L ; MOTOR M1 → SerialNoNotAvailableError blocked@2:M1 lot-blocked@1
            make MOTOR M1 from Stores ; PUMP 1 in Workshop → SerialNoNotAvailableError blocked@1:M1
            stage MOTOR M1 → SerialNoNotAvailableError blocked@1:M1
            subcontract GLUE 1 lot L → SerialNoNotAvailableError lot-blocked@1
            reserve MOTOR M1 → SerialNoNotAvailableError blocked@1:M1
            transfer GLUE 1 lot L ; MOTOR M1 → ok
            unit M1 = Active Workshop
            issue MOTOR M2 → ok
            return B GLUE 2 lot L ; MOTOR M3 → ok
            unit M3 = Returned
            change Batch LM blocked=0 → MandatoryError required
            change Batch LM blocked=0 block_reason=Tested → ok
            deliver MOTOR M4 → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a line without a lot takes that of its units, and oldest first passes over blocked lots`(
        backend: Backend
    ) async throws {
        try await check(
            """
            add Item item_code=CELL has_serial_no=1 has_batch_no=1 → ok
            add Batch batch_id=L item=CELL → ok
            add Batch batch_id=N item=CELL → ok
            receive CELL C1 C2 → SerialNoBatchError lot-missing@1
            receive CELL C1 C2 lot L ; CELL C3 lot N → ok
            D: deliver CELL C1 → ok
            line D 1 batch_no = L
            B: return D CELL C1 → ok
            line B 1 batch_no = L
            unit C1 batch_no = L
            E: deliver CELL C1 C3 → ok
            line E 1 batch_no =
            return E CELL C3 lot L → SerialNoBatchError batch-differs@1:C3
            Batch L batch_qty = 1.0
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a typed expiry date stands above the lot's, and the lot's above the shelf life`(backend: Backend) async throws
    {
        try await check(
            """
            add Item item_code=CELL has_serial_no=1 has_batch_no=1 shelf_life_in_days=10 → ok
            add Batch batch_id=L item=CELL expiry_date=2027-01-31 → ok
            add Batch batch_id=N item=CELL → ok
            receive CELL C1 C2 lot L ; CELL C3 lot N → ok
            unit C1 expiry_date = 2027-01-31
            unit C3 expiry_date = 2026-12-03
            change Serial_No C2 expiry_date=2026-12-24 → ok
            change Batch L expiry_date=2027-02-28 → ok
            change Batch N expiry_date=2027-03-31 → ok
            unit C1 expiry_date = 2027-02-28
            unit C2 expiry_date = 2026-12-24
            unit C3 expiry_date = 2027-03-31
            change Batch N expiry_date=- → ok
            unit C3 expiry_date = 2026-12-03
            D: deliver CELL C1 → ok
            return D CELL C1 → ok
            unit C1 expiry_date = 2027-02-28
            change Batch L expiry_date=2026-11-22 → ok
            deliver CELL C1 → SerialNoNotAvailableError expired@1:C1
            deliver CELL C2 → ok
            add Serial_No serial_no=C9 item_code=CELL expiry_date=2029-01-01 → ok
            receive CELL C9 lot L → ok
            unit C9 expiry_date = 2029-01-01
            """, on: backend)
    }
}
