import HTTPTypes
import Inventory
import Storage

/// Reports for programs: the ecosystem's method that runs one, and one as JSON or CSV from its page's address.
enum Reports {
    static let methods: [String: Methods.Method] = ["frappe.desk.query_report.run": Methods.Method(read: run)]

    /// What a report needs of those who ask for it.
    static func needs(_ report: Report) -> [Action.Need] { report.types.map { .init(right: .read, type: $0) } }

    /// The rows of a report, the oldest first, as `{"result": […], "columns": […]}`.
    private static func run(_ call: Call) throws -> Action {
        let name = try call.required("report_name")
        guard let report = Report.all.first(where: { $0.name == name }) else {
            throw Refusal(.notFound(type: "Report", name: name), field: "report_name")
        }
        let given = try filters(report, call)
        return Action(needs: needs(report)) { site in
            let answer = try await site.database.browse { try call.books($0).answer(report, given) }
            return .json(.object([JSON.Member("message", json(answer, report, call, site))]))
        }
    }

    /// The filters of a request as text; empty ones are left out.
    ///
    /// - Throws: `Problem` for a filter that the report does not have or that is no text.
    private static func filters(_ report: Report, _ call: Call) throws -> [String: String] {
        guard let value = try call.json("filters"), value != .null, value != "" else { return [:] }
        guard let members = value.members else { throw Problem.badParameter("filters", "a JSON object") }
        var filters: [String: String] = [:]
        for member in members where member.value != .null && member.value != "" {
            let name = self.name(of: member.name, in: report)
            guard let filter = report.filters.first(where: { $0.name == name }) else {
                throw Problem.unknownField(member.name)
            }
            switch member.value {
            case .string(let text): filters[name] = text
            case .number(let text) where filter.kind == .flag: filters[name] = text
            case .bool(let value) where filter.kind == .flag: filters[name] = value ? "1" : "0"
            default: throw Problem.badParameter(member.name, filter.kind.expectation)
            }
            if case .day = filter.kind, Day(filters[name] ?? "") == nil {
                throw Problem.badParameter(member.name, filter.kind.expectation)
            }
        }
        return filters
    }

    /// Clients name the last day of a ledger `posting_date`.
    private static func name(of filter: String, in report: Report) -> String {
        let isOther = filter == "posting_date" && !report.filters.contains { $0.name == filter }
        return isOther ? "to_date" : filter
    }

    static func json(_ answer: ReportAnswer, _ report: Report, _ call: Call, _ site: Site) -> JSON {
        let columns = report.columns.map { field -> JSON in
            ["fieldname": .string(field.name), "label": .string(site.catalogue.text(field.label, in: call.locale))]
        }
        let rows = answer.rows.map { row -> JSON in
            .object(zip(report.columns, row).map { JSON.Member($0.name, $0.kind.json($1, site.zone)) })
        }
        let totals = report.columns.compactMap { field in
            answer.totals[field.name].map { JSON.Member(field.name, field.kind.json($0, site.zone)) }
        }
        return [
            "result": .array(rows), "columns": .array(columns), "totals": .object(totals),
            "is_cut": answer.next == nil ? 0 : 1,
        ]
    }

    /// The rows as a file; its name says so where there were more than fit.
    static func csv(_ answer: ReportAnswer, _ report: Report) -> Answer {
        var table = CSV(report.columns.map(\.name))
        for row in answer.rows { table.add(zip(report.columns, row).map { $0.kind.text($1) }) }
        return table.answer(named: report.path + (answer.next == nil ? "" : "-first-\(Report.rowLimit)"))
    }
}
