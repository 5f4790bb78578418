public import Inventory

extension Books {
    /// Deletes a record that nothing refers to; of documents only drafts. Its files and notes go with it, and the
    /// values of a custom field.
    public func delete<R: Record>(_ type: R.Type, _ name: String) throws {
        guard R.type.isWritable else { throw Refusal(.notWritable(type: R.type.name)) }
        let record = try find(type, name)
        guard let key = record.head.id else { return }
        if record.head.state != .draft { throw Refusal(.submittedCannotBeDeleted) }
        if type == SerialNo.self, let usage = R.type.usage,
            try transaction.first(
                "SELECT 1 FROM \(name: usage.table) WHERE \(name: usage.column) = \(key) LIMIT 1", { _ in true }) != nil
        {
            throw Refusal([Offence(.movedCannotBeDeleted, serial: record.head.name)])
        }
        if let use = try references(to: R.type, key: key, submittedOnly: false).first {
            throw Refusal(.linked(type: use.type, name: use.name))
        }
        if type == SerialNo.self { try transaction.send("DELETE FROM cover WHERE \"unit\" = \(key)") }
        let table = Table.of(type)
        for lines in table.lines {
            try transaction.send("DELETE FROM \(name: lines.name) WHERE \"parent\" = \(key)")
        }
        try transaction.send("DELETE FROM former_name WHERE \"type\" = \(R.type.name) AND \"record\" = \(key)")
        let count = try transaction.execute(
            "DELETE FROM \(name: table.name) WHERE \"id\" = \(key) AND \"modified\" = \(record.head.modified.milliseconds)"
        )
        if count == 0 { throw StorageError.conflict(record.head.name) }
        // Only now that nobody can put more on it.
        try removeAnnotations(of: R.type, key: key)
        var changes = Self.changes(from: record, to: nil)
        if let field = record as? CustomField {
            // Only now that nobody can write more of them.
            changes.append(JSON.Member("values", [.number(String(try removeValues(of: field))), 0]))
        }
        try audit(R.type, key: key, name: record.head.name, action: "delete", changes)
    }

    /// Gives a record another name; links hold keys and follow by themselves. The old name still finds it.
    ///
    /// Of a serial number this is the correction of a mistyped one.
    ///
    /// - Parameter reason: why, for the trail; empty where nobody says.
    public func rename<R: Record>(
        _ type: R.Type, _ name: String, to newName: String, reason: String = ""
    ) throws -> String {
        // A custom field's name says which field of which type it is.
        let isFixed = Table.of(type).isDocument || R.type.naming == .single || type == CustomField.self
        guard R.type.isWritable, !isFixed else {
            throw Refusal(.fixed(was: name), field: "name")
        }
        let record = try find(type, name)
        let number = SerialNumber(newName)
        guard number.isValid else { throw Refusal(.nameInvalid, field: "name") }
        let isSame = R.type.isCaseBlind && number.key == SerialNumber(record.head.name).key
        if try !isSame && isTaken(number.text, R.type) {
            throw Refusal(.duplicate(type: R.type.name, name: number.text), field: "name")
        }
        var changes: [SQL] = [
            "\"name\" = \(number.text)", "\"modified\" = \(clock.now.milliseconds)", "\"modified_by\" = \(author.id)",
        ]
        if R.type.isCaseBlind { changes.append("\"name_key\" = \(number.key)") }
        try transaction.send(
            "UPDATE \(name: R.type.table) SET \(SQL.joined(changes, by: ", ")) WHERE \"id\" = \(record.head.id)")
        try keep(formerName: record.head.name, of: R.type, key: record.head.id)
        var changed = [JSON.Member("name", [.string(record.head.name), .string(number.text)])]
        if !reason.isEmpty { changed.append(JSON.Member("reason", [.null, .string(reason)])) }
        try audit(R.type, key: record.head.id, name: number.text, action: "rename", changed)
        return number.text
    }

    func keep(formerName: String, of type: RecordType, key: Int64?) throws {
        try transaction.send(
            "INSERT INTO former_name (\"type\", \"name\", \"record\") VALUES (\(type.name), \(Self.formerName(formerName, type)), \(key))"
        )
    }

    /// The records that link to this one, at most ten of a type, with one statement.
    func references(to type: RecordType, key: Int64, submittedOnly: Bool) throws -> [(type: String, name: String)] {
        var questions: [SQL] = []
        for candidate in recordTypes {
            let table = Table.of(candidate)
            guard ReadModel.heads[table.type.name] == nil, !submittedOnly || table.isDocument else { continue }
            let state: SQL = submittedOnly ? " AND d.\"docstatus\" = 1" : ""
            func ask(_ condition: SQL) {
                questions.append(
                    "SELECT * FROM (SELECT \(table.type.name) AS \"type\", d.\"name\" FROM \(name: table.name) d WHERE \(condition)\(state) LIMIT 10) q\(number: questions.count)"
                )
            }
            for field in table.schema.fields where field.isStored && field.kind.target == type.name {
                ask("d.\(name: field.name) = \(key)")
            }
            for lines in table.lines {
                for field in lines.fields where field.kind.target == type.name {
                    ask(
                        "d.\"id\" IN (SELECT r.\"parent\" FROM \(name: lines.name) r WHERE r.\(name: field.name) = \(key))"
                    )
                }
            }
        }
        guard !questions.isEmpty else { return [] }
        return try transaction.query(SQL.joined(questions, by: " UNION ALL ")) {
            ($0.text(0) ?? "", $0.text(1) ?? "")
        }
    }
}

extension SQL.Interpolation {
    /// Writes a number into the text, to tell aliases apart.
    mutating func appendInterpolation(number: Int) { append(.text(String(number))) }
}
