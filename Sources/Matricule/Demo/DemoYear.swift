import Inventory
import Storage

/// A year of the demonstration company, day by day: what arrives, moves, leaves and comes back.
struct DemoYear {
    let cast: DemoCast
    let days = 365
    private(set) var daysDone = 0
    private(set) var unitsMade = 0
    private(set) var documents = 0
    /// What was delivered, in the order of the days, and the units that came back since.
    private(set) var sales: [DemoSale] = []
    private(set) var returned: Set<String> = []

    private let units: Int
    private let start: Day
    private var random: SplitMix
    /// Units by article and warehouse, oldest first, as the documents have moved them.
    private var stock: [Int: [Int: [String]]] = [:]
    private var delivered: [(note: String, article: Int, serial: String, customer: String)] = []
    private var clockMinutes = 0

    init(units: Int, seed: UInt64, today: Day) {
        self.cast = DemoCast(units: units)
        self.units = units
        self.start = today.adding(days: -days)
        self.random = SplitMix(state: seed)
    }

    /// One document to submit, and what becomes of it in the demonstration's own memory.
    struct Step: Sendable {
        enum Kind: Sendable {
            case arrival(article: Int)
            case move(article: Int, from: Int, to: Int, serials: [String])
            case delivery(article: Int, customer: String, serials: [String])
            case comeback(article: Int, serial: String)
            case counted
        }

        let kind: Kind
        let document: any Document

        func perform(_ books: Books) throws -> Outcome {
            var document = document
            document.head.state = .submitted
            return Outcome(kind: kind, saved: try books.insert(any: document))
        }
    }

    /// A submitted document, with the numbers that its series gave it.
    struct Outcome: Sendable {
        let kind: Step.Kind
        let saved: any Record
    }

    mutating func nextDay() -> Day? {
        guard daysDone < days else { return nil }
        defer { daysDone += 1 }
        clockMinutes = 8 * 60
        return start.adding(days: daysDone)
    }

    /// The day's documents; weekends are quiet.
    mutating func steps(on day: Day) -> [Step] {
        guard day.weekday <= 5 else { return [] }
        var steps: [Step] = []
        // Receipts are spread evenly over the working days, so that the year ends with about `units`.
        let target = units * daysDone / days
        while unitsMade + pending(steps) < target {
            steps.append(arrival(on: day, target - unitsMade - pending(steps)))
        }
        for article in stock.keys.sorted() {
            if let step = move(article, on: day) { steps.append(step) }
            if let step = delivery(article, on: day) { steps.append(step) }
        }
        if random.chance(1, in: 4), let step = comeback(on: day) { steps.append(step) }
        if random.chance(1, in: 5) { steps.append(screws(on: day)) }
        return steps
    }

    private func pending(_ steps: [Step]) -> Int {
        steps.reduce(0) { sum, step in
            guard case .arrival = step.kind, let receipt = step.document as? PurchaseReceipt else { return sum }
            return sum + receipt.lines[0].goods.quantity.units
        }
    }

    mutating func note(_ outcome: Outcome) {
        documents += 1
        switch outcome.kind {
        case .arrival(let article):
            let serials = (outcome.saved as? PurchaseReceipt)?.lines[0].receipt.units.serials.numbers.map(\.text) ?? []
            unitsMade += serials.count
            stock[article, default: [:]][0, default: []] += serials
        case .move(let article, let source, let target, let serials):
            stock[article]?[source]?.removeFirst(serials.count)
            stock[article, default: [:]][target, default: []] += serials
        case .delivery(let article, let customer, let serials):
            stock[article]?[1]?.removeFirst(serials.count)
            sales.append(
                DemoSale(
                    note: outcome.saved.head.name, day: start.adding(days: daysDone - 1),
                    item: cast.articles[article].code, customer: customer, serials: serials))
            if delivered.count < 5000, let serial = serials.first {
                delivered.append((outcome.saved.head.name, article, serial, customer))
            }
        case .comeback(let article, let serial):
            stock[article, default: [:]][4, default: []].append(serial)
            returned.insert(serial)
        case .counted: break
        }
    }

    private mutating func header(_ series: String, on day: Day) -> DocumentHeader {
        var header = DocumentHeader(series: series)
        clockMinutes = min(clockMinutes + 1, 23 * 60)
        header.postingDate = day
        header.postingTime = TimeOfDay(milliseconds: clockMinutes * 60_000)
        header.setsPostingTime = true
        return header
    }

