import HTTPTypes
import Inventory
import Storage

/// The visits of a month, of a week, or of a week by technician.
struct CalendarPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: MaintenanceSchedule.type.name)]) { site in
                try await page(call, site)
            }
        }
    ]

    static let address = "/after-sale/calendar"
    static let title = "Calendar"

    enum View: String, CaseIterable {
        case month, week, technician

        var label: String {
            switch self {
            case .month: "Month"
            case .week: "Week"
            case .technician: "Week by technician"
            }
        }
    }

    let call: Call
    let site: Site
    let view: View
    /// A day of the period that is shown.
    let day: Day
    let technicians: [String]
    /// The technician whose visits are shown; empty for all.
    let person: String
    let appointments: [Day: [Appointment]]
    let holidays: [Day: String]
    let feed: Instant?
    let isOwn: Bool

    private var words: Words { Words(call, site) }
    /// Visits of a day that a month has room for.
    private static let roomOfDay = 4

    private static func page(_ call: Call, _ site: Site) async throws -> Answer {
        let view = call.text("view").flatMap(View.init) ?? .month
        let asked = (call.text("date") ?? "").isEmpty ? nil : call.text("date").map { Day($0) }
        if let asked, asked == nil { throw Problem.badParameter("date", "a date such as 2026-11-23") }
        let day = asked.flatMap(\.self) ?? call.clock.today
        let (first, last) = period(view, day)
        let page = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let (technicians, own) = try books.technicians()
            var question = AppointmentQuestion(from: first, to: last)
            question.person = view == .technician ? "" : call.text("technician") ?? own ?? ""
            let found = try books.appointments(question)
            return CalendarPage(
                call: call, site: site, view: view, day: day, technicians: technicians, person: question.person,
                appointments: Dictionary(grouping: found, by: \.day),
                holidays: try books.holidays(from: first, to: last), feed: try books.feed(of: question.person),
                isOwn: own == question.person)
        }
        return page.answer()
    }

    /// The days that are shown: whole weeks, from Monday to Sunday.
    static func period(_ view: View, _ day: Day) -> (Day, Day) {
        guard view == .month else {
            let monday = day.adding(days: 1 - day.weekday)
            return (monday, monday.adding(days: 6))
        }
        let first = day.adding(days: 1 - day.civil.day)
        let last = first.adding(months: 1).adding(days: -1)
        return (first.adding(days: 1 - first.weekday), last.adding(days: 7 - last.weekday))
    }

    private func answer() -> Answer {
        let title = words.translate(Self.title)
        let grid = view == .technician ? table : list
        let content: HTML = """
            <div class="title"><h1>\(title)</h1></div>\(controls)<h2 id="period">\(periodName)</h2>\(grid)\(feedCard)
            """
        return Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content).answer(call, site)
    }

    // MARK: Where one is, and the ways to other periods

    private func address(_ view: View, _ day: Day) -> String {
        let person = call.text("technician") == nil && self.person.isEmpty ? nil : self.person
        let query = Call.query(["view": view.rawValue, "date": day.description])
        return Self.address + "?" + query + (person.map { "&technician=" + $0.percentEncoded } ?? "")
    }

    private var controls: HTML {
        let steps =
            view == .month
            ? (day.adding(months: -1), day.adding(months: 1)) : (day.adding(days: -7), day.adding(days: 7))
        func way(_ label: String, _ day: Day, _ traits: HTML = "") -> HTML {
            "<a class=\"button secondary\" href=\"\(address(view, day))\"\(traits)>\(words.translate(label))</a>"
        }
        let views = View.allCases.map { view -> HTML in
            let mark: HTML = view == self.view ? " aria-current=\"true\"" : ""
            return
                "<a class=\"button secondary\" href=\"\(address(view, day))\"\(mark)>\(words.translate(view.label))</a>"
        }
        let choices = [("", words.translate("All technicians"))] + technicians.map { ($0, $0) }
        return """
            <div class="calendar-bar no-print"><nav class="steps" aria-label="\(words.translate("Period"))">\
            \(way("Previous", steps.0, " rel=\"prev\""))\(way("Today", call.clock.today))\(way("Next", steps.1, " rel=\"next\""))</nav>\
            <nav class="steps" aria-label="\(words.translate("View"))">\(HTML.joined(views))</nav>\
            <form class="steps" method="get"><input type="hidden" name="view" value="\(view == .technician ? "week" : view.rawValue)">\
            <input type="hidden" name="date" value="\(day.description)"><label for="technician">\(words.translate("Technician"))</label>\
            <select id="technician" name="technician">\(HTML.options(choices, chosen: person))</select>\
            <button class="button secondary" type="submit">\(words.translate("Show"))</button></form></div>
            """
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private var periodName: String {
        let (year, month, _) = day.civil
        guard view == .month else {
            let (first, last) = Self.period(view, day)
            return words.translate(
                "Week {number}, {from} to {to}",
                ["number": String(day.week), "from": words.locale.day(first), "to": words.locale.day(last)])
        }
        return "\(words.translate(Self.months[month - 1])) \(year)"
    }

    // MARK: The days

    private var days: [Day] {
        let (first, last) = Self.period(view, day)
        return (first.number...last.number).map { Day(number: $0) }
    }

    private func weekday(_ day: Day) -> String { words.translate(Weekday.allCases[day.weekday].rawValue) }

    /// What a day is beside its date: today, a holiday, of another month.
    private func traits(_ day: Day) -> String {
        var traits = ["day"]
        if day == call.clock.today { traits.append("today") }
        if holidays[day] != nil { traits.append("off") }
        if view == .month, day.civil.month != self.day.civil.month { traits.append("other") }
        if appointments[day] == nil, (holidays[day] ?? "").isEmpty, day != call.clock.today { traits.append("free") }
        return traits.joined(separator: " ")
    }

    private func date(_ day: Day) -> HTML {
        let today: HTML =
            day == call.clock.today ? "<span class=\"hidden-text\">\(words.translate("Today"))</span> " : ""
        let name = holidays[day] ?? ""
        let holiday: HTML = name.isEmpty ? "" : " <span class=\"holiday\">\(name)</span>"
        return """
            <p class="date">\(today)<a href="\(address(.week, day))"><span class="weekday">\(weekday(day)) </span>\
            <time datetime="\(day.description)"><span class="short" aria-hidden="true">\(String(day.civil.day))</span>\
            <span class="full">\(words.locale.day(day))</span></time></a>\(holiday)</p>
            """
    }

    private var list: HTML {
        let names = days.prefix(7).map { "<span>\(weekday($0))</span>" as HTML }
        let cells = days.map { day -> HTML in
            let visits = appointments[day] ?? []
            let shown = view == .month ? visits.prefix(Self.roomOfDay) : visits[...]
            let entries = shown.map { AppointmentView.entry($0, call, words, showsPerson: person.isEmpty) }
            let more = visits.count - shown.count
            let rest: HTML =
                more > 0 ? "<li><a class=\"visit\" href=\"\(address(.week, day))\">\(words.more(more))</a></li>" : ""
            let list: HTML = visits.isEmpty ? "" : "<ul>\(HTML.joined(entries))\(rest)</ul>"
            return "<li class=\"\(traits(day))\">\(date(day))\(list)</li>"
        }
        let nothing: HTML =
            appointments.isEmpty ? "<p class=\"quiet\">\(words.translate("No visit in this period."))</p>" : ""
        return """
            \(nothing)<div class="calendar \(view.rawValue)"><div class="weekdays" aria-hidden="true">\(HTML.joined(names))</div>\
            <ol aria-labelledby="period">\(HTML.joined(cells))</ol></div>
            """
    }

    /// A week with a row for each technician; visits of nobody come last.
    private var table: HTML {
        let headings = days.map { day -> HTML in "<th scope=\"col\" class=\"\(traits(day))\">\(date(day))</th>" }
        let rows = (technicians + [""]).map { name -> HTML in
            let cells = days.map { day -> HTML in
                let entries = (appointments[day] ?? []).filter { $0.person == name }
                    .map { AppointmentView.entry($0, call, words, showsPerson: false) }
                return entries.isEmpty ? "<td></td>" : "<td><ul>\(HTML.joined(entries))</ul></td>"
            }
            let label: HTML =
                name.isEmpty
                ? "\(words.translate("Nobody yet"))"
                : "<a href=\"\(Self.address)?\(Call.query(["view": "week", "date": day.description, "technician": name]))\">\(name)</a>"
            return "<tr><th scope=\"row\">\(label)</th>\(HTML.joined(cells))</tr>"
        }
        return """
            <div class="table calendar technicians" role="region" aria-labelledby="period" tabindex="0"><table><thead><tr>\
            <th scope="col">\(words.translate("Technician"))</th>\(HTML.joined(headings))</tr></thead>\
            <tbody>\(HTML.joined(rows))</tbody></table></div>
            """
    }

    // MARK: The address for telephones

    private var feedCard: HTML {
        let mayChange = isOwn || call.identity?.may(.write, SalesPerson.type.name) == true
        guard !person.isEmpty, mayChange else { return "" }
        let state =
            feed.map {
                words.translate(
                    "There is an address since {moment}.", ["moment": call.locale.moment(site.zone.local($0))])
            } ?? words.translate("There is no address yet.")
        func step(_ step: String, _ label: String) -> HTML {
            "<button class=\"button secondary\" name=\"step\" value=\"\(step)\">\(words.translate(label))</button>"
        }
        return """
            <section class="card no-print"><h2>\(words.translate("In the calendar of a telephone"))</h2>\
            <p>\(words.translate("A secret address shows these visits in any calendar.")) \(state)</p>\
            <form class="steps" method="post" action="\(CalendarFeed.address)"><input type="hidden" name="technician" value="\(person)">\
            \(step("open", feed == nil ? "Make an address" : "Make another address"))\
            \(feed == nil ? "" : step("close", "Take the address back"))</form></section>
            """
    }
}
