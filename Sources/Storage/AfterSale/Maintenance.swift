public import Inventory

/// Contracts and visits, beyond what all documents share.
extension Books {
    /// Plans the visits of a draft anew: what was planned before is forgotten.
    ///
    /// - Throws: `Refusal` for a schedule that is no draft, and for everything that is wrong with it.
    public func generateVisits(of name: String) throws -> MaintenanceSchedule {
        let old = try find(MaintenanceSchedule.self, name)
        guard old.head.state == .draft else { throw Refusal(.alreadySubmitted, field: "docstatus") }
        var schedule = old
        schedule.visits = []
        return try update(document: schedule, replacing: old)
    }

    /// Moves a planned visit of a submitted schedule to another day, or to another technician.
    ///
    /// - Throws: `Refusal` for a visit that is done, and for a day outside the contract or in the holiday list.
    public func replan(_ row: Int64, of name: String, on day: Day, by person: String) throws -> MaintenanceSchedule {
        let old = try find(MaintenanceSchedule.self, name)
        try lock(MaintenanceSchedule.type.table, where: "d.\"id\" = \(old.head.id)")
        guard old.head.state == .submitted else { throw Refusal(.scheduleNotSubmitted(schedule: old.head.name)) }
        var schedule = old
        guard let index = schedule.visits.firstIndex(where: { $0.row == row }) else {
            throw Refusal(.visitNotPlanned(schedule: old.head.name))
        }
        let visit = schedule.visits[index]
        if visit.completion == .full { throw Refusal(.visitDone(visit.doneOn ?? day), field: "scheduled_date") }
        schedule.visits[index].day = day
        if person != visit.person.name { schedule.visits[index].person = Link(person) }
        var (linked, offences) = try resolve(&schedule)
        try addHolidays(to: &linked)
        if let number = visit.line, schedule.lines.indices.contains(number - 1),
            let fault = schedule.visits[index].fault(in: schedule.lines[number - 1], schedule.holidays(linked))
        {
            offences.append(Offence(fault, field: "scheduled_date"))
        }
        if !offences.isEmpty { throw Refusal(offences) }
        if schedule.values != old.values { try write(&schedule, replacing: old) }
        return schedule
    }

    /// Writes on a planned visit what became of it: the best that the visits which stand say.
    func settle(_ visit: MaintenanceVisit) throws {
        try moveClaims(of: visit)
        guard let row = Int64(visit.plannedVisit) else { return }
        let done: SQL = """
            FROM maintenance_visit v WHERE v."maintenance_schedule_detail" = \(visit.plannedVisit)
            AND v."maintenance_schedule" = \(visit.schedule.id) AND v."docstatus" = 1
            """
        try transaction.send(
            """
            UPDATE maintenance_schedule_detail SET
            "completion_status" = coalesce((SELECT min(v."completion_status") \(done)), 'Pending'),
            "actual_date" = (SELECT max(v."mntc_date") \(done))
            WHERE "id" = \(row) AND "parent" = \(visit.schedule.id)
            """)
    }
}

/// What waits after the sale: counts that stop at `Attention.limit`.
public struct MaintenanceAttention: Sendable {
    /// Planned visits whose day has passed.
    public let missed: Int
    /// Planned visits of the days asked for.
    public let due: Int
    /// Contracts that end within the days asked for and have no renewal.
    public let ending: Int
}

extension Books {
    /// What waits after the sale, from today on, with one statement.
    ///
    /// - Parameter days: how far visits are looked ahead.
    /// - Parameter contractDays: how far the ends of contracts are.
    public func maintenanceAttention(within days: Int, contractDays: Int) throws -> MaintenanceAttention {
        let today = clock.today.number
        func count(_ question: SQL) -> SQL { "(SELECT count(*) FROM (\(question) LIMIT \(Attention.limit + 1)) t)" }
        func visits(_ condition: SQL) -> SQL {
            count(
                """
                SELECT 1 FROM maintenance_schedule_detail r JOIN maintenance_schedule s ON s."id" = r."parent"
                WHERE r."completion_status" <> 'Fully Completed' AND s."docstatus" = 1 AND \(condition)
                """)
        }
        let missed = visits("r.\"scheduled_date\" BETWEEN \(today - 365) AND \(today - 1)")
        let due = visits("r.\"scheduled_date\" BETWEEN \(today) AND \(today + days)")
        let ending = count(
            """
            SELECT DISTINCT s."id" FROM maintenance_schedule_item i JOIN maintenance_schedule s ON s."id" = i."parent"
            WHERE i."end_date" BETWEEN \(today) AND \(today + contractDays) AND s."docstatus" = 1
            AND NOT EXISTS (SELECT 1 FROM maintenance_schedule n WHERE n."renewal_of" = s."id" AND n."docstatus" < 2)
            """)
        return try transaction.first("SELECT \(missed), \(due), \(ending)") { row in
            MaintenanceAttention(
                missed: Int(row.integer(0) ?? 0), due: Int(row.integer(1) ?? 0), ending: Int(row.integer(2) ?? 0))
        } ?? MaintenanceAttention(missed: 0, due: 0, ending: 0)
    }
}

