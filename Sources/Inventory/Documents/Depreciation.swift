/// How an asset loses its value: straight-line, by days of a year of 360, as French companies reckon it.
///
/// The first period counts from the day on which the asset is put into service to the period's end, the last one takes
/// what is left. Every month has 30 days.
///
/// Source: docs/rules.md, section 5; Code général des impôts, annexe II, article 23.
public struct Depreciation: Hashable, Sendable {
    /// What the asset cost.
    public var cost: Money
    /// What it will be worth at the end.
    public var residual: Money
    /// The day on which it is put into service.
    public var start: Day
    /// How many whole periods its life has.
    public var periods: Int
    /// The months of a period, a divisor of 12.
    public var months: Int
    /// What was depreciated in other books before, in so many of the periods.
    public var opening = Money.zero
    public var bookedPeriods = 0
    /// The last day of the first period; nil for the one that the fiscal year gives.
    public var firstEnd: Day?
    /// The month, 1 to 12, in which fiscal years start.
    public var fiscalStart = 1

    public init(cost: Money, residual: Money, start: Day, periods: Int, months: Int) {
        self.cost = cost
        self.residual = residual
        self.start = start
        self.periods = periods
        self.months = months
    }

    /// What is depreciated at the end of one period.
    public struct Line: Hashable, Sendable {
        /// The last day of the period.
        public let end: Day
        public let amount: Money
        /// What was depreciated so far, with what was before.
        public let accumulated: Money
        /// What the asset is worth in the books after it.
        public let value: Money
    }

    /// The months that a period may have: those by which a year can be divided.
    public static let frequencies = [1, 2, 3, 4, 6, 12]

    /// The lines that are left; their amounts and what was depreciated before make exactly cost less residual value.
    ///
    /// - Complexity: linear in the periods.
    public var lines: [Line] {
        guard periods > 0, Self.frequencies.contains(months), cost > residual else { return [] }
        var days = dayCounts
        var month = firstMonth
        let ends = days.indices.map { _ -> Day in
            defer { month += months }
            return Self.lastDay(ofMonth: month)
        }
        let booked = min(max(bookedPeriods, 0), days.count)
        days.removeFirst(booked)
        let base = cost - residual - opening
        let total = days.reduce(0, +)
        guard base > .zero, total > 0 else { return [] }
        var left = base
        return days.indices.map { index in
            let share = FixedPoint.multiply(base.millionths, Int64(days[index]), dividedBy: Int64(total)) ?? 0
            let amount = index == days.count - 1 ? left : min(left, Self.rounded(share))
            left = left - amount
            let accumulated = cost - residual - left
            return Line(end: ends[booked + index], amount: amount, accumulated: accumulated, value: cost - accumulated)
        }
    }

    /// What the asset is worth in the books at the end of a day.
    public func value(on day: Day) -> Money { lines.last { $0.end <= day }?.value ?? cost - opening }

    /// The days of each period: the first from the start, then whole ones, and at the end what the first one lacks.
    private var dayCounts: [Int] {
        let whole = 30 * months
        let (_, _, day) = start.civil
        let first = min(whole, 30 * (firstMonth - Self.month(of: start)) + 31 - min(day, 30))
        let middle = Array(repeating: whole, count: periods - 1)
        return first == whole ? [first] + middle : [first] + middle + [whole - first]
    }

    /// The last month of the first period, in months since the year 0.
    private var firstMonth: Int {
        let month = Self.month(of: start)
        if let firstEnd { return min(max(Self.month(of: firstEnd), month), month + months - 1) }
        let inPeriod = ((month - (fiscalStart - 1)) % months + months) % months
        return month + months - 1 - inPeriod
    }

    private static func month(of day: Day) -> Int {
        let (year, month, _) = day.civil
        return year * 12 + month - 1
    }

    private static func lastDay(ofMonth month: Int) -> Day {
        let (year, number) = (month / 12, month % 12 + 1)
        let last = Day(year: year, month: number, day: Day.length(ofMonth: number, in: year))
        return last ?? Day(year: 2999, month: 12, day: 31) ?? Day(number: 0)
    }

    /// Whole hundredths, half away from zero.
    private static func rounded(_ millionths: Int64) -> Money {
        Money(millionths: (FixedPoint.multiply(millionths, 1, dividedBy: 10_000) ?? 0) * 10_000)
    }
}
