/// What a record holds in the fields that people have added to its type, by the fields' names.
///
/// A value stands here as the wire writes it, so that a record can be shown without asking which fields there are.
/// An empty field has no value.
public struct CustomValues: Hashable, Sendable {
    /// The text of a value, and whether it is a number.
    public enum Value: Hashable, Sendable {
        case text(String)
        case number(String)

        public var text: String {
            switch self {
            case .text(let text), .number(let text): text
            }
        }
    }

    private var values: [String: Value]

    public init(_ values: [String: Value] = [:]) {
        self.values = values
    }

    public var isEmpty: Bool { values.isEmpty }

    /// All names and values, sorted by name.
    public var sorted: [(name: String, value: Value)] {
        values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    public subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The names of the fields whose values differ, sorted.
    public func differences(from other: CustomValues) -> [String] {
        Set(values.keys).union(other.values.keys).filter { values[$0] != other.values[$0] }.sorted()
    }
}
