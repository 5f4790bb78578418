import Inventory
import InventoryTesting
import Testing

/// A refusal says what a person needs to know: where the unit is, and which document brought it there.
@Suite struct `Facts in refusals` {
    @Test(
        arguments: Backend.allCases,
        [
            (
                "deliver PUMP PUMP00001 to Durand",
                "PUMP00001, Martin SARL, Delivery Note, MAT-DN-2026-00001, 2026-11-23"
            ),
            ("receive PUMP PUMP00001", "PUMP00001, Martin SARL, Delivery Note, MAT-DN-2026-00001, 2026-11-23"),
            ("deliver PUMP PUMP00002", "PUMP00002, Workshop - MS, Stores - MS"),
            ("receive PUMP PUMP00002", "PUMP00002, Workshop - MS, Stock Entry, MAT-STE-2026-00002, 2026-11-23"),
            ("issue PUMP PUMP00003", "PUMP00003, Stock Entry, MAT-STE-2026-00003, 2026-11-23"),
            ("issue PUMP PUMP00004", "PUMP00004, SAL-ORD-2026-00001"),
            ("deliver MOTOR PUMP00004", "PUMP00004, PUMP, MOTOR"),
            ("deliver MOTOR M1 lot L2", "M1, L1"),
            ("deliver MOTOR M2", "M2, ACME, Purchase Receipt, MAT-PRE-2026-00002, 2026-11-23"),
            ("return B MOTOR M2", "M2, MAT-PRE-2026-00001"),
            ("issue SCREW 7", "SCREW, 4.0, Stores - MS"),
            ("transfer PUMP PUMP00001 on 2026-11-22", "PUMP00001, MAT-DN-2026-00001"),
            ("cancel R", "PUMP00001, MAT-DN-2026-00001"),
            ("return D PUMP PUMP00001 to Durand", "Martin SARL"),
            ("return D SCREW 3", "SCREW, 2.0, 0.0"),
            ("receive PUMP 3 A B", "PUMP, 3.0, 2"),
            ("receive PUMP 1 on 2026-11-10", "2026-11-15"),
            ("count PUMP PUMP00004 PUMP00002", "PUMP00002, Workshop - MS"),
            ("rename Serial_No M1 M2", "M2"),
            ("delete Customer Martin", "Sales Order, SAL-ORD-2026-00001"),
        ])
    func `are those that a person needs`(backend: Backend, row: (step: String, facts: String)) async throws {
        var table = LedgerTable(in: try await backend.shop())
        for step in Self.story.split(separator: "\n") {
            let outcome = await table.tell(String(step))
            #expect(outcome.first == "ok", "\(step): \(outcome)")
        }
        _ = await table.tell(row.step)
        let facts = row.facts.split(separator: ", ")
        let says = table.sentences.contains { sentence in facts.allSatisfy { sentence.contains($0) } }
        #expect(says, "\(table.sentences)")
    }

    private static let story = """
        R: receive PUMP 4 ; SCREW 5
        transfer PUMP PUMP00002
        issue PUMP PUMP00003
        add Batch batch_id=L1 item=MOTOR
        add Batch batch_id=L2 item=MOTOR
        B: buy MOTOR M1 lot L1 ; MOTOR M2
        return B MOTOR M2
        D: deliver PUMP PUMP00001 ; SCREW 2
        reserve PUMP PUMP00004
        change Stock_Settings Stock_Settings stock_frozen_upto=2026-11-15
        """
}
