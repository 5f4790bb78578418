import Inventory

extension Report {
    /// Every unit of a recall: who has it, and what came back.
    public static let recalledUnits = Report(
        "Recalled Units", "Every unit of a recall: who has it, and what came back.", types: ["Recall", "Serial No"],
        filters: [recall, ReportFields.customer, recallState, ReportFields.item, ReportFields.batch],
        columns: [
            recall.unlisted, recallState, ReportFields.serial, ReportFields.item, ReportFields.batch,
            Field("is_product", "Built from it", .flag, .listed), ReportFields.customer, ReportFields.warehouse,
            Field("delivery_document_type", "Delivery Document Type", .text),
            Field("delivery_document_no", "Delivery Document No", .text, .listed),
            Field("delivery_date", "Delivery Date", .day, .listed), Field("note", "Note", .text, .listed),
            Field("ticked_by", "Ticked off by", .text, .listed), Field("ticked_on", "Ticked off on", .day),
        ],
        question: recalledUnits)

    /// How far each recall has come.
    public static let recallProgress = Report(
        "Recall Progress", "How far each recall has come: what is with customers, and what came back.",
        types: ["Recall"],
        filters: [ReportFields.fromDate, ReportFields.toDate, ReportFields.item, ReportFields.batch],
        columns: [
            recall, ReportFields.postingDate, ReportFields.item, ReportFields.batch,
            Field("reason", "Reason", .text, .listed),
            Field("units", "Units", .integer, .listed), Field("wanted", "To come back", .integer, .listed),
            Field("came_back", "Came Back", .integer, .listed), Field("ticked", "Ticked off", .integer, .listed),
            Field("open_units", "With Customer", .integer, .listed),
            Field("goods_delivered", "Delivered Qty", .quantity), Field("goods_returned", "Returned Qty", .quantity),
            Field("goods_ticked", "Qty ticked off", .quantity, .listed),
            Field("goods_open", "Qty with customers", .quantity, .listed), Field("closed", "Recall closed", .flag, .listed),
            Field("owner", "Opened by", .text), Field("closed_by", "Closed by", .text),
        ],
        isNewestFirst: true, question: recallProgress)

    private static let recall = Field("recall", "Recall", .link("Recall"), .listed)
    private static let recallState = Field("state", "State", .choice(Recall.states), .listed)

    private static func recalledUnits(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let conditions: [SQL?] = [
            "(SELECT d.\"docstatus\" FROM recall d WHERE d.\"id\" = k.\"recall\") = 1",
            filters.condition("recall", "k.\"recall\""), filters.condition("item_code", "u.\"item_code\""),
            filters.condition("batch_no", "u.\"batch_no\""),
            filters.condition("customer", "coalesce(u.\"customer\", k.\"customer\")"),
            filters.text("state").map { "\(RecallSQL.state) = \($0)" },
        ]
        return ReportQuestion(
            columns: [
                ReportColumns.name("k.\"recall\"", "recall"), RecallSQL.state, "u.\"name\"",
                ReportColumns.name("u.\"item_code\"", "item"), ReportColumns.name("u.\"batch_no\"", "batch"),
                "k.\"is_product\"", ReportColumns.name("coalesce(u.\"customer\", k.\"customer\")", "customer"),
                ReportColumns.name("u.\"warehouse\"", "warehouse"), "p.\"document_type\"", "p.\"document_no\"",
                ReportColumns.day("p.\"posted_at\""), "k.\"note\"", ReportColumns.name("k.\"ticked_by\"", "account"),
                ReportColumns.day("k.\"ticked_at\""),
            ],
            source: """
                recall_unit k JOIN unit u ON u."id" = k."unit"
                LEFT JOIN movement m ON m."id" = coalesce(u."way_out", k."way_out")
                LEFT JOIN posting p ON p."id" = m."posting" AND p."customer" IS NOT NULL
                """,
            conditions: conditions.compactMap(\.self),
            keys: [.init(expression: "k.\"recall\""), .init(expression: "u.\"id\"")])
    }

    /// The goods of all recalls over all customers; of whom more came back than was ticked off, nothing is missing.
    private static var goodsProgress: SQL {
        func sum(_ amount: SQL) -> SQL { "CAST(sum(\(amount)) AS BIGINT)" }
        let left: SQL = "x.\"delivered\" - x.\"returned\" - x.\"ticked\""
        return """
            SELECT x."recall", \(sum("x.\"delivered\"")) AS "delivered", \(sum("x.\"returned\"")) AS "returned",
                \(sum("x.\"ticked\"")) AS "ticked", \(sum("CASE WHEN \(left) > 0 THEN \(left) ELSE 0 END")) AS "open"
            FROM (\(RecallSQL.goods("d.\"docstatus\" = 1"))) x WHERE x."delivered" > 0 GROUP BY x."recall"
            """
    }

    private static func recallProgress(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let item: SQL = "(SELECT b.\"item\" FROM batch b WHERE b.\"id\" = d.\"batch_no\")"
        let conditions: [SQL?] = [
            "d.\"docstatus\" = 1", filters.condition("item_code", item),
            filters.condition("batch_no", "d.\"batch_no\""),
            filters.integer("from_date").map { "d.\"posting_date\" >= \($0)" },
            filters.integer("to_date").map { "d.\"posting_date\" <= \($0)" },
        ]
        return ReportQuestion(
            columns: [
                "d.\"name\"", "d.\"posting_date\"", ReportColumns.name(item, "item"),
                ReportColumns.name("d.\"batch_no\"", "batch"), "d.\"reason\"",
                "coalesce(s.\"units\", 0)", "coalesce(s.\"wanted\", 0)", "coalesce(s.\"back\", 0)",
                "coalesce(s.\"ticked\", 0)", "coalesce(s.\"wanted\" - s.\"back\" - s.\"ticked\", 0)",
                "coalesce(g.\"delivered\", 0)", "coalesce(g.\"returned\", 0)", "coalesce(g.\"ticked\", 0)",
                "coalesce(g.\"open\", 0)", "d.\"closed\"",
                ReportColumns.name("d.\"owner\"", "account"), "d.\"closed_by\"",
            ],
            source: """
                recall d LEFT JOIN (SELECT k."recall", count(*) AS "units", \(RecallSQL.sum(RecallSQL.wanted)) AS "wanted",
                    \(RecallSQL.sum(RecallSQL.back)) AS "back", \(RecallSQL.sum(RecallSQL.ticked)) AS "ticked"
                    FROM recall_unit k JOIN unit u ON u."id" = k."unit" GROUP BY k."recall") s ON s."recall" = d."id"
                LEFT JOIN (\(goodsProgress)) g ON g."recall" = d."id"
                """,
            conditions: conditions.compactMap(\.self), keys: [.init(expression: "d.\"id\"")])
    }
}
