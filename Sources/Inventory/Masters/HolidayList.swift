/// The days on which nobody works, in a period of time.
public struct HolidayList: Record {
    public static let type = RecordType("Holiday List", naming: .field("holiday_list_name"), section: "after-sale")

    public var head = Head()
    public var listName = ""
    public var start: Day?
    public var end: Day?
    public var weeklyOff = Weekday.none
    public var holidays: [Holiday] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("holiday_list_name", "Holiday List Name", &listName, [.required, .isName, .listed])
        visitor.field("from_date", "From Date", &start, [.required, .listed])
        visitor.field("to_date", "To Date", &end, [.required, .listed])
        visitor.field("weekly_off", "Weekly Off", &weeklyOff, .listed)
        visitor.table("holidays", "Holidays", &holidays)
    }

    /// The days as plans of visits ask for them.
    public var days: Holidays { Holidays(holidays.compactMap(\.day)) }

    public func faults(_ linked: Linked) -> [Offence] {
        guard let start, let end else { return [] }
        if end < start { return [Offence(.endsBeforeStart(from: start, until: end), field: "to_date")] }
        if end >= start.adding(months: 12 * Periodicity.longest) {
            return [Offence(.periodTooLong(years: Periodicity.longest), field: "to_date")]
        }
        return holidays.enumerated().compactMap { index, holiday in
            guard let day = holiday.day, day < start || day > end else { return nil }
            return Offence(.outsidePeriod(from: start, to: end), line: index + 1, field: "holiday_date")
        }
    }

    /// Adds the public holidays of the list's period that it does not have.
    ///
    /// - Parameter inAlsaceMoselle: whether those of Alsace and Moselle belong to them.
    /// - Parameter name: what the list's reader calls a holiday.
    public mutating func addPublicHolidays(inAlsaceMoselle: Bool, name: (PublicHoliday) -> String) {
        guard let start, let end else { return }
        for year in start.civil.year...max(start.civil.year, end.civil.year) {
            for holiday in PublicHoliday.allCases where inAlsaceMoselle || !holiday.isOfAlsaceMoselle {
                if let day = holiday.day(in: year) { add(day, name(holiday), isWeekly: false) }
            }
        }
        holidays.sort { ($0.day ?? start) < ($1.day ?? start) }
    }

    /// Adds each of a day of the week of the list's period that it does not have.
    public mutating func addWeeklyOff(_ weekday: Weekday, name: String) {
        guard let start, let end, let number = weekday.number else { return }
        var day = start.adding(days: (number - start.weekday + 7) % 7)
        while day <= end {
            add(day, name, isWeekly: true)
            day = day.adding(days: 7)
        }
        holidays.sort { ($0.day ?? start) < ($1.day ?? start) }
    }

    private mutating func add(_ day: Day, _ name: String, isWeekly: Bool) {
        guard let start, let end, start <= day, day <= end, !holidays.contains(where: { $0.day == day }) else { return }
        var holiday = Holiday()
        (holiday.day, holiday.details, holiday.isWeekly) = (day, name, isWeekly)
        holidays.append(holiday)
    }
}

/// A day of a holiday list.
public struct Holiday: Line {
    public static let typeName = "Holiday"

    public var row: Int64?
    public var day: Day?
    public var details = ""
    public var isWeekly = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("holiday_date", "Date", &day, [.required, .indexed])
        visitor.field("description", "Description", &details)
        visitor.field("weekly_off", "Weekly Off", &isWeekly)
    }
}

/// A day of the week on which nobody works.
public enum Weekday: String, Choice {
    case none = ""
    case monday = "Monday"
    case tuesday = "Tuesday"
    case wednesday = "Wednesday"
    case thursday = "Thursday"
    case friday = "Friday"
    case saturday = "Saturday"
    case sunday = "Sunday"

    public static let standard = Weekday.none

    /// 1 for Monday to 7 for Sunday; nil for none.
    var number: Int? { Self.allCases.firstIndex(of: self).flatMap { $0 == 0 ? nil : $0 } }
}
