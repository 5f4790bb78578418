public import Inventory

/// The same operations for records whose type is known only at run time.
extension Books {
    public func insert(any record: any Record) throws -> any Record {
        if let document = record as? any Document { return try insert(document: document) }
        return try insert(record)
    }

    public func find(any type: any Record.Type, _ name: String) throws -> any Record { try find(type, name) }

    public func update(any record: any Record, replacing old: any Record) throws -> any Record {
        if let document = record as? any Document { return try update(document, replacing: old) }
        return try change(record, replacing: old)
    }

    private func update<D: Document>(_ document: D, replacing old: any Record) throws -> any Record {
        guard let old = old as? D else { preconditionFailure("a document replaces one of its own type") }
        return try update(document: document, replacing: old)
    }

    private func change<R: Record>(_ record: R, replacing old: any Record) throws -> any Record {
        guard let old = old as? R else { preconditionFailure("a record replaces one of its own type") }
        return try update(record, replacing: old)
    }

    /// A record just saved as it is to be shown: read again where some of its fields are worked out by the query.
    public func shown(_ record: any Record) throws -> StoredRecord {
        let type = type(of: record)
        let isComputed = Schema.of(type).fields.contains { $0.traits.contains(.computed) }
        guard isComputed, !(record is any Document) else {
            return StoredRecord(head: record.head, values: record.values)
        }
        return try show(type, record.head.name)
    }
}
