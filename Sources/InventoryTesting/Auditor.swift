import Inventory

/// What one document asks for.
struct Request {
    var verb: String
    var party = ""
    /// The paper that a return takes back, or that a bill is for.
    var original: Int?
    var at = PostingTime(milliseconds: 0)
    var lines: [Ask] = []

    var isReturn: Bool { original != nil && verb != "bill" }
    var isSale: Bool { verb == "deliver" || verb == "sell" }
    var movesStock: Bool { verb != "reserve" && verb != "bill" }
}

/// What one line of it asks for; a place that is nil is outside.
struct Ask {
    var item: String
    var quantity: Int
    var serials: [String] = []
    var source: String?
    var target: String?
    var order: Int?
    /// The lot of goods that have some.
    var lot: String?

    var isSerialized: Bool { item == Shop.pump || item == Shop.motor }
}

/// A second opinion on the books, small enough to read: it keeps what every document moved and goes through what
/// survives anew for each question. Dates out of bounds, lots of units, expiry and drawn numbers are left to the ledger
/// tables.
struct Auditor {
    /// The movement of a unit, by its number, or of a quantity, by `item in place`.
    struct Move {
        let paper, line: Int
        let at: PostingTime
        let key: String
        let change: Int
        let ask: Ask
        /// `item lot in place`, for goods that have lots.
        var lotKey: String?
    }

    struct Paper {
        let request: Request
        let moves: [Move]
        var isCancelled = false
    }

    /// A contract of maintenance over units, until a day.
    struct Contract {
        let name: String
        let units: [String]
        let end: Day
        var isCancelled = false
    }

    private(set) var papers: [Paper] = []
    /// The lots that may not be handed out.
    var blocked: Set<String> = []
    var contracts: [Contract] = []
    /// The item that each number was made for.
    private(set) var made: [String: String] = [:]
    private var ledger: [String: [Move]] = [:]
    /// The orders and bills that name a unit.
    private var marks: [String: [Int]] = [:]

    func past(_ key: String) -> [Move] { (ledger[key] ?? []).filter { !papers[$0.paper].isCancelled } }
    func last(_ serial: String) -> Move? { ledger[serial]?.last { !papers[$0.paper].isCancelled } }
    func item(of serial: String) -> String { last(serial)?.ask.item ?? made[serial] ?? "" }

    func units(of item: String, in place: String?) -> [String] {
        made.keys.filter { self.item(of: $0) == item && last($0)?.ask.target == place }.sorted()
    }

    func balance(_ item: String, _ place: String, at time: PostingTime? = nil) -> Int {
        if Ask(item: item, quantity: 0).isSerialized { return units(of: item, in: place).count }
        return quantity("\(item) in \(place)", at: time)
    }

    /// What there is, or was, of `item in place` or `item lot in place`.
    func quantity(_ key: String, at time: PostingTime? = nil) -> Int {
        past(key).reduce(0) {
            $0 + (time.map { [at = $1.at] in at <= $0 } ?? true ? $1.change : 0)
        }
    }

    /// `Active Stores`, as the ledger tables' `unit` answers.
    func state(of serial: String) -> [String] {
        guard let move = last(serial) else { return ["Inactive"] }
        if let place = move.ask.target { return ["Active", place] }
        let request = papers[move.paper].request
        return request.isSale ? ["Delivered", request.party] : [request.party.isEmpty ? "Consumed" : "Returned"]
    }

    /// The submitted order that holds a unit in stock, unless it has had it delivered before.
    func holder(of serial: String) -> Int? {
        guard last(serial)?.ask.target != nil else { return nil }
        let delivered = past(serial).filter { $0.ask.target == nil }.map(\.ask.order)
        return marks[serial]?.last {
            papers[$0].request.verb == "reserve" && !papers[$0].isCancelled && !delivered.contains($0)
        }
    }

    /// The papers that a unit's record names.
    func papers(of serial: String) -> [(field: String, paper: Int?)] {
        let out = state(of: serial)[0] == "Delivered" ? last(serial) : nil
        let bill = marks[serial]?.last { papers[$0].request.original == out?.paper && !papers[$0].isCancelled }
        let sale = out.flatMap { papers[$0.paper].request.verb == "sell" ? $0.paper : bill }
        return [
            ("purchase_document_no", past(serial).last { $0.ask.source == nil }?.paper), ("sales_invoice", sale),
            ("delivery_document_no", out?.paper), ("sales_order", out?.ask.order),
        ]
    }

