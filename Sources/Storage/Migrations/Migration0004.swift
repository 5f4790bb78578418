extension Migration {
    /// Filters of lists that people keep.
    static let savedFilters = Migration(
        number: 4, name: "savedFilters",
        text: """
            CREATE TABLE "saved_filter" (
                "id" IDENTITY,
                "account" BIGINT NOT NULL REFERENCES "account"("id") ON DELETE CASCADE,
                "type" TEXT NOT NULL,
                "name" TEXT NOT NULL,
                "is_shared" BIGINT NOT NULL,
                "query" TEXT NOT NULL,
                CONSTRAINT "saved_filter_name_unique" UNIQUE ("type", "account", "name")
            ) STRICT;
            CREATE INDEX "saved_filter_account" ON "saved_filter"("account");
            """)
}
