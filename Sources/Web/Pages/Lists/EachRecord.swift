import HTTPTypes
import Inventory
import Storage

/// Several drafts submitted or deleted, each in a transaction of its own: first a page that asks, then one that says
/// for each what happened and why not. A script does the same from the first page, one by one.
struct EachRecord {
    let type: RecordType
    let action: String
    let names: [String]
    let call: Call
    let site: Site

    private var isSubmission: Bool { action == "submit" }

    private func translate(_ text: String) -> String { site.catalogue.text(text, in: call.locale) }

    private func say(_ template: String) -> String {
        site.catalogue.sentence(
            Message(template, ["count": .count(names.count), "type": .term(type.name)]), in: call.locale)
    }

    func answer() async throws -> Answer {
        guard !names.isEmpty else {
            return page(say("Nothing was chosen"), "<p>\(translate("Tick records of the list first."))</p>")
        }
        guard call.text("sure") == "1" else { return question }
        var rows: [HTML] = []
        var failures = 0
        for name in names {
            let reason = await failure(of: name)
            if reason != nil { failures += 1 }
            rows.append(row(name, reason ?? done, isRefused: reason != nil))
        }
        let facts: [String: Message.Fact] = ["count": .count(names.count - failures), "others": .count(failures)]
        let summary = site.catalogue.sentence(Message("{count} done, {others} refused", facts), in: call.locale)
        let style: HTML = failures == 0 ? "success" : "warning"
        return page(title, "<p class=\"\(style)\" role=\"status\">\(summary)</p>\(table(rows))\(back)")
    }

    private var title: String {
        isSubmission ? say("Submit {count} drafts: {type}") : say("Delete {count} drafts: {type}")
    }

    private var done: String { isSubmission ? translate("Submitted") : translate("Deleted") }

    /// Does it for one record.
    ///
    /// - Returns: why not, if it was refused.
    private func failure(of name: String) async -> String? {
        var call = call
        // A key stands for one answer; each of these changes has its own.
        call.headers[.idempotencyKey] = nil
        do {
            let step =
                isSubmission
                ? try Action.update(["docstatus": 1], type.name, name, call, key: "data")
                : try Action.delete(type.name, name, call)
            _ = try await step.perform(site)
            return nil
        } catch let refusal as Refusal {
            let sentences = refusal.offences.prefix(5).map { site.catalogue.sentence($0, in: call.locale) }
            return sentences.joined(separator: " ")
        } catch {
            let answer = Problem.answer(to: error, call, site)
            return (try? JSON(parsing: answer.body))?["exception"]?.string ?? translate("Something went wrong")
        }
    }

    /// Asks, and has what the script needs to do the work for one record after another.
    private var question: Answer {
        let rows = names.map { row($0, "", isRefused: false) }
        let hidden = names.map { name -> HTML in "<input type=\"hidden\" name=\"pick:\(name)\" value=\"1\">" }
        let style = isSubmission ? "button" : "button danger"
        let label = isSubmission ? translate("Submit") : translate("Delete")
        let form: HTML = """
            <form method="post" action="\(type.address)" class="card" tabindex="-1" autofocus data-each="\(action)">\
            <input type="hidden" name="sure" value="1"><input type="hidden" name="action" value="\(action)">\(HTML.joined(hidden))\
            <p>\(translate("Each is done for itself; what is refused stays as it is."))</p>\
            <div class="title"><button class="\(style)" type="submit">\(label)</button>\(back)</div>\
            <progress max="\(String(names.count))" value="0" aria-label="\(translate("Progress"))" hidden></progress></form>
            """
        return page(title, form + table(rows))
    }

    private var back: HTML { "<a href=\"\(type.address)\">\(translate("Back to the list"))</a>" }

    private func table(_ rows: [HTML]) -> HTML {
        """
        <div class="table" role="region" aria-label="\(title)" tabindex="0"><table><thead><tr>\
        <th scope="col">\(translate("Name"))</th><th scope="col">\(translate("What happened"))</th></tr></thead>\
        <tbody>\(HTML.joined(rows))</tbody></table></div>
        """
    }

    private func row(_ name: String, _ outcome: String, isRefused: Bool) -> HTML {
        let badge: HTML =
            outcome.isEmpty
            ? ""
            : isRefused
                ? "<span class=\"badge bad\">\(translate("Refused"))</span> \(outcome)"
                : "<span class=\"badge good\">\(outcome)</span>"
        return """
            <tr><th scope="row"><a href="\(type.address(of: name))">\(name)</a></th><td class="long" data-name="\(name)">\(badge)</td></tr>

            """
    }

    private func page(_ title: String, _ content: HTML) -> Answer {
        let crumbs = ListPage.crumbs(type, translate, current: title)
        return Page(title: title, crumbs: crumbs, content: "<h1>\(title)</h1>\(content)", scripts: ["lists"])
            .answer(call, site)
    }
}
