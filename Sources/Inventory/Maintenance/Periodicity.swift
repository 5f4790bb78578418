/// How often the units of a contract are visited.
public enum Periodicity: String, Choice {
    case none = ""
    case weekly = "Weekly"
    case monthly = "Monthly"
    case quarterly = "Quarterly"
    case halfYearly = "Half Yearly"
    case yearly = "Yearly"
    /// So many visits, evenly, whatever the calendar.
    case random = "Random"

    public static let standard = Periodicity.none

    /// The longest contract, in years.
    public static let longest = 50

    /// The months of a period; nil where it has none.
    private var months: Int? {
        switch self {
        case .monthly: 1
        case .quarterly: 3
        case .halfYearly: 6
        case .yearly: 12
        case .none, .weekly, .random: nil
        }
    }

    /// The day so many periods after another; nil where there are no periods.
    ///
    /// Months are those of the calendar: a month after 31 January is the last day of February.
    public func day(_ periods: Int, after start: Day) -> Day? {
        if self == .weekly { return start.adding(days: 7 * periods) }
        return months.map { start.adding(months: $0 * periods) }
    }

    /// How many whole periods a contract has, at least one; nil where there are no periods.
    public func periods(from start: Day, to end: Day) -> Int? {
        guard start <= end, day(1, after: start) != nil else { return nil }
        // Every period is at least so long; the guess is then a little too high and comes down.
        let least = self == .weekly ? 7 : 28 * (months ?? 1)
        var count = (end.number - start.number + 1) / least
        while count > 1, let next = day(count, after: start), next.adding(days: -1) > end { count -= 1 }
        return max(count, 1)
    }

    /// The days of the visits of a contract: each on a working day of its own, the first not before `start`, the last
    /// not after `end`.
    ///
    /// A visit closes its period; one on a holiday moves to the next working day. Where `count` is not the number of
    /// the contract's periods, the visits are spread evenly.
    ///
    /// - Returns: nil where there are fewer working days than visits.
    /// - Complexity: `count` times the number of holidays; how long the contract is does not matter.
    public func visits(from start: Day, to end: Day, count: Int, avoiding holidays: Holidays) -> [Day]? {
        let working = WorkingDays(from: start, to: end, avoiding: holidays)
        guard count >= 0, count <= working.count else { return nil }
        let follows = periods(from: start, to: end) == count
        let span = end.number - start.number
        var next = 0
        return (0..<count).map { visit in
            let even = start.adding(days: (visit + 1) * span / count)
            let due = min(end, follows ? day(visit + 1, after: start) ?? even : even)
            // Those that are still to come need a day each.
            let place = max(next, min(working.index(atOrAfter: due), working.count - count + visit))
            next = place + 1
            return working.day(at: place)
        }
    }
}

/// The days on which nobody comes, in their order.
public struct Holidays: Sendable {
    let days: [Day]

    public init(_ days: some Sequence<Day> = []) {
        self.days = Set(days).sorted()
    }

    public func contains(_ day: Day) -> Bool {
        let place = place(of: day)
        return place < days.count && days[place] == day
    }

    /// Those from one day to another, both included.
    func within(_ start: Day, _ end: Day) -> ArraySlice<Day> {
        let first = place(of: start)
        return days[first..<max(first, place(of: end.adding(days: 1)))]
    }

    /// How many are before a day.
    private func place(of day: Day) -> Int {
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The days of a period on which somebody comes, counted from 0.
struct WorkingDays {
    private let start: Day
    private let holidays: ArraySlice<Day>
    let count: Int

    init(from start: Day, to end: Day, avoiding holidays: Holidays) {
        self.start = start
        self.holidays = holidays.within(start, end)
        self.count = max(0, end.number - start.number + 1 - self.holidays.count)
    }

    /// The number of the first working day that is not before this one.
    func index(atOrAfter day: Day) -> Int {
        day.number - start.number - holidays.prefix { $0 < day }.count
    }

    /// The working day with this number: every holiday before it puts it off by a day.
    func day(at index: Int) -> Day {
        var day = start.adding(days: index)
        for holiday in holidays {
            if holiday > day { break }
            day = day.adding(days: 1)
        }
        return day
    }
}

extension Day {
    /// The same day of the month so many months later, or that month's last day where it has no such day.
    public func adding(months: Int) -> Day {
        let (year, month, day) = civil
        let total = year * 12 + month - 1 + months
        let (laterYear, laterMonth) = (total / 12, total % 12 + 1)
        let length = Day.length(ofMonth: laterMonth, in: laterYear)
        // Beyond the calendar's last year there is nothing to be exact about.
        return Day(year: laterYear, month: laterMonth, day: min(day, length)) ?? adding(days: months * 30)
    }
}
