import Inventory

/// A counter of numbers: the text before it, how far it has counted, and what counts with it today.
public struct Counter: Sendable {
    public let prefix: String
    /// The last number that was given; 0 for none.
    public let current: Int64
    /// The least number of digits.
    public let width: Int
    /// The types of documents that take their numbers from it.
    public let types: [String]
    /// The items whose units take their numbers from it, at most ten of them.
    public let items: [String]
    public let itemCount: Int

    /// The number that the counter makes of `count`.
    public func number(_ count: Int64) -> String {
        let digits = String(count)
        return prefix + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// Why a counter stays where it is.
public enum CounterRefusal: Error, Sendable {
    /// Someone else moved it: it stands at this number now.
    case moved(to: Int64)
    /// A number behind the new place exists already.
    case taken(String)
}

extension Books {
    /// The most items whose series are looked at to tell what counts with a counter.
    public static let countingItemLimit = 10_000

    /// Whether there are no more items with a series than are looked at.
    public func looksAtAllCountingItems() throws -> Bool {
        let found = try transaction.first(
            """
            SELECT count(*) FROM
            (SELECT 1 FROM item WHERE "serial_no_series" IS NOT NULL LIMIT \(Self.countingItemLimit + 1)) q
            """
        ) { $0.integer(0) ?? 0 }
        return (found ?? 0) <= Self.countingItemLimit
    }

    /// The counters that have counted or would count today, in the order of their prefixes.
    ///
    /// - Parameter beginning: only those whose prefix begins so.
    /// - Parameter behind: only those behind this prefix.
    public func counters(beginning: String, behind: String?, length: Int) throws -> [Counter] {
        var conditions: [SQL] = ["s.\"prefix\" >= \(beginning)", "s.\"prefix\" < \(beginning + "\u{10FFFF}")"]
        if let behind { conditions.append("s.\"prefix\" > \(behind)") }
        let counted = try transaction.query(
            """
            SELECT s."prefix", s."current" FROM series s WHERE \(SQL.joined(conditions, by: " AND "))
            ORDER BY s."prefix" LIMIT \(length)
            """
        ) { ($0.text(0) ?? "", $0.integer(1) ?? 0) }
        let uses = try seriesInUse()
        let last = counted.count == length ? counted.last?.0 : nil
        let known = Set(counted.map(\.0))
        // Those that have not counted yet stand in no table; what has counted and was not read is not among them.
        let fresh = uses.keys.filter { prefix in
            prefix.hasPrefix(beginning) && isBehind(prefix, behind) && !known.contains(prefix)
                && (last.map { isBehind($0, prefix) } ?? true)
        }
        let all = counted + fresh.map { ($0, 0) }
        return all.sorted { Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8)) }.prefix(length).map {
            Counter($0, at: $1, uses[$0] ?? SeriesUse())
        }
    }

    /// One counter; one that has not counted yet stands at 0.
    public func counter(_ prefix: String) throws -> Counter {
        let current = try transaction.first("SELECT \"current\" FROM series WHERE \"prefix\" = \(prefix)") {
            $0.integer(0) ?? 0
        }
        return Counter(prefix, at: current ?? 0, try seriesInUse()[prefix] ?? SeriesUse())
    }