    /// Until when the contract that counts covers a unit: the last one that stands.
    func cover(of serial: String) -> Day? { contracts.last { !$0.isCancelled && $0.units.contains(serial) }?.end }

    /// Why a contract over units cannot be submitted, as `code@line:serial`.
    func offences(ofContract units: [String]) -> Set<String> {
        Set(
            units.compactMap { serial in
                switch state(of: serial)[0] {
                case "Active", "Delivered": nil
                case "Inactive": "never-received@1:\(serial)"
                default: "already-gone@1:\(serial)"
                }
            })
    }

    /// Every offence of a request, as `code@line:serial`.
    func offences(of request: Request) -> Set<String> {
        var found: Set<String> = []
        if request.isReturn, let original = request.original.map({ papers[$0].request }) {
            if original.at > request.at { found.insert("original-later") }
            if original.party != request.party { found.insert("party-differs") }
        }
        for (index, ask) in request.lines.enumerated() where ask.isSerialized && ask.serials.count != ask.quantity {
            if request.verb == "reserve", ask.serials.count < ask.quantity { continue }
            let isNew = ask.source == nil && !request.isReturn
            let missing = !isNew ? "serials-missing" : ask.item == Shop.pump ? nil : "series-missing"
            if let code = ask.serials.isEmpty ? missing : "serial-count" { found.insert("\(code)@\(index + 1)") }
        }
        for (index, ask) in request.lines.enumerated() where ask.item == Workload.paint && ask.lot == nil {
            if differences(ask, request).contains(where: { $0.quantity > 0 }) {
                found.insert("lot-missing@\(index + 1)")
            }
        }
        for (index, ask) in request.lines.enumerated() where ask.lot.map(blocked.contains) == true {
            let isSold = request.isSale && !request.isReturn
            if isSold || (request.verb == "repack" && ask.source != nil) { found.insert("lot-blocked@\(index + 1)") }
        }
        var (seen, changes, returned): (Set<String>, [String: Int], [String: Int]) = ([], [:], [:])
        var lots: [String: Int] = [:]
        for move in moves(of: request) {
            guard move.ask.isSerialized else {
                changes[move.key, default: 0] += move.change
                if let key = move.lotKey { lots[key, default: 0] += move.change }
                returned[move.ask.item, default: 0] += abs(move.change)
                if request.isReturn, returned[move.ask.item, default: 0] > returnable(request.original, move.ask.item) {
                    found.insert("returns-too-much@\(move.line)")
                }
                continue
            }
            let isMadeOfItself = request.verb == "repack" && move.ask.source == nil && seen.contains("out " + move.key)
            let isTwice = !seen.insert((move.ask.source == nil ? "in " : "out ") + move.key).inserted
            let code = isTwice ? "serial-twice" : isMadeOfItself ? nil : refusal(of: move.key, move.ask, request)
            if let code { found.insert("\(code)@\(move.line):\(move.key)") }
        }
        let short = changes.contains { $1 < 0 && least($0, from: request.at, adding: $1) < 0 }
        if short { found.insert("insufficient-stock") }
        if lots.contains(where: { $1 < 0 && least($0, from: request.at, adding: $1) < 0 }) {
            found.insert("insufficient-lot")
        }
        return found
    }

    /// The first "no" to one unit, in the order of docs/rules.md, section 4.
    private func refusal(of serial: String, _ ask: Ask, _ request: Request) -> String? {
        let isIn = request.movesStock && ask.source == nil
        guard made[serial] != nil else { return isIn && !request.isReturn ? nil : "serial-unknown" }
        let (status, move, holder) = (state(of: serial)[0], last(serial), holder(of: serial))
        if request.isReturn, let original = request.original {
            if !papers[original].moves.contains(where: { $0.key == serial }) { return "not-in-original" }
            if returns(of: original).contains(where: { $0.key == serial }) { return "already-returned" }
        }
        let isBill = request.verb == "bill"
        if isBill, status != "Delivered" || move?.paper != request.original { return "not-on-delivery" }
        if item(of: serial) != ask.item { return "serial-of-other-item" }
        if isBill { return nil }
        if request.verb == "reserve" { return status != "Active" ? "not-reservable" : holder == nil ? nil : "reserved" }
        if !isIn, status == "Inactive" { return "never-received" }
        if isIn, status == "Active" { return "already-in-stock" }
        if isIn, status == "Delivered", !request.isReturn { return "already-delivered" }
        if let move, move.at > request.at { return "later-movement" }
        if isIn { return nil }
        if status != "Active" { return "already-gone" }
        if move?.ask.target != ask.source { return "elsewhere" }
        return ask.target == nil && holder != nil && holder != ask.order ? "reserved" : nil
    }

