import HTTPTypes
import Inventory
import Storage

/// The page on which a record is made or changed.
struct FormView {
    let form: Form
    private let values: FormValues
    let call: Call
    let words: Words

    init(_ form: Form, _ call: Call, _ site: Site) {
        self.form = form
        self.values = form.values
        self.call = call
        self.words = Words(call, site)
    }

    func answer(_ site: Site) -> Answer {
        let type = form.type.type
        let title =
            form.stored.map {
                words.translate(
                    "Edit {name}", ["name": $0.head.name == type.name ? words.translate(type.name) : $0.head.name])
            }
            ?? words.translate("New: {type}", ["type": words.translate(type.name)])
        let crumbs = ListPage.crumbs(type, words.translate, current: title)
        var page = Page(title: title, crumbs: crumbs, content: content(title), scripts: ["forms"])
        page.isThereOnReturn = call.method == .post
        page.status = form.complaints.isEmpty ? .ok : .expectationFailed
        return page.answer(call, site)
    }

    private func content(_ title: String) -> HTML {
        let tables = form.schema.tables.map { table -> HTML in
            let rows = values.tables[table.name] ?? []
            guard let field = FormLayout.choice(of: table) else {
                return FormLines(form: form, table: table, rows: rows, words: words).html
            }
            return FormBoxes(form: form, table: table, field: field, rows: rows, words: words).html
        }
        let groups = form.groups.map(group)
        // A document's lines stand behind its first group; what is rarely needed comes last.
        let before = form.isDocument ? 1 : max(groups.count - 1, 1)
        let fields = HTML.joined(groups.prefix(before)) + HTML.joined(tables) + HTML.joined(groups.dropFirst(before))
        return """
            <form class="record" method="post" action="\(form.address)" novalidate \(traits)>\
            \(hidden)<div class="title steps"><h1>\(title)</h1>\(buttons)</div>\
            \(kept)\(form.complaints.summary(form, words))\(form.notice)\(fields)</form>
            """
    }

    /// What the script of the form should know.
    private var traits: HTML {
        let name: HTML = form.stored.map { " data-name=\"\($0.head.name)\"" } ?? ""
        let changed: HTML = form.isChanged || !form.complaints.isEmpty ? " data-changed" : ""
        return """
            data-form="\(form.type.type.name)" data-user="\(call.author.name)" data-links="\(links.text)"\
            \(name)\(changed)
            """
    }

    /// What the fields that name records should know: which records they offer, and where others are made.
    private var links: JSON {
        var links: [String: JSON] = [:]
        for field in form.schema.fields + form.schema.tables.flatMap(\.fields) {
            guard let name = field.kind.target, let target = recordType(named: name) else { continue }
            if field.name.hasPrefix("parent_") { links[field.name] = ["only": ["is_group": 1]] }
            var only: [JSON.Member] = []
            if Schema.of(target).position(of: "disabled") != nil { only.append(JSON.Member("disabled", 0)) }
            if target == Warehouse.self { only.append(JSON.Member("is_group", 0)) }
            var link = [JSON.Member("only", .object(only))]
            // A document is not made in passing.
            if case .field(let key) = target.type.naming, call.identity?.may(.write, name) == true {
                link.append(JSON.Member("path", .string("\(target.type.newAddress)?\(key)=")))
                link.append(JSON.Member("label", .string(words.translate(name))))
            }
            links[name] = .object(link)
        }
        return .object(links.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })
    }

    /// What the script says of a copy that was not saved, and offers.
    private var kept: HTML {
        """
        <div id="kept" class="warning steps" role="status" hidden><span></span>\
        <button class="button secondary" type="button" data-restore>\(words.translate("Restore"))</button>\
        <button class="button secondary" type="button" data-discard>\(words.translate("Discard"))</button></div>
        """
    }

    /// What travels along without being shown.
    private var hidden: HTML {
        var pairs = [
            ("modified", form.seen), ("_opened", form.opened), ("_key", form.key), ("_made", call.text("_made") ?? ""),
        ]
        pairs.append(("amended_from", form.stored == nil ? values.fields["amended_from"] ?? "" : ""))
        return HTML.joined(
            pairs.filter { !$0.1.isEmpty }.map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })
    }

    private var buttons: HTML {
        let maySubmit =
            form.isDocument && form.state == .draft && call.identity?.may(.submit, form.type.type.name) == true
        let back = form.stored.map { form.type.type.address(of: $0.head.name) } ?? form.type.type.address
        let submit: HTML =
            maySubmit
            ? """
            <button class="button secondary" type="submit" name="_do" value="ask" data-key="Control+Enter">\(Icon.check.html)\(words.translate("Submit"))</button>
            """ : ""
        return """
            <button class="button" type="submit" name="_do" value="save" data-save data-key="Control+s">\(Icon.save.html)\(words.translate("Save"))</button>\(submit)\
            <a class="button secondary" href="\(back)">\(words.translate("Close"))</a>
            """
    }

    private func group(_ group: FormLayout.Group) -> HTML {
        let fields = group.fields.filter { !form.layout.hidden.contains($0) || $0 == "purpose" }
        let blocks = fields.compactMap(block)
        guard !blocks.isEmpty else { return "" }
        let body: HTML = "<div class=\"fields\">\(HTML.joined(blocks))</div>"
        guard !group.title.isEmpty else { return "<section class=\"card\">\(body)</section>" }
        let isOpen =
            group.title != "More" && group.title != "Return" || form.complaints.touches(fields)
            || (group.title == "Return" && values.fields["is_return"] == "1")
        return """
            <details class="card"\(isOpen ? " open" : "")><summary><h2>\(words.translate(group.title))</h2></summary>\(body)</details>
            """
    }

    /// The field at which a person begins, unless there is something to read first.
    private var first: String? {
        guard form.complaints.isEmpty, form.notice.text.isEmpty, form.focus.isEmpty else { return nil }
        return form.groups.lazy.flatMap(\.fields).first { name in
            !form.layout.hidden.contains(name) && form.field(name).map { !form.isLocked($0) } ?? false
        }
    }

    private func block(_ name: String) -> HTML? {
        guard let field = form.field(name) else { return nil }
        let label = words.translate(field.label)
        let value = values.fields[name] ?? ""
        let complaints = form.complaints.sentences(name, line: nil, words)
        if form.isLocked(field) {
            guard form.stored != nil, !value.isEmpty else { return nil }
            let wrong = complaints.map { "<p class=\"wrong\">\($0)</p>" as HTML }
            return """
                <div class="field fixed" id="\(name)"><span class="label">\(label)</span><span>\(shown(value, field))</span>\(HTML.joined(wrong))</div>
                """
        }
        var control = FormControl(field: field, name: name, value: value, label: label)
        control.choices = FormLayout.choices(name, of: form.type.type)
        control.hint =
            FormLayout.hints[name].map(words.translate) ?? form.custom.first { $0.fieldName == name }?.details.text
            ?? ""
        control.complaints = complaints
        control.isFirst = name == first
        return control.block(words)
    }

    /// A fixed value as people read it.
    private func shown(_ value: String, _ field: Field) -> String {
        guard let scalar = try? field.kind.scalar(reading: words.locale.wire(value, field.kind)) else { return value }
        return words.locale.written(scalar, field.kind, words.translate)
    }
}
