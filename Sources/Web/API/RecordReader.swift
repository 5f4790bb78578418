import Inventory
import Storage

/// Takes over the fields of a JSON object into a record: the one way in for documents and masters.
struct RecordReader {
    /// The record as the object changes it.
    private(set) var record: any Record
    /// Names in the object that the type does not have; they are passed over.
    private(set) var unknown: [String] = []
    private var offences: [Offence] = []

    /// Everything that clients send along and that is not theirs to set.
    private static let passedOver: Set<String> = [
        "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype", "parent", "parentfield",
        "parenttype", "status", "cmd", "_lang", "_user_tags", "_comments", "_assign", "_liked_by",
    ]

    /// - Parameter record: the record as it is; a fresh one for a new record.
    /// - Throws: `Refusal` with every field that cannot be read.
    init(_ object: [JSON.Member], over record: any Record) throws {
        self.record = record
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
                values.fields[position] = read(member.value, field, over: values.fields[position], line: nil)
            } else if let table = schema.table(named: member.name) {
                values.tables[table] = rows(member.value, schema.tables[table], over: values.tables[table])
            } else if !Self.passedOver.contains(member.name), !member.name.hasPrefix("__") {
                unknown.append(member.name)
            }
        }
        keepTypedDate(object, schema, &values)
        if !offences.isEmpty { throw Refusal(offences) }
        let head = record.head
        self.record.assign(values)
        self.record.head = head
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
        let empty = Self.emptyRow(of: record, table: table.name)
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
                    unknown.append("\(table.name).\(member.name)")
                }
                continue
            }
            let field = table.fields[position]
            guard !field.traits.contains(.readOnly), !(old.row == nil && member.value == .null) else { continue }
            row.fields[position] = read(member.value, field, over: row.fields[position], line: line)
        }
        return row
    }

    private mutating func read(_ value: JSON, _ field: Field, over old: Scalar, line: Int?) -> Scalar {
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
