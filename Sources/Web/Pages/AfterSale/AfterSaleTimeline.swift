import Inventory
import Storage

/// What the history of a unit tells of the time after its sale.
extension SerialTimeline {
    /// A claim that was made or went on: what changed of it that concerns the unit.
    func claim(_ entry: HistoryEntry) -> HTML {
        let schema = Schema.of(WarrantyClaim.self)
        let rows = changes(of: entry).compactMap { change -> HTML? in
            guard Self.told.contains(change.name), let field = schema.field(named: change.name) else { return nil }
            let (before, after) = (written(change.before, field), written(change.after, field))
            guard before != after else { return nil }
            let values: HTML =
                before.isEmpty ? "\(after)" : "<del>\(before)</del> → \(after.isEmpty ? "—" : after)"
            return "<li>\(words.translate(field.label))\(words.locale == .french ? "\u{202F}:" : ":") \(values)</li>"
        }
        return "\(title(of: entry))<ul class=\"changes\">\(HTML.joined(rows))</ul>"
    }

    private static let told: Set = [
        "status", "complaint", "resolution_details", "repair_received_on", "repair_place", "repair_sent_back_on",
    ]

    /// Where the unit was installed, or that it no longer is.
    func installation(_ entry: HistoryEntry) -> HTML {
        let state = entry.kind == "removal" ? "cancellation" : entry.isCancelled ? "cancelled" : ""
        let mark: HTML = state.isEmpty ? "" : " <span class=\"badge inactive\">\(words.translate(state))</span>"
        let place = [entry.target, entry.party].filter { !$0.isEmpty }.joined(separator: " · ")
        return "\(title(of: entry, mark))<p>\(words.translate("installed: {place}", ["place": place]))</p>"
    }

    private func title(of entry: HistoryEntry, _ mark: HTML = "") -> HTML {
        """
        <p><strong>\(words.translate(entry.documentType)) \
        \(HTML.document(entry.document, of: entry.documentType, call))</strong>\(mark)</p>
        """
    }

    private func written(_ value: JSON?, _ field: Field) -> String {
        guard let value, value != .null else { return "" }
        let scalar = value.integer.map { Scalar.integer(Int64($0)) } ?? .text(value.string ?? value.text)
        return words.locale.written(scalar, field.kind, words.translate)
    }
}
