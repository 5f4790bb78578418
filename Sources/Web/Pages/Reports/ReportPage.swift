import HTTPTypes
import Inventory
import Storage

/// A report: its filters, which stand in the address, its rows, and the ways to have all of them as a file.
struct ReportPage {
    private let report: Report
    private let call: Call
    private let site: Site
    private let given: [String: String]

    static let address = "/stock/report"

    static let routes: [Route] = Report.all.map { report in
        Route(.get, report.address) { call in
            Action(needs: Reports.needs(report)) { site in try await ReportPage(report, call, site).answer() }
        }
    }

    private init(_ report: Report, _ call: Call, _ site: Site) {
        self.report = report
        self.call = call
        self.site = site
        let filters = report.filters.compactMap { filter in call.text(filter.name).map { (filter.name, $0) } }
        self.given = Dictionary(uniqueKeysWithValues: filters)
    }

    private func answer() async throws -> Answer {
        let days = report.filters.filter { $0.kind == .day }.map(\.name)
        if let answer = call.redirect(readingDays: days) { return answer }
        switch call.text("format") {
        case "csv": return Reports.csv(try await rows(Report.rowLimit), report)
        case "json": return try await json()
        default: return try await page()
        }
    }

    private func rows(_ count: Int, after: String? = nil, isPage: Bool = false) async throws -> ReportAnswer {
        try await site.database.browse { [report, call, given] transaction in
            try call.books(transaction).answer(
                report, given, after: after, count: count, descending: report.isNewestFirst, isPage: isPage)
        }
    }

    /// What is wrong with the question is told to a program as programs are told.
    private func json() async throws -> Answer {
        do {
            return .json(Reports.json(try await rows(Report.rowLimit), report, call, site))
        } catch let refusal as Refusal {
            return Problem.answer(to: refusal, call, site)
        }
    }

    private func page() async throws -> Answer {
        do {
            let after = call.text("after").flatMap { $0.isEmpty ? nil : $0 }
            return page(try await rows(report.pageLength, after: after, isPage: true), nil)
        } catch let refusal as Refusal {
            var answer = page(nil, refusal)
            answer.status = Problem.answer(to: refusal, call, site).status
            return answer
        }
    }

    private func translate(_ text: String) -> String { site.catalogue.text(text, in: call.locale) }

    private func page(_ answer: ReportAnswer?, _ refusal: Refusal?) -> Answer {
        let title = translate(report.name)
        let form = FilterForm(
            fields: report.filters.filter { $0.traits.contains(.listed) },
            values: report.asked(given, today: call.clock.today), refusal: refusal, words: Words(call, site))
        let chart = answer.flatMap { answer in
            report.chart.map {
                RateChart(report: report, chart: $0, answer: answer, call: call, words: Words(call, site)).html
            }
        }
        let table = answer.map { ReportTable(report: report, answer: $0, call: call, translate: translate).html }
        let model: [String: Any] = [
            "title": title, "about": translate(report.about), "path": report.address, "fields": form.html.text,
            "flags": form.flags.text,
            "problem": form.rest.text, "hasProblem": refusal != nil, "table": (chart?.text ?? "") + (table?.text ?? ""),
            "pager": answer.map { pager($0).text } ?? "", "csv": call.path(with: ["format": "csv", "after": ""]),
            "json": call.path(with: ["format": "json", "after": ""]), "icon": Icon.download.html.text,
            "limit": site.catalogue.sentence(
                Message("Files have at most {count} rows.", ["count": .count(Report.rowLimit)]), in: call.locale),
        ]
        let content = HTML(trusted: site.templates.render("report", model, in: call.locale))
        return Page(title: title, crumbs: Self.crumbs(title, translate), content: content).answer(call, site)
    }

    static func crumbs(_ title: String, _ translate: (String) -> String) -> [Page.Crumb] {
        [
            Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: translate("Reports"), path: address),
            Page.Crumb(label: title, path: nil),
        ]
    }

    /// How many rows there are, as far as they were read, and the way to those after them.
    private func pager(_ answer: ReportAnswer) -> HTML {
        let isFirst = (call.text("after") ?? "").isEmpty
        let facts: [String: Message.Fact] = ["count": .count(answer.rows.count)]
        let sentence =
            answer.next == nil
            ? isFirst ? Message("Rows: {count}", facts) : Message("The last rows: {count}", facts)
            : isFirst ? Message("The first rows: {count}", facts) : Message("Some of the rows: {count}", facts)
        let first: HTML =
            isFirst
            ? ""
            : "<a class=\"button secondary\" href=\"\(call.path(with: ["after": ""]))\">\(translate("First rows"))</a>"
        let next = answer.next.map { token -> HTML in
            "<a class=\"button\" rel=\"next\" href=\"\(call.path(with: ["after": token]))\">\(translate("Next"))</a>"
        }
        return """
            <nav class="pager" aria-label="\(translate("Pages"))">\(first)\
            <span>\(site.catalogue.sentence(sentence, in: call.locale))</span>\(next ?? "")</nav>
            """
    }
}

extension Report {
    /// Where the report is: `/stock/report/stock-ledger`.
    var address: String { ReportPage.address + "/" + path }
}
