import Inventory
import InventoryTesting
import Testing

@Suite struct `Plans of visits` {
    @Test(
        arguments: """
            periodicity | from       | to         | count | days
            Weekly      | 2026-11-23 | 2026-12-13 | 3     | 2026-11-30 2026-12-07 2026-12-13
            Monthly     | 2027-01-31 | 2027-05-30 | 4     | 2027-02-28 2027-03-31 2027-04-30 2027-05-30
            Monthly     | 2027-01-01 | 2027-03-31 | 3     | 2027-02-01 2027-03-01 2027-03-31
            Quarterly   | 2026-01-01 | 2026-12-31 | 4     | 2026-04-01 2026-07-01 2026-10-01 2026-12-31
            Half Yearly | 2026-01-15 | 2027-01-14 | 2     | 2026-07-15 2027-01-14
            Yearly      | 2024-02-29 | 2027-02-27 | 3     | 2025-02-28 2026-02-28 2027-02-27
            Yearly      | 2026-01-01 | 2026-12-31 | 2     | 2026-07-02 2026-12-31
            Random      | 2026-01-01 | 2026-01-31 | 3     | 2026-01-11 2026-01-21 2026-01-31
            Random      | 2026-01-01 | 2026-01-01 | 1     | 2026-01-01
            """.table)
    func `close each period of the calendar, or are spread evenly`(row: [String: String]) throws {
        let periodicity = try #require(Periodicity(rawValue: row["periodicity"] ?? ""))
        let (start, end) = (try #require(Day(row["from"] ?? "")), try #require(Day(row["to"] ?? "")))
        let days = periodicity.visits(
            from: start, to: end, count: Int(row["count"] ?? "") ?? 0, avoiding: Holidays())
        #expect(days?.map(\.description).joined(separator: " ") == row["days"])
    }

    @Test(
        arguments: [
            ("Weekly", "2026-11-23", "2026-12-13", 3), ("Weekly", "2026-11-23", "2026-12-12", 2),
            ("Monthly", "2027-01-31", "2027-02-27", 1), ("Monthly", "2026-01-01", "2026-12-31", 12),
            ("Monthly", "2026-01-01", "2026-12-30", 11), ("Yearly", "2026-01-01", "2026-02-01", 1),
            ("Quarterly", "2026-01-01", "2030-12-31", 20), ("Half Yearly", "2026-01-01", "2026-12-31", 2),
        ])
    func `periods are counted by the calendar`(name: String, start: String, end: String, count: Int) throws {
        let periodicity = try #require(Periodicity(rawValue: name))
        #expect(periodicity.periods(from: try #require(Day(start)), to: try #require(Day(end))) == count)
    }

    @Test(arguments: Periodicity.allCases.filter { $0 != .none }, 1...20 as ClosedRange<UInt64>)
    func `never are on a holiday, before the start, after the end, or two on one day`(
        periodicity: Periodicity, seed: UInt64
    ) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<60 {
            let start = Day(number: Int.random(in: 15_000...30_000, using: &dice))
            let end = start.adding(days: Int.random(in: 0...2_000, using: &dice))
            let span = end.number - start.number + 1
            var off: [Day] = []
            for number in start.number...end.number where Int.random(in: 0..<4, using: &dice) == 0 {
                off.append(Day(number: number))
            }
            off += (0..<20).map { _ in start.adding(days: Int.random(in: -50...span + 50, using: &dice)) }
            let holidays = Holidays(off.shuffled(using: &dice))
            let isNatural = Bool.random(using: &dice)
            let natural = isNatural ? periodicity.periods(from: start, to: end) : nil
            let count = natural ?? Int.random(in: 0...min(span, 60), using: &dice)
            let working = span - Set(off).count { $0 >= start && $0 <= end }
            guard let days = periodicity.visits(from: start, to: end, count: count, avoiding: holidays) else {
                #expect(count > working)
                continue
            }
            #expect(count <= working)
            #expect(days.count == count)
            #expect(days.allSatisfy { $0 >= start && $0 <= end && !holidays.contains($0) })
            #expect(zip(days, days.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func `move off holidays to the next working day, at the end to the last one`() throws {
        let start = try #require(Day("2026-12-01"))
        let holidays = Holidays(["2026-12-08", "2026-12-09", "2026-12-22", "2026-12-21"].compactMap { Day($0) })
        let end = try #require(Day("2026-12-21"))
        let days = Periodicity.weekly.visits(from: start, to: end, count: 3, avoiding: holidays)
        #expect(days?.map(\.description) == ["2026-12-10", "2026-12-15", "2026-12-20"])
    }
}

@Suite struct `Public holidays of France` {
    @Test(
        arguments: [
            (1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"),
            (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"),
            (2038, "2038-04-25"), (2285, "2285-03-22"),
        ])
    func `Easter is where the calendar has it`(year: Int, easter: String) {
        #expect(PublicHoliday.easter(in: year)?.description == easter)
    }

    @Test func `Easter is a Sunday from 22 March to 25 April in every year`() throws {
        for year in 1900...2999 {
            let easter = try #require(PublicHoliday.easter(in: year))
            let (_, month, day) = easter.civil
            #expect(easter.weekday == 7 && (month == 3 && day >= 22 || month == 4 && day <= 25))
        }
    }

    @Test func `a year has eleven, and thirteen in Alsace and Moselle`() throws {
        var list = HolidayList()
        (list.start, list.end) = (Day("2027-01-01"), Day("2027-12-31"))
        list.addPublicHolidays(inAlsaceMoselle: false) { $0.rawValue }
        #expect(
            list.holidays.compactMap(\.day?.description) == [
                "2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17", "2027-07-14",
                "2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25",
            ])
        list.addPublicHolidays(inAlsaceMoselle: true) { $0.rawValue }
        #expect(list.holidays.count == 13)
        #expect(list.holidays.contains { $0.day == Day("2027-03-26") && $0.details == "Good Friday" })
    }

    @Test func `days off each week are added once, within the list's period`() throws {
        var list = HolidayList()
        (list.start, list.end) = (Day("2026-11-23"), Day("2026-12-13"))
        list.addWeeklyOff(.sunday, name: "Sunday")
        list.addWeeklyOff(.sunday, name: "Sunday")
        #expect(list.holidays.compactMap(\.day?.description) == ["2026-11-29", "2026-12-06", "2026-12-13"])
    }
}

@Suite struct `Renewals of contracts` {
    @Test(
        arguments: [
            ("2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"),
            ("2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31"),
            ("2026-01-15", "2027-01-14", "2027-01-15", "2028-01-14"),
            ("2026-01-01", "2026-01-10", "2026-01-11", "2026-01-20"),
        ])
    func `begin on the day after the end, for as long`(start: String, end: String, next: String, last: String) {
        var schedule = MaintenanceSchedule()
        var line = MaintenanceScheduleItem()
        (line.start, line.end, line.serials) = (Day(start), Day(end), SerialCell("A\nB"))
        schedule.lines = [line]
        let renewal = schedule.renewal { $0.text == "B" }
        #expect(renewal.lines.first?.start?.description == next)
        #expect(renewal.lines.first?.end?.description == last)
        #expect(renewal.lines.first?.serials.text == "B")
        #expect(schedule.renewal { _ in false }.lines.isEmpty)
    }
}

extension String {
    /// The rows of a table with bars, each by the names of the columns.
    fileprivate var table: [[String: String]] {
        let lines = split(separator: "\n").map { line in
            line.split(separator: "|").map { SerialNumber($0).text }
        }
        return lines.dropFirst().map { Dictionary(zip(lines[0], $0)) { $1 } }
    }
}
