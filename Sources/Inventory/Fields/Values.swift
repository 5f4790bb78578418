/// The contents of a record as scalars, in the order of its schema.
public struct Values: Hashable, Sendable {
    /// One row of a table inside the record.
    public struct Row: Hashable, Sendable {
        public var row: Int64?
        public var fields: [Scalar]

        public init(row: Int64?, fields: [Scalar]) {
            self.row = row
            self.fields = fields
        }
    }

    public var fields: [Scalar]
    public var tables: [[Row]]

    public init(fields: [Scalar] = [], tables: [[Row]] = []) {
        self.fields = fields
        self.tables = tables
    }
}

extension Fields {
    /// What the value holds, as scalars.
    public var values: Values {
        var collector = ValueCollector()
        var copy = self
        copy.visit(&collector)
        return collector.values
    }

    /// Takes over scalars that stand in the order of the schema.
    public mutating func assign(_ values: Values) {
        var assigner = ValueAssigner(values: values)
        visit(&assigner)
    }

    /// Calls `body` for every link that is not empty, to read or to set its name and key.
    public mutating func visitLinks(_ body: (LinkPlace, _ name: inout String, _ key: inout Int64?) -> Void) {
        withoutActuallyEscaping(body) { body in
            var visitor = LinkVisitor(body: body)
            visit(&visitor)
        }
    }
}

/// Where a link stands: its field, its line (from 1; nil in the head) and the type that it names.
public struct LinkPlace: Hashable, Sendable {
    public let target: String
    public let field: String
    public let line: Int?
}

private struct ValueCollector: FieldVisitor {
    var values = Values()

    mutating func field<Value: FieldValue>(
        _ name: String, _ label: String, _ value: inout Value, _ traits: FieldTraits
    ) {
        values.fields.append(value.scalar)
    }

    mutating func computed(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits) {
        values.fields.append(.null)
    }

    mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row], _ traits: FieldTraits) {
        var result: [Values.Row] = []
        result.reserveCapacity(rows.count)
        for row in rows { result.append(Values.Row(row: row.row, fields: row.values.fields)) }
        values.tables.append(result)
    }
}

private struct ValueAssigner: FieldVisitor {
    let values: Values
    var field = 0
    var table = 0

    mutating func field<Value: FieldValue>(
        _ name: String, _ label: String, _ value: inout Value, _ traits: FieldTraits
    ) {
        value = Value(scalar: values.fields[field])
        field += 1
    }

    mutating func computed(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits) {
        field += 1
    }

    mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row], _ traits: FieldTraits) {
        let source = values.tables[table]
        table += 1
        var result: [Row] = []
        result.reserveCapacity(source.count)
        for values in source {
            var row = Row()
            row.row = values.row
            row.assign(Values(fields: values.fields))
            result.append(row)
        }
        rows = result
    }
}

private struct LinkVisitor: FieldVisitor {
    let body: (LinkPlace, inout String, inout Int64?) -> Void
    var line: Int?

    mutating func field<Value: FieldValue>(
        _ name: String, _ label: String, _ value: inout Value, _ traits: FieldTraits
    ) {
        guard let target = Value.target, case .link(var linked, var key) = value.scalar else { return }
        body(LinkPlace(target: target, field: name, line: line), &linked, &key)
        value = Value(scalar: .link(name: linked, key: key))
    }

    mutating func computed(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits) {}

    mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row], _ traits: FieldTraits) {
        for index in rows.indices {
            line = index + 1
            rows[index].visit(&self)
        }
        line = nil
    }
}
