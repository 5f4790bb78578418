/// A time of day, in milliseconds since midnight.
public struct TimeOfDay: Hashable, Comparable, Sendable {
    public let milliseconds: Int

    public init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    /// Reads `9:05`, `09:05:30` and `09:05:30.250`; decimals beyond milliseconds are dropped.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), isDigits(parts[0]), isDigits(parts[1]), let hours = Int(parts[0]),
            let minutes = Int(parts[1]), (0...23).contains(hours), (0...59).contains(minutes)
        else { return nil }
        let seconds = (parts.count == 3 ? parts[2] : "0").split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(seconds.count), seconds.allSatisfy(isDigits), let whole = Int(seconds[0]),
            (0...59).contains(whole)
        else { return nil }
        let fraction = seconds.count == 2 ? (seconds[1].prefix(3) + "000").prefix(3) : "0"
        let milliseconds = whole * 1000 + (Int(fraction) ?? 0)
        self.milliseconds = (hours * 60 + minutes) * 60_000 + milliseconds
    }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

extension TimeOfDay: CustomStringConvertible {
    /// `09:05:30`, with milliseconds where there are any.
    public var description: String {
        let seconds = milliseconds / 1000
        let rest = milliseconds % 1000
        let clock = "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
        return rest == 0 ? clock : clock + "." + String(String(1000 + rest).dropFirst())
    }
}

/// When something happened: milliseconds since 1970 in UTC.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

/// When a document takes effect in the books: the date and time on it, as the company's clock shows them.
///
/// Kept as milliseconds since 1970-01-01 00:00 of that clock, so that order is order of the books and the date
/// never depends on the reader's time zone.
public struct PostingTime: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(_ day: Day, _ time: TimeOfDay) {
        self.milliseconds = Int64(day.number) * 86_400_000 + Int64(time.milliseconds)
    }

    public var day: Day {
        Day(number: Int((milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000))
    }

    public var time: TimeOfDay {
        TimeOfDay(milliseconds: Int(milliseconds - Int64(day.number) * 86_400_000))
    }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

extension PostingTime: CustomStringConvertible {
    /// `2026-11-23 09:05:30`.
    public var description: String { "\(day) \(time)" }
}
