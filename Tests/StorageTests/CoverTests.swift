import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Warranty and contract` {
    @Test(arguments: Backend.allCases)
    func `what was set by hand after a delivery counts, whatever becomes of the delivery`(backend: Backend) async throws
    {
        try await check(
            """
            receive PUMP 2 → ok
            D: deliver PUMP PUMP00001 PUMP00002 → ok
            cover Warranty 2030-06-30 PUMP00001 → ok
            unit PUMP00001 warranty_expiry_date = 2030-06-30
            unit PUMP00002 warranty_expiry_date = 2027-11-23
            R: return D PUMP PUMP00001 PUMP00002 → ok
            unit PUMP00001 warranty_expiry_date = 2030-06-30
            unit PUMP00002 warranty_expiry_date = -
            cancel R → ok
            unit PUMP00001 warranty_expiry_date = 2030-06-30
            unit PUMP00002 warranty_expiry_date = 2027-11-23
            cancel D → ok
            unit PUMP00001 warranty_expiry_date = 2030-06-30
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a new delivery counts before what was set by hand, and gives way to it when it is taken back`(
        backend: Backend
    ) async throws {
        try await check(
            """
            receive PUMP 1 → ok
            change Serial_No PUMP00001 warranty_expiry_date=2030-01-01 → ok
            D: deliver PUMP PUMP00001 → ok
            unit PUMP00001 warranty_expiry_date = 2027-11-23
            cancel D → ok
            unit PUMP00001 warranty_expiry_date = 2030-01-01
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a cover may be ended by hand, and unknown numbers are all named`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 1 → ok
            deliver PUMP PUMP00001 → ok
            cover Warranty - PUMP00001 → ok
            unit PUMP00001 warranty_expiry_date = -
            cover Contract 2027-05-31 PUMP00001 → ok
            unit PUMP00001 amc_expiry_date = 2027-05-31
            unit PUMP00001 maintenance_status = Under_AMC
            cover Contract 2028-05-31 PUMP00001 X Y → SerialNoNotExistsError serial-unknown:X serial-unknown:Y
            unit PUMP00001 amc_expiry_date = 2027-05-31
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `every record is kept, with who made it, and the one that counts is marked`(backend: Backend) async throws {
        let shop = try await backend.shop()
        var table = LedgerTable(in: shop)
        for step in [
            "receive PUMP 1", "D: deliver PUMP PUMP00001", "cover Warranty 2030-06-30 PUMP00001",
            "cover Contract 2027-05-31 PUMP00001", "return D PUMP PUMP00001",
        ] { #expect(await table.tell(step).first == "ok") }
        let covers = try await shop.look { try $0.covers(of: "PUMP00001") }
        #expect(
            covers.map { "\($0.kind.rawValue) \($0.ends?.description ?? "-") \($0.documentType) \($0.reason)" } == [
                "Contract 2027-05-31  Goodwill", "Warranty 2030-06-30  Goodwill", "Warranty 2027-11-23 Delivery Note ",
            ])
        #expect(covers.map(\.counts) == [true, true, false])
        #expect(covers.map { $0.withdrawal?.author } == [nil, nil, "Administrator"])
        let history = try await shop.look { try $0.history(of: "PUMP00001") }
        #expect(history.filter { $0.changes.contains("Goodwill") }.map(\.kind) == ["update", "update"])
    }

    /// What one step of the model below does to units.
    private enum Event {
        case delivery(until: Day), back
        case hand(CoverKind, Day?)
    }

    /// A document of the model, with what it does to each unit in the order of all events.
    private struct Paper {
        var label: String
        var original: String?
        var isCancelled = false
    }

    /// An order stands for any document that grants something and moves nothing.
    private static func grant(
        _ kind: CoverKind, until day: Day, to units: [String], as label: String, in table: inout LedgerTable,
        of shop: Shop
    ) async throws {
        #expect(await table.tell("\(label): order MOTOR 1").first == "ok")
        let order = try table.paper(label).document
        try await shop.work { books in
            let keys = try units.compactMap { try books.find(SerialNo.self, $0).head.id }
            try books.grant(keys.map { .init(unit: ID($0), kind: kind, starts: nil, ends: day) }, by: order)
        }
    }

    /// Replays what survives: a delivery's warranty stands until the unit is back or something later was written.
    private static func shown(_ events: [(paper: Int?, event: Event)], _ papers: [Paper]) -> [String] {
        var (typed, contract, computed): (Day?, Day?, Day?) = (nil, nil, nil)
        var isLater = false
        for (paper, event) in events where paper.map({ !papers[$0].isCancelled }) ?? true {
            switch event {
            case .delivery(let until): (computed, isLater) = (until, false)
            case .back: computed = nil
            case .hand(.warranty, let ends): (typed, isLater) = (ends, true)
            case .hand(.contract, let ends): contract = ends
            }
        }
        let warranty = computed != nil && !isLater ? computed : typed
        return [warranty, contract].map { $0?.description ?? "" }
    }

    @Test(arguments: Backend.allCases, 1...12)
    func `delivering, returning, granting and cancelling in any order leaves the dates that a replay gives`(
        backend: Backend, seed: UInt64
    ) async throws {
        let shop = try await backend.shop()
        var (dice, table) = (Dice(seed: seed), LedgerTable(in: shop))
        let units = ["A", "B", "C"]
        _ = await table.tell("receive MOTOR A B C on 2026-01-05 at 08:00")
        _ = await table.tell("change Item MOTOR warranty_period=365")
        var (papers, events): ([Paper], [String: [(paper: Int?, event: Event)]]) = ([], [:])
        func add(_ names: [String], _ paper: Int?, _ event: Event) {
            for name in names { events[name, default: []].append((paper, event)) }
        }
        for step in 1...60 {
            let chosen = units.filter { _ in dice.hits(2) }
            guard !chosen.isEmpty else { continue }
            let (label, names) = ("P\(papers.count)", chosen.joined(separator: " "))
            let day = Day(number: 20_600 + Int.random(in: 0...900, using: &dice))
            switch Int.random(in: 0...5, using: &dice) {
            case 0, 1:
                guard await table.tell("\(label): deliver MOTOR \(names)").first == "ok" else { continue }
                let today = Day(year: 2026, month: 11, day: 23)?.number ?? 0
                papers.append(Paper(label: label))
                add(chosen, papers.count - 1, .delivery(until: Day(number: today + 365)))
            case 2:
                guard
                    let original = papers.filter({ $0.original == nil && !$0.label.hasPrefix("O") }).randomElement(
                        using: &dice),
                    await table.tell("\(label): return \(original.label) MOTOR \(names)").first == "ok"
                else { continue }
                papers.append(Paper(label: label, original: original.label))
                add(chosen, papers.count - 1, .back)
            case 3:
                let kind = dice.hits(2) ? CoverKind.warranty : .contract
                let ends = dice.hits(5) ? nil : day
                #expect(await table.tell("cover \(kind.rawValue) \(ends?.description ?? "-") \(names)").first == "ok")
                add(chosen, nil, .hand(kind, ends))
            case 4:
                let kind = dice.hits(2) ? CoverKind.warranty : .contract
                try await Self.grant(kind, until: day, to: chosen, as: "O\(label)", in: &table, of: shop)
                papers.append(Paper(label: "O\(label)"))
                add(chosen, papers.count - 1, .hand(kind, day))
            default:
                guard let index = papers.indices.filter({ !papers[$0].isCancelled }).randomElement(using: &dice),
                    await table.tell("cancel \(papers[index].label)").first == "ok"
                else { continue }
                papers[index].isCancelled = true
            }
            for name in units {
                let unit = try await shop.unit(name)
                let told = [unit["warranty_expiry_date"], unit["amc_expiry_date"]]
                try #require(told == Self.shown(events[name] ?? [], papers), "seed \(seed), step \(step), unit \(name)")
            }
        }
        #expect(try await shop.discrepancies() == [])
        #expect(papers.count > 5)
    }
}
