/// What a count found: it takes out what was not found and brings in what was, also for opening stock.
public struct StockReconciliation: Document {
    public static let type = RecordType("Stock Reconciliation", naming: .series("MAT-RECO-.YYYY.-"))

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-RECO-.YYYY.-")
    public var purpose = ReconciliationPurpose.count
    public var lines: [StockReconciliationItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("purpose", "Purpose", &purpose, .listed)
        header.visit(&visitor)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart { Counterpart() }
    public var countsStock: Bool { true }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        for index in lines.indices { lines[index].complete(linked) }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var seen: [String: Int] = [:]
        return lines.enumerated().flatMap { index, line in
            var offences = line.faults(linked, line: index + 1, on: postedAt.day)
            if let other = seen.updateValue(index + 1, forKey: line.place) {
                offences.append(Offence(.countedTwice(line: other), line: index + 1, field: "item_code"))
            }
            return offences
        }
    }

    /// The lines as if everything listed came in: what must be loaded and drawn.
    public var transfers: [Transfer] {
        lines.enumerated().map { index, line in
            var transfer = Transfer(
                line: index + 1, item: line.item, quantity: line.quantity, serials: line.units.serials, from: .outside,
                to: .warehouse(line.warehouse))
            transfer.rate = line.rate
            transfer.batch = line.units.batch
            return transfer
        }
    }

    public func decide(on stock: borrowing StockState) -> Decision {
        var differences: [Transfer] = []
        var offences: [Offence] = []
        for transfer in transfers {
            guard !stock.faultyLines.contains(transfer.line), let item = stock.linked[transfer.item],
                let warehouse = transfer.target.warehouse?.id
            else {
                continue
            }
            let key = StockKey(item: ID(item.head.id ?? 0), warehouse: warehouse)
            if item.hasSerialNumbers {
                differences += units(transfer, present: stock.present[key] ?? [], stock, &offences)
            } else {
                if !transfer.serials.isEmpty {
                    let rejection = Rejection.serialsNotWanted(item: item.code)
                    offences.append(Offence(rejection, line: transfer.line, field: "serial_no"))
                }
                let there = transfer.batch.id.map { stock.balance(LotKey(place: key, lot: $0)) } ?? stock.balance(key)
                differences += quantities(transfer, there: there.quantity)
            }
        }
        var decision = Decision.posting(differences, of: self, on: stock)
        decision.offences += offences
        return decision
    }

    private func quantities(_ counted: Transfer, there: Quantity) -> [Transfer] {
        guard counted.quantity != there else { return [] }
        var difference = counted
        difference.quantity = (counted.quantity - there).magnitude
        if counted.quantity < there { (difference.source, difference.target) = (counted.target, .outside) }
        return [difference]
    }

    /// Takes out the units that are there and were not listed, and brings in those listed that are not there.
    private func units(
        _ line: Transfer, present: [UnitRecord], _ stock: borrowing StockState, _ offences: inout [Offence]
    ) -> [Transfer] {
        let drawn = stock.drawn[CellKey(line: line.line, cell: line.cell)]
        let listed = drawn ?? line.serials.numbers
        if listed.count != line.quantity.units {
            offences.append(
                Offence(
                    line.serials.isEmpty
                        ? .serialsMissing(item: line.item.name)
                        : .serialCount(given: listed.count, quantity: line.quantity, item: line.item.name),
                    line: line.line, field: "serial_no"))
            return []
        }
        var seen: Set<SerialNumber> = []
        for number in listed where !seen.insert(number).inserted {
            let twice = Rejection.serialTwice(otherLine: nil)
            offences.append(Offence(twice, line: line.line, serial: number.text, field: "serial_no"))
        }
        let there = Set(present.map(\.number))
        let counted = Set(listed)
        let missing = present.map(\.number).filter { !counted.contains($0) }
        let found = listed.filter { !there.contains($0) }
        return [(missing, true), (found, false)].compactMap { numbers, leaves in
            guard !numbers.isEmpty else { return nil }
            var difference = line
            difference.serials = SerialCell(numbers)
            difference.quantity = Quantity(numbers.count)
            if leaves {
                (difference.source, difference.target) = (line.target, .outside)
                difference.batch = Link()
            }
            return difference
        }
    }

    public mutating func fill(_ lots: [Int: Link<Batch>]) {
        for (line, lot) in lots { lines[line - 1].units.batch = lot }
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].units.serials = cell }
    }
}

/// Why stock is counted.
public enum ReconciliationPurpose: String, Choice {
    case count = "Stock Reconciliation"
    case opening = "Opening Stock"

    public static var standard: ReconciliationPurpose { .count }
}

/// What is there of one item in one warehouse.
public struct StockReconciliationItem: Line {
    public static let typeName = "Stock Reconciliation Item"

    public var row: Int64?
    public var item = Link<Item>()
    public var itemName = ""
    public var warehouse = Link<Warehouse>()
    public var quantity = Quantity.zero
    public var rate = Money.zero
    public var units = Units()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, [.required, .listed])
        visitor.field("item_name", "Item Name", &itemName, .readOnly)
        visitor.field("warehouse", "Warehouse", &warehouse, [.required, .listed])
        visitor.field("qty", "Qty", &quantity, .listed)
        visitor.field("valuation_rate", "Valuation Rate", &rate, .listed)
        units.visit(&visitor)
    }

    /// What no other line may count: the lots of goods without numbers are counted one by one.
    var place: String { [item.name, warehouse.name, units.batch.name].joined(separator: "\n") }

    mutating func complete(_ linked: Linked) {
        units.complete()
        guard let item = linked[item] else { return }
        itemName = item.itemName
        if rate.isZero { rate = item.valuationRate }
        // The numbers are the count where they are all that was given.
        if quantity.isZero, item.hasSerialNumbers { quantity = Quantity(units.serials.numbers.count) }
    }

    func faults(_ linked: Linked, line: Int, on day: Day) -> [Offence] {
        var goods = Goods()
        goods.item = item
        goods.quantity = quantity
        goods.rate = rate
        goods.complete(linked)
        let negative = quantity.isNegative ? [Offence(.quantityNotPositive, line: line, field: "qty")] : []
        return goods.faults(linked, line: line, on: day, mayBeZero: true, rateField: "valuation_rate") + negative
    }
}
