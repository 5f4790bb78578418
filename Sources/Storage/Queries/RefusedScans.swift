public import Inventory

/// A number that was refused to someone on the floor.
public struct RefusedScan: Hashable, Sendable {
    /// The scanner's own name for it: what is told twice under one key stands once.
    public let key: String
    public let at: Instant
    /// What was being done, as `ScanMode` calls it.
    public let mode: String
    public let number: String
    /// The sentence that the person was shown.
    public let reason: String

    /// The most that one call may tell.
    public static let batchLimit = 500
    /// For how many days refusals are kept.
    public static let days: Int64 = 90

    public init(key: String, at: Instant, mode: String, number: String, reason: String) {
        self.key = key
        self.at = at
        self.mode = mode
        self.number = number
        self.reason = reason
    }
}

/// A refused scan as the office reads it.
public struct StoredRefusedScan: Sendable {
    public let id: Int64
    public let author: String
    public let scan: RefusedScan
}

extension Books {
    /// Keeps what was refused on the floor; what is known by its key stays as it is, and what is old is forgotten.
    public func note(_ scans: [RefusedScan]) throws {
        let oldest = clock.now.milliseconds - RefusedScan.days * 86_400_000
        try transaction.send("DELETE FROM refused_scan WHERE \"at\" < \(oldest)")
        guard !scans.isEmpty else { return }
        let rows = Rows(
            .texts("key", scans.map(\.key)), .integers("at", scans.map { min($0.at, clock.now).milliseconds }),
            .texts("mode", scans.map(\.mode)), .texts("number", scans.map(\.number)),
            .texts("reason", scans.map(\.reason)))
        try transaction.send(
            """
            INSERT INTO refused_scan ("account", "key", "at", "mode", "number", "reason")
            SELECT \(author.id), k."key", k."at", k."mode", k."number", k."reason" FROM \(rows: rows) k
            WHERE k."at" >= \(oldest) ON CONFLICT ("account", "key") DO NOTHING
            """)
    }

    /// How many refusals on the floor since `start` nobody has dismissed.
    public func refusedScans(since start: Instant) throws -> Int {
        try transaction.first(
            """
            SELECT count(*) FROM refused_scan s WHERE s."at" >= \(start.milliseconds) AND s."dismissed_by" IS NULL
            """
        ) { Int($0.integer(0) ?? 0) } ?? 0
    }

    /// The refusals that nobody has dismissed, the last told first.
    ///
    /// - Parameter id: where to go on: only those told before this one.
    public func refusedScans(before id: Int64?, limit: Int) throws -> [StoredRefusedScan] {
        let start: SQL = id.map { " AND s.\"id\" < \($0)" } ?? ""
        return try transaction.query(
            """
            SELECT s."id", a."name", s."key", s."at", s."mode", s."number", s."reason"
            FROM refused_scan s JOIN account a ON a."id" = s."account"
            WHERE s."dismissed_by" IS NULL\(start) ORDER BY s."id" DESC LIMIT \(limit)
            """
        ) { row in
            StoredRefusedScan(
                id: row.integer(0) ?? 0, author: row.text(1) ?? "",
                scan: RefusedScan(
                    key: row.text(2) ?? "", at: Instant(milliseconds: row.integer(3) ?? 0), mode: row.text(4) ?? "",
                    number: row.text(5) ?? "", reason: row.text(6) ?? ""))
        }
    }

    /// Takes refusals off the list: one, or all up to one that somebody has seen.
    public func dismissRefusedScans(upTo id: Int64, onlyThatOne: Bool) throws {
        let which: SQL = onlyThatOne ? "\"id\" = \(id)" : "\"id\" <= \(id)"
        try transaction.send(
            "UPDATE refused_scan SET \"dismissed_by\" = \(author.id) WHERE \(which) AND \"dismissed_by\" IS NULL")
    }
}
