public import Inventory

/// Short words for documents with one line.
extension StockEntry {
    public static func receipt(
        _ item: String, _ quantity: Int, _ serials: String = "", to warehouse: String = Shop.stores
    ) -> StockEntry {
        entry(.materialReceipt, item, quantity, serials, from: "", to: warehouse)
    }

    public static func issue(
        _ item: String, _ quantity: Int, _ serials: String = "", from warehouse: String = Shop.stores
    ) -> StockEntry {
        entry(.materialIssue, item, quantity, serials, from: warehouse, to: "")
    }

    public static func transfer(
        _ item: String, _ quantity: Int, _ serials: String = "", from source: String = Shop.stores,
        to target: String = Shop.workshop
    ) -> StockEntry {
        entry(.materialTransfer, item, quantity, serials, from: source, to: target)
    }

    private static func entry(
        _ type: StockEntryPurpose, _ item: String, _ quantity: Int, _ serials: String, from source: String,
        to target: String
    ) -> StockEntry {
        var entry = StockEntry()
        entry.entryType = type
        entry.lines = [line(item, quantity, serials, from: source, to: target)]
        return entry
    }

    public static func line(
        _ item: String, _ quantity: Int, _ serials: String, from source: String, to target: String
    ) -> StockEntryDetail {
        var line = StockEntryDetail()
        line.goods.item = Link(item)
        line.goods.quantity = Quantity(quantity)
        line.units.serials = SerialCell(serials)
        line.source = Link(source)
        line.target = Link(target)
        return line
    }
}

extension DeliveryNote {
    public static func delivery(
        _ item: String, _ quantity: Int, _ serials: String = "", to customer: String = Shop.martin,
        from warehouse: String = Shop.stores
    ) -> DeliveryNote {
        var note = DeliveryNote()
        note.sale.customer = Link(customer)
        var line = DeliveryNoteItem()
        line.goods.item = Link(item)
        line.goods.quantity = Quantity(quantity)
        line.units.serials = SerialCell(serials)
        line.warehouse = Link(warehouse)
        note.lines = [line]
        return note
    }

    /// The return of some of a note's units.
    public static func `return`(of note: DeliveryNote, _ item: String, _ quantity: Int, _ serials: String = "")
        -> DeliveryNote
    {
        var back = delivery(item, -quantity, serials, to: note.sale.customer.name, from: note.lines[0].warehouse.name)
        back.sale.isReturn = true
        back.sale.returnAgainst = note.head.name
        return back
    }
}

extension PurchaseReceipt {
    public static func receipt(
        _ item: String, _ quantity: Int, _ serials: String = "", from supplier: String = Shop.acme,
        to warehouse: String = Shop.stores
    ) -> PurchaseReceipt {
        var receipt = PurchaseReceipt()
        receipt.purchase.supplier = Link(supplier)
        var line = PurchaseReceiptItem()
        line.goods.item = Link(item)
        line.goods.quantity = Quantity(quantity)
        line.goods.rate = Money(millionths: 12_000_000)
        line.receipt.warehouse = Link(warehouse)
        line.receipt.units.serials = SerialCell(serials)
        receipt.lines = [line]
        return receipt
    }

    /// The return of some of a receipt's goods to the supplier.
    public static func `return`(of receipt: PurchaseReceipt, _ item: String, _ quantity: Int, _ serials: String = "")
        -> PurchaseReceipt
    {
        var back = self.receipt(
            item, -quantity, serials, from: receipt.purchase.supplier.name, to: receipt.lines[0].receipt.warehouse.name)
        back.purchase.isReturn = true
        back.purchase.returnAgainst = receipt.head.name
        return back
    }
}
