public import Inventory

/// A claim as a list of claims on one unit shows it.
public struct ClaimEntry: Sendable {
    public let name: String
    public let status: ClaimStatus
    public let date: Day?
    public let coverage: Coverage
    public let complaint: String
    public let resolution: String
    /// The unit that was delivered for this one; empty for none.
    public let replacement: String
}

/// How often units of an item, or of one of its lots, failed.
public struct ClaimRate: Hashable, Sendable {
    public let claims: Int
    /// The units with at least one claim.
    public let failed: Int
    /// The units that are with customers, and those with claims that came back.
    public let delivered: Int

    public init(claims: Int, failed: Int, delivered: Int) {
        (self.claims, self.failed, self.delivered) = (claims, failed, delivered)
    }
}

/// A customer's unit in our workshop.
public struct WorkshopUnit: Sendable {
    public let claim: String
    public let serial: String
    public let item: String
    public let itemName: String
    public let customer: String
    public let customerName: String
    public let since: Day
    public let place: String
    public let receivedBy: String
    public let coverage: Coverage
}

/// What became of a unit after it was sold.
public struct UnitAfterSale: Sendable {
    /// Where it is installed now, by which note, since when; nil for nowhere.
    public var installation: (note: String, day: Day, place: String)?
    /// The unit in whose place it was delivered, and the claim; nil for none.
    public var replaces: (serial: String, claim: String)?
    public var claims: [ClaimEntry] = []
    public var standing: UnitStanding
}

extension Books {
    /// The claims on a unit, the latest first, at most 50.
    public func claims(of unit: ID<Unit>) throws -> [ClaimEntry] {
        try transaction.query(
            """
            SELECT d."name", d."status", d."complaint_date", d."warranty_amc_status", d."complaint",
                d."resolution_details", (SELECT u."name" FROM unit u WHERE u."id" = \(Self.replacement("d")))
            FROM warranty_claim d WHERE d."serial_no" = \(unit) ORDER BY d."id" DESC LIMIT 50
            """
        ) { row in
            ClaimEntry(
                name: row.text(0) ?? "", status: row.text(1).flatMap(ClaimStatus.init(rawValue:)) ?? .open,
                date: row.integer(2).map { Day(number: Int($0)) },
                coverage: row.text(3).flatMap(Coverage.init(rawValue:)) ?? .unknown, complaint: row.text(4) ?? "",
                resolution: row.text(5) ?? "", replacement: row.text(6) ?? "")
        }
    }

    /// How often units of an item failed, or of one of its lots; claims that were cancelled do not count.
    public func claimRate(of item: ID<Item>, batch: ID<Batch>? = nil) throws -> ClaimRate {
        let lot: SQL = batch.map { " AND d.\"batch_no\" = \($0)" } ?? ""
        let unitsOfLot: SQL = batch.map { " AND u.\"batch_no\" = \($0)" } ?? ""
        return try transaction.first(
            """
            SELECT count(*), count(DISTINCT d."serial_no"),
                count(DISTINCT CASE WHEN v."status" <> 'Delivered' THEN d."serial_no" END),
                (SELECT count(*) FROM unit u WHERE u."status" = 'Delivered' AND u."item_code" = \(item)\(unitsOfLot))
            FROM warranty_claim d JOIN unit v ON v."id" = d."serial_no"
            WHERE d."item_code" = \(item) AND d."status" <> 'Cancelled'\(lot)
            """
        ) { row in
            ClaimRate(
                claims: Int(row.integer(0) ?? 0), failed: Int(row.integer(1) ?? 0),
                delivered: Int((row.integer(2) ?? 0) + (row.integer(3) ?? 0)))
        } ?? ClaimRate(claims: 0, failed: 0, delivered: 0)
    }

    /// The customers' units in our workshop, those that wait longest first, at most `count`.
    public func workshop(_ count: Int) throws -> [WorkshopUnit] {
        try transaction.query(
            """
            SELECT d."name", u."name", i."name", i."item_name", c."name", c."name", d."repair_received_on",
                d."repair_place", a."name", d."warranty_amc_status"
            FROM warranty_claim d CROSS JOIN unit u
            JOIN item i ON i."id" = u."item_code" LEFT JOIN customer c ON c."id" = u."customer"
            LEFT JOIN account a ON a."id" = d."repair_received_by"
            WHERE u."id" = d."serial_no" AND u."status" = 'Delivered' AND \(Self.isInCustody("d"))
            ORDER BY d."repair_received_on", d."id" LIMIT \(count)
            """
        ) { row in
            WorkshopUnit(
                claim: row.text(0) ?? "", serial: row.text(1) ?? "", item: row.text(2) ?? "",
                itemName: row.text(3) ?? "", customer: row.text(4) ?? "", customerName: row.text(5) ?? "",
                since: Day(number: Int(row.integer(6) ?? 0)), place: row.text(7) ?? "",
                receivedBy: row.text(8) ?? "", coverage: row.text(9).flatMap(Coverage.init(rawValue:)) ?? .unknown)
        }
    }

    /// What became of a unit after it was sold, with four statements.
    public func afterSale(of serial: String) throws -> UnitAfterSale {
        let standing = try standing(of: serial)
        var found = UnitAfterSale(standing: standing)
        found.claims = try claims(of: standing.unit)
        let ways = try transaction.query(
            """
            SELECT n."name", n."inst_date", coalesce(n."customer_address", n."address_display"), o."name", w."name"
            FROM unit u JOIN movement m ON m."id" = u."way_out" JOIN posting p ON p."id" = m."posting"
            LEFT JOIN installation i ON i."movement" = m."id" AND i."installation_note" IN
                (SELECT s."id" FROM installation_note s WHERE s."docstatus" = 1)
            LEFT JOIN installation_note n ON n."id" = i."installation_note"
            LEFT JOIN delivery_note v ON p."document_type" = 'Delivery Note' AND v."id" = p."document"
            LEFT JOIN warranty_claim w ON w."id" = v."warranty_claim" LEFT JOIN unit o ON o."id" = w."serial_no"
            WHERE u."id" = \(standing.unit)
            """
        ) { row in (row.text(0), row.integer(1), row.text(2) ?? "", row.text(3), row.text(4) ?? "") }
        for (note, day, place, replaced, claim) in ways {
            if let note, let day { found.installation = (note, Day(number: Int(day)), place) }
            if let replaced { found.replaces = (replaced, claim) }
        }
        return found
    }

    /// The pending claims on a unit beside this one.
    func pendingClaims(besides claim: WarrantyClaim) throws -> [String] {
        guard claim.status.isPending, let unit = claim.serial.id else { return [] }
        return try transaction.query(
            """
            SELECT d."name" FROM warranty_claim d WHERE d."serial_no" = \(unit.rawValue) AND d."name" <> \(claim.head.name)
            AND d."status" IN ('Open', 'Work In Progress') ORDER BY d."id" LIMIT 10
            """
        ) { $0.text(0) ?? "" }
    }

    /// That other claims on the unit of a claim are pending.
    func notices(about claim: WarrantyClaim) throws -> [Message] {
        let others = try pendingClaims(besides: claim)
        guard !others.isEmpty else { return [] }
        let facts: [String: Message.Fact] = ["serial": .name(claim.serial.name), "claims": .names(others)]
        return [Message("Other claims on {serial} are pending: {claims}.", facts)]
    }
}
