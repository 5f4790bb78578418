/// What the heads of delivery notes and sales invoices share.
public struct Sale: Sendable {
    public var customer = Link<Customer>()
    public var customerName = ""
    public var isReturn = false
    public var returnAgainst = ""
    public var warehouse = Link<Warehouse>()
    public var orderNumber = ""
    /// The claim under whose cover units are exchanged; the cover of the old ones goes on.
    public var claim = Link<WarrantyClaim>()
    public var totals = Totals()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("customer", "Customer", &customer, [.required, .listed, .indexed])
        visitor.field("customer_name", "Customer Name", &customerName, .readOnly)
        visitor.field("is_return", "Is Return", &isReturn, .setOnce)
        visitor.field("return_against", "Return Against", &returnAgainst, [.setOnce, .indexed])
        visitor.field("set_warehouse", "Source Warehouse", &warehouse)
        visitor.field("po_no", "Customer's Purchase Order", &orderNumber, .afterSubmit)
        visitor.field("warranty_claim", "Warranty Claim", &claim, [.readOnly, .noCopy, .indexed])
        totals.visit(&visitor)
    }

    public mutating func complete(_ linked: Linked) {
        if let customer = linked[customer] { customerName = customer.customerName }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if let customer = linked[customer], customer.isDisabled {
            offences.append(Offence(.disabledParty(customer.customerName), field: "customer"))
        }
        if isReturn, returnAgainst.isEmpty { offences.append(Offence(.required, field: "return_against")) }
        return offences
    }

    public var counterpart: Counterpart {
        var counterpart = Counterpart()
        counterpart.customer = customer
        counterpart.isReturn = isReturn
        counterpart.returnAgainst = isReturn ? returnAgainst : ""
        counterpart.isExchange = !claim.isEmpty
        return counterpart
    }
}

/// A line that sends goods to a customer.
public protocol SaleLine: Line {
    var goods: Goods { get set }
    var warehouse: Link<Warehouse> { get set }
    var units: Units { get set }
    var order: Link<SalesOrder> { get }
    /// The name of the order field on the wire.
    static var orderField: String { get }
}

extension SaleLine {
    mutating func complete(_ linked: Linked, _ sale: Sale) {
        goods.complete(linked)
        units.complete()
        if warehouse.isEmpty { warehouse = sale.warehouse }
    }

    func faults(_ linked: Linked, line: Int, on day: Day, sale: Sale, movesStock: Bool = true) -> [Offence] {
        var offences = goods.faults(linked, line: line, on: day)
        func add(_ rejection: Rejection, _ field: String) {
            offences.append(Offence(rejection, line: line, field: field))
        }
        if !goods.quantity.isZero, goods.quantity.isNegative != sale.isReturn {
            add(sale.isReturn ? .returnNeedsNegative : .quantityNotPositive, "qty")
        }
        if movesStock, warehouse.isEmpty { add(.placeMissing(source: !sale.isReturn), "warehouse") }
        if let order = linked[order] {
            if order.customer != sale.customer { add(.orderCustomerDiffers(order: order.head.name), Self.orderField) }
            if order.head.state != .submitted { add(.orderNotSubmitted(order: order.head.name), Self.orderField) }
        }
        return offences
    }

    func transfer(line: Int, isReturn: Bool) -> Transfer {
        var transfer = Transfer(
            line: line, item: goods.item, quantity: goods.stockQuantity.magnitude, serials: units.serials,
            from: isReturn ? .outside : .warehouse(warehouse), to: isReturn ? .warehouse(warehouse) : .outside)
        transfer.batch = units.batch
        transfer.salesOrder = order
        return transfer
    }
}
