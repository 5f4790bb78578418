public import Inventory

/// How a unit was sold: at which rate, and from which warehouse it left.
public struct UnitSale: Hashable, Sendable {
    public let rate: Money
    /// The warehouse's name; empty where the line has none.
    public let warehouse: String
}

extension Books {
    /// How units were sold.
    ///
    /// - Parameter documents: names of delivery notes and sales invoices, by their type.
    /// - Returns: sales by the numbers' keys; missing where no document names the unit.
    public func sales(of numbers: [SerialNumber], in documents: [String: Set<String>]) throws -> [String: UnitSale] {
        let wanted = Set(numbers.map(\.key))
        var sales: [String: UnitSale] = [:]
        for type in [DeliveryNote.type, SalesInvoice.type] {
            guard let names = documents[type.name], let lines = Table.all[type.name]?.lines.first else { continue }
            _ = try transaction.query(
                """
                SELECT r."serial_no", r."rate", w."name" FROM \(rows: Rows(.texts("name", names.sorted()))) k
                JOIN \(name: type.table) d ON d."name" = k."name" JOIN \(name: lines.name) r ON r."parent" = d."id"
                LEFT JOIN warehouse w ON w."id" = r."warehouse" WHERE r."serial_no" IS NOT NULL
                """
            ) { row in
                let sale = UnitSale(rate: Money(millionths: row.integer(1) ?? 0), warehouse: row.text(2) ?? "")
                for number in SerialNumber.list(in: row.text(0) ?? "") where wanted.contains(number.key) {
                    sales[number.key] = sale
                }
            }
        }
        return sales
    }
}
