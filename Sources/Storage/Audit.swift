import Inventory

extension Books {
    /// Writes who changed what: of every changed field the value before and after.
    func audit<R: Record>(_ record: R, replacing old: R?, action: String) throws {
        let changes = Self.changes(from: old, to: record)
        try audit(R.type, key: record.head.id, name: record.head.name, action: action, changes)
    }

    func audit(_ type: RecordType, key: Int64?, name: String, action: String, _ changes: [JSON.Member] = []) throws {
        try transaction.send(
            """
            INSERT INTO audit ("at", "author", "type", "record", "name", "action", "changes") VALUES
            (\(clock.now.milliseconds), \(author.id), \(type.name), \(key), \(name), \(action),
            \(changes.isEmpty ? nil : JSON.object(changes).text))
            """)
    }

    /// Writes that new records of one type were added, or submitted at once, with one statement.
    func audit<R: Record>(new records: [R]) throws {
        let changes = records.map { Self.changes(from: nil, to: $0) }
        let rows = Rows(
            .integers("record", records.map(\.head.id)), .texts("name", records.map(\.head.name)),
            .texts("action", records.map { $0.head.state == .submitted ? "submit" : "insert" }),
            .texts("changes", changes.map { $0.isEmpty ? nil : JSON.object($0).text }))
        try transaction.send(
            """
            INSERT INTO audit ("at", "author", "type", "record", "name", "action", "changes")
            SELECT \(clock.now.milliseconds), \(author.id), \(R.type.name), r."record", r."name", r."action", r."changes"
            FROM \(rows: rows) r
            """)
    }

    /// `{"field": [before, after]}`, with the rows of a table as `table.line.field`.
    static func changes<R: Record>(from old: R?, to new: R?) -> [JSON.Member] {
        let table = Table.of(R.self)
        let before = old?.values ?? R().emptied
        let after = new?.values ?? R().emptied
        var members = difference(table.schema.fields, before.fields, after.fields, path: "")
        if let old, let new, old.head.state != new.head.state {
            members.append(
                pair("docstatus", .integer(Int64(old.head.state.rawValue)), .integer(Int64(new.head.state.rawValue))))
        }
        let (was, now) = (old?.head.custom ?? CustomValues(), new?.head.custom ?? CustomValues())
        members += now.differences(from: was).map { name in
            JSON.Member(name, .array([was[name].map(auditValue) ?? .null, now[name].map(auditValue) ?? .null]))
        }
        for (index, inner) in table.schema.tables.enumerated() {
            let (left, right) = (before.tables[index], after.tables[index])
            for line in 0..<max(left.count, right.count) {
                let empty = inner.fields.map { _ in Scalar.null }
                members += difference(
                    inner.fields, line < left.count ? left[line].fields : empty,
                    line < right.count ? right[line].fields : empty, path: "\(inner.name).\(line + 1).")
            }
        }
        return members
    }

    private static func difference(_ fields: [Field], _ left: [Scalar], _ right: [Scalar], path: String) -> [JSON
        .Member]
    {
        var members: [JSON.Member] = []
        for (index, field) in fields.enumerated() where left[index] != right[index] {
            members.append(pair(path + field.name, left[index], right[index]))
        }
        return members
    }

    private static func pair(_ name: String, _ left: Scalar, _ right: Scalar) -> JSON.Member {
        JSON.Member(name, .array([auditValue(left), auditValue(right)]))
    }

    /// Long text, such as thousands of serial numbers, stands in the record itself: the trail keeps its beginning.
    private static func auditValue(_ scalar: Scalar) -> JSON {
        switch scalar {
        case .null: .null
        case .integer(let value): .number(String(value))
        case .text(let text), .link(let text, _): .string(beginning(of: text))
        }
    }

    private static func auditValue(_ value: CustomValues.Value) -> JSON {
        if case .text(let text) = value { .string(beginning(of: text)) } else { value.json }
    }

    private static func beginning(of text: String) -> String {
        text.utf8.count <= 500 ? text : String(text.prefix(200)) + "… (\(text.utf8.count))"
    }
}

extension Record {
    /// The values of nothing: every field empty, no rows.
    fileprivate var emptied: Values {
        var values = values
        values.fields = values.fields.map { _ in .null }
        values.tables = values.tables.map { _ in [] }
        return values
    }
}
