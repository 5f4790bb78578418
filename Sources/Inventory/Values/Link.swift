/// A field that names another record: the name that people and the interface see, and the key that is stored.
public struct Link<Target: Record>: Sendable {
    public var name: String
    /// The target's key once the name has been looked up; nil before, and for a name that was not found.
    public var id: ID<Target>?

    public init(_ name: String = "", id: ID<Target>? = nil) {
        self.name = name
        self.id = id
    }

    public var isEmpty: Bool { name.isEmpty && id == nil }
}

extension Link: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        if let first = left.id, let second = right.id { return first == second }
        return left.name == right.name
    }
}
