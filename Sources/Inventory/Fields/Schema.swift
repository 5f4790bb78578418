/// The fields of a type as data, collected once by visiting an empty value.
public struct Schema: Sendable {
    /// A table inside the record: its field, and the schema of its rows.
    public struct Table: Sendable {
        public let name: String
        public let label: String
        public let typeName: String
        public let traits: FieldTraits
        public let fields: [Field]
    }

    public let fields: [Field]
    public let tables: [Table]
    private let positions: [String: Int]

    public init<Value: Fields>(of type: Value.Type) {
        var collector = SchemaCollector()
        var value = Value()
        value.visit(&collector)
        self.fields = collector.fields
        self.tables = collector.tables
        self.positions = Dictionary(uniqueKeysWithValues: collector.fields.enumerated().map { ($1.name, $0) })
    }

    /// The place of a field in `fields`, which is also its place in a record's values.
    public func position(of name: String) -> Int? { positions[name] }

    public func table(named name: String) -> Int? { tables.firstIndex { $0.name == name } }
}

private struct SchemaCollector: FieldVisitor {
    var fields: [Field] = []
    var tables: [Schema.Table] = []

    mutating func field<Value: FieldValue>(
        _ name: String, _ label: String, _ value: inout Value, _ traits: FieldTraits
    ) {
        fields.append(Field(name, label, Value.kind, traits))
    }

    mutating func computed(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits) {
        fields.append(Field(name, label, kind, traits.union([.readOnly, .computed])))
    }

    mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row], _ traits: FieldTraits) {
        let inner = Schema(of: Row.self)
        tables.append(
            Schema.Table(name: name, label: label, typeName: Row.typeName, traits: traits, fields: inner.fields))
    }
}
