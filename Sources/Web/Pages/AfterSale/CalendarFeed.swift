import HTTPTypes
import Inventory
import Storage

/// A technician's visits for the calendar of a telephone: a secret address that anyone who knows it may read.
enum CalendarFeed {
    static let routes: [Route] = [
        Route(.get, "/calendar/**", .everyone) { call in
            let secret = String((call.path.first ?? "").split(separator: ".").first ?? "")
            return Action { site in try await answer(secret, call, site) }
        },
        Route(.post, address) { call in
            Action(needs: [.init(right: .read, type: MaintenanceVisit.type.name)]) { site in
                try await change(call, site)
            }
        },
    ]

    static let address = "/after-sale/calendar-address"
    /// How far back and ahead the calendar reaches, in days.
    private static let reach = (back: 60, ahead: 400)
    private static let lengthLimit = 2000

    /// The address is looked up by the digest of its secret, so that the time it takes tells nothing about others.
    private static func answer(_ secret: String, _ call: Call, _ site: Site) async throws -> Answer {
        guard call.path.count == 1, secret.utf8.count == 32 else { throw Problem.pageNotFound }
        let today = call.clock.today
        var question = AppointmentQuestion(
            from: today.adding(days: -reach.back), to: today.adding(days: reach.ahead))
        question.tellsCancelled = true
        let asked = question
        let found = try await site.database.browse { transaction -> (String, [Appointment], Instant)? in
            let books = call.books(transaction)
            guard let person = try books.technician(behind: Secret.digest(secret)) else { return nil }
            var question = asked
            question.person = person
            return (person, try books.appointments(question), try books.beginning())
        }
        guard let (person, appointments, beginning) = found else { throw Problem.pageNotFound }
        let calendar = ICalendar(
            name: person,
            events: appointments.prefix(lengthLimit).map { event($0, beginning, call, site) })
        var answer = Answer.text(calendar.text, type: "text/calendar; charset=utf-8")
        answer.headers = [
            (.cacheControl, "private, max-age=300"), (.xContentTypeOptions, "nosniff"),
            (.contentDisposition, "inline; filename=\"visits.ics\""),
        ]
        return answer
    }

    private static func event(
        _ visit: Appointment, _ beginning: Instant, _ call: Call, _ site: Site
    ) -> ICalendar.Event {
        let words = Words(call, site)
        let key = visit.row.map { "planned-\($0)" } ?? "visit-\(visit.key)"
        var details = [visit.document, visit.item, AppointmentView.units(visit, words), visit.telephone]
        details.removeAll(where: \.isEmpty)
        return ICalendar.Event(
            identifier: "\(key)-\(beginning.milliseconds)@matricule", changed: visit.modified,
            sequence: max(0, Int((visit.modified.milliseconds - visit.creation.milliseconds) / 1000)),
            day: visit.day,
            moment: visit.time.flatMap { $0.milliseconds == 0 ? nil : site.zone.instant(PostingTime(visit.day, $0)) },
            summary: (visit.isDone ? "✓ " : "") + [AfterSale.holder(visit.customer, words), visit.item].joined(separator: " – "),
            details: details.joined(separator: "\n"), place: visit.address,
            address: site.base(call) + AppointmentView.address(visit), isCancelled: visit.state == .cancelled)
    }

    /// Gives a technician's calendar an address, told this once, or takes it back.
    private static func change(_ call: Call, _ site: Site) async throws -> Answer {
        let person = try call.required("technician")
        let secret = Secret.random(bytes: 16)
        let isClosing = call.text("step") == "close"
        try await site.database.write { transaction in
            let books = call.books(transaction)
            let mayAll = call.identity?.may(.write, SalesPerson.type.name) == true
            guard try mayAll || books.technicians().own == person else {
                throw Refusal(.notPermitted(action: Right.write.rawValue, type: SalesPerson.type.name))
            }
            if isClosing {
                try books.closeFeed(of: person)
            } else {
                try books.openFeed(of: person, digest: Secret.digest(secret))
            }
        }
        let back = CalendarPage.address + "?" + Call.query(["technician": person])
        return isClosing
            ? .redirect(to: back) : told(site.base(call) + "/calendar/\(secret).ics", person, back, call, site)
    }

    /// The address is shown once and kept nowhere, as a password is.
    private static func told(_ feed: String, _ person: String, _ back: String, _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("Calendar address of {name}", ["name": person])
        let content: HTML = """
            <h1>\(title)</h1><section class="card"><p class="success" role="status">\
            \(words.translate("Subscribe to this address in the calendar of a telephone. It is shown only now."))</p>\
            <p><label for="feed">\(words.translate("Address"))</label><input id="feed" value="\(feed)" readonly></p>\
            <p class="quiet">\(words.translate("Whoever knows the address sees the visits: pass it on to nobody else."))</p>\
            <p><a class="button" href="\(back)">\(words.translate("Back to the calendar"))</a></p></section>
            """
        return Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content).answer(call, site)
    }
}
