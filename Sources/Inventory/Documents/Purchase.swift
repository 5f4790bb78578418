/// What the heads of purchase receipts and purchase invoices share.
public struct Purchase: Sendable {
    public var supplier = Link<Supplier>()
    public var supplierName = ""
    public var isReturn = false
    public var returnAgainst = ""
    public var warehouse = Link<Warehouse>()
    public var rejectedWarehouse = Link<Warehouse>()
    public var totals = Totals()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("supplier", "Supplier", &supplier, [.required, .listed, .indexed])
        visitor.field("supplier_name", "Supplier Name", &supplierName, .readOnly)
        visitor.field("is_return", "Is Return", &isReturn, .setOnce)
        visitor.field("return_against", "Return Against", &returnAgainst, [.setOnce, .indexed])
        visitor.field("set_warehouse", "Accepted Warehouse", &warehouse)
        visitor.field("rejected_warehouse", "Rejected Warehouse", &rejectedWarehouse)
        totals.visit(&visitor)
    }

    public mutating func complete(_ linked: Linked) {
        if let supplier = linked[supplier] { supplierName = supplier.supplierName }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if let supplier = linked[supplier], supplier.isDisabled {
            offences.append(Offence(.disabledParty(supplier.supplierName), field: "supplier"))
        }
        if isReturn, returnAgainst.isEmpty { offences.append(Offence(.required, field: "return_against")) }
        return offences
    }

    public var counterpart: Counterpart {
        var counterpart = Counterpart()
        counterpart.supplier = supplier
        counterpart.isReturn = isReturn
        counterpart.returnAgainst = isReturn ? returnAgainst : ""
        return counterpart
    }
}

/// Where the goods of a purchase line go, and which units they are.
public struct Receipt: Sendable {
    public var received = Quantity.zero
    public var rejected = Quantity.zero
    public var warehouse = Link<Warehouse>()
    public var rejectedWarehouse = Link<Warehouse>()
    public var units = Units()
    public var rejectedSerials = SerialCell()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("received_qty", "Received Qty", &received)
        visitor.field("rejected_qty", "Rejected Qty", &rejected)
        visitor.field("warehouse", "Accepted Warehouse", &warehouse, .listed)
        visitor.field("rejected_warehouse", "Rejected Warehouse", &rejectedWarehouse)
        units.visit(&visitor)
        visitor.field("rejected_serial_no", "Rejected Serial No", &rejectedSerials)
    }
}

/// A line that brings goods in from a supplier.
public protocol PurchaseLine: Line {
    var goods: Goods { get set }
    var receipt: Receipt { get set }
}

extension PurchaseLine {
    mutating func complete(_ linked: Linked, _ purchase: Purchase) {
        goods.complete(linked)
        receipt.units.complete()
        receipt.rejectedSerials = receipt.rejectedSerials.tidied
        if receipt.warehouse.isEmpty { receipt.warehouse = purchase.warehouse }
        if receipt.rejectedWarehouse.isEmpty, !receipt.rejected.isZero {
            receipt.rejectedWarehouse = purchase.rejectedWarehouse
        }
        if receipt.received.isZero { receipt.received = goods.quantity + receipt.rejected }
    }

    func faults(_ linked: Linked, line: Int, on day: Day, isReturn: Bool, movesStock: Bool = true) -> [Offence] {
        var offences = goods.faults(linked, line: line, on: day, mayBeZero: !receipt.rejected.isZero)
        func add(_ rejection: Rejection, _ field: String) {
            offences.append(Offence(rejection, line: line, field: field))
        }
        if goods.quantity + receipt.rejected != receipt.received {
            add(
                .quantityMismatch(accepted: goods.quantity, rejected: receipt.rejected, received: receipt.received),
                "received_qty")
        }
        for (quantity, field) in [(goods.quantity, "qty"), (receipt.rejected, "rejected_qty")] where !quantity.isZero {
            if quantity.isNegative != isReturn { add(isReturn ? .returnNeedsNegative : .quantityNotPositive, field) }
        }
        if let item = linked[goods.item], !receipt.rejected.isWhole,
            item.hasSerialNumbers || linked[goods.unit]?.mustBeWhole ?? false
        {
            add(.mustBeWhole(quantity: receipt.rejected, unit: goods.unit.name), "rejected_qty")
        }
        if receipt.rejected.magnitude > .limit { add(.outOfRange(least: "0", most: "1000000000"), "rejected_qty") }
        guard movesStock else { return offences }
        if !goods.quantity.isZero, receipt.warehouse.isEmpty { add(.placeMissing(source: false), "warehouse") }
        if !receipt.rejected.isZero, receipt.rejectedWarehouse.isEmpty {
            add(.placeMissing(source: false), "rejected_warehouse")
        }
        if receipt.rejected.isZero, !receipt.rejectedSerials.isEmpty { add(.quantityNotPositive, "rejected_qty") }
        return offences
    }

    func transfers(line: Int, isReturn: Bool) -> [Transfer] {
        func transfer(_ quantity: Quantity, _ serials: SerialCell, _ warehouse: Link<Warehouse>) -> Transfer {
            Transfer(
                line: line, item: goods.item, quantity: quantity.magnitude, serials: serials,
                from: isReturn ? .warehouse(warehouse) : .outside, to: isReturn ? .outside : .warehouse(warehouse))
        }
        var accepted = transfer(goods.stockQuantity, receipt.units.serials, receipt.warehouse)
        accepted.rate = goods.stockRate
        accepted.batch = receipt.units.batch
        guard !receipt.rejected.isZero else { return [accepted] }
        // Rejected goods are not paid for: they come in at rate zero.
        var rejected = transfer(
            goods.factor.applied(to: receipt.rejected) ?? .zero, receipt.rejectedSerials, receipt.rejectedWarehouse)
        rejected.cell = "rejected_serial_no"
        rejected.batch = receipt.units.batch
        return goods.quantity.isZero ? [rejected] : [accepted, rejected]
    }

    mutating func fill(_ cell: SerialCell, of field: String) {
        if field == "rejected_serial_no" { receipt.rejectedSerials = cell } else { receipt.units.serials = cell }
    }
}
