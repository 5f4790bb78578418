/// What a field holds: how it is stored, read, shown and checked.
public enum FieldKind: Hashable, Sendable {
    /// One line of text, at most 140 characters.
    case text
    /// Text of any number of lines, at most 65,535 bytes.
    case longText
    /// The serial numbers of a line; as long as a document may have units.
    case serials
    case integer
    case flag
    case quantity
    case money
    /// A number with six decimals that is no money of the books, at most a billion.
    case decimal
    case day
    case time
    case instant
    /// One of the given values.
    case choice([String])
    /// The name of a record of the given type.
    case link(String)

    /// Whether values are kept as integers; text otherwise.
    public var isInteger: Bool {
        switch self {
        case .text, .longText, .serials, .choice: false
        default: true
        }
    }

    /// The type that a link names.
    public var target: String? {
        if case .link(let target) = self { target } else { nil }
    }

    /// The most characters that text of this kind may have.
    public var lengthLimit: Int {
        switch self {
        case .longText: 65_535
        case .serials: 100_000 * (SerialNumber.lengthLimit + 1)
        default: 140
        }
    }
}

/// The stored form of one value: what both database engines, the audit trail and the interface read and write.
public enum Scalar: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    /// A named record, with its key once it has been looked up.
    case link(name: String, key: Int64?)

    public var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The text, or the name of a linked record.
    public var textValue: String? {
        switch self {
        case .text(let value), .link(let value, _): value
        case .null, .integer: nil
        }
    }

    /// Whether a person would call the field empty: nothing, or empty text.
    public var isBlank: Bool {
        switch self {
        case .null: true
        case .integer: false
        case .text(let text), .link(let text, _): text.isEmpty
        }
    }
}

/// What a field of a record looks like from outside: one line of its type's `visit`.
public struct Field: Hashable, Sendable {
    /// The name on the wire and of the column.
    public let name: String
    /// The English label, which is the key of its translations.
    public let label: String
    public let kind: FieldKind
    public let traits: FieldTraits

    public init(_ name: String, _ label: String, _ kind: FieldKind, _ traits: FieldTraits = []) {
        self.name = name
        self.label = label
        self.kind = kind
        self.traits = traits
    }
}

/// How a field behaves beyond its kind.
public struct FieldTraits: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// A record without it is refused.
    public static let required = FieldTraits(rawValue: 1 << 0)
    /// Set by the system; what a client sends is passed over.
    public static let readOnly = FieldTraits(rawValue: 1 << 1)
    /// A column of the type's list page.
    public static let listed = FieldTraits(rawValue: 1 << 2)
    /// May be changed on a submitted document.
    public static let afterSubmit = FieldTraits(rawValue: 1 << 3)
    /// Not taken over into an amendment or a return.
    public static let noCopy = FieldTraits(rawValue: 1 << 4)
    /// Looked up often: the column has an index.
    public static let indexed = FieldTraits(rawValue: 1 << 5)
    /// Fixed once the record has been saved.
    public static let setOnce = FieldTraits(rawValue: 1 << 6)
    /// Worked out by the query that reads the record; it has no column.
    public static let computed = FieldTraits(rawValue: 1 << 7)
    /// It is the record's name: it has no column of its own and changes only when the record is renamed.
    public static let isName = FieldTraits(rawValue: 1 << 8)
}
