/// What a line of any document says of the goods: which, how many, in which unit, at what price.
public struct Goods: Sendable {
    public var item = Link<Item>()
    public var itemName = ""
    public var details = LongText()
    public var quantity = Quantity.zero
    public var unit = Link<UOM>()
    public var stockUnit = Link<UOM>()
    public var factor = Factor(millionths: 0)
    public var stockQuantity = Quantity.zero
    public var rate = Money.zero
    public var amount = Money.zero

    public init() {}

    /// - Parameter names: the wire names of stock quantity and rate, which differ between documents.
    public mutating func visit<Visitor: FieldVisitor>(
        _ visitor: inout Visitor,
        names: (stockQuantity: String, rate: String, amount: String) = ("stock_qty", "rate", "amount")
    ) {
        visitor.field("item_code", "Item Code", &item, [.required, .listed])
        visitor.field("item_name", "Item Name", &itemName)
        visitor.field("description", "Description", &details)
        visitor.field("qty", "Qty", &quantity, [.required, .listed])
        visitor.field("uom", "UOM", &unit)
        visitor.field("stock_uom", "Stock UOM", &stockUnit, .readOnly)
        visitor.field("conversion_factor", "Conversion Factor", &factor)
        visitor.field(names.stockQuantity, "Qty in Stock UOM", &stockQuantity, .readOnly)
        visitor.field(names.rate, "Rate", &rate, .listed)
        visitor.field(names.amount, "Amount", &amount, [.readOnly, .listed])
    }

    public mutating func complete(_ linked: Linked) {
        guard let item = linked[item] else { return }
        if itemName.isEmpty { itemName = item.itemName }
        if unit.isEmpty { unit = item.stockUnit }
        stockUnit = item.stockUnit
        factor = item.factor(for: unit) ?? factor
        stockQuantity = factor.applied(to: quantity) ?? .zero
        amount = rate.times(quantity)
    }

    /// What is wrong with the goods of line `line`, whatever the document.
    ///
    /// - Parameter rateField: the wire name of the rate.
    public func faults(
        _ linked: Linked, line: Int, on day: Day, mayBeZero: Bool = false, rateField: String = "rate"
    ) -> [Offence] {
        var offences: [Offence] = []
        func add(_ rejection: Rejection, _ field: String) {
            offences.append(Offence(rejection, line: line, field: field))
        }
        if quantity.magnitude > .limit { add(.outOfRange(least: "-1000000000", most: "1000000000"), "qty") }
        if quantity.isZero, !mayBeZero { add(.quantityNotPositive, "qty") }
        if rate > .limit || rate < .zero { add(.outOfRange(least: "0", most: "1000000"), rateField) }
        if amount.magnitude > .documentLimit || factor.applied(to: quantity).map({ $0.magnitude > .limit }) ?? true {
            add(.amountTooLarge, "qty")
        }
        guard let item = linked[item] else { return offences }
        if item.isDisabled { add(.itemDisabled(item.code), "item_code") }
        if let end = item.endOfLife, end < day { add(.itemEnded(item.code, on: end), "item_code") }
        if item.factor(for: unit) == nil {
            add(.unitUnknown(item: item.code, unit: unit.name), "uom")
            return offences
        }
        let wholeUnit = linked[unit]?.mustBeWhole ?? false
        if !quantity.isWhole, wholeUnit || (item.hasSerialNumbers && unit == item.stockUnit) {
            add(.mustBeWhole(quantity: quantity, unit: unit.name), "qty")
        } else if !stockQuantity.isWhole, item.hasSerialNumbers || (linked[item.stockUnit]?.mustBeWhole ?? false) {
            add(.mustBeWhole(quantity: stockQuantity, unit: item.stockUnit.name), "qty")
        }
        return offences
    }

    /// What one stock unit costs, where the rate is for one `unit`.
    public var stockRate: Money { factor == .one ? rate : amount.magnitude.per(stockQuantity.magnitude) }
}

/// The serial numbers and the lot of a line.
public struct Units: Sendable {
    public var serials = SerialCell()
    public var batch = Link<Batch>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("serial_no", "Serial No", &serials)
        visitor.field("batch_no", "Batch No", &batch)
    }

    public mutating func complete() { serials = serials.tidied }
}

extension SerialCell {
    /// One number per line, without blanks around it.
    public var tidied: SerialCell { isEmpty ? SerialCell() : SerialCell(numbers) }
}

/// Sums over the lines of a document.
public struct Totals: Sendable {
    public var quantity = Quantity.zero
    public var total = Money.zero

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("total_qty", "Total Quantity", &quantity, .readOnly)
        visitor.field("total", "Total", &total, .readOnly)
        visitor.field("grand_total", "Grand Total", &grandTotal, [.readOnly, .listed])
    }

    // Taxes are the accounting's; without them both totals are the same.
    private var grandTotal: Money {
        get { total }
        set {}
    }

    public mutating func complete(_ goods: some Sequence<Goods>) {
        self = Totals()
        for line in goods {
            quantity += line.quantity
            total = total.plus(line.amount)
        }
    }
}

/// A document whose amount could not be added up any more.
func totalFaults(_ total: Money) -> [Offence] {
    total.magnitude > .documentLimit ? [Offence(.amountTooLarge, field: "items")] : []
}
