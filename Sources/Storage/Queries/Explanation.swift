import Inventory

extension Books {
    /// Adds to the refused units the names and documents that sentences about them mention.
    func explain(_ offences: [Offence], in stock: inout StockState) throws {
        let keys = Set(offences.compactMap { $0.serial.map { SerialNumber($0).key } })
        let units = keys.compactMap { stock.units[$0] }
        guard !units.isEmpty else { return }
        let rows = Rows(.integers("unit", units.map(\.id.rawValue).sorted()))
        let names = try transaction.query(
            """
            SELECT u."id", i."name", w."name", b."name", o."name", a."name" FROM \(rows: rows) k JOIN unit u ON u."id" = k."unit"
            JOIN item i ON i."id" = u."item_code" LEFT JOIN warehouse w ON w."id" = u."warehouse"
            LEFT JOIN batch b ON b."id" = u."batch_no" LEFT JOIN sales_order o ON o."id" = u."reserved_for"
            LEFT JOIN asset a ON a."id" = u."asset"
            """
        ) { ($0.integer(0), [1, 2, 3, 4, 5].map($0.text)) }
        let mentions = try mentions(of: rows)
        let named = Dictionary(uniqueKeysWithValues: names)
        for unit in units {
            var unit = unit
            let names = named[unit.id.rawValue] ?? [nil, nil, nil, nil, nil]
            unit.itemCode = names[0] ?? ""
            unit.warehouseName = names[1] ?? ""
            unit.batchName = names[2] ?? ""
            unit.reservedForName = names[3] ?? ""
            unit.assetName = names[4] ?? ""
            unit.mentions = mentions[unit.id.rawValue] ?? []
            stock.units[unit.number.key] = unit
        }
    }

    /// The documents of the surviving movements of units, in posting order.
    private func mentions(of rows: Rows) throws -> [Int64: [UnitRecord.Mention]] {
        let found = try transaction.query(
            """
            SELECT m."unit", p."document_type", p."document_no", p."posted_at", coalesce(c."name", s."name", '')
            FROM \(rows: rows) k JOIN movement m ON m."unit" = k."unit" JOIN posting p ON p."id" = m."posting"
            LEFT JOIN customer c ON c."id" = p."customer" LEFT JOIN supplier s ON s."id" = p."supplier"
            WHERE \(Self.survives("m")) ORDER BY m."unit", m."id"
            """
        ) { row in
            let mention = UnitRecord.Mention(
                type: row.text(1) ?? "", name: row.text(2) ?? "",
                postedAt: PostingTime(milliseconds: row.integer(3) ?? 0), party: row.text(4) ?? "")
            return (row.integer(0) ?? 0, mention)
        }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }

    /// The condition that a movement neither reverses another nor is reversed.
    static func survives(_ alias: String) -> SQL {
        """
        \(name: alias)."reverses" IS NULL
        AND NOT EXISTS (SELECT 1 FROM movement r WHERE r."reverses" = \(name: alias)."id")
        """
    }
}
