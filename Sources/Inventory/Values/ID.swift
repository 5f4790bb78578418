/// The integer key of a stored row, typed by what the row describes.
public struct ID<Subject>: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension ID: CustomStringConvertible {
    public var description: String { String(rawValue) }
}
