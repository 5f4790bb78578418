import Inventory
import Storage

/// What another person has changed while a form was open, and how the two fit together.
///
/// Where only they changed a field, their value is taken over; where both did, what was typed stays, and both are told.
struct ConcurrentChange {
    private struct Difference {
        let name: String
        let kind: FieldKind
        let label: String
        var before: Scalar
        var after: Scalar
    }

    private let changes: [RecordChange]
    private let form: Form
    private let words: Words

    /// The form with the others' values in it, and a word about who changed what.
    static func shown(on form: Form, _ stored: StoredRecord, _ call: Call, _ site: Site) async throws -> Form {
        let opened = Instant(milliseconds: Int64(form.opened) ?? 0)
        let type = form.type.type
        let changes = try await site.database.read { try call.books($0).changes(of: stored, type, after: opened) }
        let concurrent = ConcurrentChange(changes: changes, form: form, words: Words(call, site))
        var form = form
        form.notice = concurrent.notice(stored, site)
        form.typed = concurrent.merged(form.typed)
        form.seen = site.zone.text(stored.head.modified)
        form.opened = String(stored.head.modified.milliseconds)
        form.isChanged = true
        return form
    }

    /// Each changed field once, from its first value to its last.
    private var differences: [Difference] {
        var found: [Difference] = []
        for change in changes {
            for (name, before, after) in change.fields {
                if let place = found.firstIndex(where: { $0.name == name }) {
                    found[place].after = after
                } else if let field = field(name), !field.traits.contains(.readOnly) {
                    let label = words.translate(field.label)
                    let line = name.split(separator: ".").dropFirst().first.map {
                        "\(words.translate("Line")) \($0), \(label)"
                    }
                    found.append(
                        Difference(name: name, kind: field.kind, label: line ?? label, before: before, after: after))
                }
            }
        }
        return found
    }

    private func field(_ path: String) -> Field? {
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 3, let table = form.schema.table(named: parts[0]) else { return form.field(path) }
        return form.schema.tables[table].fields.first { $0.name == parts[2] }
    }

    /// What was typed for a field; nil where the form did not ask for it.
    private func typed(_ name: String) -> String? {
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 3, let line = Int(parts[1]), let rows = form.typed.tables[parts[0]] else {
            return form.typed.fields[name]
        }
        return rows.indices.contains(line - 1) ? rows[line - 1][parts[2]] : nil
    }

    /// Whether this person left a field as it was.
    private func isUntouched(_ difference: Difference) -> Bool {
        typed(difference.name) == words.locale.typed(difference.before, difference.kind)
    }

    private func merged(_ typed: FormValues) -> FormValues {
        var merged = typed
        for difference in differences where isUntouched(difference) {
            let value = words.locale.typed(difference.after, difference.kind)
            let parts = difference.name.split(separator: ".").map(String.init)
            if parts.count == 3, let line = Int(parts[1]) {
                merged.tables[parts[0]]?[line - 1][parts[2]] = value
            } else {
                merged.fields[difference.name] = value
            }
        }
        return merged
    }

    private func notice(_ stored: StoredRecord, _ site: Site) -> HTML {
        let rows = differences.prefix(50).map { difference -> HTML in
            let values = [difference.before, difference.after].map {
                words.locale.written($0, difference.kind, words.translate)
            }
            let mine = typed(difference.name)
            let theirs = words.locale.typed(difference.after, difference.kind)
            let isMine = mine != nil && !isUntouched(difference) && mine != theirs
            return """
                <tr><th scope="row">\(difference.label)</th><td>\(values[0].isEmpty ? "—" : values[0])</td>\
                <td>\(values[1].isEmpty ? "—" : values[1])</td><td>\(isMine ? mine ?? "" : words.translate("taken over"))</td></tr>
                """
        }
        let headings = ["Field", "Before", "After", "Yours"].map {
            "<th scope=\"col\">\(words.translate($0))</th>" as HTML
        }
        let moment = words.locale.moment(site.zone.local(stored.head.modified))
        let told = words.translate(
            "{user} has changed this record on {moment}, while you had it open.",
            ["user": stored.head.modifiedBy, "moment": moment])
        let table: HTML = """
            <div class="table"><table><thead><tr>\(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>
            """
        return """
            <section class="card notice" id="theirs" tabindex="-1"><h2>\(words.translate("Someone else was here"))</h2><p>\(told)</p>\
            \(rows.isEmpty ? "" : table)<p>\(words.translate("What you typed is kept below. Save to put it on top of theirs, or take over their version."))</p>\
            <p><a class="button secondary" href="\(form.address)" data-discard>\(words.translate("Take over their version"))</a></p></section>
            """
    }
}
