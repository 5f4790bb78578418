/// How much of an item a warehouse holds: one row of the balance, as clients read it.
public struct Bin: Record {
    public static let type = RecordType("Bin", table: "balance", naming: .key, isWritable: false)

    public var head = Head()
    public var item = Link<Item>()
    public var warehouse = Link<Warehouse>()
    public var quantity = Quantity.zero
    public var value = Money.zero

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, .listed)
        visitor.field("warehouse", "Warehouse", &warehouse, .listed)
        visitor.field("actual_qty", "Actual Qty", &quantity, .listed)
        visitor.field("stock_value", "Stock Value", &value, .listed)
        visitor.computed("reserved_qty", "Reserved Qty", .quantity)
        visitor.computed("projected_qty", "Projected Qty", .quantity)
        visitor.computed("valuation_rate", "Valuation Rate", .money)
        visitor.computed("stock_uom", "Stock UOM", .text)
    }
}

/// What one document line changed in one warehouse: one row of the quantity ledger, as clients read it.
public struct StockLedgerEntry: Record {
    public static let type = RecordType(
        "Stock Ledger Entry", table: "stock_ledger_entry", naming: .key, isWritable: false)

    public var head = Head()
    public var item = Link<Item>()
    public var warehouse = Link<Warehouse>()
    public var batch = Link<Batch>()
    public var quantity = Quantity.zero
    public var value = Money.zero

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, .listed)
        visitor.field("warehouse", "Warehouse", &warehouse, .listed)
        visitor.field("batch_no", "Batch No", &batch)
        visitor.field("actual_qty", "Qty Change", &quantity, .listed)
        visitor.field("stock_value_difference", "Value Change", &value)
        visitor.computed("posting_date", "Posting Date", .day, .listed)
        visitor.computed("posting_time", "Posting Time", .time, .listed)
        visitor.computed("voucher_type", "Voucher Type", .text, .listed)
        visitor.computed("voucher_no", "Voucher No", .text, .listed)
        visitor.computed("voucher_detail_no", "Voucher Detail No", .text)
        visitor.computed("qty_after_transaction", "Qty After Transaction", .quantity, .listed)
        visitor.computed("incoming_rate", "Incoming Rate", .money)
        visitor.computed("valuation_rate", "Valuation Rate", .money)
        visitor.computed("company", "Company", .text)
        visitor.computed("stock_uom", "Stock UOM", .text)
        visitor.computed("fiscal_year", "Fiscal Year", .text)
        visitor.computed("serial_no", "Serial No", .serials)
        visitor.computed("is_cancelled", "Is Cancelled", .flag)
    }
}
