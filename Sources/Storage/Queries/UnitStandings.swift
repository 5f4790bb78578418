public import Inventory

extension Books {
    /// Adds how the units that a record names stand with their customers. Nobody may move them meanwhile.
    func addStandings(to linked: inout Linked) throws {
        let keys = linked.all(SerialNo.self).compactMap(\.head.id).sorted()
        guard !keys.isEmpty else { return }
        let rows = Rows(.integers("key", keys))
        try lock("unit", where: "d.\"id\" IN (SELECT k.\"key\" FROM \(rows: rows) k)")
        for standing in try standings(rows) { linked.add(standing) }
    }

    /// How a unit stands with its customer now.
    public func standing(of serial: String) throws -> UnitStanding {
        let key = try find(SerialNo.self, serial).head.id ?? 0
        return try standings(Rows(.integers("key", [key]))).first ?? UnitStanding(unit: ID(key))
    }

    private func standings(_ rows: Rows) throws -> [UnitStanding] {
        var custodies: [Int64: [String]] = [:]
        let open = try transaction.query(
            """
            SELECT d."serial_no", d."name" FROM \(rows: rows) k JOIN warranty_claim d ON d."serial_no" = k."key"
            WHERE \(Self.isInCustody("d")) ORDER BY d."id"
            """
        ) { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
        for (unit, claim) in open { custodies[unit, default: []].append(claim) }
        return try transaction.query(
            """
            SELECT unit."id", unit."status", i."id", i."name", i."item_name", i."description", b."id", b."name", c."id",
                c."name", c."name", p."document_type", p."document_no", p."posted_at", CASE WHEN unit."warranty_computed" IS NULL
                THEN \(Self.lastCover(.warranty, "starts")) ELSE p."posted_at" / 86400000 END,
                coalesce(unit."warranty_computed", unit."warranty_expiry_date"), \(Self.lastCover(.contract, "starts")),
                unit."amc_expiry_date"
            FROM \(rows: rows) k JOIN unit ON unit."id" = k."key" JOIN item i ON i."id" = unit."item_code"
            LEFT JOIN batch b ON b."id" = unit."batch_no" LEFT JOIN customer c ON c."id" = unit."customer"
            LEFT JOIN movement m ON m."id" = unit."way_out"
            LEFT JOIN posting p ON p."id" = m."posting" AND p."customer" IS NOT NULL
            """
        ) { row in
            var standing = UnitStanding(unit: ID(row.integer(0) ?? 0))
            standing.status = row.text(1).flatMap(UnitStatus.init(rawValue:)) ?? .inactive
            standing.item = Link(row.text(3) ?? "", id: row.id(2))
            (standing.itemName, standing.details) = (row.text(4) ?? "", LongText(row.text(5) ?? ""))
            standing.batch = Link(row.text(7) ?? "", id: row.id(6))
            standing.customer = Link(row.text(9) ?? "", id: row.id(8))
            standing.customerName = row.text(10) ?? ""
            (standing.deliveryType, standing.deliveryName) = (row.text(11) ?? "", row.text(12) ?? "")
            standing.deliveredOn = row.integer(13).map { PostingTime(milliseconds: $0).day }
            (standing.warrantyStart, standing.warrantyEnd) = (row.day(14), row.day(15))
            (standing.contractStart, standing.contractEnd) = (row.day(16), row.day(17))
            standing.custodies = custodies[row.integer(0) ?? 0] ?? []
            return standing
        }
    }

    /// That a claim says that its unit is in our workshop; of use for units that are with a customer.
    static func isInCustody(_ claim: String) -> SQL {
        "(\(name: claim).\"repair_received_on\" IS NOT NULL AND \(name: claim).\"repair_sent_back_on\" IS NULL)"
    }
}
