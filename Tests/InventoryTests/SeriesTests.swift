import Inventory
import Testing

@Suite struct `Series grammar` {
    static let day = Day(number: 20_780)

    static func prefix(_ pattern: String, _ fields: [String: String] = [:]) throws -> String {
        try Series(pattern).prefix(on: day, fiscalYear: "2026-2027") { fields[$0] }
    }

    @Test(
        arguments: [
            ("PB2L.#####", "PB2L"), ("MAT-DN-.YYYY.-", "MAT-DN-2026-"), ("A-.YY.MM.DD.-.##", "A-261123-"),
            ("W.WW.-.###", "W48-"), ("F.FY./.##", "F2026-2027/"), ("{brand}.-.{colour}.-.###", "Bosch--"),
            ("#####", ""), (" PB . #### ", "PB"), ("A..B.##", "AB"), ("yyyy.##", "yyyy"), ("{}.##", "{}"),
            ("É.##", "É"),
        ])
    func `the text before the counter`(pattern: String, prefix: String) throws {
        #expect(try Self.prefix(pattern, ["brand": "Bosch"]) == prefix)
    }

    @Test(
        arguments: [
            ("A.###", 1, "A001"), ("A.###", 999, "A999"), ("A.###", 1000, "A1000"), ("A", 7, "A00007"), ("#", 10, "10"),
            ("A.###############", 1, "A000000000000001"),
        ])
    func `the counter is as wide as the hashes, and widens`(pattern: String, counter: Int64, number: String) throws {
        let series = try Series(pattern)
        #expect(series.number(counter, after: try Self.prefix(pattern)) == number)
    }

    @Test(
        arguments: [
            ("", SeriesFault.empty), (" . . ", .empty), ("A.###B", .counterMalformed("###B")),
            ("A.################", .counterMalformed("################")), ("A.##.##", .twoCounters),
            ("A.###.B", .counterNotLast), ("A.###.YYYY", .counterNotLast), ("A###", .counterInsidePart),
            ("A,B.###", .badCharacter("A,B")), ("A\u{7}B.###", .badCharacter("A\u{7}B")),
        ])
    func `a pattern that cannot count says why, and what would work`(pattern: String, fault: SeriesFault) throws {
        #expect(throws: fault) { try Series(pattern) }
        #expect(throws: Never.self) { try Series(fault.example(for: pattern)) }
    }

    @Test func `the fields that a pattern takes over are named`() throws {
        #expect(try Series("{supplier}.-.{brand}.##").fieldNames == ["supplier", "brand"])
    }

    @Test(
        arguments: [
            ("A.###", "A007", 7), ("A.###", "a007", 7), ("A.###", "A1234", 1234), ("A.###", "A0123", nil),
            ("A.###", "A07", nil), ("A.###", "B007", nil), ("A.###", "A007x", nil), ("A.###", "A", nil),
            ("###", "042", 42),
            ("A.###", "A1234567890123456", nil), ("A.###", "A٠٠٧", nil), ("É.##", "é12", 12),
        ] as [(String, String, Int64?)])
    func `a counter is found in the numbers that the series makes`(pattern: String, number: String, counter: Int64?)
        throws
    {
        let series = try Series(pattern)
        #expect(series.counter(in: SerialNumber(number), after: try Self.prefix(pattern)) == counter)
    }

    @Test func `a counter is read back from every number it makes`() throws {
        for pattern in ["A.#", "A.###", "A.YYYY.-.#####"] {
            let (series, prefix) = (try Series(pattern), try Self.prefix(pattern))
            for counter in [1, 9, 10, 99, 100, 12_345, 999_999, 123_456_789_012_345] as [Int64] {
                #expect(
                    series.counter(in: SerialNumber(series.number(counter, after: prefix)), after: prefix) == counter)
            }
        }
    }

    @Test(arguments: [(1, "2026"), (4, "2026-2027"), (11, "2026-2027"), (12, "2025-2026")])
    func `a fiscal year begins in its month`(month: Int, year: String) {
        var company = Company()
        company.fiscalYearStartMonth = month
        #expect(company.fiscalYear(of: Self.day) == year)
    }
}
