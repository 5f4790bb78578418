import Inventory
import Storage

/// Everything that happened to a unit, the latest first: documents, corrections, changes by hand, files and notes.
struct SerialTimeline {
    let history: [HistoryEntry]
    let custom: [CustomField]
    let call: Call
    let site: Site

    /// Entries that the page begins with; the rest is shown where one asks for it.
    private static let length = 25

    var words: Words { Words(call, site) }

    var html: HTML {
        let isWhole = call.text("history") == "all"
        let shown = isWhole ? history[...] : history.prefix(Self.length)
        let list: HTML = "<ol class=\"history\">\(HTML.joined(shown.map(entry)))</ol>"
        guard history.count > shown.count else { return list }
        let label = words.translate("Show all {count} entries", ["count": call.locale.count(history.count)])
        return list
            + "<p><a class=\"button secondary\" href=\"\(call.ownPath(with: ["history": "all"]))#history\">\(label)</a></p>"
    }

    /// The numbers that the unit had before, for the head of the page.
    var formerNumbers: HTML {
        let former = history.filter { $0.kind == "rename" }.compactMap { changes(of: $0).first { $0.name == "name" } }
        let numbers = Array(Set(former.compactMap { $0.before?.string })).sorted()
        guard !numbers.isEmpty else { return "" }
        let sentence = words.translate("Formerly {numbers}", ["numbers": numbers.joined(separator: ", ")])
        return "<p class=\"quiet\">\(sentence)</p>"
    }

    private func entry(_ entry: HistoryEntry) -> HTML {
        let moment = call.locale.moment(entry.postedAt ?? site.zone.local(entry.at))
        let by = words.translate("by {user}", ["user": entry.author])
        let body =
            switch entry.kind {
            case "claim": claim(entry)
            case "installation", "removal": installation(entry)
            default: entry.postedAt == nil ? edit(entry) : movement(entry)
            }
        let isUndone = ["cancellation", "removal"].contains(entry.kind) || entry.isCancelled
        return """
            <li class="\(isUndone ? "undone" : entry.postedAt == nil ? "aside" : "")"><time>\(moment)</time>\(body)\
            <p class="quiet">\(by)</p></li>
            """
    }

    private func movement(_ entry: HistoryEntry) -> HTML {
        let outside = entry.party.isEmpty ? words.translate("outside") : entry.party
        let way = words.translate(
            "from {source} to {target}",
            [
                "source": entry.source.isEmpty ? outside : entry.source,
                "target": entry.target.isEmpty ? outside : entry.target,
            ])
        let state = entry.kind == "cancellation" ? "cancellation" : entry.isCancelled ? "cancelled" : ""
        let mark: HTML = state.isEmpty ? "" : " <span class=\"badge inactive\">\(words.translate(state))</span>"
        return """
            <p><strong>\(words.translate(entry.documentType)) \
            \(HTML.document(entry.document, of: entry.documentType, call))</strong>\(mark)</p><p>\(way)</p>
            """
    }

    private static let kinds = [
        "insert": "created by hand", "update": "changed by hand", "rename": "corrected number",
        "cover": "covered by a document", "uncover": "no longer covered by a document",
        "attach": "file attached", "detach": "file removed", "note": "note written", "unnote": "note removed",
    ]

    private func edit(_ entry: HistoryEntry) -> HTML {
        let title = words.translate(Self.kinds[entry.kind] ?? entry.kind)
        // What a record began with is what the page shows, unless it was changed, which its own entry tells.
        let told = entry.kind == "insert" ? [] : changes(of: entry)
        let rows = told.map { change -> HTML in
            let (before, after) = (written(change.before, change.name), written(change.after, change.name))
            let values: HTML =
                before.isEmpty ? "\(after)" : "<del>\(before)</del> → \(after.isEmpty ? "—" : after)"
            return "<li>\(label(change.name))\(words.locale == .french ? "\u{202F}:" : ":") \(values)</li>"
        }
        let list: HTML = rows.isEmpty ? "" : "<ul class=\"changes\">\(HTML.joined(rows))</ul>"
        if !entry.document.isEmpty {
            let document = HTML.document(entry.document, of: entry.documentType, call)
            return """
                <p><strong>\(title)</strong></p><p>\(words.translate(entry.documentType)) \(document)</p>\(list)
                """
        }
        guard let place = ["attach": "#files", "note": "#notes"][entry.kind] else {
            return "<p><strong>\(title)</strong></p>\(list)"
        }
        return "<p><strong><a href=\"\(place)\">\(title)</a></strong></p>\(list)"
    }

    typealias Change = (name: String, before: JSON?, after: JSON?)

    func changes(of entry: HistoryEntry) -> [Change] {
        guard let members = (try? JSON(parsing: entry.changes))?.members else { return [] }
        return members.map { ($0.name, $0.value.array?.first, $0.value.array?.last) }
    }

    private func label(_ name: String) -> String {
        switch name {
        case "name": words.translate("Serial No")
        case "reason": words.translate("Reason")
        case "file": words.translate("File")
        default:
            words.translate(
                Schema.of(SerialNo.self).field(named: name)?.label ?? custom.first { $0.fieldName == name }?.label
                    ?? name)
        }
    }

    /// A value of the trail, whole numbers as the field's kind has them.
    private func written(_ value: JSON?, _ name: String) -> String {
        guard let value, value != .null else { return "" }
        let kind = Schema.of(SerialNo.self).field(named: name)?.kind
        if let kind, let number = value.integer {
            return words.locale.written(.integer(Int64(number)), kind, words.translate)
        }
        return value.string ?? value.text
    }
}
