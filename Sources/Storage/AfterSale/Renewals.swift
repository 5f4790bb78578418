public import Inventory

/// What became of contracts that were to be renewed, each for itself.
public struct Renewals: Sendable {
    /// The drafts that were made.
    public var made: [MaintenanceSchedule] = []
    /// The contracts that have a renewal already, which is left as it is.
    public var renewed: [(schedule: String, by: String)] = []
    /// Those that cannot be renewed, and why.
    public var refused: [(schedule: String, refusal: Refusal)] = []
}

extension Books {
    /// Proposes the renewal of a contract, as a draft: the same units that are still with a customer or in stock, from
    /// the day after its end, for as long. What has no customer keeps the units that are in stock.
    ///
    /// - Throws: `Refusal` for a contract that is not submitted, is renewed already, or has no unit left.
    public func renew(_ name: String) throws -> MaintenanceSchedule {
        let old = try find(MaintenanceSchedule.self, name)
        let renewals = try renew(all: [old.head.name])
        if let (schedule, renewal) = renewals.renewed.first {
            throw Refusal(.alreadyRenewed(schedule: schedule, by: renewal))
        }
        if let (_, refusal) = renewals.refused.first { throw refusal }
        return renewals.made[0]
    }

    /// Proposes the renewals of many contracts, each at most once, however often it is asked for.
    public func renew(all names: [String]) throws -> Renewals {
        guard !names.isEmpty else { return Renewals() }
        let wanted: SQL = "d.\"name\" IN (SELECT k.\"name\" FROM \(rows: Rows(.texts("name", names))) k)"
        // Whoever asks for the same renewals meanwhile waits, and finds these.
        try lock(MaintenanceSchedule.type.table, where: wanted)
        let contracts = try load(MaintenanceSchedule.self, where: wanted)
        let successors = try successors(of: contracts)
        let kept = try keptUnits(of: contracts)
        var renewals = Renewals()
        for old in contracts.sorted(by: { $0.head.name < $1.head.name }) {
            do {
                guard old.head.state == .submitted else {
                    throw Refusal(.scheduleNotSubmitted(schedule: old.head.name))
                }
                if let key = old.head.id, let successor = successors[key] {
                    renewals.renewed.append((old.head.name, successor))
                    continue
                }
                let draft = old.renewal { number in
                    kept[number.key].map { $0 == .active || !old.customer.isEmpty } ?? false
                }
                renewals.made.append(try insert(document: draft))
            } catch let refusal as Refusal {
                renewals.refused.append((old.head.name, refusal))
            }
        }
        for name in Set(names).subtracting(contracts.map(\.head.name)).sorted() {
            renewals.refused.append((name, Refusal(.notFound(type: MaintenanceSchedule.type.name, name: name))))
        }
        return renewals
    }

    /// The renewals that contracts have, drafts among them, by the contracts' keys.
    private func successors(of contracts: [MaintenanceSchedule]) throws -> [Int64: String] {
        let rows = Rows(.integers("key", contracts.map(\.head.id)))
        let found = try transaction.query(
            """
            SELECT n."renewal_of", max(n."name") FROM \(rows: rows) k
            JOIN maintenance_schedule n ON n."renewal_of" = k."key" AND n."docstatus" < 2 GROUP BY n."renewal_of"
            """
        ) { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// The units of contracts that are still with a customer or in stock, and which of the two.
    private func keptUnits(of contracts: [MaintenanceSchedule]) throws -> [String: UnitStatus] {
        let rows = Rows(.texts("key", Set(contracts.flatMap { $0.namedUnits.map(\.key) }).sorted()))
        let found = try transaction.query(
            """
            SELECT u."name_key", u."status" FROM \(rows: rows) k JOIN unit u ON u."name_key" = k."key"
            WHERE u."status" IN ('Active', 'Delivered')
            """
        ) { ($0.text(0) ?? "", $0.text(1).flatMap(UnitStatus.init(rawValue:)) ?? .inactive) }
        return Dictionary(uniqueKeysWithValues: found)
    }
}

/// A contract that ends, and what has been done about it.
public struct EndingContract: Sendable {
    public let schedule: String
    public let customer: String
    public let end: Day
    public let units: Int
    public let visits: Int
    /// The schedule that renews it; empty for none.
    public let renewal: String
    /// Whether the renewal is still a draft, and when it was made.
    public let isDraft: Bool
    public let renewedAt: Instant
}

extension Books {
    /// The contracts that end, or have just ended, so many days from today, the first to end first.
    public func endingContracts(within days: Int, limit: Int) throws -> [EndingContract] {
        let (first, last) = (clock.today.number - days, clock.today.number + days)
        return try transaction.query(
            """
            SELECT t."name", t."customer_name", t."ends", t."units", t."visits", n."name", n."docstatus", n."creation"
            FROM (SELECT s."id", s."name", s."customer_name", max(i."end_date") AS "ends",
                sum(\(Self.unitCount("i"))) AS "units", sum(i."no_of_visits") AS "visits",
                (SELECT max(r."id") FROM maintenance_schedule r WHERE r."renewal_of" = s."id" AND r."docstatus" < 2)
                    AS "renewal"
            FROM maintenance_schedule_item i JOIN maintenance_schedule s ON s."id" = i."parent"
            WHERE i."end_date" BETWEEN \(first) AND \(last) AND s."docstatus" = 1 AND NOT EXISTS (
                SELECT 1 FROM maintenance_schedule_item j WHERE j."parent" = s."id" AND j."end_date" > \(last))
            GROUP BY s."id", s."name", s."customer_name" ORDER BY max(i."end_date"), s."id" LIMIT \(limit)) t
            LEFT JOIN maintenance_schedule n ON n."id" = t."renewal" ORDER BY t."ends", t."id"
            """
        ) { row in
            EndingContract(
                schedule: row.text(0) ?? "", customer: row.text(1) ?? "", end: Day(number: Int(row.integer(2) ?? 0)),
                units: Int(row.integer(3) ?? 0), visits: Int(row.integer(4) ?? 0), renewal: row.text(5) ?? "",
                isDraft: row.integer(6) == 0, renewedAt: Instant(milliseconds: row.integer(7) ?? 0))
        }
    }

    /// How many numbers a row's cell of serial numbers holds.
    static func unitCount(_ row: String) -> SQL {
        let cell: SQL = "\(name: row).\"serial_no\""
        return """
            CASE WHEN \(cell) IS NULL THEN 0 ELSE length(\(cell)) - length(replace(\(cell), \(lineBreak), '')) + 1 END
            """
    }

    private static let lineBreak = "\n"
}