/// Units of one item that a customer has.
public struct CustomerUnits: Sendable {
    public let item: String
    public let itemName: String
    public let count: Int
    /// How many of them are under a contract on the day asked for.
    public let covered: Int
}

extension Books {
    /// What a customer has, by item, and how much of it is under a contract on a day.
    public func units(of customer: String, coveredOn day: Day) throws -> [CustomerUnits] {
        let key = try find(Customer.self, customer).head.id
        return try transaction.query(
            """
            SELECT i."name", i."item_name", count(*),
                sum(CASE WHEN u."amc_expiry_date" >= \(day.number) THEN 1 ELSE 0 END)
            FROM unit u JOIN item i ON i."id" = u."item_code" WHERE u."customer" = \(key) AND u."status" = 'Delivered'
            GROUP BY i."name", i."item_name" ORDER BY i."name" LIMIT \(Self.itemLimit)
            """
        ) { row in
            CustomerUnits(
                item: row.text(0) ?? "", itemName: row.text(1) ?? "", count: Int(row.integer(2) ?? 0),
                covered: Int(row.integer(3) ?? 0))
        }
    }

    /// The most items that one contract takes up at once.
    private static let itemLimit = 500

    /// The numbers of a customer's units by item, without those that are under a contract on a day.
    public func uncoveredUnits(of customer: String, items: [String], on day: Day) throws -> [String: [SerialNumber]] {
        let key = try find(Customer.self, customer).head.id
        let units = try transaction.query(
            """
            SELECT i."name", u."name" FROM \(rows: Rows(.texts("item", items))) k JOIN item i ON i."name" = k."item"
            JOIN unit u ON u."item_code" = i."id" WHERE u."customer" = \(key) AND u."status" = 'Delivered'
            AND (u."amc_expiry_date" IS NULL OR u."amc_expiry_date" < \(day.number)) ORDER BY u."id"
            LIMIT \(unitLimit + 1)
            """
        ) { (item: $0.text(0) ?? "", number: SerialNumber($0.text(1) ?? "")) }
        if units.count > unitLimit { throw Refusal(.tooManyUnits(limit: unitLimit), field: "items") }
        return Dictionary(grouping: units, by: \.item).mapValues { $0.map(\.number) }
    }
}

extension Books {
    /// The visit that a schedule plans as it begins, without the units on which its work was done before.
    public func begin(_ planned: PlannedVisit, in schedule: MaintenanceSchedule) throws -> MaintenanceVisit {
        let numbers = planned.serials.numbers
        let isBegun = planned.completion == .partial
        let done = try isBegun ? doneUnits(ofPlanned: [(planned.row, numbers.count)])[planned.row ?? 0] ?? [] : []
        // Where every unit was done by one visit or another and none of them said so, all are to be seen to.
        return MaintenanceVisit(of: planned, in: schedule, except: done.count < numbers.count ? done : [])
    }

    /// A planned visit by the key of its row, with the schedule that plans it.
    public func plannedVisit(_ row: Int64) throws -> (schedule: MaintenanceSchedule, visit: PlannedVisit) {
        let name = try transaction.first(
            """
            SELECT s."name" FROM maintenance_schedule_detail r JOIN maintenance_schedule s ON s."id" = r."parent"
            WHERE r."id" = \(row)
            """
        ) { $0.text(0) ?? "" }
        guard let name else { throw Refusal(.notFound(type: PlannedVisit.typeName, name: String(row))) }
        let schedule = try find(MaintenanceSchedule.self, name)
        guard let visit = schedule.visits.first(where: { $0.row == row }) else {
            throw Refusal(.notFound(type: PlannedVisit.typeName, name: String(row)))
        }
        return (schedule, visit)
    }
}
