public import Inventory

/// Something that happened to a unit.
public struct HistoryEntry: Sendable {
    public let at: Instant
    public let author: String
    /// `movement`, `cancellation`, `cover`, `uncover`, `installation`, `removal` of an installation, `claim`, or the
    /// action of the audit trail.
    public let kind: String
    public let documentType: String
    public let document: String
    public let postedAt: PostingTime?
    public let source: String
    public let target: String
    public let party: String
    public let isCancelled: Bool
    /// What was changed by hand: field, before, after.
    public let changes: String
}

extension Books {
    /// Everything that happened to a unit, newest first: movements, their cancellations, and changes by hand.
    public func history(of serial: String) throws -> [HistoryEntry] {
        let key = try find(SerialNo.self, serial).head.id ?? 0
        let movements = try transaction.query(
            """
            SELECT p."created_at", a."name", p."cancels", p."document_type", p."document_no", p."posted_at", s."name",
                t."name", coalesce(c."name", v."name", ''), EXISTS (SELECT 1 FROM movement r WHERE r."reverses" = m."id")
            FROM movement m JOIN posting p ON p."id" = m."posting" JOIN account a ON a."id" = p."author"
            LEFT JOIN warehouse s ON s."id" = m."source" LEFT JOIN warehouse t ON t."id" = m."target"
            LEFT JOIN customer c ON c."id" = p."customer" LEFT JOIN supplier v ON v."id" = p."supplier"
            WHERE m."unit" = \(key) ORDER BY m."id" DESC LIMIT 1000
            """
        ) { row in
            HistoryEntry(
                at: Instant(milliseconds: row.integer(0) ?? 0), author: row.text(1) ?? "",
                kind: row.integer(2) == nil ? "movement" : "cancellation", documentType: row.text(3) ?? "",
                document: row.text(4) ?? "", postedAt: PostingTime(milliseconds: row.integer(5) ?? 0),
                source: row.text(6) ?? "", target: row.text(7) ?? "", party: row.text(8) ?? "",
                isCancelled: row.integer(9) == 1, changes: "")
        }
        let edits = try transaction.query(
            """
            SELECT u."at", a."name", u."action", u."changes" FROM audit u JOIN account a ON a."id" = u."author"
            WHERE u."type" = 'Serial No' AND u."record" = \(key) ORDER BY u."id" DESC LIMIT 1000
            """
        ) { row in
            HistoryEntry(
                at: Instant(milliseconds: row.integer(0) ?? 0), author: row.text(1) ?? "", kind: row.text(2) ?? "",
                documentType: "", document: "", postedAt: nil, source: "", target: "", party: "", isCancelled: false,
                changes: row.text(3) ?? "")
        }
        return try (movements + edits + coverHistory(of: key) + afterSale(of: key)).sorted { $0.at > $1.at }
    }

    /// What documents granted to a unit, and took back; what people set stands in the audit trail.
    private func coverHistory(of unit: Int64) throws -> [HistoryEntry] {
        try keptCovers(of: unit).filter { !$0.document.isEmpty }.flatMap { cover in
            func entry(_ kind: String, _ at: Instant, _ author: String, _ before: Day?, _ after: Day?) -> HistoryEntry {
                let days = [before, after].map { day -> JSON in day.map { .number(String($0.number)) } ?? .null }
                return HistoryEntry(
                    at: at, author: author, kind: kind, documentType: cover.documentType, document: cover.document,
                    postedAt: nil, source: "", target: "", party: "", isCancelled: false,
                    changes: JSON.object([JSON.Member(cover.kind.field, .array(days))]).text)
            }
            let granted = entry("cover", cover.at, cover.author, nil, cover.ends)
            return [granted] + (cover.withdrawal.map { [entry("uncover", $0.at, $0.author, cover.ends, nil)] } ?? [])
        }
    }
}
