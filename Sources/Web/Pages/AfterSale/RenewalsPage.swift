import HTTPTypes
import Inventory
import Storage

/// The contracts that end soon or have just ended, and a proposal for each, for those ticked, or for all at once that
/// have no renewal yet.
struct RenewalsPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: MaintenanceSchedule.type.name)]) { site in
                try await RenewalsPage(call, site).answer(nil)
            }
        },
        Route(.post, address) { call in
            Action(needs: [.init(right: .write, type: MaintenanceSchedule.type.name)]) { site in
                do {
                    guard let name = call.text("schedule") else { return try await renewMany(call, site) }
                    let draft = try await site.database.write { try call.books($0).renew(name) }
                    return .redirect(to: MaintenanceSchedule.type.address(of: draft.head.name) + "?saved=1")
                } catch let refusal as Refusal {
                    return try await RenewalsPage(call, site).answer(refusal)
                }
            }
        },
    ]

    static let address = "/after-sale/renewals"
    static let title = "Contracts that end"
    /// How far ahead, and back, contracts are shown, in days.
    static let days = 60
    /// The most contracts that are shown, and renewed at once.
    private static let length = 200

    private let call: Call
    private let site: Site
    /// Contracts that were to be renewed and could not be.
    private var refused: [(schedule: String, refusal: Refusal)] = []

    private init(_ call: Call, _ site: Site) { (self.call, self.site) = (call, site) }

    private var words: Words { Words(call, site) }
    private var mayWrite: Bool { call.identity?.may(.write, MaintenanceSchedule.type.name) == true }

    /// Renews what is ticked, or all that has no renewal; what cannot be renewed does not keep the rest from it.
    private static func renewMany(_ call: Call, _ site: Site) async throws -> Answer {
        let ticked = call.parameters.keys.filter { $0.hasPrefix("contract.") }.sorted().compactMap(call.text)
        let takesAll = call.text("_do") == "all"
        guard takesAll || !ticked.isEmpty else { throw Refusal(.noContractTicked) }
        guard ticked.count <= length else { throw Refusal(.tooManyLines(limit: length)) }
        let renewals = try await site.database.write { transaction in
            let books = call.books(transaction)
            let open = takesAll ? try books.endingContracts(within: days, limit: length).filter(\.isOpen) : []
            return try books.renew(all: takesAll ? open.map(\.schedule) : ticked)
        }
        guard renewals.refused.isEmpty else {
            var page = RenewalsPage(call, site)
            page.refused = renewals.refused
            return try await page.answer(nil, made: renewals.made.first?.head.creation)
        }
        let made = renewals.made.first?.head.creation.milliseconds ?? 0
        return .redirect(
            to: address + "?" + Call.query(["made": String(made), "renewed": String(renewals.renewed.count)]))
    }

    /// - Parameter made: when renewals were made that the page tells of.
    private func answer(_ refusal: Refusal?, made: Instant? = nil) async throws -> Answer {
        let made = made ?? call.text("made").flatMap(Int64.init).map(Instant.init(milliseconds:))
        let read: @Sendable (any Transaction) throws -> [EndingContract] = { [call] transaction in
            try call.books(transaction).endingContracts(within: Self.days, limit: Self.length + 1)
        }
        // What was just made must be there, and a standby may not have it yet.
        let found =
            try await made == nil ? site.database.browse { try read($0) } : site.database.read { try read($0) }
        let contracts = Array(found.prefix(Self.length))
        let title = words.translate(Self.title)
        let notice: HTML = refusal.map { Page.notice(about: $0, call, site) } ?? ""
        let about = words.translate(
            "Contracts that end within {count} days, or ended as recently.",
            ["count": words.locale.count(Self.days)])
        let nothing: HTML = "<p class=\"card empty\">\(words.translate("No contract ends."))</p>"
        let rest = HTML.rest(found.count - contracts.count, call, words.translate)
        let content: HTML = """
            <h1>\(title)</h1>\(notice)\(failures)\(told(contracts, made))<p class="quiet">\(about)</p>\
            \(contracts.isEmpty ? nothing : form(contracts))\(rest)
            """
        var page = Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content)
        let isRefused = refusal != nil || (!refused.isEmpty && made == nil)
        if isRefused { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    // MARK: What was done

    /// What was made, by customer, and what had a renewal already.
    private func told(_ contracts: [EndingContract], _ made: Instant?) -> HTML {
        guard let made else { return "" }
        let fresh = contracts.filter { !$0.isOpen && $0.renewedAt == made }
        let groups = Dictionary(grouping: fresh, by: \.customer).sorted { $0.key < $1.key }
        let lists = groups.map { customer, contracts -> HTML in
            let links = contracts.map { HTML.document($0.renewal, of: MaintenanceSchedule.type.name, call) }
            let names = links.dropFirst().reduce(links[0]) { "\($0), \($1)" as HTML }
            return "<li><strong>\(AfterSale.holder(customer, words))</strong> \(names)</li>"
        }
        let count = words.translate("{count} renewals were made as drafts.", ["count": words.locale.count(fresh.count)])
        let kept = call.text("renewed").flatMap { Int($0) } ?? 0
        let others: HTML =
            kept > 0
            ? "<p>\(words.translate("{count} had a renewal already.", ["count": words.locale.count(kept)]))</p>" : ""
        return """
            <section class="success" role="status"><p>\(count)</p>\(others)<ul>\(HTML.joined(lists))</ul></section>
            """
    }

    /// What could not be renewed, and why.
    private var failures: HTML {
        guard !refused.isEmpty else { return "" }
        let lines = refused.flatMap { contract in
            contract.refusal.offences.map { offence -> HTML in
                let link = HTML.document(contract.schedule, of: MaintenanceSchedule.type.name, call)
                return "<li>\(link) \(words.sentence(offence))</li>"
            }
        }
        return """
            <section class="error" role="alert"><p>\(words.translate("These could not be renewed:"))</p>\
            <ul>\(HTML.joined(lines))</ul></section>
            """
    }

    // MARK: The contracts

    private func form(_ contracts: [EndingContract]) -> HTML {
        let open = contracts.filter(\.isOpen).count
        let labels = ["Contract", "Customer", "End Date", "Units", "Visits", "Renewal"]
        let headings = labels.map { label -> HTML in
            let look: HTML = ["Units", "Visits"].contains(label) ? " class=\"number\"" : ""
            return "<th scope=\"col\"\(look)>\(words.translate(label))</th>"
        }
        let corner: HTML = mayWrite ? "<td></td>" : ""
        let rows = contracts.enumerated().map(row)
        let table: HTML = """
            <div class="table" role="region" aria-label="\(words.translate(Self.title))" tabindex="0"><table class="cards"><thead><tr>\
            \(corner)\(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>
            """
        guard mayWrite, open > 0 else { return table }
        let all = words.translate("Propose all renewals ({count})", ["count": words.locale.count(open)])
        return """
            <form method="post" action="\(Self.address)" class="renewals">\(table)<div class="steps">\
            <button class="button" name="_do" value="ticked">\(words.translate("Propose the renewals that are ticked"))</button>\
            <button class="button secondary" name="_do" value="all">\(all)</button></div></form>
            """
    }

    private func row(_ index: Int, _ contract: EndingContract) -> HTML {
        let type = MaintenanceSchedule.type
        let isOver = contract.end < call.clock.today
        let mark: HTML = isOver ? " <span class=\"badge bad\">\(words.translate("Over"))</span>" : ""
        let cells = [
            HTML.cell(words.translate("Customer"), "\(AfterSale.holder(contract.customer, words))"),
            HTML.cell(words.translate("End Date"), "\(words.locale.day(contract.end))\(mark)", .day),
            HTML.cell(words.translate("Units"), "\(words.locale.count(contract.units))", .integer),
            HTML.cell(words.translate("Visits"), "\(words.locale.count(contract.visits))", .integer),
            HTML.cell(words.translate("Renewal"), renewal(contract)),
        ]
        return """
            <tr>\(mayWrite ? tick(index, contract) : "")<th scope="row">\(HTML.document(contract.schedule, of: type.name, call))</th>\
            \(HTML.joined(cells))</tr>
            """
    }

    private func tick(_ index: Int, _ contract: EndingContract) -> HTML {
        guard contract.isOpen else { return "<td></td>" }
        let label = words.translate("Tick {name}", ["name": contract.schedule])
        let name = "contract." + String(index)
        let mark: HTML = call.text(name) == contract.schedule ? " checked" : ""
        return """
            <td class="pick"><input type="checkbox" name="\(name)" value="\(contract.schedule)" aria-label="\(label)"\(mark)></td>
            """
    }

    private func renewal(_ contract: EndingContract) -> HTML {
        guard contract.isOpen else {
            let draft: HTML =
                contract.isDraft ? " <span class=\"badge inactive\">\(words.translate("Draft"))</span>" : ""
            return "\(HTML.document(contract.renewal, of: MaintenanceSchedule.type.name, call))\(draft)"
        }
        guard mayWrite else { return "" }
        let label = words.translate("Propose the renewal of {name}", ["name": contract.schedule])
        return """
            <button class="button secondary" name="schedule" value="\(contract.schedule)" aria-label="\(label)">\
            \(words.translate("Propose the renewal"))</button>
            """
    }
}

extension EndingContract {
    /// Whether nobody has renewed it yet.
    fileprivate var isOpen: Bool { renewal.isEmpty }
}
