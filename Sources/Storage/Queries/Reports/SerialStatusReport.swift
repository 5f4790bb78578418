import Inventory

extension Report {
    /// What each unit is and where: now, or at the end of a day.
    public static let serialStatus = Report(
        "Serial No Status", "What each unit is and where, now or at the end of a day.", types: ["Serial No"],
        filters: [
            Field("date", "On Date", .day, .listed), ReportFields.status, ReportFields.item, ReportFields.warehouse,
            ReportFields.customer, ReportFields.supplier, ReportFields.batch,
        ],
        columns: [
            ReportFields.serial, ReportFields.item, ReportFields.itemName, ReportFields.status, ReportFields.warehouse,
            ReportFields.customer, ReportFields.supplier.unlisted, ReportFields.batch,
            Field("since", "Since", .day, .listed), ReportFields.voucherType.unlisted, ReportFields.voucher,
        ],
        isNewestFirst: true,
        question: { filters, today in
            filters.integer("date").map { statusThen(filters, Day(number: Int($0))) } ?? statusNow(filters, today)
        })

    private static func statusNow(_ filters: ReportFilters, _ today: Day) -> ReportQuestion {
        let columns: [SQL] = [
            "u.\"name\"", ReportColumns.name("u.\"item_code\"", "item"), ReportColumns.itemName("u.\"item_code\""),
            UnitPlaces.status(today), ReportColumns.name("u.\"warehouse\"", "warehouse"),
            ReportColumns.name("u.\"customer\"", "customer"), ReportColumns.name("u.\"supplier\"", "supplier"),
            ReportColumns.name("u.\"batch_no\"", "batch"), ReportColumns.day("u.\"moved_at\""), "p.\"document_type\"",
            "p.\"document_no\"",
        ]
        let last: SQL = """
            (SELECT max(x."id") FROM movement x WHERE x."unit" = u."id" AND \(Books.survives("x")))
            """
        let conditions = [
            filters.condition("item_code", "u.\"item_code\""), filters.condition("warehouse", "u.\"warehouse\""),
            filters.condition("customer", "u.\"customer\""), filters.condition("supplier", "u.\"supplier\""),
            filters.condition("batch_no", "u.\"batch_no\""),
            filters.text("status").map { UnitPlaces.condition(status: $0, today) },
        ]
        var question = ReportQuestion(
            columns: columns,
            source: "unit u LEFT JOIN movement m ON m.\"id\" = \(last) LEFT JOIN posting p ON p.\"id\" = m.\"posting\"",
            conditions: conditions.compactMap(\.self),
            keys: filters.text("status") == "Expired"
                ? [.init(expression: ExpiringUnits.expiry), .init(expression: "u.\"id\"")]
                : [.init(expression: "u.\"id\"")])
        question.leading = "unit u"
        question.isLed = ["item_code", "customer", "batch_no"].contains(where: filters.has)
        return question
    }

    /// The last movement of each unit until then, which had not been taken back until today.
    private static func statusThen(_ filters: ReportFilters, _ day: Day) -> ReportQuestion {
        let end = Int64(day.number + 1) * Int64(ReportFilters.day)
        let status = UnitPlaces.status(after: "m", "p", "u", day)
        let isGone: SQL = "m.\"target\" IS NULL"
        let columns: [SQL] = [
            "u.\"name\"", ReportColumns.name("m.\"item\"", "item"), ReportColumns.itemName("m.\"item\""), status,
            ReportColumns.name("m.\"target\"", "warehouse"),
            "CASE WHEN \(isGone) THEN \(ReportColumns.name("p.\"customer\"", "customer")) END",
            ReportColumns.name("u.\"supplier\"", "supplier"),
            "coalesce(\(ReportColumns.name("m.\"batch\"", "batch")), \(ReportColumns.name("u.\"batch_no\"", "batch")))",
            ReportColumns.day("p.\"posted_at\""), "p.\"document_type\"", "p.\"document_no\"",
        ]
        let conditions: [SQL?] = [
            "p.\"id\" = m.\"posting\"", "u.\"id\" = m.\"unit\"", "p.\"posted_at\" < \(end)",
            """
            m."id" = (SELECT max(n."id") FROM movement n JOIN posting q ON q."id" = n."posting"
            WHERE n."unit" = m."unit" AND q."posted_at" < \(end) AND \(Books.survives("n")))
            """,
            UnitPlaces.postings(filters, ["e.\"posted_at\" < \(end)"]),
            filters.condition("item_code", "m.\"item\""), filters.condition("warehouse", "m.\"target\""),
            filters.condition("customer", "p.\"customer\"").map { "\($0) AND \(isGone)" },
            filters.condition("supplier", "u.\"supplier\""), filters.condition("batch_no", "u.\"batch_no\""),
            filters.text("status").map { "\(status) = \($0)" },
        ]
        return ReportQuestion(
            columns: columns, source: UnitPlaces.movements(filters) + " CROSS JOIN unit u",
            conditions: conditions.compactMap(\.self), keys: UnitPlaces.keys)
    }
}

