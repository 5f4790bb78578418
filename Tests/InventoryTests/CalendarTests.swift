import Inventory
import InventoryTesting
import Testing

@Suite struct `Days` {
    @Test func `every day from 1900 to 2999 is written and read back, one after the other`() throws {
        let first = try #require(Day(year: 1900, month: 1, day: 1))
        let last = try #require(Day(year: 2999, month: 12, day: 31))
        #expect(last.number - first.number + 1 == 401_767)
        var weekday = first.weekday
        for number in first.number...last.number {
            let day = Day(number: number)
            let (year, month, dayOfMonth) = day.civil
            guard Day(year: year, month: month, day: dayOfMonth) == day, day.weekday == weekday else {
                Issue.record("\(day)")
                return
            }
            weekday = weekday % 7 + 1
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `text is read back`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<300 {
            let day = Day(number: Int.random(in: -25_000...300_000, using: &dice))
            #expect(Day(day.description) == day)
        }
    }

    @Test(
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-23", 20_780), ("2026-1-5", 20_458),
            ("2026-11-23 10:00:00", 20_780), ("2026-11-23T10:00:00", 20_780),
        ])
    func `known dates have their numbers`(text: String, number: Int) {
        #expect(Day(text)?.number == number)
    }

    @Test(
        arguments: [
            "", "2026", "2026-13-01", "2026-00-10", "2026-04-31", "2026-02-29", "2100-02-29", "1899-12-31",
            "3000-01-01",
            "26-11-23", "2026-11-231", "2026-11-", "-2026-11-23", "23/11/2026", "2026-11-23x", "2026-11-2३",
            "2026-+1-05",
            "2026-11--5", "+026-11-05",
        ])
    func `what is not a date is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(
        arguments: [
            ("2026-01-01", 1), ("2027-01-01", 53), ("2021-01-03", 53), ("2021-01-04", 1), ("2020-12-31", 53),
            ("2024-12-30", 1), ("2026-11-23", 48), ("2000-01-01", 52),
        ])
    func `weeks are those of ISO 8601`(text: String, week: Int) throws {
        #expect(try #require(Day(text)).week == week)
    }

    @Test func `weeks begin on Monday`() throws {
        #expect(try #require(Day("2026-11-23")).weekday == 1)
        #expect(try #require(Day("2026-11-29")).weekday == 7)
    }
}

@Suite struct `Times` {
    @Test(
        arguments: [
            ("9:05", "09:05:00"), ("09:05:30", "09:05:30"), ("23:59:59", "23:59:59"), ("0:00:00", "00:00:00"),
            ("09:05:30.25", "09:05:30.250"), ("09:05:30.250999", "09:05:30.250"), ("23:59:59.999999", "23:59:59.999"),
            ("09:05:30.0", "09:05:30"), ("9:5:3", "09:05:03"),
        ])
    func `a time is read and written, decimals beyond milliseconds dropped`(text: String, written: String) {
        #expect(TimeOfDay(text)?.description == written)
    }

    @Test(
        arguments: [
            "", "9", "24:00", "9:60", "9:05:60", "-1:00", "9:-5", "9:05:-1", "9:05:", ":05", "9:05:30:10", "9h05",
            " 9:05", "+9:05", "9:+5", "9:05:+5", "9:05:1e1",
        ])
    func `what is not a time is refused`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00"), (-1, "1969-12-31 23:59:59.999"), (-86_400_000, "1969-12-31 00:00:00"),
            (86_399_999, "1970-01-01 23:59:59.999"), (1_795_424_400_000, "2026-11-23 09:00:00"),
        ])
    func `a posting time is a day and a time`(milliseconds: Int64, text: String) {
        let time = PostingTime(milliseconds: milliseconds)
        #expect(time.description == text)
        #expect(PostingTime(time.day, time.time) == time)
    }
}
