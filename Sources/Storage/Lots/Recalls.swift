public import Inventory

/// What a recall has come to: units, and goods without serial numbers.
public struct RecallProgress: Hashable, Sendable {
    /// The units that it concerns, products included.
    public var units = 0
    /// Those that were with customers, then or since.
    public var wanted = 0
    /// Of those, how many came back.
    public var back = 0
    /// Of those, how many a person ticked off.
    public var ticked = 0
    public var open: Int { wanted - back - ticked }
}

/// A customer who has goods of a recall.
public struct RecallCustomer: Hashable, Sendable {
    public let name: String
    public internal(set) var wanted = 0
    public internal(set) var open = 0
    /// Of goods without serial numbers, how much the customer got, how much came back since, and how much somebody
    /// ticked off by hand.
    public internal(set) var delivered = Quantity.zero
    public internal(set) var returned = Quantity.zero
    public internal(set) var ticked = Quantity.zero
    /// How much of it nobody knows the end of.
    public var left: Quantity { max(.zero, delivered - returned - ticked) }
}

/// A unit as a letter names it.
public struct RecalledUnit: Hashable, Sendable {
    public let customer: String
    public let number: String
    public let item: String
    public let lot: String
    public let note: String
    public let day: Day?
    /// Whether it was built from what is recalled.
    public let isProduct: Bool
}

extension Books {
    /// Writes down which units a recall concerns: those of its lot, those that it names, and what was built from them.
    func gather(_ recall: Recall) throws {
        let rows = Rows(.texts("key", recall.namedUnits.map(\.key)))
        let named: SQL =
            recall.serials.isEmpty
            ? "" : " UNION SELECT n.\"id\" FROM \(rows: rows) r JOIN unit n ON n.\"name_key\" = r.\"key\""
        try transaction.send(
            """
            INSERT INTO recall_unit ("recall", "unit", "is_product", "customer", "way_out")
            SELECT \(recall.head.id), u."id", 0, u."customer", u."way_out" FROM unit u
            WHERE u."id" IN (SELECT b."id" FROM unit b WHERE b."batch_no" = \(recall.batch.id)\(named))
            """)
        try transaction.send(
            """
            INSERT INTO recall_unit ("recall", "unit", "is_product", "customer", "way_out")
            SELECT \(recall.head.id), u."id", 1, u."customer", u."way_out" FROM unit u WHERE u."id" IN (\(products(of: recall)))
            AND NOT EXISTS (SELECT 1 FROM recall_unit k WHERE k."recall" = \(recall.head.id) AND k."unit" = u."id")
            """)
    }

    /// The units that were made by documents which used up recalled goods, or what was made of those, and so on.
    private func products(of recall: Recall) -> SQL {
        let transforms: SQL = """
            JOIN posting p ON p."id" = o."posting" AND p."document_type" = 'Stock Entry'
            JOIN stock_entry s ON s."id" = p."document" AND s."purpose" IN ('Manufacture', 'Repack')
            """
        return """
            WITH RECURSIVE used("posting") AS (
                SELECT o."posting" FROM (
                    SELECT m."posting" FROM recall_unit k JOIN unit u ON u."id" = k."unit" AND u."status" = 'Consumed'
                    JOIN movement m ON m."id" = u."way_out" WHERE k."recall" = \(recall.head.id)
                    UNION SELECT e."posting" FROM stock_ledger_entry e
                    JOIN item i ON i."id" = e."item_code" AND i."has_serial_no" = 0
                    JOIN posting q ON q."id" = e."posting" AND \(ReportColumns.stands("q"))
                    WHERE e."batch_no" = \(recall.batch.id) AND e."actual_qty" < 0) o \(transforms)
                UNION SELECT o."posting" FROM used r JOIN movement c ON c."posting" = r."posting" AND c."source" IS NULL
                JOIN unit u ON u."id" = c."unit" AND u."status" = 'Consumed'
                JOIN movement o ON o."id" = u."way_out" \(transforms))
            SELECT c."unit" FROM used r JOIN movement c ON c."posting" = r."posting" AND c."source" IS NULL
            WHERE \(Self.survives("c"))
            """
    }

