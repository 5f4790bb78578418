import HTTPTypes
import Inventory
import Storage

/// What was missed, and what is due in the next days: the list with which a technician begins the day.
enum RemindersPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: MaintenanceSchedule.type.name)]) { site in
                try await page(call, site)
            }
        }
    ]

    static let address = "/after-sale/reminders"
    static let title = "Visits to make"
    private static let standardDays = 14
    /// How far back missed visits are looked for, in days.
    private static let reach = 365
    private static let length = 150

    private static func page(_ call: Call, _ site: Site) async throws -> Answer {
        let days = min(max(call.text("days").flatMap(Int.init) ?? standardDays, 0), reach)
        let today = call.clock.today
        let (technicians, person, found) = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let (technicians, own) = try books.technicians()
            var question = AppointmentQuestion(from: today.adding(days: -reach), to: today.adding(days: days))
            question.person = call.text("technician") ?? own ?? ""
            question.tellsDone = false
            return (technicians, question.person, try books.appointments(question))
        }
        let words = Words(call, site)
        let title = words.translate(Self.title)
        let choices = [("", words.translate("All technicians"))] + technicians.map { ($0, $0) }
        let content: HTML = """
            <h1>\(title)</h1><form class="calendar-bar no-print" method="get"><div class="steps">\
            <label for="days">\(words.translate("Days ahead"))</label>\
            <input id="days" name="days" type="number" min="0" max="\(String(reach))" value="\(String(days))">\
            <label for="technician">\(words.translate("Technician"))</label>\
            <select id="technician" name="technician">\(HTML.options(choices, chosen: person))</select>\
            <button class="button secondary" type="submit">\(words.translate("Show"))</button></div></form>\
            \(list("Missed visits", found.filter { $0.day < today }.reversed(), call, words))\
            \(list("Coming visits", found.filter { $0.day >= today }, call, words))
            """
        return Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content).answer(call, site)
    }

    private static func list(_ title: String, _ visits: [Appointment], _ call: Call, _ words: Words) -> HTML {
        let entries = visits.prefix(length).map { visit -> HTML in
            let facts = [visit.item, AppointmentView.units(visit, words), visit.person]
            return """
                <li><a class="visit" href="\(AppointmentView.address(visit, call))"><strong>\(AfterSale.holder(visit.customer, words))</strong> \
                \(AppointmentView.badge(visit, call, words)) <time datetime="\(visit.day.description)">\(words.locale.day(visit.day))</time>\
                <span class="quiet">\(facts.filter { !$0.isEmpty }.joined(separator: " · "))</span></a></li>
                """
        }
        let nothing: HTML = "<p class=\"quiet\">\(words.translate("Nothing."))</p>"
        return """
            <section class="card"><h2>\(words.translate(title)) <span class="badge inactive">\(words.locale.count(visits.count))</span></h2>\
            \(entries.isEmpty ? nothing : "<ul class=\"visits\">\(HTML.joined(entries))</ul>")\
            \(HTML.rest(visits.count - length, call, words.translate))</section>
            """
    }
}
