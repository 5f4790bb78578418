extension Migration {
    /// What was refused to people who scanned units on the floor, so that the office learns of it.
    ///
    /// The key is the scanner's own, so that what it tells twice stands once.
    static let refusedScans = Migration(
        number: 8, name: "refusedScans",
        text: """
            CREATE TABLE "refused_scan" (
                "id" IDENTITY,
                "account" BIGINT NOT NULL REFERENCES "account"("id"),
                "key" TEXT NOT NULL,
                "at" BIGINT NOT NULL,
                "mode" TEXT NOT NULL,
                "number" TEXT NOT NULL,
                "reason" TEXT NOT NULL,
                "dismissed_by" BIGINT REFERENCES "account"("id"),
                CONSTRAINT "refused_scan_key_unique" UNIQUE ("account", "key")
            ) STRICT;
            CREATE INDEX "refused_scan_at" ON "refused_scan"("at");
            CREATE INDEX "refused_scan_open" ON "refused_scan"("id") WHERE "dismissed_by" IS NULL;
            """)
}