    /// How far a recall has come.
    public func progress(of recall: Recall) throws -> RecallProgress {
        try transaction.first(
            """
            SELECT count(*), \(RecallSQL.sum(RecallSQL.wanted)), \(RecallSQL.sum(RecallSQL.back)),
                \(RecallSQL.sum(RecallSQL.ticked))
            FROM recall_unit k JOIN unit u ON u."id" = k."unit" WHERE k."recall" = \(recall.head.id)
            """
        ) { row in
            RecallProgress(
                units: Int(row.integer(0) ?? 0), wanted: Int(row.integer(1) ?? 0), back: Int(row.integer(2) ?? 0),
                ticked: Int(row.integer(3) ?? 0))
        } ?? RecallProgress()
    }

    /// How many units of a recall are where: by the states of `RecallSQL.states`, and products apart.
    public func states(of recall: Recall) throws -> [(state: String, isProduct: Bool, count: Int)] {
        try transaction.query(
            """
            SELECT \(RecallSQL.state), k."is_product", count(*) FROM recall_unit k JOIN unit u ON u."id" = k."unit"
            WHERE k."recall" = \(recall.head.id) GROUP BY 1, 2 ORDER BY 2, 1
            """
        ) { (state: $0.text(0) ?? "", isProduct: $0.integer(1) == 1, count: Int($0.integer(2) ?? 0)) }
    }

    /// The customers who have or had goods of a recall, those with the most open units first.
    public func customers(of recall: Recall) throws -> [RecallCustomer] {
        var found: [String: RecallCustomer] = [:]
        let units = try transaction.query(
            """
            SELECT c."name", count(*), \(RecallSQL.sum(RecallSQL.open))
            FROM recall_unit k JOIN unit u ON u."id" = k."unit"
            JOIN customer c ON c."id" = coalesce(u."customer", k."customer")
            WHERE k."recall" = \(recall.head.id) GROUP BY c."name"
            """
        ) { row in
            RecallCustomer(
                name: row.text(0) ?? "", wanted: Int(row.integer(1) ?? 0), open: Int(row.integer(2) ?? 0))
        }
        for customer in units { found[customer.name] = customer }
        for goods in try goods(of: recall) {
            var customer = found[goods.name] ?? goods
            (customer.delivered, customer.returned, customer.ticked) = (goods.delivered, goods.returned, goods.ticked)
            found[goods.name] = customer
        }
        return found.values.sorted { ($1.open, $1.left, $0.name) < ($0.open, $0.left, $1.name) }
    }

    /// Who got how much of a recall's lot without serial numbers, and what became of it.
    private func goods(of recall: Recall) throws -> [RecallCustomer] {
        guard !recall.batch.isEmpty else { return [] }
        return try transaction.query(
            """
            SELECT c."name", g."delivered", g."returned", g."ticked"
            FROM (\(RecallSQL.goods("d.\"id\" = \(recall.head.id)"))) g JOIN customer c ON c."id" = g."customer"
            """
        ) { row in
            var customer = RecallCustomer(name: row.text(0) ?? "")
            customer.delivered = Quantity(thousandths: row.integer(1) ?? 0)
            customer.returned = Quantity(thousandths: row.integer(2) ?? 0)
            customer.ticked = Quantity(thousandths: row.integer(3) ?? 0)
            return customer
        }.filter { $0.delivered > .zero }
    }

    /// The units of a recall that are with customers and still open, by customer and number.
    public func openUnits(of recall: Recall) throws -> [RecalledUnit] {
        try transaction.query(
            """
            SELECT c."name", u."name", i."name", b."name", p."document_no", p."posted_at", k."is_product"
            FROM recall_unit k JOIN unit u ON u."id" = k."unit" JOIN customer c ON c."id" = u."customer"
            JOIN item i ON i."id" = u."item_code" LEFT JOIN batch b ON b."id" = u."batch_no"
            LEFT JOIN movement m ON m."id" = u."way_out" LEFT JOIN posting p ON p."id" = m."posting"
            WHERE k."recall" = \(recall.head.id) AND \(RecallSQL.open) ORDER BY c."name", u."name"
            """
        ) { row in
            RecalledUnit(
                customer: row.text(0) ?? "", number: row.text(1) ?? "", item: row.text(2) ?? "",
                lot: row.text(3) ?? "", note: row.text(4) ?? "",
                day: row.integer(5).map { PostingTime(milliseconds: $0).day }, isProduct: row.integer(6) == 1)
        }
    }

