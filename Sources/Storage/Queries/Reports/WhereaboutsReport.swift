import Inventory

extension Report {
    /// Everything that was ever in a warehouse or with a customer, from when until when.
    public static let whereabouts = Report(
        "Serial No Whereabouts", "Everything that was ever in a warehouse or with a customer, from when until when.",
        types: ["Serial No"],
        filters: [
            ReportFields.fromDate, ReportFields.toDate, ReportFields.warehouse, ReportFields.customer,
            ReportFields.item, ReportFields.serial,
        ],
        columns: [
            ReportFields.serial, ReportFields.item, ReportFields.warehouse, ReportFields.customer,
            Field("since", "Since", .day, .listed), ReportFields.voucherType.unlisted, ReportFields.voucher,
            Field("until", "Until", .day, .listed), Field("left_voucher_type", "Voucher Type", .text),
            Field("left_voucher_no", "Left By", .text, .listed), Field("days", "Days", .integer, .listed),
        ],
        isNewestFirst: true, question: whereabouts)

    /// A stay begins with a movement `m` and ends with the unit's next one, `n`; movements taken back are none.
    private static func whereabouts(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let (from, until): (SQL, SQL) = (ReportColumns.day("p.\"posted_at\""), ReportColumns.day("q.\"posted_at\""))
        let columns: [SQL] = [
            ReportColumns.serial("m.\"unit\""), ReportColumns.name("m.\"item\"", "item"),
            ReportColumns.name("m.\"target\"", "warehouse"),
            "CASE WHEN m.\"target\" IS NULL THEN \(ReportColumns.name("p.\"customer\"", "customer")) END", from,
            "p.\"document_type\"", "p.\"document_no\"", until, "q.\"document_type\"", "q.\"document_no\"",
            "coalesce(\(until), \(number: today.number)) - \(from)",
        ]
        let source: SQL = """
            \(UnitPlaces.movements(filters)) LEFT JOIN movement n ON n."id" = (SELECT min(x."id") FROM movement x
            WHERE x."unit" = m."unit" AND x."id" > m."id" AND \(Books.survives("x")))
            LEFT JOIN posting q ON q."id" = n."posting"
            """
        let conditions: [SQL?] = [
            "p.\"id\" = m.\"posting\"", "(m.\"target\" IS NOT NULL OR p.\"customer\" IS NOT NULL)", Books.survives("m"),
            filters.condition("warehouse", "m.\"target\""),
            filters.condition("customer", "p.\"customer\"").map { "\($0) AND m.\"target\" IS NULL" },
            filters.condition("item_code", "m.\"item\""), filters.condition("serial_no", "m.\"unit\""),
            UnitPlaces.postings(filters, [filters.end.map { "e.\"posted_at\" < \($0)" }].compactMap(\.self)),
            filters.end.map { "p.\"posted_at\" < \($0)" },
            filters.start.map { "(q.\"id\" IS NULL OR q.\"posted_at\" >= \($0))" },
        ]
        return ReportQuestion(
            columns: columns, source: source, conditions: conditions.compactMap(\.self), keys: UnitPlaces.keys)
    }
}
