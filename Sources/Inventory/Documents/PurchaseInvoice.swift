/// A supplier's bill; it may also bring the goods in.
public struct PurchaseInvoice: Document {
    public static let type = RecordType("Purchase Invoice", naming: .series("ACC-PINV-.YYYY.-"), section: "buying")

    public var head = Head()
    public var header = DocumentHeader(series: "ACC-PINV-.YYYY.-")
    public var purchase = Purchase()
    public var updatesStock = false
    public var billNumber = ""
    public var lines: [PurchaseInvoiceItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        purchase.visit(&visitor)
        visitor.field("update_stock", "Update Stock", &updatesStock, .listed)
        visitor.field("bill_no", "Supplier Invoice No", &billNumber, .afterSubmit)
        header.visit(&visitor)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart { purchase.counterpart }
    public var movesStock: Bool { updatesStock }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        purchase.complete(linked)
        for index in lines.indices { lines[index].complete(linked, purchase) }
        purchase.totals.complete(lines.lazy.map(\.goods))
    }

    public func faults(_ linked: Linked) -> [Offence] {
        purchase.faults(linked) + totalFaults(purchase.totals.total)
            + lines.enumerated().flatMap {
                $1.faults(
                    linked, line: $0 + 1, on: postedAt.day, isReturn: purchase.isReturn, movesStock: updatesStock)
            }
    }

    public var transfers: [Transfer] {
        guard updatesStock else { return [] }
        return lines.enumerated().flatMap { $1.transfers(line: $0 + 1, isReturn: purchase.isReturn) }
    }

    public func decide(on stock: borrowing StockState) -> Decision {
        updatesStock ? Decision.posting(transfers, of: self, on: stock) : Decision.reference(of: self, on: stock)
    }

    public mutating func fill(_ lots: [Int: Link<Batch>]) {
        for (line, lot) in lots { lines[line - 1].receipt.units.batch = lot }
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].fill(cell, of: key.cell) }
    }
}

/// A line of a purchase invoice.
public struct PurchaseInvoiceItem: PurchaseLine {
    public static let typeName = "Purchase Invoice Item"

    public var row: Int64?
    public var goods = Goods()
    public var receipt = Receipt()
    public var purchaseReceipt = Link<PurchaseReceipt>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        goods.visit(&visitor)
        receipt.visit(&visitor)
        visitor.field("purchase_receipt", "Purchase Receipt", &purchaseReceipt)
    }
}
