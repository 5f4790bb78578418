import Inventory
import Storage

/// A trace as a picture: what it came from on the left, what became of it on the right.
///
/// The tree below it says the same in words, with ways to everything; the picture shows its beginning.
struct TracePicture {
    let words: TraceWords
    private let boxes: [Box]
    private let lines: [(from: Box, to: Box)]
    private let height: Int
    private let columns: ClosedRange<Int>
    private let root: Box

    /// One thing at its place: columns to the left of the root are negative, rows count in halves of a box.
    private struct Box {
        /// Nil where it only says how many more there are.
        let node: Trace.Node?
        let column: Int
        var row: Int
        /// How many things beside it are not drawn.
        var more = 0
    }

    /// Things drawn of one thing, and steps drawn from the root.
    private static let (width, depth) = (6, 4)
    private static let (boxWidth, boxHeight, columnWidth, rowHeight, margin) = (190, 46, 236, 29, 12)
    /// Letters of a name that fit into a box.
    private static let letters = 24

    init(trace: Trace, words: TraceWords) {
        self.words = words
        var (boxes, lines): ([Box], [(from: Box, to: Box)]) = ([], [])
        var heights: [Int] = []
        var roots: [(sign: Int, tops: [Box])] = []
        for (sign, nodes) in [(-1, trace.backward), (1, trace.forward)] {
            var row = 0
            let hidden = nodes.count > Self.width ? nodes.count - Self.width : 0
            let tops = nodes.prefix(Self.width).map { node in
                Self.place(node, sign, 1, &row, &boxes, &lines)
            }
            if hidden > 0, let last = tops.last { boxes.append(Self.more(hidden, below: last, &row)) }
            heights.append(row)
            roots.append((sign, tops))
        }
        let rows = max(2, heights.max() ?? 0)
        // The smaller side stands in the middle of the larger one.
        let shifts = heights.map { (rows - $0) / 2 }
        let moved = { (box: Box) -> Box in
            var box = box
            box.row += shifts[box.column < 0 ? 0 : 1]
            return box
        }
        let middle = Box(node: trace.root, column: 0, row: rows / 2 - 1)
        self.boxes = boxes.map(moved)
        self.lines =
            lines.map { (moved($0.from), moved($0.to)) }
            + roots.flatMap { side in side.tops.map { (middle, moved($0)) } }
        self.root = middle
        self.height = rows
        let used = self.boxes.map(\.column)
        self.columns = min(0, used.min() ?? 0)...max(0, used.max() ?? 0)
    }

    /// Places a thing beside the middle of what follows from it.
    private static func place(
        _ node: Trace.Node, _ sign: Int, _ depth: Int, _ row: inout Int, _ boxes: inout [Box],
        _ lines: inout [(from: Box, to: Box)]
    ) -> Box {
        let drawn = depth < Self.depth ? Array(node.children.prefix(width)) : []
        let start = row
        let children = drawn.map { place($0, sign, depth + 1, &row, &boxes, &lines) }
        let hidden = node.children.count - drawn.count + (drawn.last?.hidden ?? 0)
        if hidden > 0, let last = children.last { boxes.append(more(hidden, below: last, &row)) }
        if row < start + 2 { row = start + 2 }
        let middle = children.isEmpty ? start : (children[0].row + children[children.count - 1].row) / 2
        let box = Box(node: node, column: sign * depth, row: middle, more: children.isEmpty ? hidden : 0)
        boxes.append(box)
        lines += children.map { (box, $0) }
        return box
    }

    private static func more(_ count: Int, below box: Box, _ row: inout Int) -> Box {
        defer { row += 1 }
        return Box(node: nil, column: box.column, row: row, more: count)
    }

    var html: HTML {
        let size = (
            (columns.count - 1) * Self.columnWidth + Self.boxWidth + 2 * Self.margin,
            height * Self.rowHeight + 2 * Self.margin
        )
        let title = words.catalogue.sentence(
            Message(
                "Where {name} came from, on the left, and what became of it, on the right.",
                ["name": .name(root.node?.name ?? "")]),
            in: words.call.locale)
        return """
            <div class="table picture" role="region" aria-label="\(words.translate("Picture"))" tabindex="0">\
            <svg role="img" aria-label="\(title)" width="\(String(size.0))" height="\(String(size.1))" \
            viewBox="0 0 \(String(size.0)) \(String(size.1))">\(HTML.joined(lines.map(line)))\
            \(HTML.joined((boxes + [root]).map(draw)))</svg></div>
            """
    }

    private func left(_ box: Box) -> Int { (box.column - columns.lowerBound) * Self.columnWidth + Self.margin }
    private func top(_ box: Box) -> Int { box.row * Self.rowHeight + Self.margin }

    private func line(_ line: (from: Box, to: Box)) -> HTML {
        let isForward = line.to.column > line.from.column
        let (first, second) = isForward ? (line.from, line.to) : (line.to, line.from)
        let start = (left(first) + Self.boxWidth, top(first) + Self.boxHeight / 2)
        let end = (left(second), top(second) + Self.boxHeight / 2)
        let middle = (start.0 + end.0) / 2
        return """
            <path class="edge" d="M\(String(start.0)) \(String(start.1))C\(String(middle)) \(String(start.1)) \
            \(String(middle)) \(String(end.1)) \(String(end.0)) \(String(end.1))"/>
            """
    }

    private func draw(_ box: Box) -> HTML {
        let (x, y) = (left(box), top(box))
        guard let node = box.node else { return text(words.more(box.more), "detail", x + 10, y + 14) }
        let kind = box.column == 0 ? "root" : Self.kind(node.type)
        let detail =
            node.type == SerialNo.type.name
            ? [node.item, UnitWords.label(node.word, words.translate)].filter { !$0.isEmpty }.joined(separator: " · ")
            : words.detail(node)
        let caption = detail.isEmpty ? words.translate(node.type) : detail
        let more = box.more > 0 ? " +\(box.more)" : ""
        return """
            <rect class="box \(kind)" x="\(String(x))" y="\(String(y))" width="\(String(Self.boxWidth))" \
            height="\(String(Self.boxHeight))" rx="8"/>\(text(node.name + more, "name", x + 10, y + 19))\
            \(text(caption, "detail", x + 10, y + 36))
            """
    }

    private func text(_ text: String, _ style: String, _ x: Int, _ y: Int) -> HTML {
        let shown = text.count > Self.letters ? text.prefix(Self.letters - 1) + "…" : text[...]
        return "<text class=\"\(style)\" x=\"\(String(x))\" y=\"\(String(y))\">\(String(shown))</text>"
    }

    private static func kind(_ type: String) -> String {
        switch type {
        case SerialNo.type.name: "unit"
        case Item.type.name, Batch.type.name: "goods"
        case Customer.type.name, Supplier.type.name: "party"
        default: "document"
        }
    }
}
