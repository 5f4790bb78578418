public import Inventory

/// The secret addresses under which technicians' calendars are read. Only digests are kept.
extension Books {
    /// Gives a technician's calendar an address; the one before stops working.
    ///
    /// - Parameter digest: of the secret in the address.
    public func openFeed(of person: String, digest: String) throws {
        let record = try find(SalesPerson.self, person)
        try transaction.send(
            """
            INSERT INTO calendar_feed ("sales_person", "digest", "author", "at")
            VALUES (\(record.head.id), \(digest), \(author.id), \(clock.now.milliseconds))
            ON CONFLICT ("sales_person") DO UPDATE
            SET "digest" = excluded."digest", "author" = excluded."author", "at" = excluded."at"
            """)
        try audit(SalesPerson.type, key: record.head.id, name: record.head.name, action: "feed")
    }

    /// Takes the address of a technician's calendar back.
    public func closeFeed(of person: String) throws {
        let record = try find(SalesPerson.self, person)
        try transaction.send("DELETE FROM calendar_feed WHERE \"sales_person\" = \(record.head.id)")
        try audit(SalesPerson.type, key: record.head.id, name: record.head.name, action: "unfeed")
    }

    /// Since when a technician's calendar has its address; nil for one without.
    public func feed(of person: String) throws -> Instant? {
        try transaction.first(
            """
            SELECT f."at" FROM calendar_feed f JOIN sales_person p ON p."id" = f."sales_person"
            WHERE p."name" = \(person)
            """
        ) { Instant(milliseconds: $0.integer(0) ?? 0) }
    }

    /// The technician whose calendar is behind an address; nil for an address that does not work, or not any more.
    public func technician(behind digest: String) throws -> String? {
        try transaction.first(
            """
            SELECT p."name" FROM calendar_feed f JOIN sales_person p ON p."id" = f."sales_person"
            WHERE f."digest" = \(digest) AND p."enabled" = 1
            """
        ) { $0.text(0) ?? "" }
    }

    /// When the books were begun: what tells one installation's calendars from another's.
    public func beginning() throws -> Instant {
        try transaction.first("SELECT \"creation\" FROM account WHERE \"id\" = 1") {
            Instant(milliseconds: $0.integer(0) ?? 0)
        } ?? Instant(milliseconds: 0)
    }
}
