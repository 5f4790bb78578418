import HTTPTypes
import Inventory
import Storage

/// Every report that one may read, with a sentence on what it tells.
enum ReportsPage {
    static let routes: [Route] = [
        Route(.get, ReportPage.address) { call in
            Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in page(call, site) }
        }
    ]

    private static func page(_ call: Call, _ site: Site) -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let reports = Report.all.filter { mayRead($0, call) }.map { ($0.name, $0.about, $0.address) }
        let entries = ([(TracePage.title, TracePage.about, TracePage.address)] + reports).map {
            name, about, address -> HTML in
            """
            <li class="card"><h2><a href="\(address)">\(translate(name))</a></h2><p class="quiet">\(translate(about))</p></li>
            """
        }
        let title = translate("Reports")
        let crumbs = [Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: title, path: nil)]
        let content: HTML = "<h1>\(title)</h1><ul class=\"reports\">\(HTML.joined(entries))</ul>"
        return Page(title: title, crumbs: crumbs, content: content).answer(call, site)
    }

    static func mayRead(_ report: Report, _ call: Call) -> Bool {
        report.types.allSatisfy { call.identity?.may(.read, $0) == true }
    }

    /// The entry of the menu, for those who may read a report.
    static func menu(_ call: Call, _ translate: (String) -> String) -> HTML {
        let reports = Report.all.filter { mayRead($0, call) }.map { ($0.name, $0.address) }
        guard !reports.isEmpty else { return "" }
        let links = ([(TracePage.title, TracePage.address)] + reports).map { name, address -> HTML in
            "<li><a href=\"\(address)\">\(translate(name))</a></li>"
        }
        return """
            <details name="menu"><summary>\(translate("Reports"))</summary><ul>\(HTML.joined(links))</ul></details>
            """
    }
}
