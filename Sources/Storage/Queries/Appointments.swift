public import Inventory

/// Something on the calendar: a visit that a contract plans and that is not done, or a visit that somebody noted.
public struct Appointment: Sendable {
    /// The key of the planned visit's row; nil for a visit that is a document of its own.
    public let row: Int64?
    /// The key of the document.
    public let key: Int64
    /// The schedule's or the visit's name.
    public let document: String
    public let day: Day
    public let time: TimeOfDay?
    public let customer: String
    public let address: String
    public let telephone: String
    public let item: String
    public let units: Int
    /// The first of the units' numbers.
    public let serial: String
    public let person: String
    public let completion: VisitCompletion
    public let state: DocumentState
    public let creation: Instant
    public let modified: Instant

    public var isPlanned: Bool { row != nil }
    public var isDone: Bool { !isPlanned && state == .submitted }

    /// The most that one question is answered with.
    public static let limit = 3000
}

/// Which appointments are wanted.
public struct AppointmentQuestion: Sendable {
    public var from: Day
    public var to: Day
    /// The name of a technician; empty for all.
    public var person = ""
    /// Whether planned visits of cancelled schedules are told too, so that calendars strike them off.
    public var tellsCancelled = false
    /// Whether visits that somebody noted are told beside those that are planned.
    public var tellsVisits = true
    /// Whether visits that were made are among them.
    public var tellsDone = true

    public init(from: Day, to: Day) {
        self.from = from
        self.to = to
    }
}

extension Books {
    /// The appointments of a period by day and time, at most `Appointment.limit` of each kind.
    public func appointments(_ question: AppointmentQuestion) throws -> [Appointment] {
        let person =
            question.person.isEmpty ? nil : try find(SalesPerson.self, question.person).head.id
        let found = try planned(question, person) + (question.tellsVisits ? visits(question, person) : [])
        return found.sorted { left, right in
            (left.day.number, left.time?.milliseconds ?? -1, left.key) < (
                right.day.number, right.time?.milliseconds ?? -1, right.key
            )
        }
    }

    private func planned(_ question: AppointmentQuestion, _ person: Int64?) throws -> [Appointment] {
        let own: SQL = person.map { "AND r.\"sales_person\" = \($0)" } ?? ""
        let states: SQL = question.tellsCancelled ? "s.\"docstatus\" > 0" : "s.\"docstatus\" = 1"
        return try transaction.query(
            """
            SELECT r."id", s."id", s."name", r."scheduled_date", NULL, s."customer_name", s."address_display",
                s."contact_mobile", r."item_name", \(Self.unitCount("r")), substr(r."serial_no", 1, 141), p."name",
                r."completion_status", s."docstatus", s."creation", s."modified"
            FROM maintenance_schedule_detail r JOIN maintenance_schedule s ON s."id" = r."parent"
            LEFT JOIN sales_person p ON p."id" = r."sales_person"
            WHERE r."scheduled_date" BETWEEN \(question.from.number) AND \(question.to.number)
            AND r."completion_status" <> 'Fully Completed' AND \(states) \(own)
            ORDER BY r."scheduled_date", r."id" LIMIT \(Appointment.limit)
            """, Self.appointment)
    }

    private func visits(_ question: AppointmentQuestion, _ person: Int64?) throws -> [Appointment] {
        let states: SQL = question.tellsDone ? "v.\"docstatus\" < 2" : "v.\"docstatus\" = 0"
        let came: SQL = "SELECT m.\"service_person\" FROM maintenance_visit_purpose m WHERE m.\"parent\" = v.\"id\""
        let own: SQL = person.map { "AND \($0) IN (\(came))" } ?? ""
        return try transaction.query(
            """
            SELECT NULL, v."id", v."name", v."mntc_date", v."mntc_time", v."customer_name", v."address_display",
                v."contact_mobile", f."item_name",
                (SELECT count(*) FROM maintenance_visit_purpose c WHERE c."parent" = v."id" AND c."serial_no" IS NOT NULL),
                u."name", p."name", v."completion_status", v."docstatus", v."creation", v."modified"
            FROM maintenance_visit v
            LEFT JOIN maintenance_visit_purpose f ON f."parent" = v."id" AND f."idx" = 1
            LEFT JOIN unit u ON u."id" = f."serial_no" LEFT JOIN sales_person p ON p."id" = f."service_person"
            WHERE v."mntc_date" BETWEEN \(question.from.number) AND \(question.to.number) AND \(states) \(own)
            ORDER BY v."mntc_date", v."id" LIMIT \(Appointment.limit)
            """, Self.appointment)
    }

    private static func appointment(_ row: any Row) -> Appointment {
        let first = row.text(10).flatMap { SerialNumber.list(in: $0).first }
        return Appointment(
            row: row.integer(0), key: row.integer(1) ?? 0, document: row.text(2) ?? "",
            day: Day(number: Int(row.integer(3) ?? 0)),
            time: row.integer(4).map { TimeOfDay(milliseconds: Int($0)) }, customer: row.text(5) ?? "",
            address: row.text(6) ?? "", telephone: row.text(7) ?? "", item: row.text(8) ?? "",
            units: Int(row.integer(9) ?? 0), serial: first?.text ?? "", person: row.text(11) ?? "",
            completion: VisitCompletion(scalar: row.text(12).map(Scalar.text) ?? .null),
            state: DocumentState(rawValue: Int(row.integer(13) ?? 0)) ?? .draft,
            creation: Instant(milliseconds: row.integer(14) ?? 0), modified: Instant(milliseconds: row.integer(15) ?? 0)
        )
    }

    /// The holidays of a period in the company's own list, with what they are called; weekly days off have no name.
    public func holidays(from start: Day, to end: Day) throws -> [Day: String] {
        let found = try transaction.query(
            """
            SELECT h."holiday_date", CASE WHEN h."weekly_off" = 1 THEN '' ELSE h."description" END FROM holiday h
            WHERE h."parent" = (SELECT c."default_holiday_list" FROM company c ORDER BY c."id" LIMIT 1)
            AND h."holiday_date" BETWEEN \(start.number) AND \(end.number)
            """
        ) { (Day(number: Int($0.integer(0) ?? 0)), $0.text(1) ?? "") }
        return Dictionary(found) { first, _ in first }
    }

    /// The names of the technicians, and the one who is the author.
    public func technicians() throws -> (names: [String], own: String?) {
        let found = try transaction.query(
            "SELECT p.\"name\", p.\"user\" FROM sales_person p WHERE p.\"enabled\" = 1 ORDER BY p.\"name\" LIMIT 1000"
        ) { (name: $0.text(0) ?? "", user: $0.integer(1)) }
        return (found.map(\.name), found.first { $0.user == author.id }?.name)
    }
}