/// Where units are and were, as several reports ask it.
enum UnitPlaces {
    /// The status of the unit `u` today.
    static func status(_ today: Day) -> SQL {
        """
        CASE WHEN u."status" = 'Active' AND \(ExpiringUnits.expiry) < \(number: today.number) THEN 'Expired'
        ELSE u."status" END
        """
    }

    /// That a unit has one of the states that few units have, as their index says it; nil for other states.
    static func rare(_ status: String, of unit: String) -> SQL? {
        switch UnitStatus(rawValue: status) {
        case .inactive: "\(name: unit).\"status\" = 'Inactive'"
        case .consumed: "\(name: unit).\"status\" = 'Consumed'"
        case .returned: "\(name: unit).\"status\" = 'Returned'"
        default: nil
        }
    }

    /// That a unit has this status today; for one that few have so that an index serves.
    static func condition(status: String, _ today: Day, of unit: String = "u") -> SQL {
        let expiry: SQL = "coalesce(\(name: unit).\"expiry_computed\", \(name: unit).\"expiry_date\")"
        let column: SQL = "\(name: unit).\"status\""
        switch status {
        case "Expired":
            return "(\(column) = 'Active' AND \(expiry) IS NOT NULL AND \(expiry) < \(number: today.number))"
        case "Active":
            return "(\(column) = 'Active' AND (\(expiry) IS NULL OR \(expiry) >= \(number: today.number)))"
        default: return rare(status, of: unit) ?? "\(column) = \(status)"
        }
    }

    /// The status that a movement of a posting gives its unit, on a day.
    static func status(after movement: String, _ posting: String, _ unit: String, _ day: Day) -> SQL {
        """
        CASE WHEN \(name: movement)."target" IS NOT NULL THEN
            CASE WHEN coalesce(\(name: unit)."expiry_computed", \(name: unit)."expiry_date") < \(number: day.number)
            THEN 'Expired' ELSE 'Active' END
        WHEN \(name: posting)."customer" IS NOT NULL THEN 'Delivered'
        WHEN \(name: posting)."supplier" IS NOT NULL THEN 'Returned' ELSE 'Consumed' END
        """
    }

    /// Movements `m` and their postings `p`, from the end where the index is: one unit's, or those of one time.
    static func movements(_ filters: ReportFilters) -> SQL {
        filters.has("serial_no") ? "movement m CROSS JOIN posting p" : "posting p CROSS JOIN movement m"
    }

    /// The order of movements in the books.
    static let keys: [ReportQuestion.Key] = [
        .init(expression: "p.\"posted_at\""), .init(expression: "p.\"id\""), .init(expression: "m.\"id\""),
    ]

    /// That a posting `p` concerns the item and the warehouse, which the quantity ledger tells by its indexes.
    ///
    /// - Parameter period: further conditions over its entries `e`.
    static func postings(_ filters: ReportFilters, _ period: [SQL]) -> SQL? {
        let places = [
            filters.condition("item_code", "e.\"item_code\""), filters.condition("warehouse", "e.\"warehouse\""),
        ].compactMap(\.self)
        guard !places.isEmpty else { return nil }
        let conditions = SQL.joined(places + period, by: " AND ")
        // With the sign an engine does not begin here, and reads postings in the order of their time.
        return "+p.\"id\" IN (SELECT e.\"posting\" FROM stock_ledger_entry e WHERE \(conditions))"
    }
}
