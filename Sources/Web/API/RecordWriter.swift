import Inventory
import Storage

/// Writes records as the JSON that clients expect.
struct RecordWriter {
    let zone: Zone
    /// Whether empty fields are written as null; reading one record leaves them out.
    var writesEmpty = true

    /// `{"data": {…}}`, with messages for people beside it.
    func answer(_ key: String, _ record: StoredRecord, _ type: any Record.Type, messages: [JSON] = []) -> Answer {
        var json = JSONWriter(capacity: 2048)
        json.object { json in
            json.member(key)
            write(record, type, to: &json)
            if !messages.isEmpty { json.member(Answer.serverMessages(messages)) }
        }
        return Answer(body: json.bytes)
    }

    /// The record as a value, where it is to be changed before it is sent.
    func json(_ record: StoredRecord, _ type: any Record.Type) -> JSON {
        var json = JSONWriter()
        write(record, type, to: &json)
        return (try? JSON(parsing: json.bytes)) ?? .null
    }

    private func write(_ record: StoredRecord, _ type: any Record.Type, to json: inout JSONWriter) {
        let schema = Schema.of(type)
        let isDocument = type is any Document.Type
        json.object { json in
            write(record.head, to: &json)
            for (field, value) in zip(schema.fields, record.values.fields) {
                let isState = isDocument && field.name == "status"
                let shown = isState && value == .null ? .text(record.head.state.label) : value
                if writesEmpty || shown != .null { write(field.name, field.kind, shown, to: &json) }
            }
            // Should the type have got a field of this name since, it stands above the custom one.
            for (name, value) in record.head.custom.sorted where schema.position(of: name) == nil {
                json.member(JSON.Member(name, value.json))
            }
            json.member("doctype", string: type.type.name)
            for (table, rows) in zip(schema.tables, record.values.tables) {
                json.member(table.name)
                json.array(rows.indices) { json, index in
                    write(rows[index], index + 1, table, record.head, type, to: &json)
                }
            }
        }
    }

    private func write(_ head: Head, to json: inout JSONWriter) {
        json.member("name", string: head.name)
        json.member("owner", string: head.owner)
        json.member("creation", string: zone.text(head.creation))
        json.member("modified", string: zone.text(head.modified))
        json.member("modified_by", string: head.modifiedBy)
        json.member("docstatus", integer: Int64(head.state.rawValue))
        json.member("idx", integer: 0)
    }

    private func write(
        _ row: Values.Row, _ number: Int, _ table: Schema.Table, _ head: Head, _ type: any Record.Type,
        to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("name", string: row.row.map(String.init) ?? "")
            json.member("docstatus", integer: Int64(head.state.rawValue))
            json.member("idx", integer: Int64(number))
            for (field, value) in zip(table.fields, row.fields) where writesEmpty || value != .null {
                write(field.name, field.kind, value, to: &json)
            }
            json.member("parent", string: head.name)
            json.member("parentfield", string: table.name)
            json.member("parenttype", string: type.type.name)
            json.member("doctype", string: table.typeName)
        }
    }

    private func write(_ name: String, _ kind: FieldKind, _ value: Scalar, to json: inout JSONWriter) {
        json.member(name)
        switch (kind, value) {
        case (_, .null): json.raw("null")
        case (_, .text(let text)), (_, .link(let text, _)): json.string(text)
        case (.integer, .integer(let number)), (.flag, .integer(let number)): json.integer(number)
        default: json.write(kind.json(value, zone))
        }
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
