public import Inventory

/// Something that happened to an asset, as its page tells it.
public struct AssetEntry: Sendable {
    public let at: Instant
    public let author: String
    public let postedAt: PostingTime
    /// The movement's name; empty for the asset's own beginning, and for a mark.
    public let movement: String
    public let location: String
    public let custodian: String
    /// The condition that it was marked with; empty where it was put somewhere.
    public let condition: String
    public let reason: String
    /// Whether it takes another one back, or was taken back.
    public let isReversal, isReversed: Bool
}

/// A place, with how many assets are there.
public struct LocationCount: Sendable {
    public let id: Int64
    public let name: String
    public let parent: Int64?
    public let isGroup: Bool
    /// The assets that are there themselves.
    public let count: Int
}

extension Books {
    /// Everything that happened to an asset, newest first; at most 1,000 entries.
    public func assetHistory(of name: String) throws -> [AssetEntry] {
        let key = try find(Asset.self, name).head.id
        return try transaction.query(
            """
            SELECT e."created_at", a."name", e."posted_at", m."name", l."name", c."name", e."condition", e."reason",
                e."reverses", EXISTS (SELECT 1 FROM asset_event y WHERE y."reverses" = e."id")
            FROM asset_event e JOIN account a ON a."id" = e."author" LEFT JOIN asset_movement m ON m."id" = e."movement"
            LEFT JOIN location l ON l."id" = e."location" LEFT JOIN employee c ON c."id" = e."custodian"
            WHERE e."asset" = \(key) ORDER BY e."id" DESC LIMIT 1000
            """
        ) { row in
            AssetEntry(
                at: Instant(milliseconds: row.integer(0) ?? 0), author: row.text(1) ?? "",
                postedAt: PostingTime(milliseconds: row.integer(2) ?? 0), movement: row.text(3) ?? "",
                location: row.text(4) ?? "", custodian: row.text(5) ?? "", condition: row.text(6) ?? "",
                reason: row.text(7) ?? "", isReversal: row.integer(8) != nil, isReversed: row.integer(9) == 1)
        }
    }

    /// The places in the order of their names, with the assets of ours that are there; at most `limit`.
    public func locationCounts(limit: Int) throws -> [LocationCount] {
        try transaction.query(
            """
            SELECT l."id", l."name", l."parent_location", l."is_group", (SELECT count(*) FROM asset a
                JOIN unit u ON u."id" = a."serial_no" WHERE a."location" = l."id" AND a."docstatus" = 1
                AND u."warehouse" IS NOT NULL)
            FROM location l ORDER BY l."name" LIMIT \(limit)
            """
        ) { row in
            LocationCount(
                id: row.integer(0) ?? 0, name: row.text(1) ?? "", parent: row.integer(2),
                isGroup: row.integer(3) == 1, count: Int(row.integer(4) ?? 0))
        }
    }

    /// The places and people that were typed on units, where there are such; by the numbers' keys.
    public func typedPlaces(
        of numbers: [SerialNumber]
    ) throws -> [String: (number: String, location: String?, keeper: String?)] {
        let found = try transaction.query(
            """
            SELECT u."name_key", u."name", l."name", e."name" FROM \(rows: Rows(.texts("key", numbers.map(\.key)))) k
            JOIN unit u ON u."name_key" = k."key" LEFT JOIN location l ON l."name" = u."location"
            LEFT JOIN employee e ON e."name" = u."employee" AND e."status" = 'Active'
            """
        ) { (($0.text(0) ?? ""), (number: $0.text(1) ?? "", location: $0.text(2), keeper: $0.text(3))) }
        return Dictionary(found) { first, _ in first }
    }

    /// The assets of these names, or whose units have these numbers; by the keys of what was asked.
    public func assets(named names: [SerialNumber]) throws -> [String: String] {
        let rows = Rows(.texts("key", names.map(\.key)), .texts("name", names.map { $0.text }))
        let found = try transaction.query(
            """
            SELECT k."key", a."name" FROM \(rows: rows) k JOIN asset a ON a."name" = k."name"
            UNION ALL SELECT k."key", a."name" FROM \(rows: rows) k JOIN unit u ON u."name_key" = k."key"
            JOIN asset a ON a."id" = u."asset"
            """
        ) { ($0.text(0) ?? "", $0.text(1) ?? "") }
        return Dictionary(found) { first, _ in first }
    }

    /// Whether a document that brings units in has any of an item that is marked as a fixed asset.
    public func hasFixedAssets<R: Record>(_ type: R.Type, _ key: Int64?) throws -> Bool {
        let bringing: [any Record.Type] = [PurchaseReceipt.self, PurchaseInvoice.self, StockEntry.self]
        guard bringing.contains(where: { $0 == type }), let lines = Table.of(type).lines.first else { return false }
        return try transaction.first(
            """
            SELECT 1 FROM \(name: lines.name) r JOIN item i ON i."id" = r."item_code"
            WHERE r."parent" = \(key) AND i."is_fixed_asset" = 1 LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// The units that a document brought in, that are still ours and could be assets.
    public func assetCandidates(of type: String, _ name: String, limit: Int) throws -> [String] {
        try transaction.query(
            """
            SELECT u."name" FROM posting p JOIN movement m ON m."posting" = p."id" JOIN unit u ON u."id" = m."unit"
            JOIN item i ON i."id" = u."item_code" WHERE p."document_no" = \(name) AND p."document_type" = \(type)
            AND u."way_in" = m."id" AND u."warehouse" IS NOT NULL AND u."asset" IS NULL AND i."is_fixed_asset" = 1
            ORDER BY m."id" LIMIT \(limit)
            """
        ) { $0.text(0) ?? "" }
    }
}
