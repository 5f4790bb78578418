import Inventory
import Storage

/// The way of a unit as a small picture: from where it came, over warehouses, to where it is.
///
/// Only what was not taken back is drawn; the history beside it tells everything.
struct SerialWay {
    private struct Stop {
        let name: String
        /// What kind of place it is, as a key of the catalogue.
        let kind: String
        /// The type of the record behind it, where there is one.
        var type: RecordType?
    }

    private struct Step {
        let document: String
        let type: String
        let day: Day
    }

    private let stops: [Stop]
    private let steps: [Step]
    private let call: Call
    private let words: Words

    private static let (width, height, gap, margin) = (168, 56, 134, 10)
    /// Stops that are drawn; of a longer way the beginning and the end.
    private static let (limit, beginning) = (9, 2)
    private static let letters = 20

    init(_ history: [HistoryEntry], _ status: String, _ call: Call, _ words: Words) {
        let moves = history.filter { $0.kind == "movement" && !$0.isCancelled }
            .compactMap { entry in entry.postedAt.map { (entry, $0) } }
            .reversed().sorted { $0.1 < $1.1 }
        var stops = moves.prefix(1).map { Self.source(of: $0.0) }
        var steps: [Step] = []
        for (entry, moment) in moves {
            steps.append(Step(document: entry.document, type: entry.documentType, day: moment.day))
            stops.append(Self.target(of: entry))
        }
        let hidden = stops.count - Self.limit
        if hidden > 0 {
            // A stop with three dots stands for those left out, and the step to it for theirs.
            stops.replaceSubrange(Self.beginning..<Self.beginning + hidden + 1, with: [Stop(name: "…", kind: "")])
            steps.removeSubrange(Self.beginning..<Self.beginning + hidden)
        }
        (self.stops, self.steps, self.call, self.words) = (stops, steps, call, words)
    }

    private static func source(of entry: HistoryEntry) -> Stop {
        entry.source.isEmpty ? outside(entry, isSource: true) : warehouse(entry.source)
    }

    private static func target(of entry: HistoryEntry) -> Stop {
        entry.target.isEmpty ? outside(entry, isSource: false) : warehouse(entry.target)
    }

    private static func warehouse(_ name: String) -> Stop {
        Stop(name: name, kind: Warehouse.type.name, type: Warehouse.type)
    }

    /// Outside all warehouses: with the party of the document, or where things come from or end by themselves.
    private static func outside(_ entry: HistoryEntry, isSource: Bool) -> Stop {
        let sale = [DeliveryNote.type.name, SalesInvoice.type.name].contains(entry.documentType)
        let party = sale ? Customer.type : Supplier.type
        if !entry.party.isEmpty { return Stop(name: entry.party, kind: party.name, type: party) }
        return Stop(name: "", kind: isSource ? entry.documentType : "Consumed")
    }

    var html: HTML {
        guard !steps.isEmpty else { return "" }
        let total = stops.count * Self.width + steps.count * Self.gap + 2 * Self.margin
        let whole = String(Self.height + 2 * Self.margin)
        let label = words.translate("The way of the unit, step by step: {stops}", ["stops": sentence])
        let boxes = stops.indices.map { box(stops[$0], left($0)) }
        let arrows = steps.indices.map { arrow(steps[$0], left($0) + Self.width) }
        return """
            <section class="card way-card"><h2>\(words.translate("Its way"))</h2>\
            <div class="unit-way" role="region" aria-label="\(words.translate("Its way"))" tabindex="0">\
            <svg role="group" aria-label="\(label)" width="\(String(total))" height="\(whole)" \
            viewBox="0 0 \(String(total)) \(whole)">\(HTML.joined(arrows))\(HTML.joined(boxes))</svg></div></section>
            """
    }

    /// The picture in words.
    private var sentence: String {
        stops.indices.map { index in
            let name = [words.translate(stops[index].kind), stops[index].name].filter { !$0.isEmpty }.joined(
                separator: " ")
            return index == 0 ? name : "\(call.locale.day(steps[index - 1].day)) \(name)"
        }.joined(separator: " → ")
    }

    private func left(_ index: Int) -> Int { Self.margin + index * (Self.width + Self.gap) }

    private func box(_ stop: Stop, _ x: Int) -> HTML {
        let style = stop.type == Warehouse.type ? "place" : stop.type == nil ? "end" : "party"
        let kind = words.translate(stop.kind)
        let box: HTML = """
            <rect class="\(style)" x="\(String(x))" y="\(String(Self.margin))" width="\(String(Self.width))" \
            height="\(String(Self.height))" rx="9"/>\(text(stop.name.isEmpty ? "" : kind, "kind", x, 22))\
            \(text(stop.name.isEmpty ? kind : stop.name, "name", x, stop.name.isEmpty ? 33 : 42))
            """
        guard let type = stop.type, call.identity?.may(.read, type.name) == true else { return box }
        return "<a href=\"\(type.address(of: stop.name))\"><title>\(stop.name)</title>\(box)</a>"
    }

    private func text(_ text: String, _ style: String, _ x: Int, _ y: Int) -> HTML {
        let shown = text.count > Self.letters ? text.prefix(Self.letters - 1) + "…" : text[...]
        let middle = String(x + Self.width / 2)
        return "<text class=\"\(style)\" x=\"\(middle)\" y=\"\(String(y + Self.margin))\">\(String(shown))</text>"
    }

    private func arrow(_ step: Step, _ x: Int) -> HTML {
        let (middle, y) = (x + Self.gap / 2, Self.margin + Self.height / 2)
        let tip = x + Self.gap - 3
        let name =
            step.document.count > Self.letters ? step.document.prefix(Self.letters - 1) + "…" : step.document[...]
        let document: HTML = """
            <rect class="hit" x="\(String(x))" y="\(String(y - 27))" width="\(String(Self.gap))" height="24"/>\
            <text class="step" x="\(String(middle))" y="\(String(y - 9))">\(String(name))</text>
            """
        let type = recordType(named: step.type)?.type
        let isLink = type != nil && call.identity?.may(.read, step.type) == true
        let title = "\(words.translate(step.type)) \(step.document)"
        let address = type?.address(of: step.document) ?? ""
        let link: HTML = isLink ? "<a href=\"\(address)\"><title>\(title)</title>\(document)</a>" : document
        return """
            <path class="arrow" d="M\(String(x + 3)) \(String(y))H\(String(tip))M\(String(tip - 7)) \(String(y - 5))l7 5-7 5"/>\
            \(link)<text class="day" x="\(String(middle))" y="\(String(y + 19))">\(call.locale.day(step.day))</text>
            """
    }
}
