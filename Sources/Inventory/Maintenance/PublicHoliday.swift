/// A public holiday of France.
///
/// Source: Code du travail, art. L3133-1; for Alsace and Moselle art. L3134-13.
public enum PublicHoliday: String, CaseIterable, Sendable {
    case newYear = "New Year's Day"
    case goodFriday = "Good Friday"
    case easterMonday = "Easter Monday"
    case labourDay = "Labour Day"
    case victoryDay = "Victory Day (8 May)"
    case ascension = "Ascension Day"
    case whitMonday = "Whit Monday"
    case nationalDay = "National Day (14 July)"
    case assumption = "Assumption Day"
    case allSaints = "All Saints' Day"
    case armistice = "Armistice Day (11 November)"
    case christmas = "Christmas Day"
    case secondChristmas = "Second Day of Christmas"

    /// Whether it is one in Alsace and Moselle alone.
    public var isOfAlsaceMoselle: Bool { self == .goodFriday || self == .secondChristmas }

    /// The day on which it is in a year from 1900 to 2999; nil outside of them.
    public func day(in year: Int) -> Day? {
        switch self {
        case .newYear: Day(year: year, month: 1, day: 1)
        case .goodFriday: Self.easter(in: year)?.adding(days: -2)
        case .easterMonday: Self.easter(in: year)?.adding(days: 1)
        case .labourDay: Day(year: year, month: 5, day: 1)
        case .victoryDay: Day(year: year, month: 5, day: 8)
        case .ascension: Self.easter(in: year)?.adding(days: 39)
        case .whitMonday: Self.easter(in: year)?.adding(days: 50)
        case .nationalDay: Day(year: year, month: 7, day: 14)
        case .assumption: Day(year: year, month: 8, day: 15)
        case .allSaints: Day(year: year, month: 11, day: 1)
        case .armistice: Day(year: year, month: 11, day: 11)
        case .christmas: Day(year: year, month: 12, day: 25)
        case .secondChristmas: Day(year: year, month: 12, day: 26)
        }
    }

    /// Easter Sunday of the Gregorian calendar.
    ///
    /// Source: the algorithm of Meeus, Jones and Butcher (J. Meeus, Astronomical Algorithms, chapter 8).
    public static func easter(in year: Int) -> Day? {
        let (golden, century, rest) = (year % 19, year / 100, year % 100)
        let correction = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
        let shift = (golden + 11 * epact + 22 * weekday) / 451
        let place = epact + weekday - 7 * shift + 114
        return Day(year: year, month: place / 31, day: place % 31 + 1)
    }
}
