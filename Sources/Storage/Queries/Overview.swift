public import Inventory

/// A submission or cancellation, for a list of the latest.
public struct LatestPosting: Sendable {
    public let type: String
    public let name: String
    public let isCancellation: Bool
    public let party: String
    public let author: String
    public let at: Instant
}

extension Books {
    /// How many drafts each of these document types has, counted up to one above `Attention.limit`, with one statement.
    public func draftCounts(of types: [any Document.Type]) throws -> [String: Int] {
        guard !types.isEmpty else { return [:] }
        let questions = types.map { type -> SQL in
            """
            SELECT \(type.type.name) AS "type", count(*) FROM (SELECT 1 FROM \(name: type.type.table)
            WHERE "docstatus" = 0 LIMIT \(Attention.limit + 1)) t
            """
        }
        let counts = try transaction.query(SQL.joined(questions, by: " UNION ALL ")) {
            ($0.text(0) ?? "", Int($0.integer(1) ?? 0))
        }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    /// What was submitted and cancelled last, the newest first, among documents of these types.
    public func latestPostings(_ count: Int, of types: [String]) throws -> [LatestPosting] {
        try transaction.query(
            """
            SELECT p."document_type", p."document_no", p."cancels", coalesce(c."name", s."name"), a."name", p."created_at"
            FROM posting p JOIN account a ON a."id" = p."author" LEFT JOIN customer c ON c."id" = p."customer"
            LEFT JOIN supplier s ON s."id" = p."supplier"
            WHERE p."document_type" IN (SELECT k."type" FROM \(rows: Rows(.texts("type", types))) k)
            ORDER BY p."id" DESC LIMIT \(count)
            """
        ) { row in
            LatestPosting(
                type: row.text(0) ?? "", name: row.text(1) ?? "", isCancellation: row.integer(2) != nil,
                party: row.text(3) ?? "", author: row.text(4) ?? "",
                at: Instant(milliseconds: row.integer(5) ?? 0))
        }
    }
}
