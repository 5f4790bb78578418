import Inventory

extension Report {
    /// Delivered units whose warranty ends in a period.
    public static let warrantyExpiry = expiry(
        "Serial No Warranty Expiry", "Delivered units whose warranty ends in a period.",
        Field("warranty_expiry_date", "Warranty Expiry Date", .day, .listed), ExpiringUnits.warranty,
        "u.\"status\" = 'Delivered'")

    /// Units whose service contract ends in a period.
    public static let contractExpiry = expiry(
        "Service Contract Expiry", "Units whose service contract ends in a period.",
        Field("amc_expiry_date", "AMC Expiry Date", .day, .listed), ExpiringUnits.contract, "true")

    private static func expiry(
        _ name: String, _ about: String, _ end: Field, _ expression: SQL, _ condition: SQL
    ) -> Report {
        Report(
            name, about, types: ["Serial No"],
            filters: [
                ReportFields.fromDate, ReportFields.toDate, ReportFields.item, ReportFields.customer,
                ReportFields.status,
            ],
            columns: [
                end, Field("days_left", "Days Left", .integer, .listed), ReportFields.serial, ReportFields.item,
                ReportFields.itemName, ReportFields.status, ReportFields.customer,
                Field("delivery_document_type", "Delivery Document Type", .text),
                Field("delivery_document_no", "Delivery Document No", .text, .listed),
                Field("delivery_date", "Delivery Date", .day, .listed),
            ],
            presets: {
                ["from_date": .integer(Int64($0.number)), "to_date": .integer(Int64($0.adding(days: 30).number))]
            },
            question: { filters, today in expiring(filters, today, expression, condition) })
    }

    private static func expiring(
        _ filters: ReportFilters, _ today: Day, _ end: SQL, _ condition: SQL
    ) -> ReportQuestion {
        var question = ReportQuestion(
            columns: [
                end, "\(end) - \(number: today.number)", "u.\"name\"", ReportColumns.name("u.\"item_code\"", "item"),
                ReportColumns.itemName("u.\"item_code\""), UnitPlaces.status(today),
                ReportColumns.name("u.\"customer\"", "customer"), "o.\"document_type\"", "o.\"document_no\"",
                ReportColumns.day("o.\"posted_at\""),
            ],
            source: """
                unit u LEFT JOIN movement m ON m."id" = u."way_out"
                LEFT JOIN posting o ON o."id" = m."posting" AND o."customer" IS NOT NULL
                """,
            conditions: ["\(end) IS NOT NULL", condition],
            keys: [.init(expression: end), .init(expression: "u.\"id\"")])
        question.leading = "unit u"
        question.conditions += [
            filters.integer("from_date").map { "\(end) >= \($0)" },
            filters.integer("to_date").map { "\(end) <= \($0)" },
            filters.condition("item_code", "u.\"item_code\""), filters.condition("customer", "u.\"customer\""),
            filters.text("status").map { UnitPlaces.condition(status: $0, today) },
        ].compactMap(\.self)
        return question
    }
}

/// The dates by which units need attention, as the indexes of Migration0007 have them.
enum ExpiringUnits {
    static let warranty: SQL = "coalesce(u.\"warranty_computed\", u.\"warranty_expiry_date\")"
    static let contract: SQL = "u.\"amc_expiry_date\""
    static let expiry: SQL = "coalesce(u.\"expiry_computed\", u.\"expiry_date\")"
}
