import Inventory
import Storage

/// How a visit stands on a page: who is visited, for what, by whom, and what became of it.
enum AppointmentView {
    /// What became of it, as a word and a sign beside it.
    private enum Standing: String {
        case planned = "Planned"
        case missed = "Missed"
        case partial = "Partially Completed"
        case draft = "Draft"
        case done = "Done"

        init(_ visit: Appointment, today: Day) {
            if visit.isDone {
                self = .done
            } else if !visit.isPlanned {
                self = .draft
            } else if visit.day < today {
                self = .missed
            } else {
                self = visit.completion == .partial ? .partial : .planned
            }
        }

        var style: String {
            switch self {
            case .planned: "info"
            case .missed: "bad"
            case .partial: "warn"
            case .draft: "draft"
            case .done: "good"
            }
        }
    }

    /// Where a visit is closed or looked at.
    static func address(_ visit: Appointment) -> String {
        visit.row.map(CloseVisitPage.address(ofPlanned:)) ?? MaintenanceVisit.type.address(of: visit.document)
    }

    /// Where this person comes to a visit: whoever may note none looks at the schedule.
    static func address(_ visit: Appointment, _ call: Call) -> String {
        guard visit.isPlanned, call.identity?.may(.submit, MaintenanceVisit.type.name) != true else {
            return address(visit)
        }
        return MaintenanceSchedule.type.address(of: visit.document)
    }

    /// The one unit's number, or how many there are.
    static func units(_ visit: Appointment, _ words: Words) -> String {
        switch visit.units {
        case 0: ""
        case 1: visit.serial
        default: words.translate("{count} units", ["count": words.locale.count(visit.units)])
        }
    }

    static func badge(_ visit: Appointment, _ call: Call, _ words: Words) -> HTML {
        let standing = Standing(visit, today: call.clock.today)
        return "<span class=\"badge \(standing.style)\">\(words.translate(standing.rawValue))</span>"
    }

    /// A visit as an entry of the calendar.
    static func entry(_ visit: Appointment, _ call: Call, _ words: Words, showsPerson: Bool) -> HTML {
        let time = visit.time.flatMap { $0.milliseconds == 0 ? nil : words.locale.time($0) }
        let facts = [time ?? "", visit.item, units(visit, words), showsPerson ? visit.person : ""]
        let told = facts.filter { !$0.isEmpty }.joined(separator: " · ")
        return """
            <li><a class="visit" href="\(address(visit, call))"><strong>\(AfterSale.holder(visit.customer, words))</strong> \
            \(badge(visit, call, words))<span class="quiet">\(told)</span></a></li>
            """
    }
}
