import Inventory
import Storage

/// Takes over the fields of a JSON object into a record: the one way in for documents and masters.
struct RecordReader {
    private var read: any Record
    /// Members of the object that the type does not have itself: custom fields, or nothing that is known.
    private(set) var strangers: [JSON.Member] = []
    /// Names in the object's rows that these do not have.
    private var unknownInRows: [String] = []
    private var offences: [Offence] = []

    /// Everything that clients send along and that is not theirs to set.
    private static let passedOver = Schema.reservedNames.union([
        "_lang", "_user_tags", "_comments", "_assign", "_liked_by",
    ])

    /// - Parameter record: the record as it is; a fresh one for a new record.
    init(_ object: [JSON.Member], over record: any Record) {
        self.read = record
        let schema = Schema.of(type(of: record))
        let isNew = record.head.id == nil
        var values = record.values
        for member in object {
            if let position = schema.position(of: member.name) {
                let field = schema.fields[position]
                let isTypedName = field.traits.contains(.isName)
                guard !field.traits.contains(.readOnly), !(isNew && member.value == .null && !isTypedName) else {
                    continue
                }
                values.fields[position] = scalar(member.value, field, over: values.fields[position], line: nil)
            } else if let table = schema.table(named: member.name) {
                values.tables[table] = rows(member.value, schema.tables[table], over: values.tables[table])
            } else if !Self.passedOver.contains(member.name), !member.name.hasPrefix("__") {
                strangers.append(member)
            }
        }
        keepTypedDate(object, schema, &values)
        self.read.assign(values)
        self.read.head = record.head
    }

    /// The record as the object changes it, its custom fields too, and the names that are passed over.
    ///
    /// - Parameter custom: the custom fields of the type; needed only where the object has strangers.
    /// - Throws: `Refusal` with every field that cannot be read.
    func record(with custom: [CustomField]) throws -> (record: any Record, unknown: [String]) {
        var (record, unknown, offences) = (read, [String](), offences)
        for member in strangers {
            guard let field = custom.first(where: { $0.fieldName == member.name }) else {
                unknown.append(member.name)
                continue
            }
            do {
                let scalar = try field.kind.scalar(from: member.value)
                record.head.custom[member.name] = field.value(of: scalar)
            } catch {
                // What a select offered once may stay.
                if let kept = record.head.custom[member.name], kept.json == member.value { continue }
                offences.append(Offence(error, field: field.fieldName, label: field.label))
            }
        }
        if !offences.isEmpty { throw Refusal(offences) }
        return (record, unknown + unknownInRows)
    }

    /// A posting date that is sent without `set_posting_time` is meant.
    private func keepTypedDate(_ object: [JSON.Member], _ schema: Schema, _ values: inout Values) {
        guard let flag = schema.position(of: "set_posting_time"),
            !object.contains(where: { $0.name == "set_posting_time" })
        else { return }
        let names = ["posting_date", "transaction_date", "posting_time"]
        if object.contains(where: { names.contains($0.name) && $0.value != .null && $0.value != "" }) {
            values.fields[flag] = .integer(1)
        }
    }

    private mutating func rows(_ value: JSON, _ table: Schema.Table, over old: [Values.Row]) -> [Values.Row] {
        guard let elements = value.array else {
            if value != .null {
                offences.append(Offence(.unreadable(expected: "a list of objects"), field: table.name))
            }
            return []
        }
        guard elements.count <= lineLimit else {
            offences.append(Offence(.tooManyLines(limit: lineLimit), field: table.name))
            return []
        }
        let empty = Self.emptyRow(of: read, table: table.name)
        var result: [Values.Row] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let members = element.members else {
                offences.append(Offence(.unreadable(expected: "an object"), line: index + 1, field: table.name))
                continue
            }
            let key = element["name"]?.string.flatMap(Int64.init)
            let known = key.flatMap { key in old.first { $0.row == key } }
            result.append(row(members, table, over: known ?? Values.Row(row: nil, fields: empty), line: index + 1))
        }
        return result
    }

    private mutating func row(
        _ members: [JSON.Member], _ table: Schema.Table, over old: Values.Row, line: Int
    ) -> Values.Row {
        var row = old
        for member in members {
            guard let position = table.fields.firstIndex(where: { $0.name == member.name }) else {
                if !Self.passedOver.contains(member.name), !member.name.hasPrefix("__") {
                    unknownInRows.append("\(table.name).\(member.name)")
                }
                continue
            }
            let field = table.fields[position]
            guard !field.traits.contains(.readOnly), !(old.row == nil && member.value == .null) else { continue }
            row.fields[position] = scalar(member.value, field, over: row.fields[position], line: line)
        }
        return row
    }

    private mutating func scalar(_ value: JSON, _ field: Field, over old: Scalar, line: Int?) -> Scalar {
        do {
            let scalar = try field.kind.scalar(from: value)
            // The same name keeps its key, so that an unchanged record stays unchanged.
            return scalar.textValue == old.textValue && old.textValue != nil ? old : scalar
        } catch {
            offences.append(Offence(error, line: line, field: field.name))
            return old
        }
    }

    /// The standard values of a fresh row.
    private static func emptyRow(of record: any Record, table: String) -> [Scalar] {
        var collector = FreshRow(table: table)
        var copy = record
        copy.visit(&collector)
        return collector.fields
    }
}

private struct FreshRow: FieldVisitor {
    let table: String
    var fields: [Scalar] = []

    init(table: String) {
        self.table = table
    }

    mutating func field<Value: FieldValue>(_ name: String, _ label: String, _ value: inout Value, _ traits: FieldTraits)
    {}
    mutating func computed(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits) {}

    mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row], _ traits: FieldTraits) {
        if name == table { fields = Row().values.fields }
    }
}
