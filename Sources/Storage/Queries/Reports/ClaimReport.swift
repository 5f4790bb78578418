import Inventory

extension Report {
    /// How often units of each item, or of each lot, failed.
    public static let claims = Report(
        "Warranty Claims by Item",
        "How many units of each item or lot had a claim, over the units delivered: a fault of the series shows.",
        types: ["Warranty Claim", "Serial No"],
        filters: [
            ReportFields.fromDate, ReportFields.toDate, ReportFields.item, ReportFields.batch,
            Field("by_batch", "By Lot", .flag, .listed),
        ],
        columns: [
            ReportFields.item, ReportFields.itemName, ReportFields.batch,
            Field("claims", "Claims", .integer, .listed), Field("pending", "Pending", .integer, .listed),
            Field("units", "Units with Claims", .integer, .listed),
            Field("delivered", "Units Delivered", .integer, .listed),
            Field("rate", "Failure Rate (%)", .decimal, .listed),
        ],
        totals: ["claims", "pending", "units"], chart: Chart(labels: ["item_code", "batch_no"], value: "rate"),
        question: { filters, _ in claims(filters) })

    private static func claims(_ filters: ReportFilters) -> ReportQuestion {
        let isByLot = filters.isSet("by_batch") || filters.has("batch_no")
        let lot: SQL = isByLot ? "coalesce(d.\"batch_no\", 0)" : "0"
        let isOfLot: SQL = isByLot ? " AND coalesce(u.\"batch_no\", 0) = x.\"lot\"" : ""
        let asked: [SQL?] = [
            "d.\"status\" <> 'Cancelled'", filters.integer("from_date").map { "d.\"complaint_date\" >= \($0)" },
            filters.integer("to_date").map { "d.\"complaint_date\" <= \($0)" },
            filters.condition("item_code", "d.\"item_code\""), filters.condition("batch_no", "d.\"batch_no\""),
        ]
        let conditions = asked.compactMap(\.self)
        // A unit with a claim was delivered, though it may be back; of the others those count that are with customers.
        let source: SQL = """
            (SELECT x.*, x."back" + (SELECT count(*) FROM unit u WHERE u."status" = 'Delivered'
                AND u."item_code" = x."item"\(isOfLot)) AS "delivered" FROM
                (SELECT d."item_code" AS "item", \(lot) AS "lot", count(*) AS "claims",
                count(CASE WHEN d."status" IN ('Open', 'Work In Progress') THEN 1 END) AS "pending",
                count(DISTINCT d."serial_no") AS "units",
                count(DISTINCT CASE WHEN v."status" <> 'Delivered' THEN d."serial_no" END) AS "back"
                FROM warranty_claim d JOIN unit v ON v."id" = d."serial_no"
                WHERE \(SQL.joined(conditions, by: " AND ")) GROUP BY 1, 2) x) y
            JOIN item i ON i."id" = y."item" LEFT JOIN batch b ON b."id" = y."lot"
            """
        return ReportQuestion(
            columns: [
                "i.\"name\"", "i.\"item_name\"", "b.\"name\"", "y.\"claims\"", "y.\"pending\"", "y.\"units\"",
                "y.\"delivered\"",
                // In percent, rounded to two decimals.
                "CASE WHEN y.\"delivered\" > 0 THEN (y.\"units\" * 20000 / y.\"delivered\" + 1) / 2 * 10000 ELSE 0 END",
            ],
            source: source, keys: [.init(expression: "i.\"name\"", isText: true), .init(expression: "y.\"lot\"")])
    }
}