    /// The numbers that these counters give next, leaving out those that units have already; with one statement.
    public func nextNumbers(_ count: Int, of counters: [Counter]) throws -> [String: [String]] {
        let candidates = counters.map { counter in
            (counter.prefix, ((counter.current + 1)...(counter.current + Int64(count) * 4)).map(counter.number))
        }
        let keys = candidates.flatMap { $0.1.map { SerialNumber($0).key } }
        guard !keys.isEmpty else { return [:] }
        let taken = Set(
            try transaction.query(
                """
                SELECT u."name_key" FROM \(rows: Rows(.texts("key", keys))) k JOIN unit u ON u."name_key" = k."key"
                """
            ) { $0.text(0) ?? "" })
        return Dictionary(
            candidates.map { prefix, numbers in
                (prefix, Array(numbers.filter { !taken.contains(SerialNumber($0).key) }.prefix(count)))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Makes a counter go on behind `new`; back only to where no number of it exists.
    ///
    /// - Parameter old: where the counter stood when this was decided.
    /// - Throws: `CounterRefusal`.
    public func move(_ counter: Counter, from old: Int64, to new: Int64, because reason: String) throws {
        guard counter.current == old else { throw CounterRefusal.moved(to: counter.current) }
        if new < old, let taken = try numberTaken(counter, from: new + 1, to: old) {
            throw CounterRefusal.taken(taken)
        }
        let count = try transaction.execute(
            """
            INSERT INTO series ("prefix", "current") VALUES (\(counter.prefix), \(new))
            ON CONFLICT ("prefix") DO UPDATE SET "current" = excluded."current" WHERE series."current" = \(old)
            """)
        guard count == 1 else { throw CounterRefusal.moved(to: try self.counter(counter.prefix).current) }
        try audit(
            StockSettings.type, key: nil, name: counter.prefix, action: "counter moved",
            [
                JSON.Member("current", [.number(String(old)), .number(String(new))]),
                JSON.Member("reason", [.null, .string(reason)]),
            ])
    }

    /// A unit or document whose number the counter would come to again: one range of an index for each length.
    private func numberTaken(_ counter: Counter, from first: Int64, to last: Int64) throws -> String? {
        let documents = recordTypes.filter { $0 is any Document.Type }.map { (table: $0.type.table, column: "name") }
        let tables = [(table: "unit", column: "name_key")] + documents
        var low = first
        while low <= last {
            let digits = String(low).utf8.count
            let high = min(last, Self.highest(digits))
            let questions = tables.map { place -> SQL in
                let (least, most) = (counter.number(low), counter.number(high))
                let isKey = place.column == "name_key"
                return """
                    SELECT q.* FROM (SELECT d."name" FROM \(name: place.table) d WHERE d.\(name: place.column) BETWEEN
                    \(isKey ? SerialNumber(least).key : least) AND \(isKey ? SerialNumber(most).key : most)
                    AND length(d."name") = \(least.unicodeScalars.count) LIMIT 1) q
                    """
            }
            if let taken = try transaction.first(SQL.joined(questions, by: " UNION ALL "), { $0.text(0) }) ?? nil {
                return taken
            }
            guard high < last else { return nil }
            low = high + 1
        }
        return nil
    }

    /// The highest number of so many digits.
    private static func highest(_ digits: Int) -> Int64 {
        digits >= 18 ? .max : (0..<digits).reduce(Int64(1)) { power, _ in power * 10 } - 1
    }

    private func isBehind(_ prefix: String, _ other: String?) -> Bool {
        other.map { Array($0.utf8).lexicographicallyPrecedes(Array(prefix.utf8)) } ?? true
    }
}

/// What counts with one counter.
private struct SeriesUse {
    var width: Int?
    var types: [String] = []
    var items: [String] = []
    var itemCount = 0

    mutating func add(_ item: String, _ width: Int) {
        self.width = self.width ?? width
        itemCount += 1
        if items.count < 10 { items.append(item) }
    }
}

extension Counter {
    fileprivate init(_ prefix: String, at current: Int64, _ use: SeriesUse) {
        self.init(
            prefix: prefix, current: current, width: use.width ?? 5, types: use.types, items: use.items,
            itemCount: use.itemCount)
    }
}

extension Books {
    /// What would count today, by the text before the counter: the types of documents, and the items with a series.
    private func seriesInUse() throws -> [String: SeriesUse] {
        let year = try fiscalYearOfToday()
        var uses: [String: SeriesUse] = [:]
        for type in recordTypes.map({ $0.type }) {
            for series in Self.series(of: type) {
                let prefix = series.prefix(on: clock.today, fiscalYear: year) { _ in nil }
                uses[prefix, default: SeriesUse()].types.append(type.name)
                uses[prefix]?.width = series.width
            }
        }
        let items = try transaction.query(
            """
            SELECT i."name", i."serial_no_series" FROM item i WHERE i."serial_no_series" IS NOT NULL
            ORDER BY i."name" LIMIT \(Self.countingItemLimit)
            """
        ) { ($0.text(0) ?? "", $0.text(1) ?? "") }
        for (pattern, names) in Dictionary(grouping: items, by: { $0.1 }).mapValues({ $0.map(\.0) }) {
            guard let series = try? Series(pattern) else { continue }
            for (name, prefix) in try prefixes(of: series, for: names, fiscalYear: year) {
                uses[prefix, default: SeriesUse()].add(name, series.width)
            }
        }
        return uses
    }

    /// What a type of documents counts with.
    private static func series(of type: RecordType) -> [Series] {
        switch type.naming {
        case .series(let pattern): [pattern].compactMap { try? Series($0) }
        case .seriesAtSubmission(let pattern): [pattern, draftSeries(of: type)].compactMap { try? Series($0) }
        default: []
        }
    }

    /// The text before the counter for each item; the items are read only where the series takes a field of them.
    private func prefixes(
        of series: Series, for names: [String], fiscalYear: String
    ) throws -> [(name: String, prefix: String)] {
        guard !series.fieldNames.isEmpty else {
            let prefix = series.prefix(on: clock.today, fiscalYear: fiscalYear) { _ in nil }
            return names.map { ($0, prefix) }
        }
        let schema = Table.of(Item.self).schema
        let items = try load(
            Item.self, where: "d.\"name\" IN (SELECT k.\"name\" FROM \(rows: Rows(.texts("name", names))) k)",
            withLines: false)
        return items.map { item in
            let values = item.values
            let prefix = series.prefix(on: clock.today, fiscalYear: fiscalYear) { name in
                schema.position(of: name).flatMap { values.fields[$0].textValue }
            }
            return (item.head.name, prefix)
        }
    }
}
