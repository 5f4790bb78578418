public import Inventory

/// Goods of a recalled lot without serial numbers, as a document moved them to a customer or back.
public struct RecalledGoods: Hashable, Sendable {
    public let customer: String
    public let documentType: String
    public let document: String
    public let day: Day
    /// What the customer got; negative for what came back.
    public let quantity: Quantity
}

/// A quantity of recalled goods that somebody ticked off by hand.
public struct RecallTick: Sendable {
    /// The key of its row.
    public let key: Int64
    public let customer: String
    public let quantity: Quantity
    public let outcome: GoodsOutcome
    public let note: String
    public let author: String
    public let at: Instant
    /// Who took the tick back; empty while it stands.
    public let withdrawnBy: String
}

extension Books {
    /// The documents that moved goods of the recall's lot to customers or back, by customer and time.
    public func goodsDocuments(of recall: Recall, limit: Int) throws -> [RecalledGoods] {
        guard let lot = recall.batch.id else { return [] }
        return try transaction.query(
            """
            SELECT c."name", p."document_type", p."document_no", p."posted_at", CAST(-sum(e."actual_qty") AS BIGINT)
            FROM \(RecallSQL.goodsLedger) JOIN customer c ON c."id" = p."customer" WHERE e."batch_no" = \(lot)
            GROUP BY c."name", p."id", p."document_type", p."document_no", p."posted_at"
            ORDER BY c."name", p."posted_at", p."id" LIMIT \(limit)
            """
        ) { row in
            RecalledGoods(
                customer: row.text(0) ?? "", documentType: row.text(1) ?? "", document: row.text(2) ?? "",
                day: PostingTime(milliseconds: row.integer(3) ?? 0).day,
                quantity: Quantity(thousandths: row.integer(4) ?? 0))
        }
    }

    /// What was ticked off of goods, the latest first.
    public func goodsTicks(of recall: Recall, limit: Int) throws -> [RecallTick] {
        try transaction.query(
            """
            SELECT g."id", c."name", g."quantity", g."outcome", g."note", a."name", g."ticked_at", w."name"
            FROM recall_goods g JOIN customer c ON c."id" = g."customer" JOIN account a ON a."id" = g."ticked_by"
            LEFT JOIN account w ON w."id" = g."withdrawn_by"
            WHERE g."recall" = \(recall.head.id) ORDER BY g."id" DESC LIMIT \(limit)
            """
        ) { row in
            RecallTick(
                key: row.integer(0) ?? 0, customer: row.text(1) ?? "",
                quantity: Quantity(thousandths: row.integer(2) ?? 0),
                outcome: row.text(3).flatMap(GoodsOutcome.init(rawValue:)) ?? .cameBack, note: row.text(4) ?? "",
                author: row.text(5) ?? "", at: Instant(milliseconds: row.integer(6) ?? 0),
                withdrawnBy: row.text(7) ?? "")
        }
    }

    /// Ticks off a quantity of a customer's goods that did not come back by a return.
    ///
    /// - Throws: `Refusal` for a recall that is not open, and for more than the customer still has of it.
    public func tickGoods(
        of customer: String, _ quantity: Quantity, in name: String, as outcome: GoodsOutcome, note: String
    ) throws {
        let recall = try openRecall(name)
        guard quantity > .zero else { throw Refusal(.quantityNotPositive, field: "qty") }
        let holder = try find(Customer.self, customer)
        let left = try customers(of: recall).first { $0.name == holder.head.name }?.left ?? .zero
        if let unit = try wholeUnit(of: recall), !quantity.isWhole {
            throw Refusal(.mustBeWhole(quantity: quantity, unit: unit), field: "qty")
        }
        guard quantity <= left else {
            throw Refusal(.moreThanLeft(customer: holder.head.name, left: left), field: "qty")
        }
        try transaction.send(
            """
            INSERT INTO recall_goods ("id", "recall", "customer", "quantity", "outcome", "note", "ticked_by", "ticked_at")
            VALUES (\(try transaction.reserveKeys(1, in: "recall_goods")[0]), \(recall.head.id), \(holder.head.id),
                \(quantity.thousandths), \(outcome.rawValue), \(note.isEmpty ? nil : String(note.prefix(500))),
                \(author.id), \(clock.now.milliseconds))
            """)
        try tell(recall, .null, .string("\(outcome.rawValue): \(quantity) – \(holder.head.name)"))
    }

