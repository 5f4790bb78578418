import Inventory

extension Report {
    /// Every change of a quantity, and what there was after it.
    public static let stockLedger = Report(
        "Stock Ledger", "Every change of every quantity, and what was there after it.", types: ["Stock Ledger Entry"],
        filters: ReportFields.ledgerFilters + [ReportFields.batch],
        columns: [
            ReportFields.postingDate, ReportFields.postingTime, ReportFields.voucherType, ReportFields.voucher,
            ReportFields.item, ReportFields.warehouse, Field("actual_qty", "Qty Change", .quantity, .listed),
            Field("qty_after_transaction", "Qty After Transaction", .quantity, .listed), ReportFields.stockUnit,
            Field("incoming_rate", "Incoming Rate", .money, .listed),
            Field("stock_value_difference", "Value Change", .money, .listed),
            Field("stock_value", "Stock Value", .money, .listed), ReportFields.batch,
            Field("serial_no", "Serial No", .serials), ReportFields.company, ReportFields.isCancelled,
        ],
        isNewestFirst: true, pageLength: 90, question: { filters, _ in stockLedger(filters) })

    private static func stockLedger(_ filters: ReportFilters) -> ReportQuestion {
        let (moment, item): (SQL, SQL) = ("e.\"posted_at\"", "e.\"item_code\"")
        var question = ReportQuestion(
            columns: [
                ReportColumns.day(moment), ReportColumns.time(moment), "p.\"document_type\"", "p.\"document_no\"",
                ReportColumns.name(item, "item"), ReportColumns.name("e.\"warehouse\"", "warehouse"),
                "e.\"actual_qty\"",
                item, ReportColumns.stockUnit(item),
                "CASE WHEN e.\"actual_qty\" > 0 THEN \(ReportColumns.rate("e.\"stock_value_difference\"", "e.\"actual_qty\"")) ELSE 0 END",
                "e.\"stock_value_difference\"", "e.\"warehouse\"", ReportColumns.name("e.\"batch_no\"", "batch"),
                serials,
                ReportColumns.name("p.\"company\"", "company"),
                "CASE WHEN \(ReportColumns.stands("p")) THEN 0 ELSE 1 END",
            ],
            source: "stock_ledger_entry e CROSS JOIN posting p", conditions: ["p.\"id\" = e.\"posting\""],
            keys: [.init(expression: moment), .init(expression: "e.\"id\"")], completing: withBalances)
        question.conditions += filters.period(moment) + ReportColumns.ledger(filters, "p")
        question.conditions += [
            filters.condition("item_code", item), filters.condition("warehouse", "e.\"warehouse\""),
            filters.condition("batch_no", "e.\"batch_no\""),
            filters.condition("serial_no", "m.\"unit\"").map(entries(of:)),
            filters.text("voucher_no").map {
                "e.\"posting\" IN (SELECT v.\"id\" FROM posting v WHERE v.\"document_no\" = \($0))"
            },
        ].compactMap(\.self)
        return question
    }

    /// The entries in which a unit is counted.
    private static func entries(of unit: SQL) -> SQL {
        """
        e."id" IN (SELECT x."id" FROM movement m JOIN stock_ledger_entry x ON x."posting" = m."posting"
        AND x."line" = m."line" AND x."item_code" = m."item"
        AND x."warehouse" = CASE WHEN x."actual_qty" < 0 THEN m."source" ELSE m."target" END WHERE \(unit))
        """
    }

    /// What was left of a column of `balance` in a place after the last entry of it that is shown.
    private static func left(_ balance: String, _ change: String) -> SQL {
        """
        b.\(name: balance) - (SELECT CAST(coalesce(sum(l.\(name: change)), 0) AS BIGINT) FROM stock_ledger_entry l
        WHERE l."item_code" = q."item" AND l."warehouse" = q."place" AND l."posted_at" > q."until")
        """
    }

    /// Adds what was there after each entry, worked back from what is there now: the nearer to now, the less to read.
    ///
    /// The columns of quantity and value after the entry hold its item and its warehouse until then.
    private static func withBalances(_ page: SQL) -> SQL {
        let changed: [SQL] = [7, 11].map { "s.\(name: $0 == 7 ? "quantity" : "value") AS \(name: "c\($0)")" }
        let columns = (0..<16).map { index -> SQL in
            index == 7 ? changed[0] : index == 11 ? changed[1] : "g.\(name: "c\(index)")"
        }
        return """
            WITH g AS (\(page)),
            pairs AS (SELECT g."c7" AS "item", g."c11" AS "place", min(g."k0") AS "since", max(g."k0") AS "until" FROM g
                GROUP BY g."c7", g."c11"),
            ends AS MATERIALIZED (SELECT q.*, \(left("actual_qty", "actual_qty")) AS "quantity",
                \(left("stock_value", "stock_value_difference")) AS "value" FROM pairs q
                JOIN balance b ON b."item_code" = q."item" AND b."warehouse" = q."place"),
            s AS (SELECT e."id", q."quantity" - CAST(coalesce(sum(e."actual_qty") OVER w, 0) AS BIGINT) AS "quantity",
                q."value" - CAST(coalesce(sum(e."stock_value_difference") OVER w, 0) AS BIGINT) AS "value"
                FROM ends q JOIN stock_ledger_entry e ON e."item_code" = q."item" AND e."warehouse" = q."place"
                AND e."posted_at" BETWEEN q."since" AND q."until"
                WINDOW w AS (PARTITION BY e."item_code", e."warehouse" ORDER BY e."posted_at" DESC, e."id" DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
            SELECT \(SQL.joined(columns, by: ", ")), g."k0", g."k1" FROM g JOIN s ON s."id" = g."k1"
            """
    }

    private static let newLine = "\n"

    private static let serials: SQL = """
        (SELECT string_agg(x."name", \(newLine)) FROM (SELECT u."name" FROM movement m
        JOIN unit u ON u."id" = m."unit" WHERE m."posting" = e."posting" AND m."line" = e."line"
        AND m."item" = e."item_code" AND e."warehouse" = CASE WHEN e."actual_qty" < 0 THEN m."source"
        ELSE m."target" END ORDER BY m."id") x)
        """
}
