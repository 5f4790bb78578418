import Inventory

extension Report {
    /// Every way of every unit, in and out of each warehouse.
    public static let serialLedger = Report(
        "Serial No Ledger", "Every unit that came into a warehouse or left it, by document.",
        types: ["Serial No", "Stock Ledger Entry"], filters: ReportFields.ledgerFilters,
        columns: [
            ReportFields.postingDate, ReportFields.postingTime, ReportFields.voucherType, ReportFields.voucher,
            ReportFields.serial, ReportFields.item, ReportFields.warehouse,
            Field("actual_qty", "Qty Change", .quantity, .listed), ReportFields.party, ReportFields.batch,
            Field("incoming_rate", "Incoming Rate", .money), ReportFields.stockUnit.unlisted, ReportFields.company,
            ReportFields.isCancelled,
        ],
        isNewestFirst: true, question: { filters, _ in serialLedger(filters) })

    /// A movement that leaves one warehouse and comes into another is two rows: `s` says which.
    private static func serialLedger(_ filters: ReportFilters) -> ReportQuestion {
        let place: SQL = "CASE WHEN s.\"sign\" = 1 THEN m.\"target\" ELSE m.\"source\" END"
        let moment: SQL = "p.\"posted_at\""
        var question = ReportQuestion(
            columns: [
                ReportColumns.day(moment), ReportColumns.time(moment), "p.\"document_type\"", "p.\"document_no\"",
                ReportColumns.serial("m.\"unit\""), ReportColumns.name("m.\"item\"", "item"),
                ReportColumns.name(place, "warehouse"), "s.\"sign\" * 1000", ReportColumns.party("p"),
                ReportColumns.name("m.\"batch\"", "batch"), "m.\"rate\"", ReportColumns.stockUnit("m.\"item\""),
                ReportColumns.name("p.\"company\"", "company"),
                "CASE WHEN \(ReportColumns.stands("p")) THEN 0 ELSE 1 END",
            ],
            source:
                "\(UnitPlaces.movements(filters)) CROSS JOIN (SELECT -1 AS \"sign\" UNION ALL SELECT 1 AS \"sign\") s",
            conditions: ["m.\"posting\" = p.\"id\"", "\(place) IS NOT NULL"],
            keys: UnitPlaces.keys + [.init(expression: "s.\"sign\"")])
        question.conditions += filters.period(moment) + ReportColumns.ledger(filters, "p")
        question.conditions += [
            filters.condition("serial_no", "m.\"unit\""), filters.condition("item_code", "m.\"item\""),
            filters.condition("warehouse", place), UnitPlaces.postings(filters, filters.period("e.\"posted_at\"")),
        ].compactMap(\.self)
        return question
    }
}

extension Field {
    /// The field where it does not stand on the page.
    var unlisted: Field { Field(name, label, kind, traits.subtracting(.listed)) }
}
