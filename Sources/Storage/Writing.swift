public import Inventory

extension Books {
    /// Adds a record that is not a document.
    ///
    /// - Throws: `Refusal` with everything that is wrong.
    public func insert<R: Record>(_ record: R) throws -> R {
        guard R.type.isWritable else { throw Refusal(.notWritable(type: R.type.name)) }
        var record = record
        let linked = try check(&record, replacing: nil)
        try name(&record, linked)
        try write(&record, replacing: nil)
        if let unit = record as? SerialNo { try keepTyped(unit, replacing: nil) }
        return record
    }

    /// Changes a record that is not a document.
    public func update<R: Record>(_ record: R, replacing old: R) throws -> R {
        guard R.type.isWritable else { throw Refusal(.notWritable(type: R.type.name)) }
        var record = record
        try check(&record, replacing: old)
        try write(&record, replacing: old)
        if let (lot, was) = (record, old) as? (Batch, Batch), lot.expiresOn != was.expiresOn {
            try spread(expiryOf: lot)
        }
        if let unit = record as? SerialNo { try keepTyped(unit, replacing: old as? SerialNo) }
        // Whoever is disabled is out at once, and stays out of old sessions.
        if let user = record as? User, !user.isEnabled, let key = user.head.id {
            try Accounts(transaction).closeSessions(of: key)
        }
        return record
    }

    /// Completes a record and refuses it for anything that is wrong.
    @discardableResult
    private func check<R: Record>(_ record: inout R, replacing old: R?) throws -> Linked {
        let (linked, offences) = try examine(&record, replacing: old)
        if !offences.isEmpty { throw Refusal(offences) }
        return linked
    }

    /// Completes a record and finds what is wrong: links, required fields, the type's own rules.
    func examine<R: Record>(_ record: inout R, replacing old: R?) throws -> (linked: Linked, offences: [Offence]) {
        var (linked, offences) = try resolve(&record)
        record.complete(linked)
        offences += try followAsset(&record, replacing: old)
        offences += missing(record)
        offences += record.faults(linked)
        offences += record.faults(replacing: old, isUsed: try isUsed(record))
        if let old { offences += try fixed(record, old) + cycleFaults(record) }
        offences += try customFaults(&record, replacing: old)
        return (linked, offences)
    }

    /// Whether the stock ledger knows the record.
    private func isUsed<R: Record>(_ record: R) throws -> Bool {
        guard let usage = R.type.usage, let id = record.head.id else { return false }
        return try transaction.first(
            "SELECT 1 FROM \(name: usage.table) WHERE \(name: usage.column) = \(id) LIMIT 1"
        ) { _ in true } ?? false
    }

    func missing<R: Record>(_ record: R) -> [Offence] {
        let schema = Table.of(R.self).schema
        let values = record.values
        var offences: [Offence] = []
        for (field, value) in zip(schema.fields, values.fields)
        where field.traits.contains(.required) && value.isBlank {
            offences.append(Offence(.required, field: field.name))
        }
        for (table, rows) in zip(schema.tables, values.tables) {
            if table.traits.contains(.required), rows.isEmpty { offences.append(Offence(.noLines, field: table.name)) }
            if rows.count > lineLimit { offences.append(Offence(.tooManyLines(limit: lineLimit), field: table.name)) }
            for (index, row) in rows.enumerated() {
                for (field, value) in zip(table.fields, row.fields)
                where field.traits.contains(.required) && value.isBlank {
                    offences.append(Offence(.required, line: index + 1, field: field.name))
                }
            }
        }
        return offences
    }

    /// Fields that keep their first value.
    private func fixed<R: Record>(_ record: R, _ old: R) -> [Offence] {
        zip(Table.of(R.self).schema.fields, zip(record.values.fields, old.values.fields)).compactMap { field, values in
            guard field.traits.contains(.setOnce) || field.traits.contains(.isName), !values.1.isBlank,
                values.0 != values.1
            else { return nil }
            return Offence(.fixed(was: values.1.textValue ?? ""), field: field.name)
        }
    }

    /// Writes head and rows, and the audit row that says what changed.
    func write<R: Record>(_ record: inout R, replacing old: R?, action: String? = nil) throws {
        let table = Table.of(R.self)
        record.head.modified = max(clock.now, Instant(milliseconds: (old?.head.modified.milliseconds ?? -1) + 1))
        record.head.modifiedBy = author.name
        record.sign(by: author.name, on: clock.today, replacing: old)
        let values = record.values
        if let old {
            try updateHead(record.head, table, values, old)
        } else {
            if record.head.id == nil { record.head.id = try transaction.reserveKeys(1, in: table.name)[0] }
            record.head.owner = author.name
            record.head.creation = record.head.modified
            try insertHead(record.head, table, values)
        }
        if old?.values.tables != values.tables { try writeLines(&record, table, isNew: old == nil) }
        try audit(record, replacing: old, action: action ?? (old == nil ? "insert" : "update"))
    }

