import Inventory

extension Report {
    /// The quantity that the ledger says and the number of units that are there: they are always the same.
    public static let stockCount = Report(
        "Stock Qty vs Serial No Count",
        "The quantity in each warehouse beside the number of units that are there. They are always equal.",
        types: ["Bin", "Serial No"],
        filters: [
            ReportFields.item, ReportFields.warehouse,
            Field("only_differences", "Only Differences", .flag, .listed),
        ],
        columns: [
            ReportFields.item, ReportFields.itemName, ReportFields.warehouse,
            Field("stock_qty", "Stock Qty", .quantity, .listed),
            Field("serial_no_count", "Serial No Count", .quantity, .listed),
            Field("difference", "Difference", .quantity, .listed),
        ],
        totals: ["stock_qty", "serial_no_count", "difference"], question: { filters, _ in stockCount(filters) })

    private static func stockCount(_ filters: ReportFilters) -> ReportQuestion {
        func asked(_ table: String) -> SQL {
            let conditions = [
                filters.condition("item_code", "\(name: table).\"item_code\""),
                filters.condition("warehouse", "\(name: table).\"warehouse\""),
            ].compactMap(\.self)
            return conditions.isEmpty ? "true" : SQL.joined(conditions, by: " AND ")
        }
        // Of units, only warehouses that hold some are counted: those without a place are nowhere.
        let source: SQL = """
            (SELECT y."item", y."place", CAST(sum(y."quantity") AS BIGINT) AS "quantity",
                CAST(sum(y."units") AS BIGINT) AS "units" FROM
                (SELECT b."item_code" AS "item", b."warehouse" AS "place", b."actual_qty" AS "quantity", 0 AS "units"
                FROM balance b WHERE \(asked("b")) UNION ALL SELECT u."item_code", u."warehouse", 0, count(*) * 1000
                FROM unit u WHERE u."warehouse" IS NOT NULL AND \(asked("u")) GROUP BY u."item_code", u."warehouse") y
                GROUP BY y."item", y."place") x
            JOIN item i ON i."id" = x."item" JOIN warehouse w ON w."id" = x."place"
            """
        var question = ReportQuestion(
            columns: [
                "i.\"name\"", "i.\"item_name\"", "w.\"name\"", "x.\"quantity\"", "x.\"units\"",
                "x.\"quantity\" - x.\"units\"",
            ],
            source: source, conditions: ["(i.\"has_serial_no\" = 1 OR x.\"units\" <> 0)"],
            keys: [.init(expression: "i.\"name\"", isText: true), .init(expression: "w.\"name\"", isText: true)])
        if filters.isSet("only_differences") { question.conditions.append("x.\"quantity\" <> x.\"units\"") }
        return question
    }
}
