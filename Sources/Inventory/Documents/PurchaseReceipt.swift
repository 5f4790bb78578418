/// Goods that a supplier delivered: accepted into one warehouse, rejected into another.
public struct PurchaseReceipt: Document {
    public static let type = RecordType("Purchase Receipt", naming: .series("MAT-PRE-.YYYY.-"))

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-PRE-.YYYY.-")
    public var purchase = Purchase()
    public var lines: [PurchaseReceiptItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        purchase.visit(&visitor)
        header.visit(&visitor)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart { purchase.counterpart }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        purchase.complete(linked)
        for index in lines.indices { lines[index].complete(linked, purchase) }
        purchase.totals.complete(lines.lazy.map(\.goods))
    }

    public func faults(_ linked: Linked) -> [Offence] {
        purchase.faults(linked) + totalFaults(purchase.totals.total)
            + lines.enumerated().flatMap {
                $1.faults(linked, line: $0 + 1, on: postedAt.day, isReturn: purchase.isReturn)
            }
    }

    public var transfers: [Transfer] {
        lines.enumerated().flatMap { $1.transfers(line: $0 + 1, isReturn: purchase.isReturn) }
    }

    public mutating func fill(_ lots: [Int: Link<Batch>]) {
        for (line, lot) in lots { lines[line - 1].receipt.units.batch = lot }
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].fill(cell, of: key.cell) }
    }
}

/// A line of a purchase receipt or a purchase invoice.
public struct PurchaseReceiptItem: PurchaseLine {
    public static let typeName = "Purchase Receipt Item"
    public var row: Int64?
    public var goods = Goods()
    public var receipt = Receipt()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        goods.visit(&visitor)
        receipt.visit(&visitor)
    }
}
