/// A ratio between two units of measure, in millionths.
public struct Factor: Hashable, Sendable, FieldValue {
    public var millionths: Int64

    public static let one = Factor(millionths: 1_000_000)

    public init(millionths: Int64) {
        self.millionths = millionths
    }

    public static var kind: FieldKind { .money }
    public var scalar: Scalar { .integer(millionths) }
    public init(scalar: Scalar) { self.millionths = scalar.integerValue ?? 0 }

    /// The quantity in stock units; nil when it does not fit.
    public func applied(to quantity: Quantity) -> Quantity? {
        FixedPoint.multiply(quantity.thousandths, millionths, dividedBy: 1_000_000).map(Quantity.init(thousandths:))
    }
}
