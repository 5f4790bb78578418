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

    var isSerialized: Bool { item != Shop.screw }
}

/// A second opinion on the books, small enough to read: it keeps what every document moved and goes through what
/// survives anew for each question.
struct Auditor {
    /// One unit's movement, or that of a quantity, under the key of the unit or of the quantity in its place.
    struct Move {
        let paper, line: Int
        let at: PostingTime
        let key: String
        let change: Int
        let ask: Ask
    }

    struct Paper {
        let request: Request
        let moves: [Move]
        var isCancelled = false
    }

    var frozenUntil: Day?
    private(set) var papers: [Paper] = []
    /// The item that each number was made for.
    private(set) var made: [String: String] = [:]
    private var ledger: [String: [Move]] = [:]
    private var marks: [String: [Int]] = [:]
    private var counter = 0

    func past(_ key: String) -> [Move] { (ledger[key] ?? []).filter { !papers[$0.paper].isCancelled } }
    func last(_ serial: String) -> Move? { ledger[serial]?.last { !papers[$0.paper].isCancelled } }
    func item(of serial: String) -> String { last(serial)?.ask.item ?? made[serial] ?? "" }
    func units(of item: String, in place: String?) -> [String] {
        made.keys.filter { self.item(of: $0) == item && last($0)?.ask.target == place }.sorted()
    }
    func balance(_ item: String, _ place: String) -> Int {
        item == Shop.screw ? past("\(item) in \(place)").reduce(0) { $0 + $1.change } : units(of: item, in: place).count
    }

    /// `Active Stores`, as `unit` answers it.
    func state(of serial: String) -> [String] {
        guard let move = last(serial) else { return ["Inactive"] }
        if let place = move.ask.target { return ["Active", place] }
        let request = papers[move.paper].request
        return request.isSale ? ["Delivered", request.party] : [request.party.isEmpty ? "Consumed" : "Returned"]
    }

    /// The submitted order that holds a unit in stock, unless it has delivered it before.
    func holder(of serial: String) -> Int? {
        guard last(serial)?.ask.target != nil else { return nil }
        let past = past(serial)
        return mark(serial) { papers[$0].request.verb == "reserve" && !past.contains { move in move.ask.order == $0 && move.ask.target == nil } }
    }

    private func mark(_ serial: String, _ test: (Int) -> Bool) -> Int? {
        marks[serial]?.last { paper in !papers[paper].isCancelled && test(paper) }
    }

    /// What a unit's record shows of its papers.
    func shown(_ serial: String) -> [(field: String, value: String)] {
        let past = past(serial)
        let bought = past.last { $0.ask.source == nil && papers[$0.paper].request.verb == "buy" }
        let wayIn = past.last { $0.ask.source == nil }
        let out = state(of: serial)[0] == "Delivered" ? past.last : nil
        let bill = out.flatMap { out in mark(serial) { papers[$0].request.original == out.paper } }
        let invoice = out.flatMap { papers[$0.paper].request.verb == "sell" ? $0.paper : bill }
        func label(_ paper: Int?) -> String { paper.map { "P\($0)" } ?? "-" }
        return [
            ("item_code", item(of: serial)), ("supplier", bought.map { papers[$0.paper].request.party } ?? "-"),
            ("purchase_document_no", label(wayIn?.paper)), ("delivery_document_no", label(out?.paper)),
            ("sales_order", label(out?.ask.order)), ("sales_invoice", label(invoice)),
        ]
    }

    /// Every offence of a request as `code@line:serial`; `…` leaves open what follows from an unfit original.
    func offences(of request: Request, today: Day) -> Set<String> {
        var found: Set<String> = []
        if request.movesStock, request.at.day > today { found.insert("in-future") }
        if request.movesStock, let frozenUntil, request.at.day <= frozenUntil { found.insert("frozen") }
        if request.isReturn, let original = request.original.map({ papers[$0] }) {
            if original.isCancelled || original.request.isReturn { return ["original-unfit", "…"] }
            if original.request.at > request.at { found.insert("original-later") }
            if original.request.party != request.party { found.insert("party-differs") }
        }
        for (index, ask) in request.lines.enumerated() where ask.isSerialized && ask.serials.count != ask.quantity {
            let isIn = ask.source == nil && !request.isReturn
            let missing = !isIn ? "serials-missing" : ask.item == Shop.pump ? nil : "series-missing"
            if let code = ask.serials.isEmpty ? missing : "serial-count" { found.insert("\(code)@\(index + 1)") }
        }
        var (seen, changes, returned): (Set<String>, [String: Int], Int) = ([], [:], 0)
        for move in moves(of: request) {
            let place = "@\(move.line)"
            if let order = move.ask.order, let code = refusal(of: papers[order], for: request) {
                found.insert(code + place)
            } else if move.ask.isSerialized {
                let isUsedHere = request.verb == "repack" && move.ask.source == nil && seen.contains("-" + move.key)
                let isTwice = !seen.insert((move.ask.source == nil ? "+" : "-") + move.key).inserted
                    || !isUsedHere && seen.isSuperset(of: ["+" + move.key, "-" + move.key])
                let code = isTwice ? "serial-twice" : isUsedHere ? nil : refusal(of: move.key, move.ask, request)
                if let code { found.insert("\(code)\(place):\(move.key)") }
            } else {
                changes[move.key, default: 0] += move.change
                returned += abs(move.change)
                if request.isReturn, returned > returnable(request.original ?? 0) { found.insert("returns-too-much" + place) }
            }
        }
        for (key, change) in changes where change < 0 && least(key, from: request.at, adding: change) < 0 {
            found.insert("insufficient-stock")
        }
        return found
    }

