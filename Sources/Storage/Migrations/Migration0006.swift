extension Migration {
    /// Ways into the audit trail: by time, and by time of one author, of one type and of one record's name.
    ///
    /// The trail gets one row for a document, whatever its size, so the ledger does not feel them.
    static let searchAuditTrail = Migration(
        number: 6, name: "searchAuditTrail",
        text: """
            CREATE INDEX "audit_at" ON "audit"("at", "id");
            CREATE INDEX "audit_author" ON "audit"("author", "at", "id");
            CREATE INDEX "audit_type" ON "audit"("type", "at", "id");
            CREATE INDEX "audit_name" ON "audit"("name", "at", "id");
            """)
}
