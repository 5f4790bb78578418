import Inventory
import Storage

extension FormValues {
    /// The values as the interface takes them.
    ///
    /// - Parameter old: the record as it is stored; nil for a new one.
    func members(
        _ type: any Record.Type, _ custom: [CustomField], over old: StoredRecord?, _ locale: Locale
    ) -> [JSON.Member] {
        let schema = Schema.of(type)
        let own = schema.fields.compactMap { field in
            fields[field.name].map { JSON.Member(field.name, .string(locale.wire($0, field.kind))) }
        }
        let added = custom.compactMap { field -> JSON.Member? in
            guard let typed = fields[field.fieldName] else { return nil }
            // A tick that nobody ever set is left alone.
            if field.kind == .flag, typed == "0", old?.head.custom[field.fieldName] == nil, field.standard.isEmpty {
                return nil
            }
            return JSON.Member(field.fieldName, .string(locale.wire(typed, field.kind)))
        }
        let lines = zip(schema.tables.indices, schema.tables).compactMap { index, table -> JSON.Member? in
            guard let rows = tables[table.name] else { return nil }
            let stored = old?.values.tables[index] ?? []
            let known = Dictionary(stored.map { (String($0.row ?? 0), $0) }) { first, _ in first }
            return JSON.Member(
                table.name, .array(rows.map { Self.object($0, table, over: $0["name"].flatMap { known[$0] }, locale) }))
        }
        return keepingTypedDate(own, schema, old, locale) + added + lines
    }

    private static func object(
        _ row: Row, _ table: Schema.Table, over old: Values.Row?, _ locale: Locale
    ) -> JSON {
        var members: [JSON.Member] = []
        if let key = old?.row { members.append(JSON.Member("name", .string(String(key)))) }
        for field in table.fields {
            guard let typed = row[field.name] else { continue }
            members.append(JSON.Member(field.name, .string(locale.wire(typed, field.kind))))
        }
        // Another item brings its own name, text and unit, unless someone typed those too.
        if let old, let place = table.fields.firstIndex(where: { $0.name == "item_code" }),
            let item = row["item_code"], item != old.fields[place].textValue ?? ""
        {
            for name in ["item_name", "description", "uom"] {
                guard let position = table.fields.firstIndex(where: { $0.name == name }) else { continue }
                let was = old.fields[position].textValue ?? ""
                guard row[name] == nil || row[name] == was else { continue }
                members.removeAll { $0.name == name }
                members.append(JSON.Member(name, ""))
            }
        }
        return .object(members)
    }

    /// A posting date that a person changed is meant, also where nobody said so.
    private func keepingTypedDate(
        _ members: [JSON.Member], _ schema: Schema, _ old: StoredRecord?, _ locale: Locale
    ) -> [JSON.Member] {
        guard fields["set_posting_time"] == "0" else { return members }
        let isTyped = ["posting_date", "transaction_date", "posting_time"].contains { name in
            guard let position = schema.position(of: name), let typed = fields[name], !typed.isEmpty else {
                return false
            }
            let kind = schema.fields[position].kind
            return locale.wire(typed, kind) != old.map { locale.typed($0.values.fields[position], kind) }
        }
        guard isTyped else { return members }
        return members.filter { $0.name != "set_posting_time" } + [JSON.Member("set_posting_time", "1")]
    }
}
