/// A Swift value that a field can hold.
public protocol FieldValue: Sendable {
    static var kind: FieldKind { get }
    var scalar: Scalar { get }
    /// Takes a stored or already checked scalar; an unfit one leaves the empty value.
    init(scalar: Scalar)
    /// The type that a link names; nil for everything else.
    static var target: String? { get }
}

extension FieldValue {
    public static var target: String? { nil }
}

extension String: FieldValue {
    public static var kind: FieldKind { .text }
    public var scalar: Scalar { isEmpty ? .null : .text(self) }
    public init(scalar: Scalar) { self = scalar.textValue ?? "" }
}

/// Text of several lines.
public struct LongText: FieldValue, Hashable {
    public var text: String
    public static var kind: FieldKind { .longText }

    public init(_ text: String = "") {
        self.text = text
    }

    public init(scalar: Scalar) { self.text = scalar.textValue ?? "" }
    public var scalar: Scalar { text.isEmpty ? .null : .text(text) }
}

extension Int: FieldValue {
    public static var kind: FieldKind { .integer }
    public var scalar: Scalar { .integer(Int64(self)) }
    public init(scalar: Scalar) { self = Int(scalar.integerValue ?? 0) }
}

extension Bool: FieldValue {
    public static var kind: FieldKind { .flag }
    public var scalar: Scalar { .integer(self ? 1 : 0) }
    public init(scalar: Scalar) { self = (scalar.integerValue ?? 0) != 0 }
}

extension Quantity: FieldValue {
    public static var kind: FieldKind { .quantity }
    public var scalar: Scalar { .integer(thousandths) }
    public init(scalar: Scalar) { self.init(thousandths: scalar.integerValue ?? 0) }
}

extension Money: FieldValue {
    public static var kind: FieldKind { .money }
    public var scalar: Scalar { .integer(millionths) }
    public init(scalar: Scalar) { self.init(millionths: scalar.integerValue ?? 0) }
}

extension SerialCell: FieldValue {
    public static var kind: FieldKind { .serials }
    public var scalar: Scalar { isEmpty ? .null : .text(text) }
    public init(scalar: Scalar) { self.init(scalar.textValue ?? "") }
}

extension Link: FieldValue {
    public static var kind: FieldKind { .link(Target.type.name) }
    public static var target: String? { Target.type.name }

    public var scalar: Scalar { isEmpty ? .null : .link(name: name, key: id?.rawValue) }

    public init(scalar: Scalar) {
        if case .link(let name, let key) = scalar {
            self.init(name, id: key.map(ID.init))
        } else {
            self.init(scalar.textValue ?? "")
        }
    }
}

extension Optional: FieldValue where Wrapped: OptionalFieldValue {
    public static var kind: FieldKind { Wrapped.kind }
    public var scalar: Scalar { self.map { .integer($0.stored) } ?? .null }
    public init(scalar: Scalar) { self = scalar.integerValue.map(Wrapped.init(stored:)) }
}

/// A value with no empty form of its own, so that a field holds it as an optional.
public protocol OptionalFieldValue: Sendable {
    static var kind: FieldKind { get }
    var stored: Int64 { get }
    init(stored: Int64)
}

extension Day: OptionalFieldValue {
    public static var kind: FieldKind { .day }
    public var stored: Int64 { Int64(number) }
    public init(stored: Int64) { self.init(number: Int(stored)) }
}

extension TimeOfDay: OptionalFieldValue {
    public static var kind: FieldKind { .time }
    public var stored: Int64 { Int64(milliseconds) }
    public init(stored: Int64) { self.init(milliseconds: Int(stored)) }
}

extension Instant: OptionalFieldValue {
    public static var kind: FieldKind { .instant }
    public var stored: Int64 { milliseconds }
    public init(stored: Int64) { self.init(milliseconds: stored) }
}

/// One of a few named values; the raw value is what the wire and the database carry.
public protocol Choice: FieldValue, RawRepresentable, CaseIterable where RawValue == String {
    /// What an empty field means.
    static var standard: Self { get }
}

extension Choice {
    public static var kind: FieldKind { .choice(allCases.map(\.rawValue).filter { !$0.isEmpty }) }
    public var scalar: Scalar { rawValue.isEmpty ? .null : .text(rawValue) }
    public init(scalar: Scalar) { self = scalar.textValue.flatMap(Self.init(rawValue:)) ?? .standard }
}
