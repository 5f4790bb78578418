extension Migration {
    /// Lots: blocking them, making them at receipt, how much there is of each; recalls and the units they call back.
    ///
    /// `lot_balance` counts goods without serial numbers only, since a unit knows its lot. It has no check of its own:
    /// what was posted before lots were counted may have left one short.
    static let lots = Migration(
        number: 10, name: "lots",
        text: """
            ALTER TABLE "item" ADD COLUMN "create_new_batch" BIGINT;
            ALTER TABLE "batch" ADD COLUMN "description" TEXT;
            ALTER TABLE "batch" ADD COLUMN "blocked" BIGINT;
            ALTER TABLE "batch" ADD COLUMN "block_reason" TEXT;
            ALTER TABLE "batch" ADD COLUMN "blocked_by" TEXT;
            ALTER TABLE "batch" ADD COLUMN "blocked_on" BIGINT;
            UPDATE "batch" SET "blocked" = 0;
            UPDATE "item" SET "create_new_batch" = 0;
            UPDATE "unit" SET "expiry_computed" = (SELECT b."expiry_date" FROM "batch" b WHERE b."id" = "unit"."batch_no")
            WHERE NOT ("expiry_computed" IS NULL AND "expiry_date" IS NOT NULL)
            AND "batch_no" IN (SELECT b."id" FROM "batch" b WHERE b."expiry_date" IS NOT NULL);

            CREATE TABLE "lot_balance" (
                "batch_no" BIGINT NOT NULL REFERENCES "batch"("id"),
                "item_code" BIGINT NOT NULL REFERENCES "item"("id"),
                "warehouse" BIGINT NOT NULL REFERENCES "warehouse"("id"),
                "actual_qty" BIGINT NOT NULL,
                PRIMARY KEY ("batch_no", "item_code", "warehouse")
            ) STRICT;
            CREATE INDEX "lot_balance_place" ON "lot_balance"("item_code", "warehouse");
            INSERT INTO "lot_balance" ("batch_no", "item_code", "warehouse", "actual_qty")
            SELECT e."batch_no", e."item_code", e."warehouse", CAST(sum(e."actual_qty") AS BIGINT)
            FROM "stock_ledger_entry" e JOIN "item" i ON i."id" = e."item_code" AND i."has_serial_no" = 0
            WHERE e."batch_no" IS NOT NULL GROUP BY e."batch_no", e."item_code", e."warehouse";
            CREATE INDEX "stock_ledger_entry_batch" ON "stock_ledger_entry"("batch_no", "posted_at")
                WHERE "batch_no" IS NOT NULL;
            CREATE INDEX "batch_expiry" ON "batch"("expiry_date", "id") WHERE "expiry_date" IS NOT NULL;

            CREATE TABLE "recall" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "recall_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "serial_no" TEXT,
                "reason" TEXT,
                "letter" TEXT,
                "closed" BIGINT,
                "closed_by" TEXT,
                "closed_on" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                "custom" TEXT,
                CONSTRAINT "recall_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "recall_batch_no" ON "recall"("batch_no");
            CREATE INDEX "recall_posting_date" ON "recall"("posting_date");
            CREATE INDEX "recall_draft" ON "recall"("id") WHERE "docstatus" = 0;

            CREATE TABLE "recall_unit" (
                "recall" BIGINT NOT NULL REFERENCES "recall"("id"),
                "unit" BIGINT NOT NULL REFERENCES "unit"("id"),
                "is_product" BIGINT NOT NULL,
                "customer" BIGINT REFERENCES "customer"("id"),
                "way_out" BIGINT REFERENCES "movement"("id"),
                "outcome" TEXT,
                "note" TEXT,
                "ticked_by" BIGINT REFERENCES "account"("id"),
                "ticked_at" BIGINT,
                PRIMARY KEY ("recall", "unit")
            ) STRICT;
            CREATE INDEX "recall_unit_unit" ON "recall_unit"("unit");
            """)
}
