import Inventory
import Storage

/// Writes records as the JSON that clients expect.
struct RecordWriter {
    let zone: Zone
    /// Whether empty fields are written as null; reading one record leaves them out.
    var writesEmpty = true

    func json(_ record: StoredRecord, _ type: any Record.Type) -> JSON {
        let schema = Schema.of(type)
        var members = head(record.head, isDocument: type is any Document.Type)
        for (field, value) in zip(schema.fields, record.values.fields) {
            let isState = field.name == "status" && type is any Document.Type
            append(field.name, isState ? .string(record.head.state.label) : field.kind.json(value, zone), to: &members)
        }
        members.append(JSON.Member("doctype", .string(type.type.name)))
        for (table, rows) in zip(schema.tables, record.values.tables) {
            let elements = rows.enumerated().map { json($1, $0 + 1, table, record.head, type) }
            members.append(JSON.Member(table.name, .array(elements)))
        }
        return .object(members)
    }

    private func head(_ head: Head, isDocument: Bool) -> [JSON.Member] {
        [
            JSON.Member("name", .string(head.name)), JSON.Member("owner", .string(head.owner)),
            JSON.Member("creation", .string(zone.text(head.creation))),
            JSON.Member("modified", .string(zone.text(head.modified))),
            JSON.Member("modified_by", .string(head.modifiedBy)),
            JSON.Member("docstatus", .number(String(head.state.rawValue))), JSON.Member("idx", 0),
        ]
    }

    private func json(
        _ row: Values.Row, _ number: Int, _ table: Schema.Table, _ head: Head, _ type: any Record.Type
    ) -> JSON {
        var members = [
            JSON.Member("name", .string(row.row.map(String.init) ?? "")),
            JSON.Member("docstatus", .number(String(head.state.rawValue))), JSON.Member("idx", .number(String(number))),
        ]
        for (field, value) in zip(table.fields, row.fields) {
            append(field.name, field.kind.json(value, zone), to: &members)
        }
        members += [
            JSON.Member("parent", .string(head.name)), JSON.Member("parentfield", .string(table.name)),
            JSON.Member("parenttype", .string(type.type.name)), JSON.Member("doctype", .string(table.typeName)),
        ]
        return .object(members)
    }

    private func append(_ name: String, _ value: JSON, to members: inout [JSON.Member]) {
        if writesEmpty || value != .null { members.append(JSON.Member(name, value)) }
    }
}

extension DocumentState {
    /// The word that stands in `status`.
    var label: String {
        switch self {
        case .draft: "Draft"
        case .submitted: "Submitted"
        case .cancelled: "Cancelled"
        }
    }
}
