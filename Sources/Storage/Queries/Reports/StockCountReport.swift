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

    /// Units are counted for the places that are shown, each by an index; of all places only for a file, and where
    /// differences or the places of one item are asked for.
    private static func stockCount(_ filters: ReportFilters) -> ReportQuestion {
        let units: SQL = """
            (SELECT count(*) * 1000 FROM unit u WHERE u."item_code" = x."item" AND u."warehouse" = x."place")
            """
        var question = ReportQuestion(
            columns: ["i.\"name\"", "i.\"item_name\"", "w.\"name\"", "x.\"quantity\"", "x.\"item\"", "x.\"place\""],
            source: "(\(places)) x JOIN item i ON i.\"id\" = x.\"item\" JOIN warehouse w ON w.\"id\" = x.\"place\"",
            conditions: ["(i.\"has_serial_no\" = 1 OR \(units) <> 0)"],
            keys: [.init(expression: "i.\"name\"", isText: true), .init(expression: "w.\"name\"", isText: true)],
            completing: withUnits)
        question.whole = [4: units, 5: "x.\"quantity\" - \(units)"]
        question.isSummedOnPages = filters.has("item_code")
        if filters.isSet("only_differences") { question.conditions.append("x.\"quantity\" <> \(units)") }
        question.conditions += [
            filters.condition("item_code", "x.\"item\""), filters.condition("warehouse", "x.\"place\""),
        ].compactMap(\.self)
        return question
    }

    /// The places where the books say that something is, and those where units are: of each item the warehouses of its
    /// units, from one to the next by the index.
    private static let places: SQL = """
        WITH RECURSIVE stand("item", "place") AS (
            SELECT o."id", (SELECT min(u."warehouse") FROM unit u WHERE u."item_code" = o."id") FROM item o
            UNION ALL SELECT t."item", (SELECT min(u."warehouse") FROM unit u WHERE u."item_code" = t."item"
                AND u."warehouse" > t."place") FROM stand t WHERE t."place" IS NOT NULL)
        SELECT b."item_code" AS "item", b."warehouse" AS "place", b."actual_qty" AS "quantity" FROM balance b
        UNION ALL SELECT t."item", t."place", 0 FROM stand t WHERE t."place" IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM balance b WHERE b."item_code" = t."item" AND b."warehouse" = t."place")
        """

    /// Counts the units of each place of a page; the columns for them hold its item and its warehouse until then.
    private static func withUnits(_ page: SQL) -> SQL {
        """
        WITH g AS (\(page)), n AS MATERIALIZED (SELECT g.*, (SELECT count(*) * 1000 FROM unit u
            WHERE u."item_code" = g."c4" AND u."warehouse" = g."c5") AS "units" FROM g)
        SELECT n."c0", n."c1", n."c2", n."c3", n."units" AS "c4", n."c3" - n."units" AS "c5", n."k0", n."k1" FROM n
        """
    }
}
