public import Inventory

/// Where assets are and what becomes of them: events are appended, what an asset shows is their fold.
extension Books {
    /// Puts assets where a submitted document says, with a fixed number of statements. Nothing here may refuse.
    func place<D: Document>(_ placements: [Decision.Placement], by document: D) throws {
        if let asset = document as? Asset { return try place([asset]) }
        guard !placements.isEmpty else { return }
        let rows = Rows(
            .integers("id", try transaction.reserveKeys(placements.count, in: "asset_event")),
            .integers("asset", placements.map(\.asset.rawValue)),
            .integers("location", placements.map { $0.location?.rawValue }),
            .integers("custodian", placements.map { $0.custodian?.rawValue }))
        try transaction.send(
            """
            INSERT INTO asset_event ("id", "asset", "posted_at", "created_at", "author", "movement", "location",
                "custodian") SELECT r."id", r."asset", \(document.postedAt.milliseconds), \(clock.now.milliseconds),
                \(author.id), \(document.head.id), r."location", r."custodian" FROM \(rows: rows) r
            """)
        try transaction.send(
            """
            UPDATE asset SET "location" = r."location", "custodian" = r."custodian", \(touched)
            FROM \(rows: rows) r WHERE asset."id" = r."asset"
            """)
    }

    /// Takes submitted assets into the books: their first place, and what their units say.
    func place(_ assets: [Asset]) throws {
        let rows = Rows(
            .integers("id", try transaction.reserveKeys(assets.count, in: "asset_event")),
            .integers("asset", assets.map(\.head.id)), .integers("unit", assets.map { $0.unit.id?.rawValue }),
            .integers("posted_at", assets.map(\.postedAt.milliseconds)),
            .integers("location", assets.map { $0.location.id?.rawValue }),
            .integers("custodian", assets.map { $0.custodian.id?.rawValue }))
        try transaction.send(
            """
            INSERT INTO asset_event ("id", "asset", "posted_at", "created_at", "author", "location", "custodian")
            SELECT r."id", r."asset", r."posted_at", \(clock.now.milliseconds), \(author.id), r."location", r."custodian"
            FROM \(rows: rows) r
            """)
        try transaction.send(
            "UPDATE unit SET \"asset\" = r.\"asset\" FROM \(rows: rows) r WHERE unit.\"id\" = r.\"unit\"")
    }

    /// That somebody has changed an asset now, whatever the clock said before.
    private var touched: SQL {
        let now = clock.now.milliseconds
        return """
            "modified" = CASE WHEN asset."modified" < \(now) THEN \(now) ELSE asset."modified" + 1 END,
            "modified_by" = \(author.id)
            """
    }

    /// Takes back what a cancelled document said about assets: opposite events are appended, then places folded anew.
    func release(_ movement: AssetMovement) throws {
        try reverse("e.\"movement\" = \(movement.head.id)")
        try transaction.send(
            """
            UPDATE asset SET
                "location" = (SELECT e."location" FROM asset_event e WHERE e."id" = \(Self.lastPlace("asset"))),
                "custodian" = (SELECT e."custodian" FROM asset_event e WHERE e."id" = \(Self.lastPlace("asset"))),
                \(touched)
            WHERE "id" IN (SELECT i."asset" FROM asset_movement_item i WHERE i."parent" = \(movement.head.id))
            """)
    }

    func release(_ asset: Asset) throws {
        try reverse("e.\"asset\" = \(asset.head.id) AND e.\"reverses\" IS NULL AND \(Self.standsEvent("e"))")
        try transaction.send("UPDATE asset SET \"condition\" = NULL WHERE \"id\" = \(asset.head.id)")
        try transaction.send("UPDATE unit SET \"asset\" = NULL WHERE \"asset\" = \(asset.head.id)")
    }

    private func reverse(_ condition: SQL) throws {
        let events = try transaction.query(
            "SELECT e.\"id\" FROM asset_event e WHERE \(condition) ORDER BY e.\"id\" DESC"
        ) { $0.integer(0) }
        guard !events.isEmpty else { return }
        let keys = try transaction.reserveKeys(events.count, in: "asset_event")
        let rows = Rows(.integers("id", keys), .integers("original", events))
        try transaction.send(
            """
            INSERT INTO asset_event ("id", "asset", "posted_at", "created_at", "author", "movement", "location",
                "custodian", "condition", "reverses") SELECT r."id", e."asset", e."posted_at",
                \(clock.now.milliseconds), \(author.id), e."movement", e."location", e."custodian", e."condition",
                e."id" FROM \(rows: rows) r JOIN asset_event e ON e."id" = r."original"
            """)
    }

    /// The last event that put an asset somewhere and stands; later ones have higher keys.
    static func lastPlace(_ asset: String) -> SQL {
        """
        (SELECT max(x."id") FROM asset_event x WHERE x."asset" = \(name: asset)."id" AND x."condition" IS NULL
        AND x."reverses" IS NULL AND \(standsEvent("x")))
        """
    }

    /// That nothing has taken an event back.
    static func standsEvent(_ alias: String) -> SQL {
        "NOT EXISTS (SELECT 1 FROM asset_event y WHERE y.\"reverses\" = \(name: alias).\"id\")"
    }

    /// Says that an asset is out of order, in maintenance, or back in service.
    ///
    /// - Parameter reason: why, for its history.
    /// - Throws: `Refusal` for an asset that is not submitted or no longer ours, and without a reason.
    public func mark(asset name: String, _ condition: AssetCondition, reason: String) throws {
        let asset = try find(Asset.self, name)
        try lock(Asset.type.table, where: "d.\"id\" = \(asset.head.id)")
        let reason = SerialNumber(reason).text
        if reason.isEmpty { throw Refusal([Offence(.required, field: "reason", label: "Reason")]) }
        guard reason.utf8.count <= Self.reasonLimit else {
            throw Refusal([Offence(.tooLong(limit: Self.reasonLimit), field: "reason", label: "Reason")])
        }
        let id = asset.head.id.map(ID<Asset>.init)
        let (was, state) =
            try transaction.first(
                "SELECT \"condition\", \"docstatus\" FROM asset WHERE \"id\" = \(id)"
            ) { ($0.text(0).flatMap(AssetCondition.init(rawValue:)) ?? .inService, $0.integer(1)) } ?? (.inService, 0)
        guard state == 1, let id, let standing = try standings(of: [id])[id] else {
            throw Refusal(.assetNotSubmitted(asset: asset.head.name))
        }
        guard standing.unit == .active else {
            throw Refusal(.assetGone(asset: asset.head.name, status: standing.unit))
        }
        try transaction.send(
            """
            INSERT INTO asset_event ("id", "asset", "posted_at", "created_at", "author", "condition", "reason")
            VALUES (\(try transaction.reserveKeys(1, in: "asset_event")[0]), \(id), \(clock.local.milliseconds),
                \(clock.now.milliseconds), \(author.id), \(condition.rawValue), \(reason))
            """)
        let stored = condition == .inService ? nil : condition.rawValue
        try transaction.send("UPDATE asset SET \"condition\" = \(stored), \(touched) WHERE \"id\" = \(id)")
        let changes = [
            JSON.Member("status", [.string(was.rawValue), .string(condition.rawValue)]),
            JSON.Member("reason", [.null, .string(reason)]),
        ]
        try audit(Asset.type, key: id.rawValue, name: asset.head.name, action: "update", changes)
    }

    /// The most bytes of a reason.
    public static let reasonLimit = 500
}
