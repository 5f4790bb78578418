public import Inventory

extension Books {
    /// The records for which `condition` holds over `d`, with all their rows, in the order of their keys.
    func load<R: Record>(_ type: R.Type, where condition: SQL, withLines: Bool = true) throws -> [R] {
        let table = Table.of(type)
        let stored = try transaction.query(
            "SELECT \(table.storedColumns) FROM \(name: table.name) d WHERE \(condition) ORDER BY d.\"id\""
        ) { row in try Self.record(row, table.schema) }
        return try (withLines ? addingLines(to: stored, of: table) : stored).map(R.init)
    }

    /// One record by its name; a serial number also by another case, a warehouse also without its company, anything
    /// also by a name it had before.
    public func find<R: Record>(_ type: R.Type, _ name: String) throws -> R {
        try checkName(name, type.type)
        if let record = try load(type, where: Self.named(name, type.type)).first { return record }
        if let key = try formerKey(of: name, type.type),
            let record = try load(type, where: "d.\"id\" = \(key)").first
        {
            return record
        }
        if type == Warehouse.self {
            let meant = try load(type, where: "d.\"warehouse_name\" = \(name)")
            if meant.count == 1 { return meant[0] }
        }
        throw Refusal(.notFound(type: type.type.name, name: name))
    }

    /// No engine keeps a zero character in a text, and not every engine can be asked for one.
    private func checkName(_ name: String, _ type: RecordType) throws {
        if name.utf8.contains(0) { throw Refusal(.notFound(type: type.name, name: name)) }
    }

    /// One record with its computed fields, as it is shown.
    public func show<R: Record>(_ type: R.Type, _ name: String) throws -> StoredRecord {
        try checkName(name, type.type)
        if let record = try show(type, where: Self.named(name, type.type)) { return record }
        if let key = try formerKey(of: name, type.type), let record = try show(type, where: "d.\"id\" = \(key)") {
            return record
        }
        throw Refusal(.notFound(type: type.type.name, name: name))
    }

    func show<R: Record>(_ type: R.Type, where condition: SQL) throws -> StoredRecord? {
        let table = Table.of(type)
        let stored = try transaction.query(
            "SELECT \(table.shownColumns(clock.today)) FROM \(ReadModel.source(of: table)) WHERE \(condition)"
        ) { row in try Self.record(row, table.schema) }
        return try addingLines(to: stored, of: table).first
    }

    /// The condition that a record has this name.
    static func named(_ name: String, _ type: RecordType) -> SQL {
        switch type.naming {
        case .key: "d.\"id\" = \(Int64(name))"
        default: type.isCaseBlind ? "d.\"name_key\" = \(SerialNumber(name).key)" : "d.\"name\" = \(name)"
        }
    }

    /// A former name as it is kept and compared.
    static func formerName(_ name: String, _ type: RecordType) -> String {
        type.isCaseBlind ? SerialNumber(name).key : name
    }

    private func formerKey(of name: String, _ type: RecordType) throws -> Int64? {
        try transaction.first(
            "SELECT \"record\" FROM former_name WHERE \"type\" = \(type.name) AND \"name\" = \(Self.formerName(name, type)) ORDER BY \"id\" DESC LIMIT 1"
        ) { $0.integer(0) } ?? nil
    }

    private static func record(_ row: any Row, _ schema: Schema) throws -> StoredRecord {
        var head = Head()
        head.id = row.integer(0)
        head.name = row.text(1) ?? ""
        head.owner = row.text(2) ?? ""
        head.creation = Instant(milliseconds: row.integer(3) ?? 0)
        head.modified = Instant(milliseconds: row.integer(4) ?? 0)
        head.modifiedBy = row.text(5) ?? ""
        head.state = DocumentState(rawValue: Int(row.integer(6) ?? 0)) ?? .draft
        head.custom = try CustomValues(stored: row.text(Table.headCount))
        var reader = ScalarReader(row: row, column: Table.headCount + 1)
        return StoredRecord(
            head: head, values: Values(fields: reader.scalars(schema.fields), tables: schema.tables.map { _ in [] }))
    }

    /// Reads the rows of all given records with one statement for each of the type's inner tables.
    private func addingLines(to stored: [StoredRecord], of table: Table) throws -> [StoredRecord] {
        guard !table.lines.isEmpty, !stored.isEmpty else { return stored }
        var result = stored
        var positions: [Int64: Int] = [:]
        for (index, record) in stored.enumerated() {
            positions[record.head.id ?? 0] = index
            result[index].values.tables = table.lines.map { _ in [] }
        }
        let parents = Rows(.integers("parent", stored.map(\.head.id)))
        for (index, lines) in table.lines.enumerated() {
            let rows = try transaction.query(
                """
                SELECT \(lines.columns) FROM \(rows: parents) p JOIN \(name: lines.name) d ON d."parent" = p."parent"
                ORDER BY d."parent", d."idx"
                """
            ) { row in
                var reader = ScalarReader(row: row, column: 2)
                return (row.integer(1), Values.Row(row: row.integer(0), fields: reader.scalars(lines.fields)))
            }
            for (parent, row) in rows {
                guard let position = parent.flatMap({ positions[$0] }) else { continue }
                result[position].values.tables[index].append(row)
            }
        }
        return result
    }
}
