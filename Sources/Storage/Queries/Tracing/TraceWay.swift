import Inventory

/// What the steps in one direction have found, until it becomes a tree.
struct TraceWay {
    private(set) var depth = 0
    /// Whether more was found than is followed.
    private(set) var isCut = false
    private var ways: [Int64: [TraceStep.Way]] = [:]
    private var parts: [Int64: [TraceStep.Part]] = [:]
    private var seen: Set<Int64>

    init(from start: TraceStart) {
        self.seen = Set(start.keys)
    }

    /// Keeps what a step has found.
    ///
    /// - Returns: the step after it; nil when nothing new was found.
    mutating func next(after outcome: TraceStep.Outcome) -> TraceStep? {
        depth += 1
        let known = Set(parts.keys)
        for way in outcome.ways.prefix(Trace.wayLimit) { ways[way.unit, default: []].append(way) }
        var found: [Int64] = []
        for part in outcome.parts where !known.contains(part.posting) {
            parts[part.posting, default: []].append(part)
            if let unit = part.unit, seen.insert(unit).inserted { found.append(unit) }
        }
        let isWide = outcome.parts.contains { $0.whole > Trace.widthLimit }
        isCut = isCut || isWide || outcome.ways.count > Trace.wayLimit || found.count > Trace.unitLimit
        return found.isEmpty ? nil : TraceStep(units: Array(found.prefix(Trace.unitLimit)))
    }

    /// The tree from where it began; what follows from a thing stands at its first place only.
    func tree(of start: TraceStart) -> [Trace.Node] {
        var shown: Set<String> = []
        if start.isUnit {
            shown.insert("unit \(start.keys[0])")
            return documents(of: start.keys[0], &shown)
        }
        var nodes = zip(start.units, start.keys).map { node, key in unit(node, key, &shown) }
        nodes += start.goods + documents(of: 0, &shown)
        if start.hidden > 0, !nodes.isEmpty { nodes[nodes.count - 1].hidden = start.hidden }
        return nodes
    }

    private func unit(_ node: Trace.Node, _ key: Int64, _ shown: inout Set<String>) -> Trace.Node {
        var node = node
        if shown.insert("unit \(key)").inserted {
            node.children = documents(of: key, &shown)
        } else {
            node.isRepeated = !(ways[key] ?? []).isEmpty
        }
        return node
    }

    private func documents(of unit: Int64, _ shown: inout Set<String>) -> [Trace.Node] {
        (ways[unit] ?? []).map { way in
            var document = way.document
            if let party = way.party { document.children.append(party) }
            let parts = parts[way.posting] ?? []
            if !shown.insert("posting \(way.posting)").inserted {
                document.isRepeated = !parts.isEmpty
                return document
            }
            document.children += parts.map { part in
                part.unit.map { self.unit(part.node, $0, &shown) } ?? part.node
            }
            if let whole = parts.first(where: { $0.unit != nil })?.whole, whole > Trace.widthLimit {
                document.children[document.children.count - 1].hidden = whole - Trace.widthLimit
            }
            return document
        }
    }
}
