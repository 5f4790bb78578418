import Inventory
import Storage

/// The rows of a table that are chosen from all there are: a box for each, with a word on what it means.
struct FormBoxes {
    let form: Form
    let table: Schema.Table
    let field: Field
    let rows: [FormValues.Row]
    let words: Words

    var html: HTML {
        let held = rows.map { $0[field.name] ?? "" }
        let names = form.offered + held.filter { !$0.isEmpty && !form.offered.contains($0) }
        let boxes = names.enumerated().map { box($1, $0 + 1, line: held.firstIndex(of: $1)) }
        let wrong = form.complaints.sentences(table.name, line: nil, words).map {
            "<p class=\"wrong\">\($0)</p>" as HTML
        }
        return """
            <fieldset class="card boxes" id="\(table.name)" tabindex="-1"><legend>\(words.translate(table.label))</legend>\
            <input type="hidden" name="\(table.name)">\(HTML.joined(wrong))<div class="fields">\(HTML.joined(boxes))</div></fieldset>
            """
    }

    private func box(_ name: String, _ number: Int, line: Int?) -> HTML {
        let place = "\(table.name).\(number)"
        let about = RoleWords.about(name, words)
        let wrong = line.map { form.complaints.sentences(field.name, line: $0 + 1, words) } ?? []
        let told = wrong.map { "<p class=\"wrong\">\($0)</p>" as HTML }
        let key = line.flatMap { rows[$0]["name"] }.map { key -> HTML in
            "<input type=\"hidden\" name=\"\(place).name\" value=\"\(key)\">"
        }
        let state: HTML = line == nil ? "" : " checked"
        return """
            <div class="field flag">\(key ?? "")<label><input type="checkbox" name="\(place).\(field.name)" value="\(name)" \
            id="\(place).\(field.name)" aria-describedby="\(place)-about"\(state)> \(words.translate(name))</label>\
            <p class="quiet hint" id="\(place)-about">\(about)</p>\(HTML.joined(told))</div>
            """
    }
}

/// What a role lets people do, in words.
enum RoleWords {
    static func about(_ role: String, _ words: Words) -> String {
        guard Permissions.roles.contains(role) else { return words.translate("Gives no rights of its own.") }
        let types = recordTypes.map { $0.type }
        let made = types.filter { $0.isWritable && Permissions.allows([role], .write, on: $0.name) }
        let unread = types.filter { !Permissions.allows([role], .read, on: $0.name) }
        func listed(_ types: [RecordType]) -> [String: String] {
            ["types": types.map { words.translate($0.name) }.joined(separator: ", ")]
        }
        if made.count == types.count(where: \.isWritable) {
            return words.translate("Does everything, also with users and settings.")
        }
        let changes = made.isEmpty ? "Changes nothing." : "Makes and changes: {types}."
        let reads = unread.isEmpty ? "Reads everything." : "Reads everything else but: {types}."
        return words.translate(changes, listed(made)) + " " + words.translate(reads, listed(unread))
    }
}
