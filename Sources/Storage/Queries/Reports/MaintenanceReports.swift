import Inventory

extension Report {
    /// The visits that contracts plan in a period and that are not done.
    public static let visitsDue = visits(
        "Maintenance Visits Due", "Planned visits of a period that are not done yet.",
        presets: {
            ["from_date": .integer(Int64($0.number)), "to_date": .integer(Int64($0.adding(days: 30).number))]
        })

    /// The visits whose day has passed without anybody having completed them.
    public static let visitsMissed = visits(
        "Missed Maintenance Visits", "Planned visits whose day has passed and that are not done.",
        areMissed: true, presets: { ["from_date": .integer(Int64($0.adding(days: -365).number))] })

    private static func visits(
        _ name: String, _ about: String, areMissed: Bool = false,
        presets: @escaping @Sendable (Day) -> [String: Scalar]
    ) -> Report {
        Report(
            name, about, types: ["Maintenance Schedule"],
            filters: [
                ReportFields.fromDate, ReportFields.toDate, ReportFields.customer, ReportFields.item, technician,
            ],
            columns: [
                Field("scheduled_date", "Scheduled Date", .day, .listed),
                areMissed
                    ? Field("days_late", "Days Late", .integer, .listed)
                    : Field("days_left", "Days Left", .integer, .listed), ReportFields.customer, ReportFields.item,
                ReportFields.itemName, Field("units", "Units", .integer, .listed), technician,
                Field(
                    "completion_status", "Completion Status", .choice(VisitCompletion.allCases.map(\.rawValue)), .listed
                ),
                Field("maintenance_schedule", "Maintenance Schedule", .link("Maintenance Schedule"), .listed),
                Field("serial_no", "Serial No", .serials),
            ],
            presets: presets,
            question: { filters, today in open(filters, today, areMissed: areMissed) })
    }

    private static let technician = Field("sales_person", "Technician", .link("Sales Person"), .listed)

    private static func open(_ filters: ReportFilters, _ today: Day, areMissed: Bool) -> ReportQuestion {
        let day: SQL = "r.\"scheduled_date\""
        let days: SQL = areMissed ? "\(number: today.number) - \(day)" : "\(day) - \(number: today.number)"
        var question = ReportQuestion(
            columns: [
                day, days, ReportColumns.name("s.\"customer\"", "customer"),
                ReportColumns.name("r.\"item_code\"", "item"), "r.\"item_name\"", Books.unitCount("r"),
                ReportColumns.name("r.\"sales_person\"", "sales_person"), "r.\"completion_status\"", "s.\"name\"",
                "r.\"serial_no\"",
            ],
            source: "maintenance_schedule_detail r JOIN maintenance_schedule s ON s.\"id\" = r.\"parent\"",
            conditions: ["r.\"completion_status\" <> 'Fully Completed'", "s.\"docstatus\" = 1"],
            keys: [.init(expression: day), .init(expression: "r.\"id\"")])
        question.conditions += [
            areMissed ? "\(day) < \(today.number)" : nil,
            filters.integer("from_date").map { "\(day) >= \($0)" },
            filters.integer("to_date").map { "\(day) <= \($0)" },
            filters.condition("customer", "s.\"customer\""), filters.condition("item_code", "r.\"item_code\""),
            filters.condition("sales_person", "r.\"sales_person\""),
        ].compactMap(\.self)
        return question
    }
}