    private func returns(of paper: Int) -> [Move] {
        papers.filter { $0.request.isReturn && $0.request.original == paper && !$0.isCancelled }.flatMap(\.moves)
    }

    private func returnable(_ paper: Int?, _ item: String) -> Int {
        func count(_ moves: [Move]) -> Int { moves.reduce(0) { $0 + ($1.ask.item == item ? abs($1.change) : 0) } }
        return paper.map { count(papers[$0].moves) - count(returns(of: $0)) } ?? 0
    }

    /// The least that a quantity is from a time on.
    private func least(_ key: String, from at: PostingTime, adding change: Int = 0, without paper: Int? = nil) -> Int {
        let moves = past(key).filter { $0.paper != paper }
        var running = moves.reduce(change) { $0 + ($1.at <= at ? $1.change : 0) }
        var least = running
        for (_, moves) in Dictionary(grouping: moves.filter { $0.at > at }, by: \.at).sorted(by: { $0.key < $1.key }) {
            running += moves.reduce(0) { $0 + $1.change }
            least = min(least, running)
        }
        return least
    }

    /// Why a paper cannot be cancelled.
    func offences(ofCancelling paper: Int) -> Set<String> {
        if papers[paper].isCancelled { return ["already-cancelled"] }
        let isUsed = papers.contains { other in
            !other.isCancelled
                && (other.request.original == paper || other.request.lines.contains { $0.order == paper })
        }
        var found: Set<String> = isUsed ? ["later-use"] : []
        var seen: Set<String> = []
        for move in papers[paper].moves where seen.insert(move.key).inserted {
            if move.ask.isSerialized, last(move.key)?.paper != paper {
                found.insert("later-movement@\(move.line):\(move.key)")
            }
            if !move.ask.isSerialized, least(move.key, from: move.at, without: paper) < 0 {
                found.insert("insufficient-stock")
            }
        }
        for move in papers[paper].moves {
            if let key = move.lotKey, least(key, from: move.at, without: paper) < 0 { found.insert("insufficient-lot") }
        }
        return found
    }

    /// What a request moves, or names; a count moves what differs.
    private func moves(of request: Request) -> [Move] {
        request.lines.enumerated().flatMap { index, line in
            differences(line, request).flatMap { ask -> [Move] in
                func move(_ key: String, _ change: Int) -> Move {
                    Move(paper: papers.count, line: index + 1, at: request.at, key: key, change: change, ask: ask)
                }
                if ask.isSerialized { return ask.serials.map { move($0, 1) } }
                return [(ask.source, -ask.quantity), (ask.target, ask.quantity)].compactMap { place, change in
                    guard let place else { return nil }
                    var moved = move("\(ask.item) in \(place)", change)
                    moved.lotKey = ask.lot.map { "\(ask.item) \($0) in \(place)" }
                    return moved
                }
            }
        }
    }

    private func differences(_ ask: Ask, _ request: Request) -> [Ask] {
        guard request.verb == "count", let place = ask.target else { return [ask] }
        var (out, into) = (ask, ask)
        (out.source, out.target) = (place, nil)
        let present = units(of: ask.item, in: place)
        out.serials = present.filter { !ask.serials.contains($0) }
        into.serials = ask.serials.filter { !present.contains($0) }
        let there =
            ask.lot.map { quantity("\(ask.item) \($0) in \(place)", at: request.at) }
            ?? balance(ask.item, place, at: request.at)
        (out.quantity, into.quantity) = (max(0, there - ask.quantity), max(0, ask.quantity - there))
        return ask.isSerialized ? [out, into] : [out, into].filter { $0.quantity > 0 }
    }

    /// Enters an accepted request whose drawn numbers are filled in.
    mutating func enter(_ request: Request) {
        let moves = moves(of: request)
        for move in moves where !request.movesStock { marks[move.key, default: []].append(move.paper) }
        for move in moves where request.movesStock {
            if move.ask.isSerialized { made[move.key] = made[move.key] ?? move.ask.item }
            ledger[move.key, default: []].append(move)
            if let key = move.lotKey { ledger[key, default: []].append(move) }
        }
        papers.append(Paper(request: request, moves: request.movesStock ? moves : []))
    }

    mutating func cancel(_ paper: Int) { papers[paper].isCancelled = true }
}
