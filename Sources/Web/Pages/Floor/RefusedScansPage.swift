import HTTPTypes
import Inventory
import Storage

/// What was refused to people on the floor, for the office to set right and take off the list.
enum RefusedScansPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in try await page(call, site) }
        },
        Route(.post, address) { call in
            Action(needs: [.init(right: .write, type: StockEntry.type.name)]) { site in
                let isOne = call.text("one") != nil
                guard let id = (call.text("one") ?? call.text("all")).flatMap(Int64.init) else {
                    throw Problem.badParameter("all", "a whole number")
                }
                try await site.database.write {
                    try call.books($0).dismissRefusedScans(upTo: id, onlyThatOne: isOne)
                }
                return .redirect(to: address)
            }
        },
    ]

    static let address = "/stock/refused-scans"
    private static let length = 100

    private static func page(_ call: Call, _ site: Site) async throws -> Answer {
        let start = call.text("before").flatMap(Int64.init)
        let scans = try await site.database.browse {
            try call.books($0).refusedScans(before: start, limit: length + 1)
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate("Refused scans")
        let shown = scans.prefix(length)
        let mayDismiss = call.identity?.may(.write, StockEntry.type.name) == true
        let rows = shown.map { row($0, mayDismiss, call, site) }
        let model: [String: Any] = [
            "title": title, "rows": HTML.joined(rows).text, "isEmpty": scans.isEmpty,
            "canDismiss": mayDismiss && !scans.isEmpty, "newest": String(shown.first?.id ?? 0),
            "hasMore": scans.count > length, "oldest": String(shown.last?.id ?? 0),
        ]
        let content = HTML(trusted: site.templates.render("refused-scans", model, in: call.locale))
        let crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"),
            Page.Crumb(label: translate("Scan"), path: ScanPage.address), Page.Crumb(label: title, path: nil),
        ]
        return Page(title: title, crumbs: crumbs, content: content).answer(call, site)
    }

    private static func row(_ refused: StoredRefusedScan, _ mayDismiss: Bool, _ call: Call, _ site: Site) -> HTML {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let scan = refused.scan
        let mode = ScanMode(rawValue: scan.mode).map { translate($0.title) } ?? scan.mode
        let label = translate("Dismiss {number}").replacing("{number}", with: scan.number)
        let button: HTML = """
            <form method="post"><button class="button secondary" name="one" value="\(String(refused.id))" \
            aria-label="\(label)">\(translate("Dismiss"))</button></form>
            """
        return """
            <tr><th scope="row"><a href="\(SerialNo.type.address(of: scan.number))">\(scan.number)</a></th>\
            <td class="long">\(scan.reason)</td><td class="day">\(call.locale.moment(site.zone.local(scan.at)))</td>\(HTML.cell(translate("By"), "\(refused.author)"))\
            <td>\(mode)</td><td>\(mayDismiss ? button : "")</td></tr>
            """
    }
}
