public import Inventory

extension Books {
    /// The custom fields of a type, in the order in which they were added.
    ///
    /// Read where they are needed and never kept: another server may have added one a moment ago.
    public func customFields(of type: RecordType) throws -> [CustomField] {
        guard type.takesCustomFields else { return [] }
        return try load(CustomField.self, where: "d.\"dt\" = \(type.name)")
    }

    /// The custom fields of a type whose values are about to be written: none of them is deleted meanwhile.
    ///
    /// - Throws: `StorageError.conflict` when one has just been deleted.
    public func heldCustomFields(of type: RecordType) throws -> [CustomField] {
        let fields = try customFields(of: type)
        guard !fields.isEmpty else { return [] }
        let held = try transaction.hold(
            "SELECT d.\"id\" FROM custom_field d WHERE d.\"dt\" = \(type.name) ORDER BY d.\"id\"")
        if let held, held < fields.count { throw StorageError.conflict("a custom field of \(type.name)") }
        return fields
    }

    /// The custom fields of all types.
    public func customFields() throws -> [CustomField] { try load(CustomField.self, where: "true") }

    /// What is wrong with a record's custom values; a new record takes default values over.
    ///
    /// - Parameter old: the record as it was; nil at creation.
    func customFaults<R: Record>(_ record: inout R, replacing old: R?) throws -> [Offence] {
        if let old {
            guard record.head.custom != old.head.custom else { return [] }
            return record.head.custom.faults(emptying: old.head.custom, try customFields(of: R.type))
        }
        var offences: [Offence] = []
        if let field = record as? CustomField, let type = recordType(named: field.typeName)?.type {
            offences += field.faults(beside: try customFields(of: type))
        }
        if completesCustomFields { offences += record.head.custom.complete(try heldCustomFields(of: R.type)) }
        return offences
    }

    /// Takes the values of a field away from all records that have one. These count as changed, so that whoever has
    /// read one before does not write the value back.
    ///
    /// - Returns: how many records had one.
    func removeValues(of field: CustomField) throws -> Int {
        guard let type = recordType(named: field.typeName)?.type else { return 0 }
        let value = SQL(member: field.fieldName, of: "\"custom\"", digits: nil)
        let now = clock.now.milliseconds
        let rest = SQL(without: field.fieldName, from: "\"custom\"")
        return try transaction.execute(
            """
            UPDATE \(name: type.table) SET "custom" = NULLIF(\(rest), '{}'), "modified_by" = \(author.id),
                "modified" = CASE WHEN "modified" < \(now) THEN \(now) ELSE "modified" + 1 END
            WHERE "custom" IS NOT NULL AND \(value) IS NOT NULL
            """)
    }
}

extension CustomValues {
    /// The values as a record's column keeps them; nil for none.
    var stored: String? {
        isEmpty ? nil : JSON.object(sorted.map { JSON.Member($0.name, $0.value.json) }).text
    }

    /// - Throws: `StorageError` for text that this product has not written.
    init(stored: String?) throws {
        self.init()
        guard let stored else { return }
        guard let members = try? JSON(parsing: stored).members else {
            throw StorageError.other("the custom values of a record are unreadable: \(stored.prefix(200))")
        }
        for member in members { self[member.name] = Value(member.value) }
    }
}

extension CustomValues.Value {
    /// The value as the wire, the database and the audit trail write it.
    public var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .number(let text): .number(text)
        }
    }

    fileprivate init?(_ json: JSON) {
        switch json {
        case .string(let text): self = .text(text)
        case .number(let text): self = .number(text)
        default: return nil
        }
    }
}
