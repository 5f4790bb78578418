import Inventory
import Storage

extension Call {
    /// The document that `doc` describes. Beside the interface's way of writing it, `doc` may hold what its form holds:
    /// `items.1.qty` and the other names that the form sends, with values as people type them.
    func document() throws -> JSON? {
        guard let doc = try json("doc"), let members = doc.members, members.contains(where: { $0.name.contains(".") }),
            let type = recordType(named: doc["doctype"]?.string ?? "")
        else { return try json("doc") }
        var values = try FormValues(Dictionary(members.map { ($0.name, $0.value) }) { $1 }, type)
        // The date of a stored draft is shown, and not meant unless someone said so.
        if values.fields["set_posting_time"] == "0", doc["name"] != nil { values.fields["set_posting_time"] = nil }
        let known = Set(Schema.of(type).fields.map(\.name))
        let added = values.fields.filter { !known.contains($0.key) }.map { JSON.Member($0.key, .string($0.value)) }
        let own = members.filter { ["doctype", "name"].contains($0.name) }
        return .object(own + values.members(type, [], over: nil, locale) + added)
    }
}
