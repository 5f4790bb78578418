import HTTPTypes
import Inventory
import Storage

/// The contracts that end soon or have just ended, and a proposal for each that has no renewal yet.
enum RenewalsPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: MaintenanceSchedule.type.name)]) { site in
                try await page(nil, call, site)
            }
        },
        Route(.post, address) { call in
            Action(needs: [.init(right: .write, type: MaintenanceSchedule.type.name)]) { site in
                do {
                    let name = try call.required("schedule")
                    let draft = try await site.database.write { try call.books($0).renew(name) }
                    return .redirect(to: MaintenanceSchedule.type.address(of: draft.head.name) + "?saved=1")
                } catch let refusal as Refusal {
                    return try await page(refusal, call, site)
                }
            }
        },
    ]

    static let address = "/after-sale/renewals"
    static let title = "Contracts that end"
    /// How far ahead, and back, contracts are shown, in days.
    static let days = 60
    private static let length = 200

    private static func page(_ refusal: Refusal?, _ call: Call, _ site: Site) async throws -> Answer {
        let words = Words(call, site)
        let contracts = try await site.database.browse {
            try call.books($0).endingContracts(within: days, limit: length)
        }
        let mayWrite = call.identity?.may(.write, MaintenanceSchedule.type.name) == true
        let rows = contracts.map { row($0, mayWrite, call, words) }
        let title = words.translate(Self.title)
        let notice: HTML = refusal.map { Page.notice(about: $0, call, site) } ?? ""
        let headings = ["Contract", "Customer", "End Date", "Units", "Visits", "Renewal"].map { label -> HTML in
            "<th scope=\"col\">\(words.translate(label))</th>"
        }
        let table: HTML = """
            <div class="table" role="region" aria-label="\(title)" tabindex="0"><table><thead><tr>\(HTML.joined(headings))</tr></thead>\
            <tbody>\(HTML.joined(rows))</tbody></table></div>
            """
        let about = words.translate(
            "Contracts that end within {count} days, or ended as recently.", ["count": words.locale.count(days)])
        let nothing: HTML = "<p class=\"card empty\">\(words.translate("No contract ends."))</p>"
        let content: HTML = "<h1>\(title)</h1>\(notice)<p class=\"quiet\">\(about)</p>\(rows.isEmpty ? nothing : table)"
        var page = Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content)
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private static func row(_ contract: EndingContract, _ mayWrite: Bool, _ call: Call, _ words: Words) -> HTML {
        let type = MaintenanceSchedule.type
        let isOver = contract.end < call.clock.today
        let mark: HTML = isOver ? " <span class=\"badge bad\">\(words.translate("Over"))</span>" : ""
        let label = words.translate("Propose the renewal of {name}", ["name": contract.schedule])
        let propose: HTML = """
            <form method="post"><button class="button secondary" name="schedule" value="\(contract.schedule)" aria-label="\(label)">\
            \(words.translate("Propose the renewal"))</button></form>
            """
        let renewal: HTML =
            contract.renewal.isEmpty
            ? mayWrite ? propose : "" : HTML.document(contract.renewal, of: type.name, call)
        return """
            <tr><th scope="row">\(HTML.document(contract.schedule, of: type.name, call))</th><td>\(contract.customer)</td>\
            <td class="day">\(words.locale.day(contract.end))\(mark)</td><td class="number">\(words.locale.count(contract.units))</td>\
            <td class="number">\(words.locale.count(contract.visits))</td><td>\(renewal)</td></tr>
            """
    }
}
