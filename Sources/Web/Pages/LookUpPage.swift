import HTTPTypes
import Inventory
import Storage

/// Many numbers at once: what each is and where, with those that are repeated or not known; as a page or as CSV.
enum LookUpPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: "Serial No")]) { site in page("", "", call, site) }
        },
        Route(.post, address) { call in
            let text = call.text("serial_nos") ?? ""
            let question = try Units.question(SerialNumber.list(in: text.replacing("\t", with: "\n")))
            return Action(needs: [.init(right: .read, type: "Serial No")]) { site in
                let standings = try await Units.standings(question, call, site)
                if call.text("format") == "csv" { return csv(standings, call, site) }
                return page(text, results(standings, call, site), call, site)
            }
        },
    ]

    static let address = "/stock/look-up"
    /// Rows that a page shows; the CSV has them all.
    private static let rowLimit = 1000

    private static func page(_ text: String, _ results: HTML, _ call: Call, _ site: Site) -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate("Look Up Numbers")
        let model: [String: Any] = ["path": address, "text": text, "results": results.text]
        let content = HTML(trusted: site.templates.render("look-up", model, in: call.locale))
        let crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: translate("Stock"), path: "/"),
            Page.Crumb(label: title, path: nil),
        ]
        return Page(title: title, crumbs: crumbs, content: content).answer(call, site)
    }

    private static func results(_ standings: [Units.Standing], _ call: Call, _ site: Site) -> HTML {
        guard !standings.isEmpty else { return "" }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let counts = Dictionary(grouping: standings, by: \.word).mapValues(\.count).sorted { $0.key < $1.key }
        let summary = counts.map { word, count -> HTML in
            "<li>\(UnitWords.badge(word, translate)) <strong>\(call.locale.count(count))</strong></li>"
        }
        let rows = standings.prefix(rowLimit).map { standing -> HTML in
            let name: HTML =
                standing.values == nil
                ? "\(standing.number)"
                : "<a href=\"\(SerialNo.type.address(of: standing.number))\">\(standing.number)</a>"
            let cells = standing.places.map { place -> HTML in "<td>\(place)</td>" }
            return """
                <tr><th scope="row">\(name)</th><td>\(UnitWords.badge(standing.word, translate))</td>\(HTML.joined(cells))</tr>
                """
        }
        let labels = ["Serial No", "Status", "Item Code", "Warehouse", "Customer", "Batch No"].map { label -> HTML in
            "<th scope=\"col\">\(translate(label))</th>"
        }
        return """
            <ul class="counts">\(HTML.joined(summary))</ul>
            <div class="table" role="region" aria-label="\(translate("Look Up Numbers"))" tabindex="0"><table>\
            <thead><tr>\(HTML.joined(labels))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>
            """
    }

    private static func csv(_ standings: [Units.Standing], _ call: Call, _ site: Site) -> Answer {
        var text = "serial_no,status,item_code,warehouse,customer,batch_no\r\n"
        for standing in standings {
            let cells = [standing.number, standing.word] + standing.places
            text += cells.map(\.csvCell).joined(separator: ",") + "\r\n"
        }
        var answer = Answer.text(text, type: "text/csv; charset=utf-8")
        answer.headers = [
            (.contentDisposition, "attachment; filename=\"serial-numbers.csv\""), (.xContentTypeOptions, "nosniff"),
        ]
        return answer
    }
}
