extension Migration {
    /// Warranties and contracts of units as dated records, beside what deliveries compute in the ledger.
    ///
    /// Dates that people had typed become the first records. What a delivery computed no longer outlives the delivery.
    static let cover = Migration(
        number: 9, name: "cover",
        text: """
            CREATE TABLE "cover" (
                "id" IDENTITY,
                "unit" BIGINT NOT NULL REFERENCES "unit"("id"),
                "kind" TEXT NOT NULL CONSTRAINT "cover_kind_known" CHECK ("kind" IN ('Warranty', 'Contract')),
                "starts" BIGINT,
                "ends" BIGINT,
                "movement" BIGINT NOT NULL,
                "document_type" TEXT,
                "document" BIGINT,
                "document_no" TEXT,
                "reason" TEXT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "at" BIGINT NOT NULL,
                "withdrawn_by" BIGINT REFERENCES "account"("id"),
                "withdrawn_at" BIGINT
            ) STRICT;
            CREATE INDEX "cover_unit" ON "cover"("unit", "kind", "id");
            CREATE INDEX "cover_document" ON "cover"("document_type", "document") WHERE "document" IS NOT NULL;

            INSERT INTO "cover" ("unit", "kind", "ends", "movement", "reason", "author", "at")
            SELECT "id", 'Warranty', "warranty_expiry_date",
                CASE WHEN "warranty_computed" IS NULL THEN coalesce("way_out", 0) ELSE 0 END, '', "modified_by", "modified"
            FROM "unit" WHERE "warranty_expiry_date" IS NOT NULL;
            INSERT INTO "cover" ("unit", "kind", "ends", "movement", "reason", "author", "at")
            SELECT "id", 'Contract', "amc_expiry_date", 0, '', "modified_by", "modified"
            FROM "unit" WHERE "amc_expiry_date" IS NOT NULL;
            UPDATE "unit" SET "warranty_computed" = NULL
            WHERE "warranty_computed" IS NOT NULL AND "status" <> 'Delivered';
            """)
}
