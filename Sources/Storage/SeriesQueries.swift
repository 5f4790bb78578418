public import Inventory

extension Books {
    /// The numbers that a series would give next, without drawing them.
    public func preview(_ pattern: String, item code: String?, count: Int) throws -> [String] {
        let (series, prefix) = try evaluate(pattern, item: try code.map { try find(Item.self, $0) })
        let current = try transaction.first("SELECT \"current\" FROM series WHERE \"prefix\" = \(prefix)") { $0.integer(0) ?? 0 }
        return (1...max(1, count)).map { series.number((current ?? 0) + Int64($0), after: prefix) }
    }

    /// Draws numbers of an item's series now, for units that come later.
    public func reserveNumbers(_ count: Int, of code: String) throws -> [SerialNumber] {
        let item = try find(Item.self, code)
        guard !item.serialSeries.isEmpty else { throw Refusal(.seriesMissing(item: code), field: "item_code") }
        let (series, prefix) = try evaluate(item.serialSeries, item: item)
        return try freeNumbers(count, of: series, after: prefix)
    }

    private func evaluate(_ pattern: String, item: Item?) throws -> (Series, prefix: String) {
        let series: Series
        do {
            series = try Series(pattern)
        } catch {
            throw Refusal(.seriesCannotCount(error, pattern: pattern), field: "series")
        }
        let schema = Table.of(Item.self).schema
        let values = item?.values
        let prefix = series.prefix(on: clock.today, fiscalYear: String(clock.today.civil.year)) { name in
            schema.position(of: name).flatMap { values?.fields[$0].textValue }
        }
        return (series, prefix)
    }

    /// The quantity ledger's rows, of one unit only where a serial number is given.
    public func ledger(_ listing: Listing, of serial: String?) throws -> [[Scalar]] {
        guard let serial, !serial.isEmpty else { return try list(StockLedgerEntry.self, listing) }
        let key = try find(SerialNo.self, serial).head.id
        var listing = listing
        let entries = try transaction.query(
            """
            SELECT e."id" FROM movement m JOIN stock_ledger_entry e ON e."posting" = m."posting" AND e."line" = m."line"
            AND e."item_code" = m."item" AND (e."warehouse" = m."source" OR e."warehouse" = m."target")
            WHERE m."unit" = \(key)
            """
        ) { Scalar.text(String($0.integer(0) ?? 0)) }
        listing.filters.append(Listing.Filter(field: "name", test: .among, values: entries))
        return try list(StockLedgerEntry.self, listing)
    }
}
