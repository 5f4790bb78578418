/// A quantity of goods, in thousandths of the unit of measure.
///
/// Source: docs/rules.md, section 4.
public struct Quantity: Hashable, Comparable, Sendable {
    public var thousandths: Int64

    /// The largest magnitude that a line may carry: a billion units. Sums of a whole document stay far from overflow.
    public static let limit = Quantity(thousandths: 1_000_000_000_000)
    public static let zero = Quantity(thousandths: 0)

    public init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    /// A whole number of units.
    public init(_ units: Int) {
        self.thousandths = Int64(units) * 1000
    }

    public var isWhole: Bool { thousandths % 1000 == 0 }
    public var isZero: Bool { thousandths == 0 }
    public var isNegative: Bool { thousandths < 0 }
    public var magnitude: Quantity { isNegative ? -self : self }

    /// The number of whole units, for serialized items; decimals are dropped.
    public var units: Int { Int(thousandths / 1000) }

    public static func < (left: Self, right: Self) -> Bool { left.thousandths < right.thousandths }
    public static func + (left: Self, right: Self) -> Self {
        Self(thousandths: sum(left.thousandths, right.thousandths))
    }
    public static func - (left: Self, right: Self) -> Self { left + -right }
    public static func += (left: inout Self, right: Self) { left = left + right }
    public static func -= (left: inout Self, right: Self) { left = left - right }
    public static prefix func - (value: Self) -> Self { Self(thousandths: 0 &- max(value.thousandths, -Int64.max)) }

    /// Sums stay at the largest quantity instead of overflowing: limits are checked after adding up.
    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? (left < 0 ? -Int64.max : Int64.max) : sum
    }
}

extension Quantity: CustomStringConvertible {
    public var description: String { FixedPoint.text(thousandths, digits: 3) }
}
