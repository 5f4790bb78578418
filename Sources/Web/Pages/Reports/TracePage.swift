import HTTPTypes
import Inventory
import Storage

/// Where a unit, a lot or a document's units came from and what became of them: as a picture, as a tree, as a file.
enum TracePage {
    static let title = "Traceability"
    static let about =
        "From a unit, a lot or a document back to suppliers and components, and on to products and customers."
    static let address = "/stock/traceability"

    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in try await answer(call, site) }
        }
    ]

    /// Where the trace of something is.
    static func address(of name: String, type: String? = nil) -> String {
        address + "?of=" + name.percentEncoded + (type.map { "&type=" + $0.percentEncoded } ?? "")
    }

    private static func answer(_ call: Call, _ site: Site) async throws -> Answer {
        let name = SerialNumber(call.text("of") ?? "").text
        guard !name.isEmpty else { return page(name, nil, nil, call, site) }
        let type = call.text("type").flatMap { $0.isEmpty ? nil : $0 }
        do {
            let trace = try await site.database.browse { try call.books($0).trace(name, type: type) }
            switch call.text("format") {
            case "csv": return TraceFile(trace: trace, zone: site.zone).csv
            case "json": return .json(TraceFile(trace: trace, zone: site.zone).json)
            default: return page(name, trace, nil, call, site)
            }
        } catch let refusal as Refusal {
            if call.text("format") == "json" { return Problem.answer(to: refusal, call, site) }
            var answer = page(name, nil, refusal, call, site)
            answer.status = Problem.answer(to: refusal, call, site).status
            return answer
        }
    }

    private static func page(
        _ name: String, _ trace: Trace?, _ refusal: Refusal?, _ call: Call, _ site: Site
    ) -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let sentence = { (message: Message) in site.catalogue.sentence(message, in: call.locale) }
        var model: [String: Any] = [
            "title": translate(title), "about": translate(about), "path": address, "name": name,
            "problem": refusal == nil
                ? "" : sentence(Message("No unit, lot or document is called {name}.", ["name": .name(name)])),
            "failed": refusal != nil, "found": trace != nil,
        ]
        if let trace {
            let words = TraceWords(call: call, catalogue: site.catalogue)
            let tree = TraceTree(words: words)
            model["root"] = words.label(trace.root).text
            model["picture"] = TracePicture(trace: trace, words: words).html.text
            model["backward"] = tree.html(trace.backward, isEmpty: "Nothing is known about where it came from.").text
            model["forward"] = tree.html(trace.forward, isEmpty: "It has not left yet.").text
            model["isCut"] = trace.isCut
            model["cut"] = sentence(limits)
            model["csv"] = call.path(with: ["format": "csv"])
            model["json"] = call.path(with: ["format": "json"])
            model["icon"] = Icon.download.html.text
        }
        let content = HTML(trusted: site.templates.render("trace", model, in: call.locale))
        let crumbs = ReportPage.crumbs(translate(title), translate)
        return Page(title: translate(title), crumbs: crumbs, content: content).answer(call, site)
    }

    private static let limits = Message(
        "Only a part is shown: {width} things of each document, {units} units from one step to the next, {depth} steps. Begin at something further on to see more.",
        [
            "width": .count(Trace.widthLimit), "units": .count(Trace.unitLimit), "depth": .count(Trace.depthLimit),
        ])
}

/// How things of a trace are called, with ways to them.
struct TraceWords {
    let call: Call
    let catalogue: Catalogue

    func translate(_ text: String) -> String { catalogue.text(text, in: call.locale) }

    /// What a thing is called, and what is to be known of it at a glance.
    func label(_ node: Trace.Node) -> HTML {
        let name: HTML = "<strong>\(HTML.document(node.name, of: node.type, call))</strong>"
        let type: HTML = "<span class=\"quiet\">\(translate(node.type))</span>"
        if node.type == SerialNo.type.name {
            return "\(type) \(name) \(node.item) \(UnitWords.badge(node.word, translate))"
        }
        return "\(type) \(name) \(detail(node))"
    }

    /// What stands behind a name, as text: the item, the quantity, the purpose, the day.
    func detail(_ node: Trace.Node) -> String {
        let isItem = node.type == Item.type.name
        let parts = [
            isItem || node.type == SerialNo.type.name ? "" : node.item,
            node.quantity.map { call.locale.quantity($0) } ?? "",
            node.type == SerialNo.type.name ? "" : translate(node.word),
            node.isReturn ? translate("Return") : "", node.day.map { call.locale.day($0) } ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// What opens and closes a branch.
    func following(_ count: Int) -> String {
        catalogue.sentence(Message("Following: {count}", ["count": .count(count)]), in: call.locale)
    }

    func more(_ count: Int) -> String {
        catalogue.sentence(Message("and {count} more", ["count": .count(count)]), in: call.locale)
    }
}
