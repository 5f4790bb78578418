public import Inventory

/// Warranties and contracts of units: dated records, of which the unit's columns show what counts.
///
/// Source: docs/rules.md, section 5; docs/decisions/0022-cover.md.
extension Books {
    /// Where a record of cover comes from.
    private struct Source {
        var type: String?
        var key: Int64?
        var name: String?
        var reason = ""

        var rows: Rows {
            Rows(.texts("type", [type]), .integers("key", [key]), .texts("name", [name]), .texts("reason", [reason]))
        }
    }

    /// Appends what a document grants; cancelling the document withdraws it.
    ///
    /// - Parameter reason: why, where the document itself does not say.
    public func grant<D: Document>(_ grants: [Decision.Grant], by document: D, reason: String = "") throws {
        try append(
            grants, Source(type: D.type.name, key: document.head.id, name: document.head.name, reason: reason))
    }

    /// Sets by hand until when units are covered, with a reason that stays in their history.
    ///
    /// - Parameter ends: nil where nothing covers them any more.
    /// - Throws: `Refusal` with every number that no unit has.
    public func cover(
        _ numbers: [SerialNumber], _ kind: CoverKind, from starts: Day?, until ends: Day?, reason: String
    ) throws {
        let rows = Rows(.texts("key", Array(Set(numbers.map(\.key)))))
        try lock("unit", where: "d.\"name_key\" IN (SELECT k.\"key\" FROM \(rows: rows) k)")
        let units = try transaction.query(
            """
            SELECT u."id", u."name", coalesce(u."warranty_computed", u."warranty_expiry_date"), u."amc_expiry_date"
            FROM \(rows: rows) k JOIN unit u ON u."name_key" = k."key" ORDER BY u."id"
            """
        ) { row in
            (key: row.integer(0) ?? 0, name: row.text(1) ?? "", until: row.integer(kind == .warranty ? 2 : 3))
        }
        let known = Set(units.map { SerialNumber($0.name).key })
        let unknown = numbers.filter { !known.contains($0.key) }.map {
            Offence(.serialUnknown, serial: $0.text, field: "serial_nos")
        }
        if !unknown.isEmpty { throw Refusal(unknown) }
        try append(
            units.map { Decision.Grant(unit: ID($0.key), kind: kind, starts: starts, ends: ends) },
            Source(reason: reason))
        let after: JSON = ends.map { .number(String($0.number)) } ?? .null
        let changes = units.map { unit -> String in
            let before: JSON = unit.until.map { .number(String($0)) } ?? .null
            return JSON.object([
                JSON.Member(kind.field, [before, after]), JSON.Member("reason", [.null, .string(reason)]),
            ]).text
        }
        try transaction.send(
            """
            INSERT INTO audit ("at", "author", "type", "record", "name", "action", "changes")
            SELECT \(clock.now.milliseconds), \(author.id), \(SerialNo.type.name), r."key", r."name", 'update', r."changes"
            FROM \(rows: Rows(.integers("key", units.map(\.key)), .texts("name", units.map(\.name)),
                .texts("changes", changes))) r
            """)
    }

    /// Keeps the dates that a person typed into a unit's record.
    func keepTyped(_ unit: SerialNo, replacing old: SerialNo?) throws {
        guard let key = unit.head.id else { return }
        var grants: [Decision.Grant] = []
        func keep(_ kind: CoverKind, _ new: Day?, _ old: Day?) {
            if new != old { grants.append(.init(unit: ID(key), kind: kind, starts: nil, ends: new)) }
        }
        keep(.warranty, unit.warrantyExpiry, old?.warrantyExpiry)
        keep(.contract, unit.contractExpiry, old?.contractExpiry)
        try insert(grants, Source())
    }

    private func append(_ grants: [Decision.Grant], _ source: Source) throws {
        guard !grants.isEmpty else { return }
        try insert(grants, source)
        try showCovers("SELECT r.\"unit\" FROM \(rows: Rows(.integers("unit", grants.map(\.unit.rawValue)))) r")
    }

    private func insert(_ grants: [Decision.Grant], _ source: Source) throws {
        guard !grants.isEmpty else { return }
        let rows = Rows(
            .integers("id", try transaction.reserveKeys(grants.count, in: "cover")),
            .integers("unit", grants.map(\.unit.rawValue)), .texts("kind", grants.map(\.kind.rawValue)),
            .integers("starts", grants.map { $0.starts.map { Int64($0.number) } }),
            .integers("ends", grants.map { $0.ends.map { Int64($0.number) } }))
        try transaction.send(
            """
            INSERT INTO cover ("id", "unit", "kind", "starts", "ends", "movement", "document_type", "document",
                "document_no", "reason", "author", "at")
            SELECT r."id", r."unit", r."kind", r."starts", r."ends",
                coalesce((SELECT max(m."id") FROM movement m WHERE m."unit" = r."unit"), 0), s."type", s."key", s."name",
                s."reason", \(author.id), \(clock.now.milliseconds) FROM \(rows: rows) r CROSS JOIN \(rows: source.rows) s
            """)
    }

    /// Takes back what a document granted: what counted before counts again.
    func withdrawCovers<D: Document>(by document: D) throws {
        let own: SQL = "c.\"document_type\" = \(D.type.name) AND c.\"document\" = \(document.head.id)"
        guard try transaction.first("SELECT 1 FROM cover c WHERE \(own) LIMIT 1", { _ in true }) != nil else { return }
        let units: SQL = "SELECT c.\"unit\" FROM cover c WHERE \(own)"
        try lock("unit", where: "d.\"id\" IN (\(units))")
        try transaction.send(
            """
            UPDATE cover SET "withdrawn_by" = \(author.id), "withdrawn_at" = \(clock.now.milliseconds)
            WHERE "id" IN (SELECT c."id" FROM cover c WHERE \(own) AND c."withdrawn_at" IS NULL)
            """)
        try showCovers(units)
    }

    /// Brings the columns of units up to date with their records. States what `inForce` states; `check` compares.
    private func showCovers(_ units: SQL) throws {
        try transaction.send(
            """
            UPDATE unit SET "warranty_expiry_date" = \(Self.lastCover(.warranty, "ends")),
                "amc_expiry_date" = \(Self.lastCover(.contract, "ends")),
                "warranty_computed" = CASE WHEN "status" = 'Delivered'
                    AND coalesce(\(Self.lastCover(.warranty, "movement")), -1) < "way_out"
                    THEN (SELECT m."warranty" FROM movement m WHERE m."id" = unit."way_out") END,
                "modified" = \(clock.now.milliseconds), "modified_by" = \(author.id)
            WHERE "id" IN (\(units))
            """)
    }

    /// A column of the last record of a kind that has not been withdrawn.
    static func lastCover(_ kind: CoverKind, _ column: String) -> SQL {
        """
        (SELECT c.\(name: column) FROM cover c WHERE c."unit" = unit."id" AND c."kind" = \(kind.rawValue)
        AND c."withdrawn_at" IS NULL ORDER BY c."id" DESC LIMIT 1)
        """
    }
}
