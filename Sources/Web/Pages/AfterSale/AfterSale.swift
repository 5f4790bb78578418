import HTTPTypes
import Inventory
import Storage

/// What the pages after the sale share: their addresses, their way from the start, and the ways from records to them.
enum AfterSale {
    static let routes: [Route] = [
        CalendarPage.routes, CalendarFeed.routes, RemindersPage.routes, CloseVisitPage.routes, VisitSheet.routes,
        ContractPage.routes, RenewalsPage.routes, AfterSaleSteps.routes,
    ].flatMap(\.self)

    static let section = "After-sale"

    static func crumbs(_ title: String, _ words: Words) -> [Page.Crumb] {
        [
            Page.Crumb(label: words.translate("Home"), path: "/"),
            Page.Crumb(label: words.translate(section), path: CalendarPage.address),
            Page.Crumb(label: title, path: nil),
        ]
    }

    /// The entries of the menu that are no types.
    static func menu(_ call: Call, _ translate: (String) -> String) -> [HTML] {
        let pages: [(String, String, Right)] = [
            (CalendarPage.title, CalendarPage.address, .read), (RemindersPage.title, RemindersPage.address, .read),
            (ContractPage.title, ContractPage.address, .write), (RenewalsPage.title, RenewalsPage.address, .write),
        ]
        return pages.filter { call.identity?.may($0.2, MaintenanceSchedule.type.name) == true }.map { page in
            "<li><a href=\"\(page.1)\">\(translate(page.0))</a></li>"
        }
    }

    /// What else may be done with a record: steps that change it, and ways to pages about it.
    static func ways(of record: StoredRecord, _ type: any Record.Type, _ call: Call, _ words: Words) -> HTML {
        let name = record.head.name
        let mayWrite = call.identity?.may(.write, type.type.name) == true
        switch type.type {
        case MaintenanceSchedule.type where record.head.state == .draft && mayWrite:
            return step(AfterSaleSteps.generation(of: name), "Generate the schedule", .calendar, words)
        case MaintenanceSchedule.type where record.head.state == .submitted:
            let renewal = step(RenewalsPage.address, "Propose the renewal", .add, words, ["schedule": name])
            return way(CalendarPage.address, "Calendar", .calendar, words) + (mayWrite ? renewal : "")
        case MaintenanceVisit.type:
            let close = way(CloseVisitPage.address(ofVisit: name), "Close the visit", .check, words)
            return way(VisitSheet.address(ofVisit: name), "Visit sheet", .print, words)
                + (mayWrite && record.head.state == .draft ? close : "")
        case HolidayList.type where mayWrite:
            let address = AfterSaleSteps.filling(of: name)
            return step(address, "Add the public holidays of France", .add, words, ["public": "France"])
                + step(address, "… of Alsace and Moselle", .add, words, ["public": "Alsace-Moselle"])
                + step(address, "Add Saturdays and Sundays", .add, words, ["weekly_off": "Saturday,Sunday"])
        case SalesPerson.type:
            return way(CalendarPage.address + "?" + Call.query(["technician": name]), "Calendar", .calendar, words)
        default: return ""
        }
    }

    /// Whose units a contract or a visit is over: the customer's, or our own.
    static func holder(_ customer: String, _ words: Words) -> String {
        customer.isEmpty ? words.translate("Our own units") : customer
    }

    static func way(_ address: String, _ label: String, _ icon: Icon, _ words: Words) -> HTML {
        "<a class=\"button secondary\" href=\"\(address)\">\(icon.html)\(words.translate(label))</a>"
    }

    private static func step(
        _ address: String, _ label: String, _ icon: Icon, _ words: Words, _ values: [String: String] = [:]
    ) -> HTML {
        let fields = values.map { "<input type=\"hidden\" name=\"\($0.key)\" value=\"\($0.value)\">" as HTML }
        return """
            <form method="post" action="\(address)">\(HTML.joined(fields))<button class="button secondary" type="submit">\
            \(icon.html)\(words.translate(label))</button></form>
            """
    }
}

/// The steps that a press of one button takes.
enum AfterSaleSteps {
    static let routes: [Route] = [
        Route(.post, "/after-sale/generate/**") { call in
            let name = call.path.joined(separator: "/")
            return step(.write, MaintenanceSchedule.type, name, call) { _ = try $0.generateVisits(of: name) }
        },
        Route(.post, "/after-sale/fill-holidays/**") { call in
            let name = call.path.joined(separator: "/")
            let filling = HolidayFilling(call, Words(locale: call.locale))
            return step(.write, HolidayList.type, name, call) { _ = try $0.fill(name, filling) }
        },
    ]

    static func generation(of name: String) -> String { "/after-sale/generate/" + name.percentEncoded }
    static func filling(of name: String) -> String { "/after-sale/fill-holidays/" + name.percentEncoded }

    private static func step(
        _ right: Right, _ type: RecordType, _ name: String, _ call: Call,
        _ work: @escaping @Sendable (Books) throws -> Void
    ) -> Action {
        Action(needs: [.init(right: right, type: type.name)]) { site in
            try await perform(type, name, call, site, work)
        }
    }

    /// Does the work and goes back to the record; what is refused is told on the record's page.
    private static func perform(
        _ type: RecordType, _ name: String, _ call: Call, _ site: Site,
        _ work: @escaping @Sendable (Books) throws -> Void
    ) async throws -> Answer {
        do {
            try await site.database.write { try work(call.books($0)) }
            return .redirect(to: type.address(of: name) + "?saved=1")
        } catch let refusal as Refusal {
            guard let record = recordType(named: type.name), !refusal.isMissing else { throw refusal }
            return try await RecordRoutes.show(record, name, call, site, refusal: refusal)
        }
    }
}

/// What a holiday list is to be filled with.
struct HolidayFilling: Sendable {
    let region: String
    let weekdays: [Weekday]
    let words: Words

    init(_ call: Call, _ words: Words) {
        self.region = call.text("public") ?? ""
        self.weekdays = LookUpPage.numbers(in: call.text("weekly_off") ?? "").compactMap { Weekday(rawValue: $0.text) }
        self.words = words
    }
}

extension Books {
    /// Adds public holidays and weekly days off to a list, each once.
    func fill(_ name: String, _ filling: HolidayFilling) throws -> HolidayList {
        let old = try find(HolidayList.self, name)
        var list = old
        if !filling.region.isEmpty {
            list.addPublicHolidays(inAlsaceMoselle: filling.region == "Alsace-Moselle") {
                filling.words.translate($0.rawValue)
            }
        }
        for weekday in filling.weekdays {
            list.addWeeklyOff(weekday, name: filling.words.translate(weekday.rawValue))
        }
        return try update(list, replacing: old)
    }
}
