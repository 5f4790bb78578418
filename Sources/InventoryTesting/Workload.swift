import Inventory
import Storage

/// A random life of a shop: documents of all types with weights that differ from seed to seed, hot and cold units,
/// wrong requests, back-dated postings, returns and cancellations in any order, with blocked lots and contracts of
/// maintenance in between. After every step the auditor is asked.
public struct Workload {
    private var dice: Dice
    private var table: LedgerTable
    private var auditor = Auditor()
    private var verbs: [String] = []
    private var now = PostingTime(Day(year: 2026, month: 1, day: 5) ?? Day(number: 0), TimeOfDay(milliseconds: 0))
    private var story: [String] = []

    /// Goods without serial numbers that have lots.
    static let paint = "PAINT"
    private static let lots = ["RED", "BLUE"]
    private static let items = [Shop.pump, Shop.motor, Shop.screw, paint]
    private static let places = ["Stores", "Workshop", "Yard"]

    /// - Returns: nil when the books and the auditor agree after every step; otherwise the story as a ledger table.
    public static func run(seed: UInt64, steps: Int, in shop: Shop) async throws -> String? {
        var workload = Workload(dice: Dice(seed: seed), table: LedgerTable(in: shop))
        for verb in ["cancel", "cancel", "return", "return"] + Verb.all.keys.sorted()
        where ["receive", "buy"].contains(verb) || !workload.dice.hits(6) {
            if ["make", "consume", "stage", "subcontract", "order", "open", "recall", "install"].contains(verb) {
                continue
            }
            workload.verbs += Array(repeating: verb, count: [1, 2, 4, 8].randomElement(using: &workload.dice) ?? 1)
        }
        _ = await workload.table.tell("add Supplier supplier_name=Bosch")
        _ = await workload.table.tell("add Warehouse warehouse_name=Yard company=Ma_Société")
        _ = await workload.table.tell("add Item item_code=\(paint) has_batch_no=1")
        for lot in lots { _ = await workload.table.tell("add Batch batch_id=\(lot) item=\(paint)") }
        for step in 1...steps {
            workload.now = PostingTime(milliseconds: workload.now.milliseconds + 1_200_000)
            if let trouble = await workload.step() { return workload.report(seed, step, trouble) }
        }
        if let trouble = try await shop.discrepancies().first { return workload.report(seed, steps, trouble) }
        let made = workload.auditor.made.keys.sorted()
        return await workload.trouble(with: made, papersToo: true).map { workload.report(seed, steps, $0) }
    }

    private func report(_ seed: UInt64, _ step: Int, _ trouble: String) -> String {
        "seed \(seed), step \(step): \(trouble)\n\(story.joined(separator: "\n"))"
    }

    /// Where there is anything of what.
    private var stock: [(item: String, place: String)] {
        Self.items.flatMap { item in Self.places.map { (item, $0) } }.filter { auditor.balance($0, $1) > 0 }
    }

    private mutating func step() async -> String? {
        if dice.hits(15) { return await block() }
        if dice.hits(10), !auditor.made.isEmpty { return await contract() }
        let verb = stock.count < 3 && !dice.hits(4) ? "receive" : pick(verbs) ?? ""
        if verb == "cancel" {
            guard let paper = pick(Array(auditor.papers.indices)) else { return nil }
            let serials = auditor.papers[paper].request.lines.flatMap(\.serials)
            let answer = await tell("cancel P\(paper)", expecting: auditor.offences(ofCancelling: paper))
            if answer.isAccepted { auditor.cancel(paper) }
            return if let trouble = answer.trouble { trouble } else { await trouble(with: serials) }
        }
        guard var request = request(verb) else { return nil }
        request.lines.removeAll { $0.quantity == 0 && verb != "count" }
        if request.lines.isEmpty { return nil }
        let answer = await tell("P\(auditor.papers.count): \(text(request))", expecting: auditor.offences(of: request))
        if let trouble = answer.trouble { return trouble }
        if answer.isAccepted {
            var numbers = answer.numbers[...]
            for index in request.lines.indices where request.lines[index].isSerialized {
                let isDrawn = request.lines[index].serials.isEmpty
                request.lines[index].serials = Array(numbers.prefix(request.lines[index].quantity))
                numbers = numbers.dropFirst(request.lines[index].quantity)
                if isDrawn, let old = request.lines[index].serials.first(where: { auditor.made[$0] != nil }) {
                    return "\(old) is not new"
                }
            }
            auditor.enter(request)
        }
        return await trouble(with: request.lines.flatMap(\.serials).filter { auditor.made[$0] != nil })
    }

