/// Something that walks over the fields of a record: the one way in which columns, JSON, lists, audit differences
/// and the description of the interface learn what a type holds.
public protocol FieldVisitor {
    mutating func field<Value: FieldValue>(
        _ name: String, _ label: String, _ value: inout Value, _ traits: FieldTraits)
    mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row], _ traits: FieldTraits)
    /// A field that exists only when the record is read: the query works it out.
    mutating func computed(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits)
}

extension FieldVisitor {
    public mutating func field<Value: FieldValue>(_ name: String, _ label: String, _ value: inout Value) {
        field(name, label, &value, [])
    }

    public mutating func table<Row: Line>(_ name: String, _ label: String, _ rows: inout [Row]) {
        table(name, label, &rows, [])
    }

    public mutating func computed(_ name: String, _ label: String, _ kind: FieldKind) {
        computed(name, label, kind, [])
    }
}

/// A value made of fields.
public protocol Fields: Sendable {
    init()
    /// Lists every field once, in the order of the form. Visitors may read or write through it.
    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor)
}

/// A row of a table inside a record, such as a document line.
public protocol Line: Fields {
    /// The type's name on the wire, such as `Delivery Note Item`.
    static var typeName: String { get }
    /// The stored row's key; nil for one not yet stored.
    var row: Int64? { get set }
}