    private func refusal(of order: Paper, for request: Request) -> String? {
        order.request.party != request.party ? "order-customer-differs" : order.isCancelled ? "order-not-submitted" : nil
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
        if item(of: serial) != ask.item { return "serial-of-other-item" }
        if request.verb == "bill" { return status == "Delivered" && move?.paper == request.original ? nil : "not-on-delivery" }
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

    private func returnable(_ paper: Int) -> Int {
        func count(_ moves: [Move]) -> Int { moves.reduce(0) { $0 + ($1.ask.isSerialized ? 0 : abs($1.change)) } }
        return count(papers[paper].moves) - count(returns(of: paper))
    }

    /// The least that a quantity is from a time on.
    private func least(_ key: String, from at: PostingTime, adding change: Int = 0, without paper: Int? = nil) -> Int {
        let moves = past(key).filter { $0.paper != paper }
        var running = moves.reduce(change) { $0 + ($1.at <= at ? $1.change : 0) }
        var least = running
        for move in moves.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) where move.element.at > at {
            running += move.element.change
            least = min(least, running)
        }
        return least
    }

    /// Why a paper cannot be cancelled.
    func offences(ofCancelling paper: Int) -> Set<String> {
        let request = papers[paper].request
        if papers[paper].isCancelled { return ["already-cancelled"] }
        let isUsed = papers.contains { !$0.isCancelled && ($0.request.original == paper || $0.request.lines.contains { $0.order == paper }) }
        var found: Set<String> = isUsed ? ["later-use"] : []
        if request.movesStock, let frozenUntil, request.at.day <= frozenUntil { found.insert("frozen") }
        var seen: Set<String> = []
        for move in papers[paper].moves where seen.insert(move.key).inserted {
            if move.ask.isSerialized, last(move.key)?.paper != paper { found.insert("later-movement@\(move.line):\(move.key)") }
            if !move.ask.isSerialized, least(move.key, from: move.at, without: paper) < 0 { found.insert("insufficient-stock") }
        }
        return found
    }

    /// What a request moves; a count moves what differs.
    private func moves(of request: Request) -> [Move] {
        request.lines.enumerated().flatMap { index, line in
            differences(line, request).flatMap { ask -> [Move] in
                func move(_ key: String, _ change: Int) -> Move {
                    Move(paper: papers.count, line: index + 1, at: request.at, key: key, change: change, ask: ask)
                }
                if ask.isSerialized { return ask.serials.map { move($0, 1) } }
                return [(ask.source, -ask.quantity), (ask.target, ask.quantity)].compactMap { place, change in
                    place.map { move("\(ask.item) in \($0)", change) }
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
        let there = past("\(ask.item) in \(place)").reduce(0) { $0 + ($1.at <= request.at ? $1.change : 0) }
        (out.quantity, into.quantity) = (max(0, there - ask.quantity), max(0, ask.quantity - there))
        return [out, into].filter { ask.isSerialized ? !$0.serials.isEmpty : $0.quantity > 0 }
    }

    /// Enters an accepted request, and returns the numbers in its cells, drawn ones included.
    mutating func enter(_ request: Request) -> [String] {
        var request = request
        for index in request.lines.indices where request.lines[index].source == nil && request.movesStock { draw(&request.lines[index]) }
        let moves = request.movesStock ? moves(of: request) : []
        for serial in request.movesStock ? [] : request.lines.flatMap(\.serials) { marks[serial, default: []].append(papers.count) }
        for move in moves {
            if move.ask.isSerialized { made[move.key] = made[move.key] ?? move.ask.item }
            ledger[move.key, default: []].append(move)
        }
        papers.append(Paper(request: request, moves: moves))
        return request.lines.flatMap(\.serials)
    }

    /// Typed numbers move the counter past them; an empty cell takes the next ones that nobody has.
    private mutating func draw(_ ask: inout Ask) {
        guard ask.item == Shop.pump else { return }
        for serial in ask.serials where serial.hasPrefix("PUMP0") { counter = max(counter, Int(serial.dropFirst(4)) ?? 0) }
        while ask.serials.count < ask.quantity {
            counter += 1
            let serial = "PUMP" + String(String(100_000 + counter).dropFirst())
            if made[serial] == nil { ask.serials.append(serial) }
        }
    }

    mutating func cancel(_ paper: Int) { papers[paper].isCancelled = true }
}
