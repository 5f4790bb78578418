import HTTPTypes
import Inventory
import Storage

/// What one may do with a record on its page: each step as a button; where it cannot be taken back, first a question.
struct RecordSteps {
    let record: StoredRecord
    let type: any Record.Type
    let call: Call
    let site: Site

    private var words: Words { Words(call, site) }
    private var name: String { record.head.name }
    private var isDocument: Bool { type is any Document.Type }

    /// A press of one of the buttons: submit, cancel or delete.
    static func press(_ type: any Record.Type, _ name: String, _ call: Call) throws -> Action {
        let isDeletion = call.text("_do") == "delete"
        let change: JSON = [
            "docstatus": call.text("docstatus").map(JSON.string) ?? .null,
            "modified": .string(call.text("modified") ?? ""),
        ]
        let step: Action =
            isDeletion
            ? try .delete(type.type.name, name, call) : try .update(change, type.type.name, name, call, key: "data")
        return Action(needs: step.needs) { site in
            do {
                let answer = try await step.perform(site)
                if isDeletion { return .redirect(to: type.type.address + "?deleted=" + name.percentEncoded) }
                // An invoice gets its number only now.
                let saved = try JSON(parsing: answer.body)["data"]?["name"]?.string ?? name
                let address = type.type.address(of: saved)
                let told = call.text("docstatus") == "2" ? "cancel" : "submit"
                return .redirect(to: address + (address.contains("?") ? "&" : "?") + "saved=" + told)
            } catch let refusal as Refusal where !refusal.isMissing {
                return try await RecordRoutes.show(type, name, call, site, refusal: refusal)
            }
        }
    }

    private func may(_ right: Right, _ typeName: String? = nil) -> Bool {
        call.identity?.may(right, typeName ?? type.type.name) == true
    }

    /// The steps that this person may take with the record as it stands.
    ///
    /// - Parameter others: further ones, that stand before what every record has.
    func buttons(with others: HTML = "") -> HTML {
        guard type.type.isWritable else { return others }
        var steps: [HTML] = []
        let mayWrite = may(.write)
        if mayWrite, record.head.state != .cancelled {
            steps.append(link(type.type.editAddress(of: name), "Edit", .edit, "data-key=\"e\""))
        }
        switch record.head.state {
        case .draft where isDocument:
            if may(.submit) { steps.append(ask("submit", "Submit", .check)) }
        case .submitted:
            if may(.cancel) { steps.append(ask("cancel", "Cancel", .close)) }
            steps += followers
        case .cancelled:
            if mayWrite { steps.append(link(fresh("_amend"), "Amend", .undo)) }
        default: break
        }
        steps.append(others)
        guard type.type.naming != .single else { return Self.bar(steps) }
        if mayWrite { steps.append(link(fresh("_copy"), "Duplicate", .copy)) }
        if may(.delete), record.head.state == .draft { steps.append(ask("delete", "Delete", .trash)) }
        steps.append(
            "<button class=\"button secondary\" type=\"button\" data-print hidden>\(Icon.print.html)\(words.translate("Print"))</button>"
        )
        return Self.bar(steps)
    }

    private static func bar(_ steps: [HTML]) -> HTML { "<div class=\"steps bar-of-steps\">\(HTML.joined(steps))</div>" }

    /// What is made from a submitted document: its return, and the next documents of the trade.
    private var followers: [HTML] {
        var steps: [HTML] = []
        let schema = Schema.of(type)
        let isReturn = schema.position(of: "is_return").map { record.values.fields[$0] == .integer(1) }
        guard isReturn != true else { return [] }
        if isReturn == false, may(.write) { steps.append(link(fresh("_return"), "Return", .undo)) }
        for step in TradeStep.all where step.origin == type && may(.write, step.target) {
            guard let target = recordType(named: step.target)?.type else { continue }
            let query = Call.query(["_from": type.type.name, "_name": name])
            steps.append(link(target.newAddress + "?" + query, "Create {type}", .add, type: target.name))
        }
        return steps
    }

    private func fresh(_ origin: String) -> String { type.type.newAddress + "?" + Call.query([origin: name]) }

    private func ask(_ step: String, _ label: String, _ icon: Icon) -> HTML {
        let isMain = step == "submit"
        let traits: HTML = isMain ? "data-key=\"Control+Enter\"" : ""
        return link(asking(step), label, icon, traits, look: isMain ? "" : " danger")
    }

