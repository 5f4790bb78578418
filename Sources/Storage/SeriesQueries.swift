public import Inventory

extension Books {
    /// The numbers that a series would give next, without drawing them.
    ///
    /// - Parameter pattern: the series; nil for the item's own.
    /// - Parameter taken: keys of numbers that are to be passed over.
    public func preview(_ pattern: String?, item code: String?, count: Int, except taken: Set<String> = []) throws
        -> [String]
    {
        let item = try code.map { try find(Item.self, $0) }
        guard let pattern = pattern ?? item?.serialSeries, !pattern.isEmpty else {
            throw Refusal(.seriesMissing(item: code ?? ""), field: "item_code")
        }
        let (series, prefix) = try evaluate(pattern, item: item)
        var current =
            try transaction.first("SELECT \"current\" FROM series WHERE \"prefix\" = \(prefix)") { $0.integer(0) ?? 0 }
            ?? 0
        var numbers: [String] = []
        while numbers.count < count {
            // Enough at once that a long run of numbers that exist costs few statements.
            let step = Int64(max(count, 1000))
            let candidates = ((current + 1)...(current + step)).map { SerialNumber(series.number($0, after: prefix)) }
            let existing = try existing(among: candidates)
            numbers += candidates.filter { !existing.contains($0.key) && !taken.contains($0.key) }.map(\.text)
            current += step
        }
        return Array(numbers.prefix(count))
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
        let prefix = series.prefix(on: clock.today, fiscalYear: try fiscalYearOfToday()) { name in
            schema.position(of: name).flatMap { values?.fields[$0].textValue }
        }
        return (series, prefix)
    }

    /// The fiscal year of the company that was there first.
    func fiscalYearOfToday() throws -> String {
        let company = try load(Company.self, where: "d.\"id\" = (SELECT min(\"id\") FROM company)").first
        return company?.fiscalYear(of: clock.today) ?? String(clock.today.civil.year)
    }

    /// What a person should know after saving a record: that another item draws from the same series.
    public func notices(about record: any Record) throws -> [Message] {
        if let claim = record as? WarrantyClaim { return try notices(about: claim) }
        guard let item = record as? Item, item.hasSerialNumbers, let series = item.series else { return [] }
        let others = try transaction.query(
            """
            SELECT i."name", i."serial_no_series" FROM item i
            WHERE i."serial_no_series" IS NOT NULL AND i."has_serial_no" = 1 AND i."id" <> \(item.head.id)
            ORDER BY i."id"
            """
        ) { ($0.text(0) ?? "", $0.text(1) ?? "") }
        let sharing = others.filter { (try? Series($0.1))?.sharesCounter(with: series) == true }
        guard !sharing.isEmpty else { return [] }
        let names = sharing.prefix(10).map(\.0)
        return [
            Message(
                "These items count with the same series: {names}. Their numbers will alternate.",
                ["names": .names(names)])
        ]
    }
}
