import HTTPTypes
import Inventory
import Storage

/// What people come to first: a search, the drafts that wait for someone, and what happened last.
enum HomePage {
    private static let length = 12

    static func answer(_ call: Call, _ site: Site) async throws -> Answer {
        guard let identity = call.identity else { return .redirect(to: "/login") }
        let types = recordTypes.compactMap { $0 as? any Document.Type }.filter { identity.may(.read, $0.type.name) }
        let (drafts, latest) = try await site.database.browse { transaction in
            let books = call.books(transaction)
            return (try books.draftCounts(of: types), try books.latestPostings(length, of: types.map { $0.type.name }))
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let waiting = types.compactMap { type -> HTML? in
            guard let count = drafts[type.type.name], count > 0 else { return nil }
            return """
                <li><a href="\(type.type.address)?docstatus=0"><strong>\(call.locale.count(count))</strong> \
                \(translate(type.type.name))</a></li>
                """
        }
        let happened = latest.map { row($0, call, site, translate) }
        let model: [String: Any] = [
            "drafts": HTML.joined(waiting).text, "hasDrafts": !waiting.isEmpty,
            "rows": HTML.joined(happened).text, "hasRows": !happened.isEmpty,
        ]
        let content = HTML(trusted: site.templates.render("home", model, in: call.locale))
        return Page(title: translate("Home"), content: content).answer(call, site)
    }

    private static func row(
        _ posting: LatestPosting, _ call: Call, _ site: Site, _ translate: (String) -> String
    ) -> HTML {
        let mark: HTML =
            posting.isCancellation ? " <span class=\"badge inactive\">\(translate("cancellation"))</span>" : ""
        return """
            <tr><th scope="row">\(HTML.document(posting.name, of: posting.type, call))\(mark)</th>\
            <td>\(translate(posting.type))</td><td>\(posting.party)</td><td>\(posting.author)</td>\
            <td class="day">\(call.locale.moment(site.zone.local(posting.at)))</td></tr>
            """
    }
}
