import HTTPTypes
import Inventory
import Storage

/// What one may do with a document on its page: submit a draft, cancel what was submitted.
enum DocumentSteps {
    static let routes: [Route] = recordTypes.filter { $0 is any Document.Type }.map { type in
        Route(.post, type.type.address + "/**") { call in
            let change: JSON = [
                "docstatus": call.text("docstatus").map(JSON.string) ?? .null,
                "modified": .string(call.text("modified") ?? ""),
            ]
            let name = call.path.joined(separator: "/")
            let update = try Action.update(change, type.type.name, name, call, key: "data")
            return Action(needs: update.needs) { site in
                let answer = try await update.perform(site)
                // An invoice gets its number only now.
                let saved = try JSON(parsing: answer.body)["data"]?["name"]?.string ?? name
                return .redirect(to: type.type.address(of: saved))
            }
        }
    }

    /// The buttons for a document in this state; where a step cannot be taken back, first what it does.
    static func html(
        _ head: Head, _ type: RecordType, _ call: Call, _ site: Site, _ translate: (String) -> String
    ) -> HTML {
        let may = { (right: Right) in call.identity?.may(right, type.name) == true }
        switch head.state {
        case .draft where may(.submit): return form(head, "1", translate("Submit"), "button", site)
        case .submitted where may(.cancel) && call.text("ask") == "cancel":
            return """
                <section class="card notice"><h2>\(translate("Cancel this document?"))</h2>\
                <p>\(translate("What it moved goes back to where it was. A cancelled document stays in the history and cannot be submitted again."))</p>\
                <div class="title">\(form(head, "2", translate("Cancel the document"), "button", site))\
                <a href="\(type.address(of: head.name))">\(translate("Keep it"))</a></div></section>
                """
        case .submitted where may(.cancel):
            return
                "<a class=\"button secondary\" href=\"\(type.address(of: head.name))?ask=cancel\">\(translate("Cancel"))</a>"
        default: return ""
        }
    }

    private static func form(_ head: Head, _ state: String, _ label: String, _ style: String, _ site: Site) -> HTML {
        """
        <form method="post"><input type="hidden" name="docstatus" value="\(state)">\
        <input type="hidden" name="modified" value="\(site.zone.text(head.modified))">\
        <button class="\(style)" type="submit">\(label)</button></form>
        """
    }
}
