/// An amount of money, in millionths of the company's currency.
public struct Money: Hashable, Comparable, Sendable {
    public var millionths: Int64

    /// The largest rate that a line may carry: a million. A document of 100,000 units stays within 64 bits.
    public static let limit = Money(millionths: 1_000_000_000_000)
    /// The largest amount of a document: ten billion. A thousand such documents stay within 64 bits.
    public static let documentLimit = Money(millionths: 10_000_000_000_000_000)
    public static let zero = Money(millionths: 0)

    public init(millionths: Int64) {
        self.millionths = millionths
    }

    public var isZero: Bool { millionths == 0 }

    /// The amount of `quantity` at this rate, rounded half away from zero and held at the largest amount.
    public func times(_ quantity: Quantity) -> Money {
        let product = FixedPoint.multiply(millionths, quantity.thousandths, dividedBy: 1000)
        let negative = (millionths < 0) != (quantity.thousandths < 0)
        return Money(millionths: product ?? (negative ? Int64.min / 4 : Int64.max / 4))
    }

    /// The rate at which `quantity` makes this amount; zero for no quantity.
    public func per(_ quantity: Quantity) -> Money {
        guard !quantity.isZero else { return .zero }
        return Money(millionths: FixedPoint.multiply(millionths, 1000, dividedBy: quantity.thousandths) ?? 0)
    }

    public static func < (left: Self, right: Self) -> Bool { left.millionths < right.millionths }
    public static func + (left: Self, right: Self) -> Self { Self(millionths: left.millionths &+ right.millionths) }
    public static func - (left: Self, right: Self) -> Self { Self(millionths: left.millionths &- right.millionths) }
    public static func += (left: inout Self, right: Self) { left.millionths &+= right.millionths }
    public static prefix func - (value: Self) -> Self { Self(millionths: -value.millionths) }
}

extension Money: CustomStringConvertible {
    public var description: String { FixedPoint.text(millionths, digits: 6) }
}

extension Money {
    public var magnitude: Money { millionths < 0 ? -self : self }

    /// The sum, held at the largest amount instead of overflowing.
    public func plus(_ other: Money) -> Money {
        let (sum, overflows) = millionths.addingReportingOverflow(other.millionths)
        return Money(millionths: overflows ? Int64.max / 4 : sum)
    }
}
