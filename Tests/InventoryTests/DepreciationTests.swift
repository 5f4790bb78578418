import Inventory
import InventoryTesting
import Testing

@Suite struct `Straight-line depreciation` {
    /// Worked by hand. Cost and residual value, start, periods × months: the last day and the amount of each line.
    @Test(
        arguments: """
            plan                          | lines
            10000 0 2026-01-01 5x12       | 2026-12-31 2000, 2027-12-31 2000, 2028-12-31 2000, 2029-12-31 2000, 2030-12-31 2000
            10000 0 2026-04-15 5x12       | 2026-12-31 1422.22, 2027-12-31 2000, 2028-12-31 2000, 2029-12-31 2000, 2030-12-31 2000, 2031-12-31 577.78
            12000 2000 2026-07-01 4x12    | 2026-12-31 1250, 2027-12-31 2500, 2028-12-31 2500, 2029-12-31 2500, 2030-12-31 1250
            1000 0 2026-12-31 3x12        | 2026-12-31 0.93, 2027-12-31 333.33, 2028-12-31 333.33, 2029-12-31 332.41
            600 0 2026-01-16 6x1          | 2026-01-31 50, 2026-02-28 100, 2026-03-31 100, 2026-04-30 100, 2026-05-31 100, 2026-06-30 100, 2026-07-31 50
            900 0 2028-02-29 3x3          | 2028-03-31 106.67, 2028-06-30 300, 2028-09-30 300, 2028-12-31 193.33
            100 0 2026-01-01 3x12         | 2026-12-31 33.33, 2027-12-31 33.33, 2028-12-31 33.34
            0.05 0 2026-01-01 4x12        | 2026-12-31 0.01, 2027-12-31 0.01, 2028-12-31 0.01, 2029-12-31 0.02
            500 500 2026-01-01 5x12       |
            """.rows)
    func `follows worked examples`(row: [(String, String)]) throws {
        let words = row[0].1.split(separator: " ").map(String.init)
        let times = words[3].split(separator: "x").compactMap { Int($0) }
        let plan = Depreciation(
            cost: Self.money(words[0]), residual: Self.money(words[1]), start: try #require(Day(words[2])),
            periods: times[0], months: times[1])
        let expected = (row.count > 1 ? row[1].1 : "").split(separator: ",").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(plan.lines.map(\.end.description) == expected.map { $0[0] })
        #expect(plan.lines.map(\.amount) == expected.map { Self.money($0[1]) })
    }

    /// A fiscal year from July, a first period that was given, and what other books had depreciated before.
    @Test func `begins where the fiscal year, the given date and other books say`() throws {
        var plan = Depreciation(
            cost: Self.money("3600"), residual: .zero, start: try #require(Day("2026-10-01")), periods: 3, months: 12)
        plan.fiscalStart = 7
        #expect(plan.lines.map(\.end.description) == ["2027-06-30", "2028-06-30", "2029-06-30", "2030-06-30"])
        #expect(plan.lines.map(\.amount) == ["900", "1200", "1200", "300"].map(Self.money))
        plan.firstEnd = Day("2026-12-31")
        #expect(plan.lines.map(\.amount) == ["300", "1200", "1200", "900"].map(Self.money))
        #expect(plan.lines.first?.end.description == "2026-12-31")
        (plan.opening, plan.bookedPeriods) = (Self.money("1500"), 2)
        #expect(plan.lines.map(\.end.description) == ["2028-12-31", "2029-12-31"])
        #expect(plan.lines.map(\.amount) == ["1200", "900"].map(Self.money))
        #expect(plan.lines.map(\.accumulated) == ["2700", "3600"].map(Self.money))
        #expect(plan.value(on: try #require(Day("2028-12-30"))) == Self.money("2100"))
        #expect(plan.value(on: try #require(Day("2028-12-31"))) == Self.money("900"))
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `always makes exactly cost less residual value, and never goes back`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let cost = Int64.random(in: 1...100_000_000_000_000, using: &dice)
        let residual = Int64.random(in: 0...cost, using: &dice)
        let months = try #require(Depreciation.frequencies.randomElement(using: &dice))
        var plan = Depreciation(
            cost: Money(millionths: cost), residual: Money(millionths: residual),
            start: Day(number: Int.random(in: -20_000...60_000, using: &dice)),
            periods: Int.random(in: 1...1200 / months, using: &dice), months: months)
        plan.fiscalStart = Int.random(in: 1...12, using: &dice)
        plan.opening = Money(millionths: Int64.random(in: 0...(cost - residual), using: &dice))
        let lines = plan.lines
        let sum = lines.reduce(Money.zero) { $0 + $1.amount }
        #expect(lines.isEmpty || sum == plan.cost - plan.residual - plan.opening)
        #expect(lines.allSatisfy { $0.amount >= .zero && $0.value >= plan.residual && $0.end >= plan.start })
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.end < $1.end && $0.value >= $1.value })
        #expect(lines.isEmpty || lines.last?.value == plan.residual)
    }

    private static func money(_ text: String) -> Money { Money(millionths: FixedPoint.parse(text, digits: 6) ?? -1) }
}

@Suite struct `The state of an asset` {
    @Test func `is the last of each kind of event`() {
        let (hall, depot) = (ID<Location>(1), ID<Location>(2))
        let lea = ID<Employee>(3)
        let events: [AssetEvent] = [
            .init(id: 1, change: .placed(hall, nil)), .init(id: 2, change: .marked(.outOfOrder)),
            .init(id: 3, change: .placed(depot, lea)),
        ]
        let state = AssetState(folding: events)
        #expect(state.location == depot && state.custodian == lea && state.condition == .outOfOrder)
        #expect(AssetState(folding: events.prefix(1)).condition == .inService)
        #expect(AssetState(folding: []).location == nil)
    }
}
