/// A bill to a customer; it may also deliver the goods, or say which delivered units it bills.
///
/// Its number is drawn at submission, so that the sequence has no gap: French tax code, annex II, article 242 nonies A.
public struct SalesInvoice: Document {
    public static let type = RecordType(
        "Sales Invoice", naming: .seriesAtSubmission("ACC-SINV-.YYYY.-"), section: "selling")

    public var head = Head()
    public var header = DocumentHeader(series: "ACC-SINV-.YYYY.-")
    public var sale = Sale()
    public var updatesStock = false
    public var lines: [SalesInvoiceItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        sale.visit(&visitor)
        visitor.field("update_stock", "Update Stock", &updatesStock, .listed)
        header.visit(&visitor)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart { sale.counterpart }
    public var movesStock: Bool { updatesStock }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        sale.complete(linked)
        for index in lines.indices { lines[index].complete(linked, sale) }
        sale.totals.complete(lines.lazy.map(\.goods))
    }

    public func faults(_ linked: Linked) -> [Offence] {
        sale.faults(linked) + totalFaults(sale.totals.total)
            + lines.enumerated().flatMap { index, line in
                line.faults(linked, line: index + 1, on: postedAt.day, sale: sale, movesStock: updatesStock)
                    + line.billingFaults(linked, line: index + 1, sale: sale, updatesStock: updatesStock)
            }
    }

    public var transfers: [Transfer] {
        guard updatesStock else { return [] }
        return lines.enumerated().map { $1.transfer(line: $0 + 1, isReturn: sale.isReturn) }
    }

    public var namedUnits: [SerialNumber] { lines.flatMap(\.units.serials.numbers) }

    public func decide(on stock: borrowing StockState) -> Decision {
        if updatesStock { return Decision.posting(transfers, of: self, on: stock) }
        return sale.isReturn ? Decision.reference(of: self, on: stock) : Decision.billing(lines, on: stock)
    }

    public mutating func fill(_ lots: [Int: Link<Batch>]) {
        for (line, lot) in lots { lines[line - 1].units.batch = lot }
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].units.serials = cell }
    }
}

/// A line of a sales invoice.
public struct SalesInvoiceItem: SaleLine {
    public static let typeName = "Sales Invoice Item"
    public static let orderField = "sales_order"

    public var row: Int64?
    public var goods = Goods()
    public var warehouse = Link<Warehouse>()
    public var units = Units()
    public var order = Link<SalesOrder>()
    public var deliveryNote = Link<DeliveryNote>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        goods.visit(&visitor)
        visitor.field("warehouse", "Warehouse", &warehouse, .listed)
        units.visit(&visitor)
        visitor.field("sales_order", "Sales Order", &order, .indexed)
        visitor.field("delivery_note", "Delivery Note", &deliveryNote, .indexed)
    }

    func billingFaults(_ linked: Linked, line: Int, sale: Sale, updatesStock: Bool) -> [Offence] {
        guard !updatesStock, !units.serials.isEmpty, !sale.isReturn else { return [] }
        guard let note = linked[deliveryNote] else {
            return [Offence(.invoiceNeedsDelivery, line: line, field: "delivery_note")]
        }
        guard note.head.state == .submitted, note.sale.customer == sale.customer else {
            return [Offence(.originalUnfit(document: note.head.name), line: line, field: "delivery_note")]
        }
        return []
    }
}

extension Decision {
    /// What an invoice that moves nothing writes on the units delivered by the notes that its lines bill.
    static func billing(_ lines: [SalesInvoiceItem], on stock: borrowing StockState) -> Decision {
        var decision = Decision()
        var seen: [String: Int] = [:]
        for (index, line) in lines.enumerated()
        where !line.units.serials.isEmpty && !stock.faultyLines.contains(index + 1) {
            let numbers = line.units.serials.numbers
            if numbers.count != line.goods.stockQuantity.units {
                let count = Rejection.serialCount(
                    given: numbers.count, quantity: line.goods.stockQuantity, item: line.goods.item.name)
                decision.offences.append(Offence(count, line: index + 1, field: "serial_no"))
            }
            for number in numbers {
                let other = seen.updateValue(index + 1, forKey: number.key)
                let twice = other.map { Rejection.serialTwice(otherLine: $0 == index + 1 ? nil : $0) }
                let unit = stock.units[number.key]
                if let rejection = twice ?? refusal(line, unit, stock.delivered) {
                    decision.offences.append(
                        Offence(rejection, line: index + 1, serial: number.text, field: "serial_no"))
                } else if let unit {
                    decision.billed.append(unit.id)
                }
            }
        }
        return decision
    }

    /// Why a line may not bill a unit, if so.
    private static func refusal(
        _ line: SalesInvoiceItem, _ unit: UnitRecord?, _ delivered: [ID<Unit>: ID<DeliveryNote>]
    ) -> Rejection? {
        guard let unit, unit.state.status == .delivered, delivered[unit.id] == line.deliveryNote.id else {
            return .notOnDelivery(document: line.deliveryNote.name)
        }
        if unit.state.item != line.goods.item.id {
            return .serialOfOtherItem(item: unit.itemCode, expected: line.goods.item.name)
        }
        return nil
    }
}
