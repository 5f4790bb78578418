import HTTPTypes
import Inventory
import Storage

/// The page on which many units become assets, or many assets move.
struct AssetTaskPage {
    private let task: AssetTask
    private let call: Call
    private let site: Site
    private let listed: String
    var refusal: Refusal?

    init(_ task: AssetTask, _ call: Call, _ site: Site, listed: String) {
        (self.task, self.call, self.site, self.listed) = (task, call, site, listed)
    }

    private var words: Words { Words(call, site) }

    var answer: Answer {
        let title = words.translate(task == .make ? "Make assets of units" : "Move assets")
        let label = words.translate(
            task == .make
                ? "Serial numbers of the units, one on each line or with commas between them"
                : "Assets, or serial numbers of their units, one on each line or with commas between them")
        let blocks = controls.map { $0.block(words) }
        let content: HTML = """
            <h1>\(title)</h1><form method="post" action="\(task.address)">\(complaints)\
            <section class="card"><label for="\(task.list)">\(label)</label>\
            <textarea id="\(task.list)" name="\(task.list)" rows="8" spellcheck="false" autocomplete="off" required>\n\(listed)</textarea>\
            <p class="quiet hint">\(hint)</p></section>\
            <section class="card"><div class="fields">\(HTML.joined(blocks))</div></section>\
            <div class="steps">\(buttons)</div></form>
            """
        let crumbs = ListPage.crumbs(task.type.type, words.translate, current: title)
        var page = Page(title: title, crumbs: crumbs, content: content)
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private var hint: String {
        words.translate(
            task == .make
                ? "At most {count} at once. What is left empty follows from each unit: its cost, its date of purchase, the place that was typed on it."
                : "At most {count} at once. All of them go to the same place and the same person.",
            ["count": words.locale.count(AssetTask.limit)])
    }

    private var buttons: HTML {
        let maySubmit = call.identity?.may(.submit, task.type.type.name) == true
        let now: HTML =
            maySubmit
            ? "<button class=\"button\" name=\"_do\" value=\"submit\">\(Icon.check.html)\(words.translate("Submit now"))</button>"
            : ""
        return now + """
            <button class="button secondary" name="_do" value="save">\(words.translate(task == .make ? "Keep as drafts" : "Open as a draft"))</button>
            """
    }

    private var controls: [FormControl] {
        let schema = task.type.init()
        let own = Schema.of(task.type)
        let fields = own.fields + own.tables.flatMap(\.fields)
        return task.fields.compactMap { name in
            guard let field = fields.first(where: { $0.name == name }) else { return nil }
            let standard = own.position(of: name).map { call.locale.typed(schema.values.fields[$0], field.kind) } ?? ""
            var control = FormControl(
                field: field, name: name, value: call.text(name) ?? standard, label: words.translate(field.label))
            control.complaints = here.filter { $0.field == name }.prefix(5).map(words.sentence)
            return control
        }
    }

    private var here: [Offence] {
        var seen: Set<String> = []
        // What is wrong with what holds for all is said once.
        return (refusal?.offences ?? []).filter { offence in
            !task.fields.contains(offence.field ?? "") || seen.insert("\(offence.rejection)").inserted
        }
    }

    /// Lines of the summary.
    private static let summaryLimit = 50

    private var complaints: HTML {
        let offences = here
        guard !offences.isEmpty else { return "" }
        var list = offences.prefix(Self.summaryLimit).map { offence -> HTML in
            let place = task.fields.contains(offence.field ?? "") ? offence.field ?? "" : task.list
            return "<li><a href=\"#\(place)\">\(words.sentence(offence))</a></li>"
        }
        if offences.count > Self.summaryLimit {
            list.append("<li>\(words.more(offences.count - Self.summaryLimit))</li>")
        }
        return """
            <section class="error complaints" role="alert" id="complaints" tabindex="-1" autofocus>\
            <h2>\(words.translate("This must be mended first:"))</h2><ul>\(HTML.joined(list))</ul></section>
            """
    }
}
