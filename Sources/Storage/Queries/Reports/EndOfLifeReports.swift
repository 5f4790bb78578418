import Inventory

extension Report {
    /// Units in stock whose life ends in a period, or has ended.
    public static let unitExpiry = Report(
        "Serial No Expiry", "Units in stock that expire in a period.", types: ["Serial No"],
        filters: period + [ReportFields.item, ReportFields.warehouse, ReportFields.batch],
        columns: [
            Field("expiry_date", "Expiry Date", .day, .listed), daysLeft, ReportFields.serial, ReportFields.item,
            ReportFields.itemName, ReportFields.status, ReportFields.warehouse, ReportFields.batch,
        ],
        presets: month, question: unitExpiry)

    /// Lots with something left whose life ends in a period, or has ended.
    public static let lotExpiry = Report(
        "Batch Item Expiry Status", "Lots with stock that expire in a period.", types: ["Batch"],
        filters: period + [ReportFields.item, ReportFields.batch],
        columns: [
            Field("expiry_date", "Expiry Date", .day, .listed), daysLeft, ReportFields.batch, ReportFields.item,
            ReportFields.itemName, Field("manufacturing_date", "Manufacturing Date", .day, .listed),
            Field("batch_qty", "Batch Quantity", .quantity, .listed), ReportFields.stockUnit,
            Field("blocked", "Blocked", .flag, .listed),
        ],
        presets: month, question: lotExpiry)

    private static let period = [ReportFields.fromDate, ReportFields.toDate]
    private static let daysLeft = Field("days_left", "Days Left", .integer, .listed)
    private static let month: @Sendable (Day) -> [String: Scalar] = {
        ["from_date": .integer(Int64($0.number)), "to_date": .integer(Int64($0.adding(days: 30).number))]
    }

    private static func within(_ filters: ReportFilters, _ end: SQL) -> [SQL] {
        [
            filters.integer("from_date").map { "\(end) >= \($0)" },
            filters.integer("to_date").map { "\(end) <= \($0)" },
        ].compactMap(\.self)
    }

    private static func unitExpiry(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let end = ExpiringUnits.expiry
        let conditions: [SQL?] = [
            "u.\"status\" = 'Active'", "\(end) IS NOT NULL", filters.condition("item_code", "u.\"item_code\""),
            filters.condition("warehouse", "u.\"warehouse\""), filters.condition("batch_no", "u.\"batch_no\""),
        ]
        return ReportQuestion(
            columns: [
                end, "\(end) - \(number: today.number)", "u.\"name\"", ReportColumns.name("u.\"item_code\"", "item"),
                ReportColumns.itemName("u.\"item_code\""), UnitPlaces.status(today),
                ReportColumns.name("u.\"warehouse\"", "warehouse"), ReportColumns.name("u.\"batch_no\"", "batch"),
            ],
            source: "unit u", conditions: conditions.compactMap(\.self) + within(filters, end),
            keys: [.init(expression: end), .init(expression: "u.\"id\"")])
    }

    private static func lotExpiry(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let end: SQL = "d.\"expiry_date\""
        let quantity = ReadModel.expression("batch_qty", of: Batch.type.name, today: today) ?? "0"
        let conditions: [SQL?] = [
            "\(end) IS NOT NULL", LotSQL.hasStock, filters.condition("item_code", "d.\"item\""),
            filters.condition("batch_no", "d.\"id\""),
        ]
        return ReportQuestion(
            columns: [
                end, "\(end) - \(number: today.number)", "d.\"name\"", ReportColumns.name("d.\"item\"", "item"),
                ReportColumns.itemName("d.\"item\""), "d.\"manufacturing_date\"", quantity,
                ReportColumns.stockUnit("d.\"item\""), "coalesce(d.\"blocked\", 0)",
            ],
            source: "batch d", conditions: conditions.compactMap(\.self) + within(filters, end),
            keys: [.init(expression: end), .init(expression: "d.\"id\"")])
    }
}

/// Conditions over a lot `d`.
enum LotSQL {
    /// That something of it is in a warehouse.
    static let hasStock: SQL = """
        (EXISTS (SELECT 1 FROM lot_balance l WHERE l."batch_no" = d."id" AND l."actual_qty" > 0)
        OR EXISTS (SELECT 1 FROM unit u WHERE u."batch_no" = d."id" AND u."warehouse" IS NOT NULL))
        """
}
