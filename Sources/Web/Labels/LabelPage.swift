import HTTPTypes
import Inventory
import NIOPosix
import Storage

/// Labels of units: for which, on what, and then a page to print or the language of a label printer.
enum LabelPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            let type = call.text("doctype") ?? ""
            let document: [Action.Need] = type.isEmpty ? [] : [.init(right: .read, type: type)]
            return Action(needs: [.init(right: .read, type: SerialNo.type.name)] + document) { site in
                try await form(LabelJob(call), numbers: numbers(call, site), nil, call, site)
            }
        },
        Route(.post, address) { call in
            Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in
                let job = LabelJob(call)
                // Lists and the look-up page hand numbers over; the label is chosen here.
                guard let format = call.text("format") else {
                    return try await form(job, numbers: call.text("serial_nos") ?? "", nil, call, site)
                }
                return try await printed(job, asZPL: format == "zpl", call, site)
            }
        },
    ]

    static let address = "/stock/labels"

    /// The way to the labels of these numbers.
    static func address(of numbers: [String]) -> String {
        address + "?" + Call.query(["serial_nos": numbers.joined(separator: "\n")])
    }

    /// The way to the labels of a document's units.
    static func address(ofDocument name: String, _ type: RecordType) -> String {
        address + "?" + Call.query(["doctype": type.name, "docname": name])
    }

    /// The numbers that the address gives, or those of the document that it names.
    private static func numbers(_ call: Call, _ site: Site) async throws -> String {
        guard let name = call.text("docname"), let type = call.text("doctype").flatMap(recordType(named:)) else {
            return call.text("serial_nos") ?? ""
        }
        let record = try await site.database.read { try call.books($0).show(type, name) }
        let cells = zip(Schema.of(type).tables, record.values.tables).flatMap { table, rows in
            rows.flatMap { row in
                zip(table.fields, row.fields).filter { $0.0.kind == .serials }.compactMap { $0.1.textValue }
            }
        }
        return SerialNumber.list(in: cells.joined(separator: "\n")).map(\.text).joined(separator: "\n")
    }

    private static func form(
        _ job: LabelJob, numbers: String, _ problem: Message?, _ call: Call, _ site: Site
    ) async throws -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate("Labels")
        let sample = try await sample(numbers, call, site)
        let designs = LabelDesign.all.map { design -> HTML in
            let mark: HTML = design == job.design ? " checked" : ""
            return """
                <label><span><input type="radio" name="design" value="\(design.name)"\(mark)>\(translate(design.title))</span>\
                \(sample.svg(on: design))</label>
                """
        }
        let resolutions = Label.Resolution.allCases.map { resolution -> HTML in
            let mark: HTML = resolution == job.resolution ? " selected" : ""
            let dots = String(resolution.rawValue)
            let label = translate("{dots} dpi").replacing("{dots}", with: dots)
            return "<option value=\"\(dots)\"\(mark)>\(label)</option>"
        }
        let model: [String: Any] = [
            "title": title, "path": address, "numbers": numbers, "designs": HTML.joined(designs).text,
            "start": String(job.start), "copies": String(job.copies), "resolutions": HTML.joined(resolutions).text,
            "hasProblem": problem != nil, "problem": problem.map { site.catalogue.sentence($0, in: call.locale) } ?? "",
            "printIcon": Icon.print.html.text, "downloadIcon": Icon.download.html.text,
        ]
        let content = HTML(trusted: site.templates.render("labels", model, in: call.locale))
        let crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"),
            Page.Crumb(label: translate("Serial No"), path: SerialNo.type.address), Page.Crumb(label: title, path: nil),
        ]
        let status: HTTPResponse.Status = problem == nil ? .ok : .expectationFailed
        return Page(title: title, crumbs: crumbs, content: content, status: status).answer(call, site)
    }

    /// The label of the first number as it will come out; of a made-up one where there is none yet.
    private static func sample(_ numbers: String, _ call: Call, _ site: Site) async throws -> Label {
        var call = call
        call.parameters = ["serial_nos": .string(String(numbers.prefix(while: { $0 != "\n" && $0 != "," })))]
        let (job, base) = (LabelJob(call), site.base(call))
        let first = try await site.database.browse { [call] in try job.labels(call.books($0), base: base).labels.first }
        return first
            ?? Label(number: "PB2L00001", itemCode: "PB2L", address: base + SerialNo.type.address(of: "PB2L00001"))
    }

    private static func printed(
        _ job: LabelJob, asZPL isZPL: Bool, _ call: Call, _ site: Site
    ) async throws -> Answer {
        if let problem = job.problem(asZPL: isZPL) {
            return try await form(job, numbers: call.text("serial_nos") ?? "", problem, call, site)
        }
        let base = site.base(call)
        let (labels, unknown) = try await site.database.browse { try job.labels(call.books($0), base: base) }
        let text = try await site.codes.runIfActive { isZPL ? job.zpl(labels) : job.sheets(labels).text }
        return isZPL ? download(text) : page(job, text, unknown, call, site)
    }

    private static func download(_ zpl: String) -> Answer {
        var answer = Answer.text(zpl, type: "text/plain; charset=utf-8")
        answer.headers = [
            (.contentDisposition, "attachment; filename=\"labels.zpl\""), (.xContentTypeOptions, "nosniff"),
        ]
        return answer
    }

    private static func page(_ job: LabelJob, _ sheets: String, _ unknown: Int, _ call: Call, _ site: Site) -> Answer {
        let locale = call.locale
        let translate = { site.catalogue.text($0, in: locale) }
        let count = Message(
            "Labels: {labels}, pages: {pages}", ["labels": .count(job.count), "pages": .count(job.pages)])
        let strange = Message(
            "Numbers that are not known yet, whose labels carry the number alone: {count}", ["count": .count(unknown)])
        let model: [String: Any] = [
            "lang": locale.rawValue, "title": translate("Labels"), "assets": Assets.address, "design": job.design.name,
            "scripts": Assets.elements(["record"]).text, "sheets": sheets,
            "count": site.catalogue.sentence(count, in: locale),
            "hasUnknown": unknown > 0, "unknown": site.catalogue.sentence(strange, in: locale),
        ]
        var answer = Answer.text(
            site.templates.render("label-sheets", model, in: locale), type: "text/html; charset=utf-8")
        answer.headers = Page.headers
        return answer
    }
}

extension Site {
    /// The beginning of the product's addresses as the client reached it: `https://stock.example.org`.
    func base(_ call: Call) -> String {
        let isHost = call.host.utf8.allSatisfy { byte in
            byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
                || ".-:[]".utf8.contains(byte)
        }
        return (settings.isSecure ? "https://" : "http://") + (isHost ? call.host : "localhost")
    }
}
