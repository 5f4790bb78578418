public import Inventory

/// What of the audit trail is asked for; empty texts ask for nothing.
public struct AuditQuestion: Sendable {
    /// The user's name.
    public var author = ""
    /// The type of the records, such as `Item`.
    public var type = ""
    /// The record's name as it was when it was changed.
    public var name = ""
    /// What was done, such as `update`.
    public var action = ""
    public var from: Instant?
    /// The first instant that is too late.
    public var until: Instant?
    /// Only what stands behind this place, which is older.
    public var behind: AuditPlace?

    public init() {}
}

/// A place in the audit trail, which is read from the newest entry to the oldest.
public struct AuditPlace: Hashable, Sendable {
    public let at: Instant
    public let id: Int64

    public init(at: Instant, id: Int64) {
        self.at = at
        self.id = id
    }
}

/// A change that someone made by hand, or an event of somebody's access.
public struct AuditEntry: Sendable {
    public let place: AuditPlace
    public let author: String
    public let type: String
    /// The record's name at that time.
    public let name: String
    public let action: String
    /// Of each changed field its name (`items.1.qty` for one of a row), the value before and the value after, as they
    /// are stored.
    public let changes: [(field: String, before: Scalar, after: Scalar)]
}

extension Books {
    /// How many entries one look at the trail reads at most, whatever it filters by.
    private static let auditReach = 20_000

    /// The newest entries that a question asks for.
    ///
    /// - Returns: at most `length` entries, and where to look on: behind the last one, or behind what was searched in
    ///   vain; nil at the end of the trail.
    public func auditTrail(_ question: AuditQuestion, length: Int) throws -> (found: [AuditEntry], next: AuditPlace?) {
        var (searched, filtered) = (question.range, [SQL]())
        // One condition has an index that is in the order of time; the others are asked of what it finds.
        for (column, value) in [("name", question.name), ("author", question.author), ("type", question.type)]
        where !value.isEmpty {
            let condition: SQL =
                column == "author"
                ? "u.\"author\" = (SELECT a.\"id\" FROM account a WHERE a.\"name\" = \(value))"
                : "u.\(name: column) = \(value)"
            if searched.count == question.range.count { searched.append(condition) } else { filtered.append(condition) }
        }
        if !question.action.isEmpty { filtered.append("u.\"action\" = \(question.action)") }
        let reach: SQL = """
            SELECT u."at", u."id", u."author", u."type", u."name", u."action" FROM audit u
            WHERE \(SQL.joined(searched, by: " AND ")) ORDER BY u."at" DESC, u."id" DESC
            LIMIT \(filtered.isEmpty ? length + 1 : Self.auditReach)
            """
        let found = try transaction.query(
            """
            SELECT u."at", u."id", a."name", u."type", u."name", u."action", c."changes" FROM (\(reach)) u
            JOIN account a ON a."id" = u."author" JOIN audit c ON c."id" = u."id" WHERE \(SQL.joined(filtered + ["1 = 1"], by: " AND "))
            ORDER BY u."at" DESC, u."id" DESC LIMIT \(length + 1)
            """, Self.auditEntry)
        if found.count > length { return (Array(found.prefix(length)), found[length - 1].place) }
        guard !filtered.isEmpty else { return (found, nil) }
        let last = try transaction.first(
            """
            SELECT q."at", q."id" FROM (\(reach)) q ORDER BY q."at" DESC, q."id" DESC LIMIT 1 OFFSET \(Self.auditReach - 1)
            """
        ) { AuditPlace(at: Instant(milliseconds: $0.integer(0) ?? 0), id: $0.integer(1) ?? 0) }
        return (found, last)
    }

    private static func auditEntry(_ row: any Row) -> AuditEntry {
        let changes = row.text(6).flatMap { try? JSON(parsing: $0) }?.members ?? []
        return AuditEntry(
            place: AuditPlace(at: Instant(milliseconds: row.integer(0) ?? 0), id: row.integer(1) ?? 0),
            author: row.text(2) ?? "", type: row.text(3) ?? "", name: row.text(4) ?? "", action: row.text(5) ?? "",
            changes: changes.compactMap { change in
                guard let pair = change.value.array, pair.count == 2 else { return nil }
                return (change.name, Scalar(trail: pair[0]), Scalar(trail: pair[1]))
            })
    }
}

extension AuditQuestion {
    /// The conditions on time, which every index of the trail ends with.
    fileprivate var range: [SQL] {
        var range: [SQL] = ["1 = 1"]
        if let from { range.append("u.\"at\" >= \(from.milliseconds)") }
        if let until { range.append("u.\"at\" < \(until.milliseconds)") }
        if let behind { range.append("(u.\"at\", u.\"id\") < (\(behind.at.milliseconds), \(behind.id))") }
        return range
    }
}
