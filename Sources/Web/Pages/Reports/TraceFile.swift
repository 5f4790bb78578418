import Inventory
import Storage

/// A trace for programs and spreadsheets: one row for each thing, with its depth; JSON keeps the tree.
struct TraceFile {
    let trace: Trace
    let zone: Zone

    var csv: Answer {
        var table = CSV([
            "direction", "depth", "type", "name", "item_code", "qty", "status", "posting_date", "is_return",
            "not_shown",
        ])
        func add(_ nodes: [Trace.Node], _ direction: String, _ depth: Int) {
            for node in nodes {
                table.add([
                    direction, String(depth), node.type, node.name, node.item, node.quantity?.description ?? "",
                    node.word, node.day?.description ?? "", node.isReturn ? "1" : "0", String(node.hidden),
                ])
                add(node.children, direction, depth + 1)
            }
        }
        add([trace.root], "", 0)
        add(trace.backward, "backward", 1)
        add(trace.forward, "forward", 1)
        return table.answer(named: "traceability")
    }

    var json: JSON {
        [
            "root": json(trace.root), "backward": .array(trace.backward.map(json)),
            "forward": .array(trace.forward.map(json)), "is_cut": trace.isCut ? 1 : 0,
        ]
    }

    private func json(_ node: Trace.Node) -> JSON {
        [
            "type": .string(node.type), "name": .string(node.name), "item_code": .string(node.item),
            "qty": node.quantity.map { FieldKind.quantity.json(.integer($0.thousandths), zone) } ?? .null,
            "status": .string(node.word), "posting_date": node.day.map { .string($0.description) } ?? .null,
            "is_return": node.isReturn ? 1 : 0, "is_repeated": node.isRepeated ? 1 : 0,
            "not_shown": .number(String(node.hidden)), "children": .array(node.children.map(json)),
        ]
    }
}
