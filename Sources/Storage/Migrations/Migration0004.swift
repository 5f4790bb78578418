extension Migration {
    /// Filters that people keep, and indexes in which the units of an item, a warehouse, a customer and a lot stand
    /// newest last (docs/decisions/0016-lists-at-ten-million-rows.md).
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
            CREATE INDEX "unit_item" ON "unit"("item_code", "id");
            DROP INDEX "unit_warehouse";
            CREATE INDEX "unit_warehouse" ON "unit"("warehouse", "id") WHERE "warehouse" IS NOT NULL;
            DROP INDEX "unit_customer";
            CREATE INDEX "unit_customer" ON "unit"("customer", "id") WHERE "customer" IS NOT NULL;
            DROP INDEX "unit_batch";
            CREATE INDEX "unit_batch" ON "unit"("batch_no", "id") WHERE "batch_no" IS NOT NULL;
            """)
}
