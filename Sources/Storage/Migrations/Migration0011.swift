extension Migration {
    /// Assets: places, employees, the units that are held as assets, their movements, and what happened to them.
    ///
    /// A unit's asset is a projection, as its way in is. What people typed as its location and employee stays.
    static let assets = Migration(
        number: 11, name: "assets",
        text: """
            CREATE TABLE "location" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "parent_location" BIGINT REFERENCES "location"("id"),
                "is_group" BIGINT,
                "custom" TEXT,
                CONSTRAINT "location_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "location_parent_location" ON "location"("parent_location");

            CREATE TABLE "employee" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "employee_number" TEXT,
                "status" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "user_id" BIGINT REFERENCES "account"("id"),
                "custom" TEXT,
                CONSTRAINT "employee_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "asset" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "asset_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "asset_name" TEXT,
                "serial_no" BIGINT REFERENCES "unit"("id"),
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "location" BIGINT REFERENCES "location"("id"),
                "custodian" BIGINT REFERENCES "employee"("id"),
                "purchase_date" BIGINT,
                "gross_purchase_amount" BIGINT,
                "purchase_receipt" BIGINT REFERENCES "purchase_receipt"("id"),
                "purchase_invoice" BIGINT REFERENCES "purchase_invoice"("id"),
                "available_for_use_date" BIGINT,
                "calculate_depreciation" BIGINT,
                "total_number_of_depreciations" BIGINT,
                "frequency_of_depreciation" BIGINT,
                "depreciation_start_date" BIGINT,
                "expected_value_after_useful_life" BIGINT,
                "opening_accumulated_depreciation" BIGINT,
                "number_of_depreciations_booked" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                "condition" TEXT,
                "custom" TEXT,
                CONSTRAINT "asset_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "asset_serial_no" ON "asset"("serial_no");
            CREATE UNIQUE INDEX "asset_live" ON "asset"("serial_no") WHERE "docstatus" = 1;
            CREATE INDEX "asset_item_code" ON "asset"("item_code");
            CREATE INDEX "asset_location" ON "asset"("location");
            CREATE INDEX "asset_custodian" ON "asset"("custodian");
            CREATE INDEX "asset_posting_date" ON "asset"("posting_date");
            CREATE INDEX "asset_draft" ON "asset"("id") WHERE "docstatus" = 0;

            CREATE TABLE "asset_movement" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL
                    CONSTRAINT "asset_movement_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "purpose" TEXT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "transaction_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                "custom" TEXT,
                CONSTRAINT "asset_movement_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "asset_movement_transaction_date" ON "asset_movement"("transaction_date");
            CREATE INDEX "asset_movement_draft" ON "asset_movement"("id") WHERE "docstatus" = 0;

            CREATE TABLE "asset_movement_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "asset_movement"("id"),
                "idx" BIGINT NOT NULL,
                "asset" BIGINT REFERENCES "asset"("id"),
                "asset_name" TEXT,
                "source_location" BIGINT REFERENCES "location"("id"),
                "target_location" BIGINT REFERENCES "location"("id"),
                "from_employee" BIGINT REFERENCES "employee"("id"),
                "to_employee" BIGINT REFERENCES "employee"("id")
            ) STRICT;
            CREATE INDEX "asset_movement_item_parent" ON "asset_movement_item"("parent", "idx");
            CREATE INDEX "asset_movement_item_asset" ON "asset_movement_item"("asset");

            CREATE TABLE "asset_event" (
                "id" IDENTITY,
                "asset" BIGINT NOT NULL REFERENCES "asset"("id"),
                "posted_at" BIGINT NOT NULL,
                "created_at" BIGINT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "movement" BIGINT REFERENCES "asset_movement"("id"),
                "location" BIGINT REFERENCES "location"("id"),
                "custodian" BIGINT REFERENCES "employee"("id"),
                "condition" TEXT,
                "reason" TEXT,
                "reverses" BIGINT REFERENCES "asset_event"("id"),
                CONSTRAINT "asset_event_reverses_once" UNIQUE ("reverses")
            ) STRICT;
            CREATE INDEX "asset_event_asset" ON "asset_event"("asset", "id");
            CREATE INDEX "asset_event_movement" ON "asset_event"("movement") WHERE "movement" IS NOT NULL;

            ALTER TABLE "unit" ADD COLUMN "asset" BIGINT;
            CREATE INDEX "unit_asset" ON "unit"("asset") WHERE "asset" IS NOT NULL;
            """)
}