    /// Blocks a lot, or takes the block off.
    private mutating func block() async -> String? {
        let lot = pick(Self.lots) ?? ""
        let isFree = auditor.blocked.remove(lot) != nil
        if !isFree { auditor.blocked.insert(lot) }
        let change = isFree ? "blocked=0 block_reason=Mended" : "blocked=1 block_reason=Cracked"
        return await tell("change Batch \(lot) \(change)", expecting: []).trouble
    }

    /// Makes a contract over units that anything may be true of, or cancels one.
    private mutating func contract() async -> String? {
        if dice.hits(3), let index = pick(auditor.contracts.indices.filter({ !auditor.contracts[$0].isCancelled })) {
            let name = auditor.contracts[index].name
            story.append("cancel \(name)")
            do {
                let contract = try await table.shop.look { try $0.find(MaintenanceSchedule.self, name) }
                try await table.shop.cancel(contract)
            } catch {
                return "\(name) is not cancelled: \(error)"
            }
            auditor.contracts[index].isCancelled = true
            return await trouble(with: auditor.contracts[index].units)
        }
        let item = auditor.item(of: pick(auditor.made.keys.sorted()) ?? "")
        let known = auditor.made.keys.filter { auditor.item(of: $0) == item }.sorted()
        let units = Set((0..<3).compactMap { _ in pick(known) }).sorted()
        var line = MaintenanceScheduleItem()
        (line.item, line.serials) = (Link(item), SerialCell(units.joined(separator: "\n")))
        (line.start, line.periodicity, line.visitCount) = (now.day, .random, 1)
        let end = now.day.adding(days: Int.random(in: 1...900, using: &dice))
        line.end = end
        var schedule = MaintenanceSchedule()
        (schedule.customer, schedule.lines) = (Link(Shop.martin), [line])
        story.append("contract \(item) \(units.joined(separator: " ")) until \(end)")
        var found: Set<String> = []
        do {
            let name = try await table.shop.submit(schedule).head.name
            auditor.contracts.append(Auditor.Contract(name: name, units: units, end: end))
        } catch {
            found = Set((error as? Refusal)?.offences.map(LedgerTable.text) ?? ["\(error)"])
        }
        let expected = auditor.offences(ofContract: units)
        if found != expected { return "\(found.sorted()), expected \(expected.sorted())" }
        return await trouble(with: units)
    }

    private mutating func tell(
        _ text: String, expecting offences: Set<String>
    ) async -> (isAccepted: Bool, numbers: [String], trouble: String?) {
        let answer = await table.tell(text)
        story.append("\(text) → \(answer.joined(separator: " "))")
        let found = Set(
            answer.dropFirst().map { offence in
                ["insufficient-stock", "insufficient-lot"].first { offence.hasPrefix($0) } ?? offence
            })
        if answer[0] == "ok", offences.isEmpty { return (true, Array(answer.dropFirst()), nil) }
        return (
            false, [],
            answer[0] != "ok" && found == offences ? nil : "expected \(offences.isEmpty ? ["ok"] : offences.sorted())"
        )
    }

