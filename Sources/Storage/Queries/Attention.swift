public import Inventory

/// What needs somebody today: counts that stop at a limit, so that they cost the same whatever the stock.
public struct Attention: Sendable {
    /// Delivered units whose warranty ends within the days asked for.
    public let warranties: Int
    /// Delivered units whose service contract ends within the days asked for.
    public let contracts: Int
    /// Units in stock past their expiry date.
    public let expired: Int
    /// Units in stock that expire within the days asked for.
    public let expiring: Int
    /// Lots with stock that expire within the days asked for.
    public let expiringLots: Int

    /// Where counting stops; a count above it means more.
    public static let limit = 250
}

/// Units that came in, went out and changed place on one day.
public struct DayTraffic: Sendable {
    public let day: Day
    public internal(set) var received = 0
    public internal(set) var sent = 0
    public internal(set) var moved = 0
}

extension Books {
    /// What needs attention from today on, with one statement.
    public func attention(within days: Int) throws -> Attention {
        let (today, last) = (clock.today.number, clock.today.number + days)
        func count(_ conditions: [SQL]) -> SQL {
            """
            (SELECT count(*) FROM (SELECT 1 FROM unit u WHERE \(SQL.joined(conditions, by: " AND "))
            LIMIT \(Attention.limit + 1)) t)
            """
        }
        func ends(_ date: SQL) -> [SQL] {
            ["u.\"status\" = 'Delivered'", "\(date) IS NOT NULL", "\(date) BETWEEN \(today) AND \(last)"]
        }
        let expired = UnitPlaces.condition(status: "Expired", clock.today)
        let end = ExpiringUnits.expiry
        let expiring: [SQL] = ["u.\"status\" = 'Active'", "\(end) IS NOT NULL", "\(end) BETWEEN \(today) AND \(last)"]
        let lots: SQL = """
            (SELECT count(*) FROM (SELECT 1 FROM batch d WHERE d."expiry_date" BETWEEN \(today) AND \(last)
            AND \(LotSQL.hasStock) LIMIT \(Attention.limit + 1)) t)
            """
        return try transaction.first(
            """
            SELECT \(count(ends(ExpiringUnits.warranty))), \(count(ends(ExpiringUnits.contract))), \(count([expired])),
                \(count(expiring)), \(lots)
            """
        ) { row in
            Attention(
                warranties: Int(row.integer(0) ?? 0), contracts: Int(row.integer(1) ?? 0),
                expired: Int(row.integer(2) ?? 0), expiring: Int(row.integer(3) ?? 0),
                expiringLots: Int(row.integer(4) ?? 0))
        } ?? Attention(warranties: 0, contracts: 0, expired: 0, expiring: 0, expiringLots: 0)
    }

    /// How many units moved on each of the last days, the oldest first, without what was taken back.
    ///
    /// Only the latest entries are counted: where there are more, the first days are missing rather than wrong.
    public func traffic(days: Int, entryLimit: Int = 10_000) throws -> [DayTraffic] {
        let today = clock.today
        let first = today.adding(days: 1 - days)
        let bounds = [first, today.adding(days: 1)].map { Int64($0.number) * Int64(ReportFilters.day) }
        let found = try transaction.query(
            """
            SELECT \(ReportColumns.day("e.\"posted_at\"")), e."posting", e."item_code", e."actual_qty"
            FROM stock_ledger_entry e WHERE e."posted_at" >= \(bounds[0]) AND e."posted_at" < \(bounds[1])
            ORDER BY e."posted_at" DESC, e."id" DESC LIMIT \(entryLimit + 1)
            """
        ) { row in
            Entry(
                day: Day(number: Int(row.integer(0) ?? 0)), posting: row.integer(1) ?? 0, item: row.integer(2) ?? 0,
                quantity: row.integer(3) ?? 0)
        }
        let undone = try undonePostings(since: bounds[0])
        let serialized = try serializedItems(Set(found.map(\.item)))
        // The last day that was reached may be there in part only.
        let start = found.count > entryLimit ? found[entryLimit].day.adding(days: 1) : first
        let entries = found.filter { !undone.contains($0.posting) && serialized.contains($0.item) }
        return Self.traffic(entries, from: start, to: today)
    }

    private struct Entry {
        let day: Day
        let posting, item, quantity: Int64
    }

    /// What a document takes from one place and brings to another has moved; the rest came in or went out.
    private static func traffic(_ entries: [Entry], from start: Day, to end: Day) -> [DayTraffic] {
        var days = start > end ? [] : (start.number...end.number).map { DayTraffic(day: Day(number: $0)) }
        for (_, group) in Dictionary(grouping: entries, by: { [$0.posting, $0.item] }) where group[0].day >= start {
            let came = group.reduce(0) { $0 + max(0, $1.quantity) } / 1000
            let went = group.reduce(0) { $0 - min(0, $1.quantity) } / 1000
            let moved = min(came, went)
            let index = group[0].day.number - start.number
            days[index].received += Int(came - moved)
            days[index].sent += Int(went - moved)
            days[index].moved += Int(moved)
        }
        return days
    }

    /// The postings of a period that were taken back, and those that took them back.
    private func undonePostings(since moment: Int64) throws -> Set<Int64> {
        Set(
            try transaction.query(
                """
                SELECT p."id", p."cancels" FROM posting p WHERE p."cancels" IS NOT NULL AND p."posted_at" >= \(moment)
                """
            ) { [$0.integer(0) ?? 0, $0.integer(1) ?? 0] }.joined())
    }

    private func serializedItems(_ keys: Set<Int64>) throws -> Set<Int64> {
        let rows = Rows(.integers("key", keys.sorted()))
        return Set(
            try transaction.query(
                "SELECT i.\"id\" FROM item i JOIN \(rows: rows) k ON k.\"key\" = i.\"id\" WHERE i.\"has_serial_no\" = 1"
            ) { $0.integer(0) ?? 0 })
    }
}
