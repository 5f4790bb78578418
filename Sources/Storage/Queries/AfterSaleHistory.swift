import Inventory

extension Books {
    /// What happened to a unit after the sale: claims and what became of them, installations and their end.
    func afterSale(of unit: Int64) throws -> [HistoryEntry] {
        let claims = try transaction.query(
            """
            SELECT u."at", a."name", d."name", u."changes", d."customer_name" FROM warranty_claim d
            JOIN audit u ON u."type" = \(WarrantyClaim.type.name) AND u."record" = d."id"
            JOIN account a ON a."id" = u."author"
            WHERE d."serial_no" = \(unit) ORDER BY u."id" DESC LIMIT 1000
            """
        ) { row in
            Self.entry(
                row, "claim", WarrantyClaim.type, at: row.integer(0), party: row.text(4) ?? "",
                changes: row.text(3) ?? "")
        }
        let installations = try transaction.query(
            """
            SELECT u."at", a."name", n."name", n."inst_date", n."inst_time", n."customer_name",
                coalesce(n."customer_address", n."address_display"), u."action", n."docstatus"
            FROM installation i JOIN installation_note n ON n."id" = i."installation_note"
            JOIN audit u ON u."type" = \(InstallationNote.type.name) AND u."record" = n."id"
                AND u."action" IN ('submit', 'cancel')
            JOIN account a ON a."id" = u."author" WHERE i."unit" = \(unit) ORDER BY u."id" DESC LIMIT 1000
            """
        ) { row in
            let posted = PostingTime(
                Day(number: Int(row.integer(3) ?? 0)), TimeOfDay(milliseconds: Int(row.integer(4) ?? 0)))
            return Self.entry(
                row, row.text(7) == "submit" ? "installation" : "removal", InstallationNote.type, at: row.integer(0),
                postedAt: posted, target: row.text(6) ?? "", party: row.text(5) ?? "",
                isCancelled: row.integer(8) == 2)
        }
        return claims + installations
    }

    private static func entry(
        _ row: any Row, _ kind: String, _ type: RecordType, at: Int64?, postedAt: PostingTime? = nil,
        target: String = "", party: String, isCancelled: Bool = false, changes: String = ""
    ) -> HistoryEntry {
        HistoryEntry(
            at: Instant(milliseconds: at ?? 0), author: row.text(1) ?? "", kind: kind, documentType: type.name,
            document: row.text(2) ?? "", postedAt: postedAt, source: "", target: target, party: party,
            isCancelled: isCancelled, changes: changes)
    }
}
