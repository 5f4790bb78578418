import Inventory

extension Report {
    /// Which assets are at which place, with all that is below a place.
    public static let assetsByLocation = Report(
        "Assets by Location", "What the company holds as fixed assets, where it is and in whose care.",
        types: ["Asset"],
        filters: [
            location, custodian, ReportFields.item, status,
            Field("with_gone", "Also sold and written off", .flag, .listed),
            Field("company", "Company", .link("Company")),
        ],
        columns: [
            location, Field("asset", "Asset", .link("Asset"), .listed),
            Field("asset_name", "Asset Name", .text, .listed), ReportFields.serial, ReportFields.item.unlisted,
            custodian, status,
            Field("purchase_date", "Purchase Date", .day, .listed),
            Field("gross_purchase_amount", "Gross Purchase Amount", .money, .listed),
        ],
        totals: ["gross_purchase_amount"], question: assets)

    private static let location = Field("location", "Location", .link("Location"), .listed)
    private static let custodian = Field("custodian", "Custodian", .link("Employee"), .listed)
    private static let status = Field(
        "asset_status", "Status",
        .choice(["Submitted", "In Maintenance", "Out of Order", "Sold", "Scrapped", "Returned"]), .listed)

    /// What was sold or written off is told only to who asks for it.
    private static func assets(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let place = ReportColumns.name("d.\"location\"", "location")
        let conditions: [SQL?] = [
            "d.\"docstatus\" = 1", filters.condition("location", "d.\"location\""),
            filters.condition("custodian", "d.\"custodian\""), filters.condition("item_code", "d.\"item_code\""),
            filters.condition("company", "d.\"company\""),
            filters.text("asset_status").map { "\(ReadModel.assetStatus) = \($0)" }
                ?? (filters.isSet("with_gone")
                    ? nil
                    : "EXISTS (SELECT 1 FROM unit u WHERE u.\"id\" = d.\"serial_no\" AND u.\"warehouse\" IS NOT NULL)"),
        ]
        return ReportQuestion(
            columns: [
                place, "d.\"name\"", "d.\"asset_name\"", ReportColumns.serial("d.\"serial_no\""),
                ReportColumns.name("d.\"item_code\"", "item"), ReportColumns.name("d.\"custodian\"", "employee"),
                ReadModel.assetStatus, "d.\"purchase_date\"", "d.\"gross_purchase_amount\"",
            ],
            source: "asset d", conditions: conditions.compactMap(\.self),
            keys: [.init(expression: "coalesce(\(place), '')", isText: true), .init(expression: "d.\"id\"")])
    }
}
