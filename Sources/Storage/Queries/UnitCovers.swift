public import Inventory

/// A record of what covers a unit, or did, as its page shows it.
public struct UnitCover: Sendable {
    public let kind: CoverKind
    public let starts: Day?
    /// Nil where the record says that nothing covers the unit any more.
    public let ends: Day?
    /// The document that it comes from; empty where a person set it.
    public let documentType: String
    public let document: String
    public let reason: String
    public let author: String
    public let at: Instant
    /// Whether the delivery computed it: then the ledger has it, and it counts while the unit is out by that delivery.
    public let isComputed: Bool
    /// Who took it back and when; nil while it stands.
    public let withdrawal: (author: String, at: Instant)?
    /// Whether it is what the unit's fields show.
    public var counts = false
    fileprivate let order: Cover
}

extension Books {
    /// Everything that covers a unit or once did, the latest first.
    public func covers(of serial: String) throws -> [UnitCover] {
        try covers(of: find(SerialNo.self, serial).head.id ?? 0)
    }

    func covers(of unit: Int64) throws -> [UnitCover] {
        let kept = try keptCovers(of: unit)
        let computed = try computedCovers(of: unit)
        var covers = (kept + computed).sorted { left, right in
            (left.order.movement, left.order.order) > (right.order.movement, right.order.order)
        }
        let standing = covers.filter { $0.withdrawal == nil }.map(\.order)
        let inForce = CoverKind.allCases.compactMap { standing.inForce($0) }
        for index in covers.indices where covers[index].withdrawal == nil {
            covers[index].counts = inForce.contains(covers[index].order)
        }
        return covers
    }

    /// What documents granted and people set, the latest first.
    func keptCovers(of unit: Int64) throws -> [UnitCover] {
        try transaction.query(
            """
            SELECT c."kind", c."starts", c."ends", c."document_type", c."document_no", c."reason", a."name", c."at",
                w."name", c."withdrawn_at", c."movement", c."id"
            FROM cover c JOIN account a ON a."id" = c."author" LEFT JOIN account w ON w."id" = c."withdrawn_by"
            WHERE c."unit" = \(unit) ORDER BY c."id" DESC LIMIT 1000
            """
        ) { row in Self.cover(row, isComputed: false) }
    }

    /// What deliveries computed, the latest first.
    private func computedCovers(of unit: Int64) throws -> [UnitCover] {
        try transaction.query(
            """
            SELECT 'Warranty', p."posted_at" / 86400000, m."warranty", p."document_type", p."document_no", '', a."name",
                p."created_at", CASE WHEN u."way_out" = m."id" THEN NULL ELSE coalesce(b."name", '') END,
                coalesce(x."created_at", 0), m."id", 0
            FROM movement m JOIN posting p ON p."id" = m."posting" JOIN account a ON a."id" = p."author"
            JOIN unit u ON u."id" = m."unit" LEFT JOIN movement n ON n."id" = (SELECT min(l."id") FROM movement l
                WHERE l."unit" = m."unit" AND l."id" > m."id" AND l."target" IS NOT NULL)
            LEFT JOIN posting x ON x."id" = n."posting" LEFT JOIN account b ON b."id" = x."author"
            WHERE m."unit" = \(unit) AND m."warranty" IS NOT NULL AND m."target" IS NULL AND m."reverses" IS NULL
            ORDER BY m."id" DESC LIMIT 1000
            """
        ) { row in Self.cover(row, isComputed: true) }
    }

    private static func cover(_ row: any Row, isComputed: Bool) -> UnitCover {
        let kind = row.text(0).flatMap(CoverKind.init) ?? .warranty
        let order = Cover(
            kind: kind, starts: row.day(1), ends: row.day(2), movement: row.integer(10) ?? 0,
            order: row.integer(11) ?? 0)
        return UnitCover(
            kind: kind, starts: order.starts, ends: order.ends, documentType: row.text(3) ?? "",
            document: row.text(4) ?? "", reason: row.text(5) ?? "", author: row.text(6) ?? "",
            at: Instant(milliseconds: row.integer(7) ?? 0), isComputed: isComputed,
            withdrawal: row.text(8).map { ($0, Instant(milliseconds: row.integer(9) ?? 0)) }, order: order)
    }
}