    /// Where the books differ from the auditor about these units, and about what is in each place.
    private mutating func trouble(with serials: [String], papersToo: Bool = false) async -> String? {
        var questions = serials.map { (["unit", $0], auditor.state(of: $0)) }
        for serial in serials {
            questions.append((["unit", serial, "amc_expiry_date"], [auditor.cover(of: serial)?.description ?? "-"]))
        }
        for serial in serials where papersToo {
            questions.append((["unit", serial, "item_code"], [auditor.item(of: serial)]))
            for (field, paper) in auditor.papers(of: serial) {
                questions.append((["unit", serial, field], [paper.map { "P\($0)" } ?? "-"]))
            }
        }
        for item in Self.items {
            for place in Self.places {
                questions.append((["balance", item, place], ["\(auditor.balance(item, place)).0"]))
                guard Ask(item: item, quantity: 0).isSerialized else { continue }
                questions.append((["counted", item, place], ["\(auditor.units(of: item, in: place).count).0"]))
            }
        }
        for lot in Self.lots {
            let there = Self.places.reduce(0) { $0 + auditor.quantity("\(Self.paint) \(lot) in \($1)") }
            questions.append((["Batch", lot, "batch_qty"], ["\(there).0"]))
        }
        for (question, expected) in questions {
            let answer = await table.outcome(question, isStep: false)
            let isNone = ["balance", "counted"].contains(question[0]) && answer == [""] && expected == ["0.0"]
            if !isNone, !table.fits(answer, expected) {
                return "\(question) is \(answer), the auditor says \(expected)"
            }
        }
        return nil
    }

    private func text(_ request: Request) -> String {
        let isEntry = ["receive", "issue", "transfer", "repack"].contains(request.verb)
        var lines = request.lines.map { ask in
            var words = ["\(ask.item) \(ask.quantity)"] + ask.serials
            if isEntry { words += ["s_warehouse=\(ask.source ?? "-")", "t_warehouse=\(ask.target ?? "-")"] }
            if !isEntry, let place = ask.source ?? ask.target { words.append("warehouse=\(place)") }
            if let lot = ask.lot { words.append("lot \(lot)") }
            if let order = ask.order { words.append("for P\(order)") }
            if request.verb == "bill" { words.append("of P\(request.original ?? 0)") }
            return words.joined(separator: " ")
        }
        let isPurchase = request.verb == "buy" || request.verb == "purchase"
        if !request.party.isEmpty { lines[0] += " \(isPurchase ? "supplier" : "customer")=\(request.party)" }
        if request.movesStock { lines[0] += " on \(request.at.day) at \(request.at.time)" }
        return (request.isReturn ? "return P\(request.original ?? 0)" : request.verb) + " "
            + lines.joined(separator: " ; ")
    }

    /// A document of a kind that makes sense now, or nearly so; nil when there is nothing to make it of.
    private mutating func request(_ verb: String) -> Request? {
        let back = dice.hits(8) ? Int64.random(in: 0...60, using: &dice) * 1_200_000 : 0
        var request = Request(verb: verb, at: PostingTime(milliseconds: now.milliseconds - back))
        let count = dice.hits(2) ? 1 : Int.random(in: 1...3, using: &dice)
        if ["deliver", "sell", "reserve"].contains(verb) { request.party = pick(["Martin", "Durand"]) ?? "" }
        switch verb {
        case "receive": request.lines = (0..<count).map { _ in coming() }
        case "buy", "purchase":
            request.party = pick(["ACME", "Bosch"]) ?? ""
            request.lines = (0..<count).map { _ in coming() }
        case "repack":
            let input = going()
            let output = Ask(
                item: Self.items[Int.random(in: 0...1, using: &dice)], quantity: 1, target: pick(Self.places))
            request.lines = [input, output]
            request.lines[1].serials = dice.hits(2) ? Array(input.serials.prefix(1)) : [number()]
        case "return": return takingBack(&request)
        case "bill":
            guard let paper = paper(where: { $0.verb == "deliver" && !$0.isReturn }) else { return nil }
            (request.original, request.party) = (paper, auditor.papers[paper].request.party)
            request.lines = auditor.papers[paper].request.lines.filter(\.isSerialized).prefix(1).map {
                Ask(item: $0.item, quantity: $0.quantity, serials: $0.serials)
            }
        case "count":
            var ask = coming()
            let present = auditor.units(of: ask.item, in: ask.target)
            if ask.isSerialized {
                ask.serials = Set(present.filter { _ in !dice.hits(8) } + (dice.hits(3) ? [number()] : [])).sorted()
            }
            if ask.isSerialized { ask.quantity = ask.serials.count }
            request.lines = ask.isSerialized && ask.serials.isEmpty ? [] : [ask]
        default:
            request.lines = (0..<count).map { _ in going() }
            for index in request.lines.indices {
                if verb == "transfer" {
                    request.lines[index].target = pick(Self.places.filter { $0 != request.lines[index].source })
                }
                if verb == "reserve" { request.lines[index].source = nil }
                let holder = request.lines[index].serials.first.flatMap(auditor.holder)
                if request.isSale, let holder, auditor.papers[holder].request.party == request.party {
                    request.lines[index].order = holder
                }
            }
            if verb == "reserve" { request.lines.removeAll { !$0.isSerialized || $0.serials.isEmpty } }
        }
        return request
    }

