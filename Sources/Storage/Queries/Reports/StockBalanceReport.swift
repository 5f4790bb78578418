import Inventory

extension Report {
    /// How much of each item was in each warehouse at the end of a day, and what changed in the days before it.
    public static let stockBalance = Report(
        "Stock Balance", "What was in each warehouse at the end of a day, and what came in and went out before it.",
        types: ["Bin", "Stock Ledger Entry"],
        filters: [
            ReportFields.fromDate, ReportFields.toDate, ReportFields.item, ReportFields.itemGroup,
            ReportFields.warehouse, Field("show_empty", "Show Empty Places", .flag, .listed),
        ],
        columns: [
            ReportFields.item, ReportFields.itemName, ReportFields.itemGroup.unlisted, ReportFields.warehouse,
            ReportFields.stockUnit, Field("opening_qty", "Opening Qty", .quantity, .listed),
            Field("in_qty", "In Qty", .quantity, .listed), Field("out_qty", "Out Qty", .quantity, .listed),
            Field("bal_qty", "Balance Qty", .quantity, .listed), Field("bal_val", "Balance Value", .money, .listed),
            Field("val_rate", "Valuation Rate", .money, .listed),
        ],
        totals: ["bal_val"],
        presets: {
            ["from_date": .integer(Int64($0.adding(days: -30).number)), "to_date": .integer(Int64($0.number))]
        },
        question: { filters, _ in stockBalance(filters) })

    private static func stockBalance(_ filters: ReportFilters) -> ReportQuestion {
        var question = ReportQuestion(
            columns: [
                "i.\"name\"", "i.\"item_name\"", ReportColumns.name("i.\"item_group\"", "item_group"), "w.\"name\"",
                ReportColumns.name("i.\"stock_uom\"", "uom"), "x.\"opening\"", "x.\"in\"", "x.\"out\"",
                "x.\"quantity\"",
                "x.\"value\"", ReportColumns.rate("x.\"value\"", "x.\"quantity\""),
            ],
            source: """
                (\(balances(filters))) x JOIN item i ON i."id" = x."item" JOIN warehouse w ON w."id" = x."place"
                """,
            keys: [
                .init(expression: "i.\"name\"", isText: true), .init(expression: "w.\"name\"", isText: true),
            ])
        if !filters.isSet("show_empty") {
            question.conditions.append("(x.\"opening\" <> 0 OR x.\"in\" <> 0 OR x.\"out\" <> 0 OR x.\"quantity\" <> 0)")
        }
        if let group = filters.condition("item_group", "i.\"item_group\"") { question.conditions.append(group) }
        return question
    }

    /// Worked back from what is there now, so that only what changed since is read.
    private static func balances(_ filters: ReportFilters) -> SQL {
        let conditions = [
            filters.condition("item_code", "b.\"item_code\""), filters.condition("warehouse", "b.\"warehouse\""),
        ].compactMap(\.self)
        let opening: SQL = filters.start == nil ? "0" : "b.\"actual_qty\" - coalesce(s.\"since\", 0)"
        return """
            SELECT b."item_code" AS "item", b."warehouse" AS "place", \(opening) AS "opening",
                coalesce(s."in", 0) AS "in", coalesce(s."out", 0) AS "out",
                b."actual_qty" - coalesce(s."later", 0) AS "quantity",
                b."stock_value" - coalesce(s."later_value", 0) AS "value"
            FROM balance b LEFT JOIN (\(changes(filters))) s ON s."item" = b."item_code" AND s."place" = b."warehouse"
            WHERE \(conditions.isEmpty ? "true" : SQL.joined(conditions, by: " AND "))
            """
    }

    /// What changed since the first day: in all, on the days asked for by what stands today, and after them.
    private static func changes(_ filters: ReportFilters) -> SQL {
        let end = filters.end ?? Int64.max
        func sum(_ value: SQL, _ condition: SQL) -> SQL {
            "CAST(sum(CASE WHEN \(condition) THEN \(value) ELSE 0 END) AS BIGINT)"
        }
        let quantity: SQL = "e.\"actual_qty\""
        let (within, later): (SQL, SQL) = ("e.\"posted_at\" < \(end)", "e.\"posted_at\" >= \(end)")
        let conditions =
            [filters.start.map { "e.\"posted_at\" >= \($0)" }] + [
                filters.condition("item_code", "e.\"item_code\""), filters.condition("warehouse", "e.\"warehouse\""),
            ]
        return """
            SELECT e."item_code" AS "item", e."warehouse" AS "place", CAST(sum(\(quantity)) AS BIGINT) AS "since",
                \(sum(quantity, "\(within) AND \(quantity) > 0 AND \(ReportColumns.stands("p"))")) AS "in",
                -\(sum(quantity, "\(within) AND \(quantity) < 0 AND \(ReportColumns.stands("p"))")) AS "out",
                \(sum(quantity, later)) AS "later", \(sum("e.\"stock_value_difference\"", later)) AS "later_value"
            FROM stock_ledger_entry e JOIN posting p ON p."id" = e."posting"
            WHERE \(SQL.joined(["true"] + conditions.compactMap(\.self), by: " AND "))
            GROUP BY e."item_code", e."warehouse"
            """
    }
}