    private mutating func arrival(on day: Day, _ wanted: Int) -> Step {
        let index = random.below(cast.articles.count)
        let article = cast.articles[index]
        var receipt = PurchaseReceipt()
        receipt.header = header("MAT-PRE-.YYYY.-", on: day)
        receipt.purchase.supplier = Link(cast.suppliers[index % cast.suppliers.count])
        var line = PurchaseReceiptItem()
        line.goods.item = Link(article.code)
        line.goods.quantity = Quantity(min(max(1, wanted), max(3, units / 200), 1 + random.below(max(8, units / 100))))
        line.goods.rate = article.rate
        line.receipt.warehouse = Link(cast.warehouses[0])
        receipt.lines = [line]
        return Step(kind: .arrival(article: index), document: receipt)
    }

    /// What arrived yesterday goes to the shelves, most of it to the central store.
    private mutating func move(_ index: Int, on day: Day) -> Step? {
        guard let waiting = stock[index]?[0], !waiting.isEmpty else { return nil }
        let target = random.chance(3, in: 4) ? 1 : 2 + random.below(2)
        var entry = StockEntry()
        entry.header = header("MAT-STE-.YYYY.-", on: day)
        entry.entryType = .materialTransfer
        var line = StockEntryDetail()
        line.goods.item = Link(cast.articles[index].code)
        line.goods.quantity = Quantity(waiting.count)
        line.units.serials = SerialCell(waiting.map { SerialNumber($0) })
        (line.source, line.target) = (Link(cast.warehouses[0]), Link(cast.warehouses[target]))
        entry.lines = [line]
        return Step(kind: .move(article: index, from: 0, to: target, serials: waiting), document: entry)
    }

    private mutating func delivery(_ index: Int, on day: Day) -> Step? {
        guard let shelf = stock[index]?[1], !shelf.isEmpty, random.chance(1, in: 3) else { return nil }
        let serials = Array(shelf.prefix(1 + random.below(max(3, units / 400))))
        let customer = cast.customers[random.below(cast.customers.count)]
        var note = DeliveryNote()
        note.header = header("MAT-DN-.YYYY.-", on: day)
        note.sale.customer = Link(customer)
        note.lines = [line(index, serials.count, serials)]
        return Step(kind: .delivery(article: index, customer: customer, serials: serials), document: note)
    }

    private func line(_ index: Int, _ quantity: Int, _ serials: [String], warehouse: Int = 1) -> DeliveryNoteItem {
        var line = DeliveryNoteItem()
        line.goods.item = Link(cast.articles[index].code)
        line.goods.quantity = Quantity(quantity)
        line.goods.rate = Money(millionths: cast.articles[index].rate.millionths / 100 * 135)
        line.units.serials = SerialCell(serials.map { SerialNumber($0) })
        line.warehouse = Link(cast.warehouses[warehouse])
        return line
    }

    /// A customer brings a unit back to the workshop.
    private mutating func comeback(on day: Day) -> Step? {
        guard !delivered.isEmpty else { return nil }
        let sale = delivered.remove(at: random.below(delivered.count))
        var note = DeliveryNote()
        note.header = header("MAT-DN-.YYYY.-", on: day)
        note.sale.customer = Link(sale.customer)
        (note.sale.isReturn, note.sale.returnAgainst) = (true, sale.note)
        note.lines = [line(sale.article, -1, [sale.serial], warehouse: 4)]
        return Step(kind: .comeback(article: sale.article, serial: sale.serial), document: note)
    }

    /// Small parts come in by the thousand and are only counted.
    private mutating func screws(on day: Day) -> Step {
        var entry = StockEntry()
        entry.header = header("MAT-STE-.YYYY.-", on: day)
        entry.entryType = .materialReceipt
        var line = StockEntryDetail()
        line.goods.item = Link(cast.screws[random.below(cast.screws.count)])
        line.goods.quantity = Quantity(100 * (1 + random.below(50)))
        line.target = Link(cast.warehouses[1])
        entry.lines = [line]
        return Step(kind: .counted, document: entry)
    }
}

/// A small generator whose numbers follow from its seed: the same company every time.
struct SplitMix: Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
    mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }
}