    private mutating func takingBack(_ request: inout Request) -> Request? {
        guard let original = paper(where: { ["deliver", "sell", "buy", "purchase"].contains($0.verb) && !$0.isReturn })
        else { return nil }
        let paper = auditor.papers[original].request
        (request.verb, request.original, request.party) = (paper.verb, original, paper.party)
        if dice.hits(20) { request.party = pick(paper.isSale ? ["Martin", "Durand"] : ["ACME", "Bosch"]) ?? "" }
        for var ask in paper.lines where !dice.hits(3) {
            if ask.isSerialized {
                ask.serials = ask.serials.filter { _ in !dice.hits(3) } + (dice.hits(20) ? [number()] : [])
            }
            ask.quantity = ask.isSerialized ? ask.serials.count : Int.random(in: 1...ask.quantity, using: &dice)
            (ask.source, ask.target, ask.order) = (ask.target, ask.source, nil)
            if ask.quantity > 0 { request.lines.append(ask) }
        }
        return request
    }

    private mutating func coming() -> Ask {
        var ask = Ask(
            item: pick(Self.items) ?? "", quantity: Int.random(in: 1...4, using: &dice), target: pick(Self.places))
        if ask.isSerialized, ask.item == Shop.motor || dice.hits(3), !dice.hits(20) {
            ask.serials = (0..<ask.quantity).map { _ in number() }
            if dice.hits(15) { ask.quantity += 1 }
        }
        if ask.item == Self.paint, !dice.hits(20) { ask.lot = pick(Self.lots) }
        return ask
    }

    private mutating func going() -> Ask {
        let (item, place) = pick(stock) ?? (Shop.screw, "Stores")
        var ask = Ask(
            item: item, quantity: Int.random(in: 1...4, using: &dice), source: dice.hits(25) ? pick(Self.places) : place
        )
        if !ask.isSerialized, !dice.hits(12) { ask.quantity = min(ask.quantity, max(1, auditor.balance(item, place))) }
        if item == Self.paint, !dice.hits(20) {
            let stocked = Self.lots.filter { auditor.quantity("\(item) \($0) in \(place)") > 0 }
            ask.lot = pick(dice.hits(8) ? Self.lots : stocked)
            if !dice.hits(12), let lot = ask.lot {
                ask.quantity = min(ask.quantity, max(1, auditor.quantity("\(item) \(lot) in \(place)")))
            }
        }
        guard ask.isSerialized else { return ask }
        let there = auditor.units(of: ask.item, in: ask.source)
        ask.serials = Array(Set((0..<ask.quantity).compactMap { _ in dice.hits(40) ? number() : pick(there) })).sorted()
        ask.quantity = ask.serials.count + (dice.hits(20) ? 1 : 0)
        return ask
    }

    /// A number that anything may be true of: new, in stock, or long gone.
    private mutating func number() -> String {
        if dice.hits(4), let old = pick(auditor.made.keys.sorted()) { return old }
        return dice.hits(4)
            ? "PUMP" + String(100_000 + Int.random(in: 1...200, using: &dice)).dropFirst() : "N\(dice.next() % 100_000)"
    }

    private mutating func paper(where test: (Request) -> Bool) -> Int? {
        pick(auditor.papers.indices.filter { !auditor.papers[$0].isCancelled && test(auditor.papers[$0].request) })
    }

    /// Any one of these, half of the time one of the last: some things are touched again and again.
    private mutating func pick<Element>(_ choices: [Element]) -> Element? {
        (dice.hits(2) ? choices.suffix(5) : choices[...]).randomElement(using: &dice)
    }
}
