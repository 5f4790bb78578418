/// What earlier returns of a document have taken back: units by their numbers, other goods by their quantity.
public struct TakenBack: Sendable {
    /// The cells of a line that name units, each with the quantity that counts them.
    private static let cells: [(units: String, quantity: String)] = [
        ("serial_no", "qty"), ("rejected_serial_no", "rejected_qty"),
    ]

    private var numbers: Set<String> = []
    /// Quantities in stock units, in thousandths.
    private var quantities: [Kind: Int64] = [:]

    fileprivate struct Kind: Hashable {
        let item: Scalar
        let batch: Scalar
        let cell: String
    }

    /// - Parameter returns: the values of the submitted returns.
    public init(by returns: [Values], of type: any Document.Type) {
        for line in returns.flatMap({ Self.lines(of: $0, type) }) {
            for cell in Self.cells {
                let named = SerialNumber.list(in: line[cell.units].textValue ?? "")
                numbers.formUnion(named.map(\.key))
                guard named.isEmpty, let quantity = line.stockQuantity(cell.quantity) else { continue }
                quantities[line.kind(cell.quantity), default: 0] += quantity.magnitude.thousandths
            }
        }
    }

    /// The values of the document without what came back; lines of which nothing is left are left out.
    public func rest(of document: Values, _ type: any Document.Type) -> Values {
        let schema = Schema.of(type)
        guard !numbers.isEmpty || !quantities.isEmpty, let table = schema.table(named: "items") else { return document }
        var taken = self
        var rest = document
        let lines = Self.lines(of: document, type).compactMap { taken.rest(of: $0) }
        rest.tables[table] = lines.map(\.row)
        for (total, name) in [("total_qty", "qty"), ("total", "amount"), ("grand_total", "amount")] {
            guard let place = schema.position(of: total) else { continue }
            rest.fields[place] = .integer(lines.reduce(0) { $0 &+ ($1[name].integerValue ?? 0) })
        }
        return rest
    }

    private mutating func rest(of line: GoodsLine) -> GoodsLine? {
        var rest = line
        var parts: [GoodsLine.Part] = []
        for cell in Self.cells {
            guard let quantity = line[cell.quantity].integerValue, quantity != 0,
                let whole = line.stockQuantity(cell.quantity)?.thousandths, whole != 0
            else { continue }
            let named = SerialNumber.list(in: line[cell.units].textValue ?? "")
            if named.isEmpty {
                let left = left(of: line.kind(cell.quantity), whole)
                parts.append(.init(cell: cell.quantity, quantity: quantity, whole: whole, left: left))
            } else {
                let kept = named.filter { !numbers.contains($0.key) }
                rest[cell.units] = kept.isEmpty ? .null : .text(SerialCell(kept).text)
                let left = whole / Int64(named.count) * Int64(kept.count)
                parts.append(.init(cell: cell.quantity, quantity: quantity, whole: whole, left: left))
            }
        }
        guard parts.contains(where: { $0.left != $0.whole }) else { return line }
        guard parts.contains(where: { $0.left != 0 }) else { return nil }
        rest.take(parts)
        return rest
    }

    /// What is left of goods without numbers; what came back counts for the first line that has them.
    private mutating func left(of kind: Kind, _ whole: Int64) -> Int64 {
        guard whole > 0 else { return whole }
        let back = min(whole, quantities[kind] ?? 0)
        quantities[kind]? -= back
        return whole - back
    }

    private static func lines(of values: Values, _ type: any Document.Type) -> [GoodsLine] {
        let schema = Schema.of(type)
        guard let table = schema.table(named: "items"), values.tables.indices.contains(table) else { return [] }
        let names = schema.tables[table].fields.enumerated().map { ($1.name, $0) }
        let places = Dictionary(uniqueKeysWithValues: names)
        return values.tables[table].map { GoodsLine(row: $0, places: places) }
    }
}

/// A line of a document whose fields are reached by their names.
private struct GoodsLine {
    /// A quantity of the line, what it is in stock units, and how much of that is left; in thousandths.
    struct Part {
        let cell: String
        let quantity, whole, left: Int64

        /// What is left in the line's own unit of measure; nil where that breaks a box up.
        var inUnit: Int64? {
            guard let part = FixedPoint.multiply(quantity, left, dividedBy: whole),
                FixedPoint.multiply(part, whole, dividedBy: quantity) == left
            else { return nil }
            return part % 1000 == 0 || quantity % 1000 != 0 || quantity == whole ? part : nil
        }
    }

    var row: Values.Row
    let places: [String: Int]

    subscript(name: String) -> Scalar {
        get { places[name].map { row.fields[$0] } ?? .null }
        set { if let place = places[name] { row.fields[place] = newValue } }
    }

    func kind(_ cell: String) -> TakenBack.Kind {
        TakenBack.Kind(item: self["item_code"], batch: self["batch_no"], cell: cell)
    }

    /// A quantity of the line in stock units.
    func stockQuantity(_ name: String) -> Quantity? {
        guard let quantity = self[name].integerValue else { return nil }
        return Factor(scalar: self["conversion_factor"]).applied(to: Quantity(thousandths: quantity))
    }

    /// Keeps what is left, in the stock unit where a box is not whole any more.
    mutating func take(_ parts: [Part]) {
        let whole = parts.compactMap { part in part.inUnit.map { (part.cell, $0) } }
        let isBroken = whole.count < parts.count
        if isBroken {
            let (amount, quantity) = (self["amount"].integerValue ?? 0, self["stock_qty"].integerValue ?? 0)
            let stock = Quantity(thousandths: quantity).magnitude
            if !stock.isZero { self["rate"] = .integer(Money(millionths: amount).magnitude.per(stock).millionths) }
            (self["uom"], self["conversion_factor"]) = (self["stock_uom"], Factor.one.scalar)
        }
        let left = isBroken ? parts.map { ($0.cell, $0.left) } : whole
        for (cell, quantity) in left { self[cell] = .integer(quantity) }
        addUp(left.reduce(0) { $0 + $1.1 })
    }

    /// Brings what follows from the quantities up to date.
    private mutating func addUp(_ received: Int64) {
        let quantity = Quantity(thousandths: self["qty"].integerValue ?? 0)
        self["received_qty"] = .integer(received)
        self["stock_qty"] = .integer(stockQuantity("qty")?.thousandths ?? 0)
        self["amount"] = .integer(Money(millionths: self["rate"].integerValue ?? 0).times(quantity).millionths)
    }
}