    private func asking(_ step: String) -> String {
        let address = type.type.address(of: name)
        return address + (address.contains("?") ? "&" : "?") + "ask=" + step
    }

    private func link(
        _ address: String, _ label: String, _ icon: Icon, _ traits: HTML = "", type: String = "",
        look: String = " secondary"
    ) -> HTML {
        let text = words.translate(label, ["type": words.translate(type)])
        return """
            <a class="button\(look)" href="\(address)" \(traits)>\(icon.html)\(text)</a>
            """
    }

    /// What has become of a step, by the word that its address has for it.
    private static let done = ["1": "Saved.", "submit": "Submitted.", "cancel": "Cancelled."]

    /// What became of the last step: saved, or why not. Whoever took it goes on from there.
    ///
    /// - Parameter notices: what people should know about the record once it is saved.
    func told(_ refusal: Refusal?, _ notices: [Message] = []) -> HTML {
        if let refusal { return complaint(refusal.offences) }
        guard let done = call.text("saved").flatMap({ Self.done[$0] }) else { return "" }
        let made: HTML = call.text("made").map { " data-made=\"\($0)\" data-name=\"\(name)\"" } ?? ""
        let further = notices.map { notice -> HTML in
            "<p class=\"warning\" role=\"status\">\(site.catalogue.sentence(notice, in: call.locale))</p>"
        }
        return """
            <p class="success" role="status" tabindex="-1" autofocus data-saved\(made)>\(words.translate(done))</p>\(HTML.joined(further))
            """
    }

    private func complaint(_ offences: [Offence]) -> HTML {
        var list = offences.prefix(50).map { "<li>\(words.sentence($0))</li>" as HTML }
        if offences.count > 50 { list.append("<li>\(words.more(offences.count - 50))</li>") }
        return """
            <section class="error complaints" role="alert" id="complaints" tabindex="-1" autofocus>\
            <h2>\(words.translate("This must be mended first:"))</h2><ul>\(HTML.joined(list))</ul></section>
            """
    }

    /// The question that the address asks, where the person may take the step.
    func question() async throws -> HTML {
        switch (call.text("ask"), record.head.state) {
        case ("cancel", .submitted) where may(.cancel):
            return question(
                "Cancel this document?",
                "What it moved goes back to where it was. A cancelled document stays in the history and cannot be submitted again.",
                press("docstatus", "2", "Cancel the document", look: " danger"))
        case ("delete", .draft) where may(.delete):
            return question(
                "Delete this record?", "It is gone for good; the audit trail keeps what it held.",
                press("_do", "delete", "Delete for good", look: " danger"))
        case ("submit", .draft) where isDocument && may(.submit):
            guard let type = type as? any Document.Type else { return "" }
            let (document, offences) = try await site.rehearse([JSON.Member("name", .string(name))], type, call)
            guard offences.isEmpty, let document else { return complaint(offences) }
            return Consequences(of: document, type, words)
                .question(confirm: press("docstatus", "1", "Submit now"), leave: keep)
        default: return ""
        }
    }

    private func question(_ title: String, _ text: String, _ confirm: HTML) -> HTML {
        """
        <section class="card notice" id="question" tabindex="-1" autofocus><h2>\(words.translate(title))</h2><p>\(words.translate(text))</p>\
        <div class="steps">\(confirm)\(keep)</div></section>
        """
    }

    private var keep: HTML {
        "<a class=\"button secondary\" href=\"\(type.type.address(of: name))\">\(words.translate("Keep it"))</a>"
    }

    private func press(_ field: String, _ value: String, _ label: String, look: String = "") -> HTML {
        """
        <form method="post" action="\(type.type.address(of: name))"><input type="hidden" name="\(field)" value="\(value)">\
        <input type="hidden" name="modified" value="\(site.zone.text(record.head.modified))">\
        <button class="button\(look)" type="submit" data-confirm data-key="Control+Enter">\(words.translate(label))</button></form>
        """
    }
}

extension Refusal {
    /// Whether the record that was asked for is not there.
    var isMissing: Bool {
        offences.contains { if case .notFound = $0.rejection { true } else { false } }
    }
}
