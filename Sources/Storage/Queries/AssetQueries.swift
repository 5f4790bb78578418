import Inventory

/// What decisions about assets read; each with one statement, whatever the number of assets.
extension Books {
    /// How the units that an asset names came to us, by their keys.
    func origins(of units: [Int64]) throws -> [Int64: UnitOrigin] {
        guard !units.isEmpty else { return [:] }
        let found = try transaction.query(
            """
            SELECT u."id", i."id", i."name", i."item_name", i."is_fixed_asset", c."id", c."name", p."posted_at",
                u."purchase_rate", p."document_type", p."document", p."document_no"
            FROM \(rows: Rows(.integers("unit", units))) k JOIN unit u ON u."id" = k."unit"
            JOIN item i ON i."id" = u."item_code" LEFT JOIN company c ON c."id" = u."company"
            LEFT JOIN movement m ON m."id" = u."way_in" LEFT JOIN posting p ON p."id" = m."posting"
            """
        ) { row in
            var origin = UnitOrigin()
            origin.item = Link(row.text(2) ?? "", id: row.id(1))
            origin.itemName = row.text(3) ?? ""
            origin.isFixedAsset = row.integer(4) == 1
            origin.company = Link(row.text(6) ?? "", id: row.id(5))
            origin.day = row.integer(7).map { PostingTime(milliseconds: $0).day }
            origin.rate = Money(millionths: row.integer(8) ?? 0)
            let document = row.text(11) ?? ""
            if row.text(9) == PurchaseReceipt.type.name { origin.receipt = Link(document, id: row.id(10)) }
            if row.text(9) == PurchaseInvoice.type.name { origin.invoice = Link(document, id: row.id(10)) }
            return (row.integer(0) ?? 0, origin)
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Where the units of assets stand, and when the assets were last put somewhere.
    func standings(of assets: [ID<Asset>]) throws -> [ID<Asset>: AssetStanding] {
        guard !assets.isEmpty else { return [:] }
        let rows = Rows(.integers("asset", Set(assets.map(\.rawValue)).sorted()))
        let found = try transaction.query(
            """
            SELECT a."id", u."status", e."posted_at" FROM \(rows: rows) k JOIN asset a ON a."id" = k."asset"
            JOIN unit u ON u."id" = a."serial_no" LEFT JOIN asset_event e ON e."id" = \(Self.lastPlace("a"))
            """
        ) { row in
            let standing = AssetStanding(
                unit: row.text(1).flatMap(UnitStatus.init(rawValue:)) ?? .inactive,
                placedAt: row.integer(2).map(PostingTime.init(milliseconds:)))
            return (ID<Asset>(row.integer(0) ?? 0), standing)
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// What stands against cancelling a document that says something about assets.
    func refusals<D: Document>(toRelease document: D) throws -> [Offence] {
        if let asset = document as? Asset, let id = asset.head.id.map(ID<Asset>.init) {
            try lock("unit", where: "d.\"id\" = \(asset.unit.id)")
            guard let standing = try standings(of: [id])[id], standing.unit != .active else { return [] }
            return [Offence(.assetGone(asset: asset.head.name, status: standing.unit))]
        }
        guard D.self == AssetMovement.self else { return [] }
        try lock(
            Asset.type.table,
            where: """
                d."id" IN (SELECT i."asset" FROM asset_movement_item i WHERE i."parent" = \(document.head.id))
                """)
        let later = try transaction.query(
            """
            SELECT DISTINCT v."name" FROM asset_event e JOIN asset_event f ON f."asset" = e."asset" AND f."id" > e."id"
                AND f."movement" <> e."movement" AND f."reverses" IS NULL AND \(Self.standsEvent("f"))
            JOIN asset_movement v ON v."id" = f."movement"
            WHERE e."movement" = \(document.head.id) AND e."reverses" IS NULL ORDER BY v."name" LIMIT 10
            """
        ) { $0.text(0) ?? "" }
        return later.isEmpty ? [] : [Offence(.laterUse(documents: later))]
    }

    /// What brought a unit in before it became an asset cannot be taken back while it is one.
    func assetRefusals(toReverse posting: Int64) throws -> [Offence] {
        try transaction.query(
            """
            SELECT m."line", u."name", a."name" FROM movement m JOIN unit u ON u."id" = m."unit"
            JOIN asset a ON a."id" = u."asset" JOIN posting p ON p."id" = m."posting"
            WHERE m."posting" = \(posting) AND m."source" IS NULL AND EXISTS (SELECT 1 FROM asset_event e
                WHERE e."asset" = a."id" AND e."created_at" >= p."created_at" AND e."movement" IS NULL
                AND e."condition" IS NULL AND e."reverses" IS NULL)
            ORDER BY m."id"
            """
        ) { row in
            Offence(
                .heldAsAsset(asset: row.text(2) ?? ""), line: Int(row.integer(0) ?? 0), serial: row.text(1),
                field: "serial_no")
        }
    }

    /// A place may not be below itself.
    func cycleFaults<R: Record>(_ record: R) throws -> [Offence] {
        guard let place = record as? Location, let id = place.head.id, let parent = place.parent.id else { return [] }
        let isBelow = try transaction.first(
            """
            WITH RECURSIVE above("id") AS (SELECT CAST(\(parent) AS BIGINT) UNION SELECT l."parent_location"
                FROM above a JOIN location l ON l."id" = a."id" WHERE l."parent_location" IS NOT NULL)
            SELECT 1 FROM above WHERE "id" = \(id)
            """
        ) { _ in true }
        return isBelow == true ? [Offence(.ownParent, field: "parent_location")] : []
    }

    /// Where a unit is that is an asset, the asset says: what is sent back as it was shown is passed over, anything
    /// else refused. What a person typed before stays stored.
    func followAsset<R: Record>(_ record: inout R, replacing old: R?) throws -> [Offence] {
        guard var unit = record as? SerialNo, let old = old as? SerialNo, !old.asset.isEmpty,
            unit.location != old.location || unit.employee != old.employee
        else { return [] }
        let asset = try load(Asset.self, where: "d.\"id\" = \(old.asset.id)", withLines: false).first
        let isOurs = !old.warehouse.isEmpty
        var offences: [Offence] = []
        func follow(_ typed: inout String, _ stored: String, _ shown: String?, _ field: String) {
            if typed != stored, typed != (isOurs ? shown ?? "" : "") {
                offences.append(
                    Offence(.followsAsset(asset: old.asset.name), serial: old.number, field: field))
            }
            typed = stored
        }
        follow(&unit.location, old.location, asset?.location.name, "location")
        follow(&unit.employee, old.employee, asset?.custodian.name, "employee")
        if let following = unit as? R { record = following }
        return offences
    }
}
