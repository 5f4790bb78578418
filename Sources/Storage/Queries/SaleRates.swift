public import Inventory

extension Books {
    /// The rates at which units were sold by documents of a type.
    ///
    /// - Parameter documents: names of delivery notes or sales invoices.
    /// - Returns: rates by the numbers' keys; missing where the document does not name the unit.
    public func saleRates(of numbers: [SerialNumber], in documents: [String], type: RecordType) throws
        -> [String: Money]
    {
        guard !documents.isEmpty, let lines = Table.all[type.name]?.lines.first else { return [:] }
        let wanted = Set(numbers.map(\.key))
        var rates: [String: Money] = [:]
        _ = try transaction.query(
            """
            SELECT r."serial_no", r."rate" FROM \(rows: Rows(.texts("name", documents))) k
            JOIN \(name: type.table) d ON d."name" = k."name" JOIN \(name: lines.name) r ON r."parent" = d."id"
            WHERE r."serial_no" IS NOT NULL
            """
        ) { row in
            let rate = Money(millionths: row.integer(1) ?? 0)
            for number in SerialNumber.list(in: row.text(0) ?? "") where wanted.contains(number.key) {
                rates[number.key] = rate
            }
        }
        return rates
    }
}
