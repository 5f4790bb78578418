import Inventory

/// One step of a trace: from some units, or from a lot without numbers, over documents to what is on their other side.
struct TraceStep {
    enum Direction: CaseIterable {
        case backward, forward
    }

    var units: [Int64]
    var lot: (batch: Int64, item: Int64)?

    /// A document by which a unit came in or went out; the lot's unit is 0.
    struct Way {
        let unit: Int64
        let posting: Int64
        let document: Trace.Node
        let party: Trace.Node?
    }

    /// What a document used up or made; goods without numbers have no unit.
    struct Part {
        let unit: Int64?
        let posting: Int64
        let node: Trace.Node
        /// How many units of the document there are in all.
        let whole: Int
    }

    struct Outcome {
        var ways: [Way] = []
        var parts: [Part] = []
    }
}

extension Books {
    /// Takes one step with one statement: the documents on the near side, and what those that transform have on the
    /// other.
    func take(_ step: TraceStep, _ direction: TraceStep.Direction) throws -> TraceStep.Outcome {
        let (cameIn, wentOut): (SQL, SQL) = ("\"source\" IS NULL", "\"target\" IS NULL")
        let (near, far) = direction == .backward ? (cameIn, wentOut) : (wentOut, cameIn)
        let sign: SQL = direction == .backward ? "<" : ">"
        var outcome = TraceStep.Outcome()
        let statement: SQL = """
            WITH ways AS (SELECT * FROM (\(ways(step, near, direction))) t LIMIT \(Trace.wayLimit + 1)),
            made AS (SELECT DISTINCT w."posting" FROM ways w JOIN posting p ON p."id" = w."posting"
                JOIN stock_entry s ON s."id" = p."document" AND p."document_type" = 'Stock Entry'
                WHERE s."purpose" IN ('Manufacture', 'Repack')),
            parts AS (SELECT c."posting", c."unit", c."item",
                row_number() OVER (PARTITION BY c."posting" ORDER BY c."id") AS "place",
                count(*) OVER (PARTITION BY c."posting") AS "whole"
                FROM made d JOIN movement c ON c."posting" = d."posting" AND c.\(far) WHERE \(Self.survives("c")))
            SELECT 0, w."unit", w."posting", p."document_type", p."document_no", coalesce(s."purpose", ''),
                coalesce(a."name", v."name"), CASE WHEN p."customer" IS NULL THEN 0 ELSE 1 END, p."posted_at",
                CASE WHEN p."return_against" IS NULL THEN 0 ELSE 1 END
            FROM ways w JOIN posting p ON p."id" = w."posting" LEFT JOIN customer a ON a."id" = p."customer"
            LEFT JOIN supplier v ON v."id" = p."supplier"
            LEFT JOIN stock_entry s ON p."document_type" = 'Stock Entry' AND s."id" = p."document"
            UNION ALL SELECT 1, c."unit", c."posting", 'Serial No', u."name", \(UnitPlaces.status(clock.today)), i."name",
                c."whole", c."place", 0
            FROM parts c JOIN unit u ON u."id" = c."unit" JOIN item i ON i."id" = c."item"
            WHERE c."place" <= \(Trace.widthLimit)
            UNION ALL SELECT 2, NULL, d."posting", i."name", b."name", '', '', CAST(abs(sum(e."actual_qty")) AS BIGINT),
                min(e."id"), 0
            FROM made d JOIN stock_ledger_entry e ON e."posting" = d."posting" AND e."actual_qty" \(sign) 0
            JOIN item i ON i."id" = e."item_code" AND i."has_serial_no" = 0 LEFT JOIN batch b ON b."id" = e."batch_no"
            GROUP BY d."posting", i."name", b."name"
            ORDER BY 1, 3, 9
            """
        _ = try transaction.query(statement) { row in Self.read(row, into: &outcome) }
        return outcome
    }

    /// The unit and the posting of each movement that brought one of the units in, or out; of a lot without numbers,
    /// the postings that left more of it, or less.
    private func ways(_ step: TraceStep, _ near: SQL, _ direction: TraceStep.Direction) -> SQL {
        let units: SQL = """
            SELECT m."unit", m."posting" FROM \(rows: Rows(.integers("unit", step.units.map(Optional.some)))) k
            JOIN movement m ON m."unit" = k."unit" WHERE m.\(near) AND \(Self.survives("m"))
            """
        guard let lot = step.lot else { return units }
        let sign: SQL = direction == .backward ? ">" : "<"
        return """
            \(units) UNION ALL SELECT 0, e."posting" FROM stock_ledger_entry e
            JOIN item i ON i."id" = e."item_code" AND i."has_serial_no" = 0 JOIN posting p ON p."id" = e."posting"
            WHERE e."item_code" = \(lot.item) AND e."batch_no" = \(lot.batch) AND \(ReportColumns.stands("p"))
            GROUP BY e."posting" HAVING sum(e."actual_qty") \(sign) 0
            """
    }

    private static func read(_ row: any Row, into outcome: inout TraceStep.Outcome) {
        let (unit, posting) = (row.integer(1), row.integer(2) ?? 0)
        let (first, second) = (row.text(3) ?? "", row.text(4) ?? "")
        switch row.integer(0) {
        case 0:
            var document = Trace.Node(type: first, name: second)
            document.word = row.text(5) ?? ""
            document.day = row.integer(8).map { PostingTime(milliseconds: $0).day }
            document.isReturn = row.integer(9) == 1
            let party = row.text(6).map { name in
                Trace.Node(type: row.integer(7) == 1 ? Customer.type.name : Supplier.type.name, name: name)
            }
            outcome.ways.append(TraceStep.Way(unit: unit ?? 0, posting: posting, document: document, party: party))
        case 1:
            var node = Trace.Node(type: first, name: second)
            (node.word, node.item) = (row.text(5) ?? "", row.text(6) ?? "")
            outcome.parts.append(
                TraceStep.Part(unit: unit, posting: posting, node: node, whole: Int(row.integer(7) ?? 0)))
        default:
            let node = Trace.Node(
                goods: first, lot: row.text(4), Quantity(thousandths: row.integer(7) ?? 0))
            outcome.parts.append(TraceStep.Part(unit: nil, posting: posting, node: node, whole: 0))
        }
    }
}
