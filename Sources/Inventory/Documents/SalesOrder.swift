/// What a customer ordered. It moves nothing; it may hold units for the customer.
public struct SalesOrder: Document {
    public static let type = RecordType("Sales Order", naming: .series("SAL-ORD-.YYYY.-"), section: "selling")

    public var head = Head()
    public var header = DocumentHeader(series: "SAL-ORD-.YYYY.-")
    public var customer = Link<Customer>()
    public var customerName = ""
    public var deliveryDate: Day?
    public var reservesStock = false
    public var orderNumber = ""
    public var totals = Totals()
    public var lines: [SalesOrderItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("customer", "Customer", &customer, [.required, .listed, .indexed])
        visitor.field("customer_name", "Customer Name", &customerName, .readOnly)
        visitor.field("delivery_date", "Delivery Date", &deliveryDate, [.listed, .afterSubmit])
        visitor.field("reserve_stock", "Reserve Stock", &reservesStock)
        visitor.field("po_no", "Customer's Purchase Order", &orderNumber, .afterSubmit)
        totals.visit(&visitor)
        header.visit(&visitor, date: ("transaction_date", "Posting Date"))
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart {
        var counterpart = Counterpart()
        counterpart.customer = customer
        return counterpart
    }

    public var movesStock: Bool { false }
    public var transfers: [Transfer] { [] }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        if let customer = linked[customer] { customerName = customer.customerName }
        for index in lines.indices {
            lines[index].goods.complete(linked)
            lines[index].units.complete()
        }
        totals.complete(lines.lazy.map(\.goods))
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences = totalFaults(totals.total)
        if let customer = linked[customer], customer.isDisabled {
            offences.append(Offence(.disabledParty(customer.customerName), field: "customer"))
        }
        for (index, line) in lines.enumerated() {
            offences += line.goods.faults(linked, line: index + 1, on: postedAt.day)
            if line.goods.quantity.isNegative {
                offences.append(Offence(.quantityNotPositive, line: index + 1, field: "qty"))
            }
        }
        return offences
    }

    public var namedUnits: [SerialNumber] { lines.flatMap(\.units.serials.numbers) }

    /// Holds the units that the lines name: each must be in stock, of the line's item, and free.
    public func decide(on stock: borrowing StockState) -> Decision {
        var decision = Decision()
        var seen: [String: Int] = [:]
        for (index, line) in lines.enumerated() where !stock.faultyLines.contains(index + 1) {
            let numbers = line.units.serials.numbers
            for number in numbers {
                let other = seen.updateValue(index + 1, forKey: number.key)
                let twice = other.map { Rejection.serialTwice(otherLine: $0 == index + 1 ? nil : $0) }
                if let rejection = twice ?? refusal(line, stock.units[number.key], stock.lots) {
                    decision.offences.append(
                        Offence(rejection, line: index + 1, serial: number.text, field: "serial_no"))
                } else if reservesStock, let unit = stock.units[number.key] {
                    decision.reserved.append(unit.id)
                }
            }
            if numbers.count > line.goods.stockQuantity.units {
                decision.offences.append(
                    Offence(
                        .serialCount(
                            given: numbers.count, quantity: line.goods.stockQuantity, item: line.goods.item.name),
                        line: index + 1, field: "serial_no"))
            }
        }
        return decision
    }

    private func refusal(
        _ line: SalesOrderItem, _ unit: UnitRecord?, _ lots: [ID<Batch>: Lot]
    ) -> Rejection? {
        guard let unit else { return .serialUnknown }
        if unit.state.item != line.goods.item.id {
            return .serialOfOtherItem(item: unit.itemCode, expected: line.goods.item.name)
        }
        if unit.state.status != .active { return .notReservable }
        if let lot = unit.state.batch.flatMap({ lots[$0] }), let reason = lot.blockReason {
            return .blocked(lot: lot.name, reason: reason)
        }
        if let expiry = unit.expiry, expiry < postedAt.day { return .expired(on: expiry) }
        if unit.reservedFor != nil { return .reserved(order: unit.reservedForName) }
        return nil
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].units.serials = cell }
    }
}

/// A line of a sales order.
public struct SalesOrderItem: Line {
    public static let typeName = "Sales Order Item"

    public var row: Int64?
    public var goods = Goods()
    public var warehouse = Link<Warehouse>()
    public var units = Units()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        goods.visit(&visitor)
        visitor.field("warehouse", "Warehouse", &warehouse, .listed)
        units.visit(&visitor)
    }
}