    private func insertHead(_ head: Head, _ table: Table, _ values: Values) throws {
        var columns: [SQL] = ["\"id\"", "\"name\"", "\"owner\"", "\"creation\"", "\"modified\"", "\"modified_by\""]
        let created = head.creation.milliseconds
        var bound: [SQL] = ["\(head.id)", "\(head.name)", "\(author.id)", "\(created)", "\(created)", "\(author.id)"]
        if table.isDocument {
            columns.append("\"docstatus\"")
            bound.append("\(head.state.rawValue)")
        }
        if table.type.isCaseBlind {
            columns.append("\"name_key\"")
            bound.append("\(SerialNumber(head.name).key)")
        }
        if !head.custom.isEmpty {
            columns.append("\"custom\"")
            bound.append("\(head.custom.stored)")
        }
        for (field, value) in zip(table.schema.fields, values.fields) where field.isStored {
            columns.append("\(name: field.name)")
            bound.append("\(value)")
        }
        try transaction.send(
            "INSERT INTO \(name: table.name) (\(SQL.joined(columns, by: ", "))) VALUES (\(SQL.joined(bound, by: ", ")))"
        )
    }

    private func updateHead<R: Record>(_ head: Head, _ table: Table, _ values: Values, _ old: R) throws {
        var changes: [SQL] = ["\"modified\" = \(head.modified.milliseconds)", "\"modified_by\" = \(author.id)"]
        if table.isDocument { changes.append("\"docstatus\" = \(head.state.rawValue)") }
        if head.name != old.head.name { changes.append("\"name\" = \(head.name)") }
        if head.custom != old.head.custom { changes.append("\"custom\" = \(head.custom.stored)") }
        for (index, field) in table.schema.fields.enumerated()
        where field.isStored && values.fields[index] != old.values.fields[index] {
            changes.append("\(name: field.name) = \(values.fields[index])")
            // What a person types stands above what a movement computed.
            if let computed = Self.computedColumns[field.name], R.self == SerialNo.self {
                changes.append("\(name: computed) = NULL")
            }
        }
        let count = try transaction.execute(
            """
            UPDATE \(name: table.name) SET \(SQL.joined(changes, by: ", ")) WHERE "id" = \(head.id)
            AND "modified" = \(old.head.modified.milliseconds)
            """)
        if count == 0 { throw StorageError.conflict(old.head.name) }
    }

    /// The columns of a unit that the ledger fills beside what a person may type.
    private static let computedColumns = [
        "warranty_expiry_date": "warranty_computed", "expiry_date": "expiry_computed",
    ]

    /// Replaces the rows inside a record, with one statement to remove and one to add for each inner table.
    private func writeLines<R: Record>(_ record: inout R, _ table: Table, isNew: Bool) throws {
        var values = record.values
        for (index, lines) in table.lines.enumerated() {
            if !isNew {
                try transaction.send("DELETE FROM \(name: lines.name) WHERE \"parent\" = \(record.head.id)")
            }
            let fresh = values.tables[index].indices.filter { isNew || values.tables[index][$0].row == nil }
            let keys = try fresh.isEmpty ? [] : transaction.reserveKeys(fresh.count, in: lines.name)
            for (position, key) in zip(fresh, keys) { values.tables[index][position].row = key }
            guard !values.tables[index].isEmpty else { continue }
            try insert(values.tables[index], into: lines, of: record.head.id)
        }
        let head = record.head
        record.assign(values)
        record.head = head
    }

    private func insert(_ rows: [Values.Row], into lines: LineTable, of parent: Int64?) throws {
        var columns: [Rows.Column] = [
            .integers("id", rows.map(\.row)), .integers("parent", rows.map { _ in parent }),
            .integers("idx", rows.indices.map { Int64($0 + 1) }),
        ]
        for (position, field) in lines.fields.enumerated() {
            columns.append(.of(field, rows.map { $0.fields[position] }))
        }
        let names = SQL.joined(columns.map { "\(name: $0.name)" }, by: ", ")
        try transaction.send(
            "INSERT INTO \(name: lines.name) (\(names)) SELECT \(names) FROM \(rows: Rows(columns)) r")
    }
}

extension Field {
    /// Whether the field has a column.
    var isStored: Bool { !traits.contains(.computed) && !traits.contains(.isName) }
}

extension Rows.Column {
    /// The values of a field in many rows.
    static func of(_ field: Field, _ values: [Scalar]) -> Self {
        field.kind.isInteger
            ? .integers(field.name, values.map { Bind($0).integerValue }) : .texts(field.name, values.map(\.textValue))
    }
}

extension Bind {
    var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}
