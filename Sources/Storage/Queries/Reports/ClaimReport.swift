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
        totals: ["claims", "pending", "units"], pageLength: 50,
        chart: Chart(labels: ["item_code", "batch_no"], value: "rate"),
        question: { filters, _ in claims(filters) })

    /// Delivered units are counted for the rows that are shown.
    private static func claims(_ filters: ReportFilters) -> ReportQuestion {
        let isByLot = filters.isSet("by_batch") || filters.has("batch_no")
        let lot: SQL = isByLot ? "coalesce(d.\"batch_no\", 0)" : "0"
        let asked: [SQL?] = [
            "d.\"status\" <> 'Cancelled'", filters.integer("from_date").map { "d.\"complaint_date\" >= \($0)" },
            filters.integer("to_date").map { "d.\"complaint_date\" <= \($0)" },
            filters.condition("item_code", "d.\"item_code\""), filters.condition("batch_no", "d.\"batch_no\""),
        ]
        let conditions = asked.compactMap(\.self)
        let source: SQL = """
            (SELECT d."item_code" AS "item", \(lot) AS "lot", count(*) AS "claims",
                count(CASE WHEN d."status" IN ('Open', 'Work In Progress') THEN 1 END) AS "pending",
                count(DISTINCT d."serial_no") AS "units",
                count(DISTINCT CASE WHEN v."status" <> 'Delivered' THEN d."serial_no" END) AS "back"
                FROM warranty_claim d CROSS JOIN unit v
                WHERE v."id" = d."serial_no" AND \(SQL.joined(conditions, by: " AND ")) GROUP BY 1, 2) y
            JOIN item i ON i."id" = y."item" LEFT JOIN batch b ON b."id" = y."lot"
            """
        return ReportQuestion(
            columns: [
                "i.\"name\"", "i.\"item_name\"", "b.\"name\"", "y.\"claims\"", "y.\"pending\"", "y.\"units\"",
                "y.\"item\"", "y.\"back\"",
            ],
            source: source, keys: [.init(expression: "i.\"name\"", isText: true), .init(expression: "y.\"lot\"")],
            completing: { withRates($0, isByLot: isByLot) })
    }

    /// Counts the units delivered of each row of a page; the columns for them hold its item, and how many of its units
    /// are back, until then.
    ///
    /// A unit with a claim was delivered, though it may be back; of the others those count that are with customers.
    private static func withRates(_ page: SQL, isByLot: Bool) -> SQL {
        let units: SQL =
            "(SELECT count(*) FROM unit u WHERE u.\"status\" = 'Delivered' AND u.\"item_code\" = g.\"c6\""
        let count: SQL =
            isByLot
            ? """
            CASE WHEN g."k1" = 0 THEN \(units) AND u."batch_no" IS NULL) ELSE \(units) AND u."batch_no" = g."k1") END
            """ : "\(units))"
        // The rate is in percent, rounded to two decimals.
        return """
            WITH g AS (\(page)), n AS MATERIALIZED (SELECT g.*, g."c7" + \(count) AS "delivered" FROM g)
            SELECT n."c0", n."c1", n."c2", n."c3", n."c4", n."c5", n."delivered" AS "c6",
                CASE WHEN n."delivered" > 0 THEN (n."c5" * 20000 / n."delivered" + 1) / 2 * 10000 ELSE 0 END AS "c7",
                n."k0", n."k1" FROM n
            """
    }
}
