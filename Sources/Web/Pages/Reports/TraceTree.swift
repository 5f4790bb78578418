import Inventory
import Storage

/// A trace as nested lists that open and close without any script.
struct TraceTree {
    let words: TraceWords

    /// How deep the tree is open when it is shown.
    private static let openDepth = 4

    func html(_ nodes: [Trace.Node], isEmpty sentence: String) -> HTML {
        nodes.isEmpty ? "<p class=\"quiet\">\(words.translate(sentence))</p>" : list(nodes, depth: 0)
    }

    private func list(_ nodes: [Trace.Node], depth: Int) -> HTML {
        let entries = nodes.map { node -> HTML in
            let more: HTML = node.hidden > 0 ? "<li class=\"quiet\">\(words.more(node.hidden))</li>" : ""
            return entry(node, depth: depth) + more
        }
        return "<ul class=\"trace\">\(HTML.joined(entries))</ul>"
    }

    private func entry(_ node: Trace.Node, depth: Int) -> HTML {
        let above: HTML =
            node.isRepeated ? " <span class=\"quiet\">(\(words.translate("continued above")))</span>" : ""
        guard !node.children.isEmpty else { return "<li>\(words.label(node))\(above)</li>" }
        let state: HTML = depth < Self.openDepth ? " open" : ""
        // A way to something may not stand within what opens and closes.
        return """
            <li>\(words.label(node))\(above)<details\(state)><summary>\(words.following(node.children.count))</summary>\
            \(list(node.children, depth: depth + 1))</details></li>
            """
    }
}
