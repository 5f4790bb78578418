import Inventory

extension Report {
    /// The quantity that the ledger says and the number of units that have come and not gone: they are always the same.
    public static let stockCount = Report(
        "Stock Qty vs Serial No Count",
        "The quantity in each warehouse beside the number of units that came and did not leave. They are always equal; “matricule check” counts the units one by one.",
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

    /// Differences have an index, in the words of Migration0016; else items come in the order of their names.
    /// CROSS JOIN keeps SQLite from beginning elsewhere.
    private static func stockCount(_ filters: ReportFilters) -> ReportQuestion {
        let isDifferent = filters.isSet("only_differences")
        let source: SQL = isDifferent ? "balance b CROSS JOIN item i" : "item i CROSS JOIN balance b"
        let conditions: [SQL?] = [
            "i.\"id\" = b.\"item_code\"", "w.\"id\" = b.\"warehouse\"", "b.\"units\" IS NOT NULL",
            isDifferent ? "b.\"actual_qty\" <> b.\"units\" * 1000" : nil,
            filters.condition("item_code", "b.\"item_code\""), filters.condition("warehouse", "b.\"warehouse\""),
        ]
        var question = ReportQuestion(
            columns: [
                "i.\"name\"", "i.\"item_name\"", "w.\"name\"", "b.\"actual_qty\"", "b.\"units\" * 1000",
                "b.\"actual_qty\" - b.\"units\" * 1000",
            ],
            source: "\(source) CROSS JOIN warehouse w",
            conditions: conditions.compactMap(\.self),
            keys: [.init(expression: "i.\"name\"", isText: true), .init(expression: "w.\"name\"", isText: true)])
        question.isSummedOnPages = filters.has("item_code")
        return question
    }
}
