/// Goods that leave a warehouse for a customer.
public struct DeliveryNote: Document {
    public static let type = RecordType("Delivery Note", naming: .series("MAT-DN-.YYYY.-"))

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-DN-.YYYY.-")
    public var sale = Sale()
    public var lines: [DeliveryNoteItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        sale.visit(&visitor)
        header.visit(&visitor)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart { sale.counterpart }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        sale.complete(linked)
        for index in lines.indices { lines[index].complete(linked, sale) }
        sale.totals.complete(lines.lazy.map(\.goods))
    }

    public func faults(_ linked: Linked) -> [Offence] {
        sale.faults(linked) + totalFaults(sale.totals.total)
            + lines.enumerated().flatMap { $1.faults(linked, line: $0 + 1, on: postedAt.day, sale: sale) }
    }

    public var transfers: [Transfer] {
        lines.enumerated().map { $1.transfer(line: $0 + 1, isReturn: sale.isReturn) }
    }

    public mutating func fill(_ lots: [Int: Link<Batch>]) {
        for (line, lot) in lots { lines[line - 1].units.batch = lot }
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].units.serials = cell }
    }
}

/// A line of a delivery note.
public struct DeliveryNoteItem: SaleLine {
    public static let typeName = "Delivery Note Item"
    public static let orderField = "against_sales_order"

    public var row: Int64?
    public var goods = Goods()
    public var warehouse = Link<Warehouse>()
    public var units = Units()
    public var order = Link<SalesOrder>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        goods.visit(&visitor)
        visitor.field("warehouse", "Warehouse", &warehouse, .listed)
        units.visit(&visitor)
        visitor.field("against_sales_order", "Sales Order", &order, .indexed)
    }
}