    /// Ticks off units that did not come back by a return, or takes the tick off again.
    ///
    /// - Parameter outcome: what became of them; nil where that is not known any more.
    /// - Throws: `Refusal` for a recall that is not open, and with every number that is not among its units.
    public func tick(
        _ numbers: [SerialNumber], in name: String, as outcome: RecallOutcome?, note: String
    ) throws {
        let recall = try openRecall(name)
        guard !numbers.isEmpty else { throw Refusal(.required, field: "serial_no") }
        guard numbers.count <= unitLimit else { throw Refusal(.tooManyUnits(limit: unitLimit), field: "serial_no") }
        let rows = Rows(.texts("key", Array(Set(numbers.map(\.key)))))
        let among: SQL = """
            SELECT u."id" FROM \(rows: rows) r JOIN unit u ON u."name_key" = r."key"
            """
        let known = Set(
            try transaction.query(
                """
                SELECT u."name_key" FROM recall_unit k JOIN unit u ON u."id" = k."unit"
                WHERE k."recall" = \(recall.head.id) AND k."unit" IN (\(among))
                """
            ) { $0.text(0) ?? "" })
        let strangers = numbers.filter { !known.contains($0.key) }.prefix(100)
        if !strangers.isEmpty {
            throw Refusal(
                strangers.map { Offence(.notInOriginal(document: name), serial: $0.text, field: "serial_no") })
        }
        let text = outcome == nil || note.isEmpty ? nil : String(note.prefix(500))
        try transaction.send(
            """
            UPDATE recall_unit SET "outcome" = \(outcome?.rawValue), "note" = \(text),
                "ticked_by" = \(outcome == nil ? nil : author.id),
                "ticked_at" = \(outcome == nil ? nil : clock.now.milliseconds)
            WHERE "recall" = \(recall.head.id) AND "unit" IN (\(among))
            """)
        let told = JSON.array([
            .null, .string("\(outcome?.rawValue ?? ""): \(numbers.map(\.text).joined(separator: ", ").prefix(2000))"),
        ])
        try audit(Recall.type, key: recall.head.id, name: name, action: "update", [JSON.Member("outcome", told)])
    }

    /// The recalls that are about a lot, the latest first.
    public func recalls(ofLot lot: String) throws -> [(name: String, state: DocumentState, isClosed: Bool)] {
        try transaction.query(
            """
            SELECT r."name", r."docstatus", coalesce(r."closed", 0) FROM recall r JOIN batch b ON b."id" = r."batch_no"
            WHERE b."name" = \(lot) ORDER BY r."id" DESC LIMIT 20
            """
        ) { row in
            (
                name: row.text(0) ?? "", state: DocumentState(rawValue: Int(row.integer(1) ?? 0)) ?? .draft,
                isClosed: row.integer(2) == 1
            )
        }
    }
}

/// What a recalled unit `u` of the row `k` of `recall_unit` has come to.
enum RecallSQL {
    static let wanted: SQL = "(k.\"customer\" IS NOT NULL OR u.\"status\" = 'Delivered')"
    static let ticked: SQL = "(\(wanted) AND k.\"outcome\" IS NOT NULL)"
    static let back: SQL = "(k.\"customer\" IS NOT NULL AND u.\"status\" <> 'Delivered' AND k.\"outcome\" IS NULL)"
    static let open: SQL = "(u.\"status\" = 'Delivered' AND k.\"outcome\" IS NULL)"

    static func sum(_ condition: SQL) -> SQL {
        "CAST(coalesce(sum(CASE WHEN \(condition) THEN 1 ELSE 0 END), 0) AS BIGINT)"
    }

    /// What people tick off, what the ledger says, and `With Customer` and `Came Back` in between.
    static let state: SQL = """
        CASE WHEN k."outcome" IS NOT NULL THEN k."outcome" WHEN \(open) THEN 'With Customer' WHEN \(back) THEN 'Came Back'
        ELSE u."status" END
        """
}

extension Recall {
    /// The states of units in a recall: what a person ticked off, or where the unit is.
    public static let states =
        ["With Customer", "Came Back"] + RecallOutcome.allCases.map(\.rawValue)
        + [UnitStatus.active, .consumed, .returned, .inactive].map(\.rawValue)
}
