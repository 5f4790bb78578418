import Inventory
import Storage

/// Methods of contracts and visits.
enum Maintenance {
    static let methods: [String: Methods.Method] = [
        "matricule.generate_schedule": Methods.Method(changes: true) { call in
            try change(MaintenanceSchedule.self, call) { try $0.generateVisits(of: $1) }
        },
        "matricule.renew_schedule": Methods.Method(changes: true) { call in
            try change(MaintenanceSchedule.self, call) { try $0.renew($1) }
        },
        "matricule.replan_visit": Methods.Method(changes: true, read: replan),
        "matricule.fill_holidays": Methods.Method(changes: true) { call in
            try change(HolidayList.self, call) { books, name in
                let words = Words(locale: call.locale)
                return try books.fill(name, HolidayFilling(call, words))
            }
        },
        "erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.make_maintenance_visit":
            Methods.Method(read: makeVisit),
    ]

    /// Does something with a record and answers with it.
    private static func change<R: Record>(
        _ type: R.Type, _ call: Call, _ work: @escaping @Sendable (Books, String) throws -> R
    ) throws -> Action {
        let name = try call.required("name")
        return Action(needs: [.init(right: .write, type: R.type.name)]) { site in
            try await site.write(call) { books in
                let saved = try work(books, name)
                return try site.answer(saved, drewSerials: [], [], call, "message", books)
            }
        }
    }

    /// Moves a planned visit: `name` of the schedule, `row` of its table, `scheduled_date`, `sales_person`.
    private static func replan(_ call: Call) throws -> Action {
        Action(needs: [.init(right: .write, type: MaintenanceSchedule.type.name)]) { site in
            guard let row = try Int64(call.required("row")) else { throw Problem.badParameter("row", "a whole number") }
            guard let day = try Day(call.required("scheduled_date")) else {
                throw Refusal(.unreadable(expected: "a date such as 2026-11-23"), field: "scheduled_date")
            }
            let name = try call.required("name")
            return try await site.write(call) { books in
                let person = try call.text("sales_person") ?? books.plannedVisit(row).visit.person.name
                let saved = try books.replan(row, of: name, on: day, by: person)
                return try site.answer(saved, drewSerials: [], [], call, "message", books)
            }
        }
    }

    /// The visit that a schedule plans, as a draft that is not yet stored.
    ///
    /// `s_id` names the row; without it, it is the first open visit, of `item_name` where one is given.
    private static func makeVisit(_ call: Call) throws -> Action {
        let name = try call.required("source_name")
        let type = MaintenanceSchedule.type.name
        return Action(needs: [.init(right: .read, type: type)]) { site in
            let row = call.text("s_id").flatMap(Int64.init)
            let item = call.text("item_name") ?? ""
            let visit = try await site.database.read { transaction in
                let books = call.books(transaction)
                let schedule = try books.find(MaintenanceSchedule.self, name)
                let planned = schedule.visits.first { visit in
                    row.map { visit.row == $0 }
                        ?? (visit.completion != .full && (item.isEmpty || visit.itemName == item))
                }
                guard let planned else { throw Refusal(.visitNotPlanned(schedule: name)) }
                return try books.begin(planned, in: schedule)
            }
            return .json("message", Trade.unstored(visit.values, MaintenanceVisit.self, site))
        }
    }
}