    /// Takes a tick of goods back; who ticked and who took it back are kept.
    ///
    /// - Throws: `Refusal` for a recall that is not open, and for a tick that it does not have or that was taken back.
    public func withdrawTick(_ key: Int64, in name: String) throws {
        let recall = try openRecall(name)
        let told = try transaction.first(
            """
            SELECT g."outcome", g."quantity", c."name" FROM recall_goods g JOIN customer c ON c."id" = g."customer"
            WHERE g."id" = \(key) AND g."recall" = \(recall.head.id) AND g."withdrawn_at" IS NULL
            """
        ) { "\($0.text(0) ?? ""): \(Quantity(thousandths: $0.integer(1) ?? 0)) – \($0.text(2) ?? "")" }
        guard let told else { throw Refusal(.notFound(type: Recall.type.name, name: "\(name) \(key)")) }
        try transaction.send(
            """
            UPDATE recall_goods SET "withdrawn_by" = \(author.id), "withdrawn_at" = \(clock.now.milliseconds)
            WHERE "id" = \(key)
            """)
        try tell(recall, .string(told), .null)
    }

    /// A recall in which things are ticked off, held until the transaction ends.
    func openRecall(_ name: String) throws -> Recall {
        let recall = try find(Recall.self, name)
        try lock(Recall.type.table, where: "d.\"id\" = \(recall.head.id)")
        guard recall.head.state == .submitted else { throw Refusal(.notSubmitted) }
        guard !recall.isClosed else { throw Refusal(.recallClosed(name)) }
        return recall
    }

    private func tell(_ recall: Recall, _ was: JSON, _ now: JSON) throws {
        let changes = [JSON.Member("outcome", .array([was, now]))]
        try audit(Recall.type, key: recall.head.id, name: recall.head.name, action: "update", changes)
    }

    /// The unit of measure of the lot's item, where only whole numbers of it are counted.
    private func wholeUnit(of recall: Recall) throws -> String? {
        try transaction.first(
            """
            SELECT x."name" FROM batch b JOIN item i ON i."id" = b."item" JOIN uom x ON x."id" = i."stock_uom"
            WHERE b."id" = \(recall.batch.id) AND x."must_be_whole_number" = 1
            """
        ) { $0.text(0) ?? "" }
    }
}

extension RecallSQL {
    /// Entries `e` of goods without serial numbers, in postings `p` that stand and have a customer.
    static let goodsLedger: SQL = """
        stock_ledger_entry e JOIN item i ON i."id" = e."item_code" AND i."has_serial_no" = 0
        JOIN posting p ON p."id" = e."posting" AND p."customer" IS NOT NULL AND \(ReportColumns.stands("p"))
        """

    /// What each customer got of the recalls `d` that meet a condition, what came back since each was opened, and what
    /// was ticked off: `recall`, `customer`, `delivered`, `returned`, `ticked`.
    static func goods(_ condition: SQL) -> SQL {
        let returned: SQL = "e.\"actual_qty\" > 0 AND p.\"created_at\" >= d.\"creation\""
        func sum(_ column: String) -> SQL { "CAST(sum(y.\(name: column)) AS BIGINT) AS \(name: column)" }
        return """
            SELECT y."recall", y."customer", \(sum("delivered")), \(sum("returned")), \(sum("ticked")) FROM (
                SELECT d."id" AS "recall", p."customer", CASE WHEN \(returned) THEN 0 ELSE -e."actual_qty" END AS "delivered",
                    CASE WHEN \(returned) THEN e."actual_qty" ELSE 0 END AS "returned", 0 AS "ticked"
                FROM recall d CROSS JOIN \(goodsLedger) WHERE e."batch_no" = d."batch_no" AND \(condition)
                UNION ALL SELECT d."id", t."customer", 0, 0, t."quantity" FROM recall d
                JOIN recall_goods t ON t."recall" = d."id" AND t."withdrawn_at" IS NULL WHERE \(condition)) y
            GROUP BY y."recall", y."customer"
            """
    }
}
