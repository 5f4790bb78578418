import Inventory
import Storage

/// The visits of a unit on its page: those to come, and those that were made.
struct UnitVisits: Sendable {
    private let coming: [UnitVisit]
    private let past: [UnitVisit]

    private static let length = 12

    /// Reads them for whoever may see visits; others get none.
    init(of unit: Head, _ call: Call, _ books: Books) throws {
        guard call.identity?.may(.read, MaintenanceVisit.type.name) == true, let key = unit.id else {
            (coming, past) = ([], [])
            return
        }
        coming = try books.comingVisits(of: key, number: SerialNumber(unit.name), limit: Self.length)
        past = try books.pastVisits(of: key, limit: Self.length)
    }

    /// The visit that comes next by a contract; nil for none.
    var next: UnitVisit? { coming.first }

    func html(_ call: Call, _ words: Words) -> HTML {
        guard !coming.isEmpty || !past.isEmpty else { return "" }
        return """
            <section class="card" id="visits"><h2>\(words.translate("Coming visits"))</h2>\(list(coming, call, words))\
            <h2>\(words.translate("Past visits"))</h2>\(list(past, call, words))</section>
            """
    }

    private func list(_ visits: [UnitVisit], _ call: Call, _ words: Words) -> HTML {
        guard !visits.isEmpty else { return "<p class=\"quiet\">\(words.translate("No visit yet."))</p>" }
        let mayClose = call.identity?.may(.submit, MaintenanceVisit.type.name) == true
        let entries = visits.map { visit -> HTML in
            let record =
                visit.row == nil
                ? MaintenanceVisit.type.address(of: visit.document)
                : MaintenanceSchedule.type.address(of: visit.document)
            let address = visit.row.flatMap { mayClose ? CloseVisitPage.address(ofPlanned: $0) : nil } ?? record
            let facts = [visit.document, visit.person, visit.workDone].filter { !$0.isEmpty }
            let state =
                visit.row == nil || visit.completion == .partial ? words.translate(visit.completion.rawValue) : ""
            return """
                <li><a class="visit" href="\(address)"><strong>\(words.locale.day(visit.day))</strong> \(state)\
                <span class="quiet">\(facts.joined(separator: " · "))</span></a></li>
                """
        }
        return "<ul class=\"visits\">\(HTML.joined(entries))</ul>"
    }
}
