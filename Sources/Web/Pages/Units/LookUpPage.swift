import HTTPTypes
import Inventory
import Storage

/// Many numbers at once: what each is and where, with those that are repeated or not known; and what can be done with
/// all of them.
enum LookUpPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [read]) { site in
                let text = call.text("serial_nos") ?? ""
                let question = try Units.question(numbers(in: text))
                return try await page(text, question, nil, call, site)
            }
        },
        Route(.post, address) { call in
            let text = call.text("serial_nos") ?? ""
            let question = try Units.question(numbers(in: text))
            guard let task = try UnitTask(call) else {
                return Action(needs: [read]) { site in
                    if call.text("format") == "csv" {
                        return csv(try await Units.standings(question, call, site), call, site)
                    }
                    return try await page(text, question, nil, call, site)
                }
            }
            return Action(needs: [read] + task.needs) { site in
                do {
                    return try await task.perform(on: question, call, site)
                } catch let error where error is Refusal || error is Problem {
                    return try await page(text, question, error, call, site)
                }
            }
        },
    ]

    static let address = "/stock/look-up"
    private static let read = Action.Need(right: .read, type: SerialNo.type.name)
    /// Rows that a page shows; the CSV has them all.
    private static let rowLimit = 500

    /// Numbers as people paste them: from lines, lists and the cells of a spreadsheet.
    static func numbers(in text: String) -> [SerialNumber] {
        SerialNumber.list(in: text.replacing("\t", with: "\n").replacing(";", with: "\n"))
    }

    private static func page(
        _ text: String, _ question: [SerialNumber], _ error: (any Error)?, _ call: Call, _ site: Site
    ) async throws -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        var results: HTML = error.map { Page.notice(about: $0, call, site) } ?? ""
        if !question.isEmpty {
            let standings = try await Units.standings(question, call, site)
            results += self.results(standings, call, site, translate)
            results += UnitChoices.html(standings, call, try await site.places(call), translate)
        }
        if call.text("fragment") == "1" { return .fragment(results) }
        let title = translate("Look Up Numbers")
        let model: [String: Any] = [
            "path": address, "text": text, "results": results.text,
            "mayCover": call.identity?.may(.write, SerialNo.type.name) == true,
            "makesAssets": call.identity?.may(.write, Asset.type.name) == true,
        ]
        let content = HTML(trusted: site.templates.render("look-up", model, in: call.locale))
        var page = Page(title: title, crumbs: crumbs(title, translate), content: content, scripts: ["serials"])
        page.isThereOnReturn = call.method == .post
        if error != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    /// The way to a page that stands under Stock.
    static func crumbs(_ title: String, _ translate: (String) -> String) -> [Page.Crumb] {
        [
            Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: translate("Stock"), path: "/"),
            Page.Crumb(label: title, path: nil),
        ]
    }

    private static func results(
        _ standings: [Units.Standing], _ call: Call, _ site: Site, _ translate: (String) -> String
    ) -> HTML {
        let places = ["Item Code", "Warehouse", "Customer", "Batch No"]
        let words = Words(call, site)
        let rows = standings.prefix(rowLimit).map { standing -> HTML in
            let name: HTML =
                standing.values == nil
                ? "\(standing.number)"
                : "<a href=\"\(SerialNo.type.address(of: standing.number))\">\(standing.number)</a>"
            let custody = standing.custody(words)
            let cells = zip(places, standing.places).map { HTML.cell(translate($0), "\($1)") }
            return """
                <tr><th scope="row">\(name)</th><td>\(UnitWords.badge(standing.word, translate)) \(custody)</td>\(HTML.joined(cells))</tr>
                """
        }
        let labels = (["Serial No", "Status"] + places).map { label -> HTML in
            "<th scope=\"col\">\(translate(label))</th>"
        }
        let more = HTML.rest(standings.count - rowLimit, call, translate)
        return """
            \(tally(standings.map(\.word), call, translate))\
            <div class="table" role="region" aria-label="\(translate("Look Up Numbers"))" tabindex="0"><table class="cards">\
            <thead><tr>\(HTML.joined(labels))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>\(more)
            """
    }

    /// How many there are of each word.
    static func tally(_ words: [String], _ call: Call, _ translate: (String) -> String) -> HTML {
        let counts = Dictionary(grouping: words) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
        let parts = counts.map { word, count -> HTML in
            "<li>\(UnitWords.badge(word, translate)) <strong>\(call.locale.count(count))</strong></li>"
        }
        return "<ul class=\"counts\">\(HTML.joined(parts))</ul>"
    }

    private static func csv(_ standings: [Units.Standing], _ call: Call, _ site: Site) -> Answer {
        var table = CSV(["serial_no", "status", "item_code", "warehouse", "customer", "batch_no"])
        for standing in standings { table.add([standing.number, standing.word] + standing.places) }
        return table.answer(named: "serial-numbers")
    }
}
