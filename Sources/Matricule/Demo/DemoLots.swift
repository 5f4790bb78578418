import Inventory
import Storage

/// Goods with lots: pumps, of which one lot is bad, cartridges that expire, and cans that have no serial numbers.
extension DemoAfterSale {
    static let pump = "PRL-240"
    private static let (cartridge, can) = ("CFI-10", "GLY-20")
    /// The lot of pumps that turns out to be bad, counted from 0.
    private static let badLot = 1

    /// Items that need lots, before the first of each arrives.
    private func enterItems(_ books: Books) throws {
        try books.enter(Item.self) { item in
            (item.code, item.itemName, item.group) = (Self.pump, "Pompe de relevage 240", Link("Hydraulique"))
            (item.hasSerialNumbers, item.serialSeries, item.hasBatches) = (true, "PRL240-.#####", true)
            (item.makesBatches, item.batchSeries) = (true, "PRL-.YYYY.-.###")
            (item.valuationRate, item.warrantyDays) = (Money(millionths: 310_000_000), 730)
        }
        try books.enter(Item.self) { item in
            (item.code, item.itemName, item.group) = (Self.cartridge, "Cartouche filtrante 10 µm", Link("Hydraulique"))
            (item.hasSerialNumbers, item.serialSeries, item.hasBatches) = (true, "CFI10-.#####", true)
            (item.makesBatches, item.batchSeries) = (true, "CFI-.YYYY.-.###")
            (item.hasExpiryDate, item.shelfLifeDays) = (true, 240)
            item.valuationRate = Money(millionths: 42_000_000)
        }
        try books.enter(Item.self) { item in
            (item.code, item.itemName) = (Self.can, "Liquide caloporteur, bidon de 20 l")
            (item.group, item.hasBatches) = (Link("Chauffage"), true)
            (item.makesBatches, item.batchSeries) = (true, "GLY-.YYYY.-.###")
            (item.hasExpiryDate, item.shelfLifeDays) = (true, 360)
            item.valuationRate = Money(millionths: 96_000_000)
        }
    }

    /// A lot arrives, most of it is sold to a few customers.
    mutating func sellPumps(_ number: Int, _ books: Books) throws {
        if number == 0 { try enterItems(books) }
        let arrival = today.adding(days: -330 + number * 240 / lots)
        var lot = try receive(Self.pump, max(8, min(40, units / 100)), on: arrival, books)[...]
        let kept = lot.count / 4
        while lot.count > kept {
            let serials = Array(lot.prefix(min(lot.count - kept, max(2, lot.count / 3))))
            lot = lot.dropFirst(serials.count)
            let day = arrival.adding(days: 3 + random.below(40))
            let sale = try deliver(Self.pump, serials, on: day, books)
            sales.append(sale)
            if number == Self.badLot { faulty.append(sale) }
        }
        if number != Self.badLot { spares += lot.suffix(20 - min(20, spares.count)) }
    }

    /// A lot arrives, half of it is used in time. With the cartridges come some cans.
    mutating func stockCartridges(_ number: Int, _ books: Books) throws {
        let arrival = today.adding(days: -330 + number * 300 / cartridges)
        let lot = try receive(Self.cartridge, max(4, min(20, units / 200)), on: arrival, books)
        try deliver(Self.cartridge, Array(lot.prefix(lot.count / 2)), on: arrival.adding(days: 12), books)
        guard number % 3 == 0 else { return }
        var receipt = receipt(Self.can, 40)
        receipt.lines[0].goods.rate = Money(millionths: 96_000_000)
        try submit(receipt, on: arrival, books)
    }

    /// Receives a lot into the central store.
    ///
    /// - Returns: the numbers that the item's series gave.
    mutating func receive(
        _ item: String, _ count: Int, on day: Day, warehouse: Int = 1, rate: Int = 300, _ books: Books
    ) throws -> [String] {
        var receipt = receipt(item, count, warehouse: warehouse)
        receipt.lines[0].goods.rate = Money(millionths: Int64(rate) * 1_000_000)
        unitsMade += count
        return try submit(receipt, on: day, books).lines[0].receipt.units.serials.numbers.map(\.text)
    }

    private func receipt(_ item: String, _ count: Int, warehouse: Int = 1) -> PurchaseReceipt {
        var receipt = PurchaseReceipt()
        receipt.purchase.supplier = Link(cast.suppliers[item.utf8.count % cast.suppliers.count])
        var line = PurchaseReceiptItem()
        line.goods.item = Link(item)
        line.goods.quantity = Quantity(count)
        line.receipt.warehouse = Link(cast.warehouses[warehouse])
        receipt.lines = [line]
        return receipt
    }

    @discardableResult
    mutating func deliver(
        _ item: String, _ serials: [String], on day: Day, warehouse: Int = 1, _ books: Books
    ) throws -> DemoSale {
        let customer = any(cast.customers)
        var note = DeliveryNote()
        note.sale.customer = Link(customer)
        note.lines = [line(item, serials, serials.count, warehouse)]
        let saved = try submit(note, on: day, books)
        return DemoSale(note: saved.head.name, day: day, item: item, customer: customer, serials: serials)
    }

    private func line(_ item: String, _ serials: [String], _ quantity: Int, _ warehouse: Int) -> DeliveryNoteItem {
        var line = DeliveryNoteItem()
        line.goods.item = Link(item)
        line.goods.quantity = Quantity(quantity)
        line.goods.rate = Money(millionths: 420_000_000)
        line.units.serials = SerialCell(serials.map { SerialNumber($0) })
        line.warehouse = Link(cast.warehouses[warehouse])
        return line
    }

    /// Blocks the bad lot and calls it back; some of its units are seen to, some have come back.
    mutating func recall(_ open: Opening) throws {
        guard let first = faulty.first, let serial = first.serials.first else { return }
        let books = open(today.adding(days: -9))
        let lot = try books.find(Batch.self, try books.standing(of: serial).batch.name)
        var blocked = lot
        blocked.isBlocked = true
        blocked.blockReason = LongText("Joint d’arbre poreux\u{202F}: de l’eau entre dans le moteur")
        _ = try books.update(blocked, replacing: lot)
        var recall = Recall()
        recall.batch = Link(lot.head.name)
        recall.reason = LongText("Joint d’arbre poreux, risque de court-circuit")
        recall.letter = LongText(
            "Le joint d’arbre de ces pompes peut laisser entrer de l’eau dans le moteur. Débranchez-les, s’il vous "
                + "plaît, et appelez-nous\u{202F}: nous les échangeons sans frais.")
        let saved = try submit(recall, on: today.adding(days: -8), books)
        let wanted = faulty.flatMap { sale in sale.serials.map { (sale, $0) } }.filter { !exchanged.contains($0.1) }
        for (index, (sale, serial)) in wanted.enumerated() {
            let numbers = [SerialNumber(serial)]
            switch index % 6 {
            case 1: try comeBack(sale, serial, open(today))
            case 2: try books.tick(numbers, in: saved.head.name, as: .mended, note: "Joint remplacé chez le client")
            case 4: try books.tick(numbers, in: saved.head.name, as: .destroyed, note: "Mise au rebut, photo reçue")
            default: break
            }
        }
    }

    private mutating func comeBack(_ sale: DemoSale, _ serial: String, _ books: Books) throws {
        var note = DeliveryNote()
        note.sale.customer = Link(sale.customer)
        (note.sale.isReturn, note.sale.returnAgainst) = (true, sale.note)
        note.lines = [line(sale.item, [serial], -1, 4)]
        try submit(note, on: today.adding(days: -2), books)
    }
}
