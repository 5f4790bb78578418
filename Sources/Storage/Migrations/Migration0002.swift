extension Migration {
    /// Custom fields: their definitions, and a column for their values on every record that can have some.
    ///
    /// Records that exist have none, which is NULL (docs/decisions/0013-custom-fields.md).
    static let addCustomFields = Migration(
        number: 2, name: "addCustomFields",
        text: """
            ALTER TABLE "role" ADD COLUMN "custom" TEXT;
            ALTER TABLE "account" ADD COLUMN "custom" TEXT;
            ALTER TABLE "company" ADD COLUMN "custom" TEXT;
            ALTER TABLE "uom" ADD COLUMN "custom" TEXT;
            ALTER TABLE "brand" ADD COLUMN "custom" TEXT;
            ALTER TABLE "item_group" ADD COLUMN "custom" TEXT;
            ALTER TABLE "item" ADD COLUMN "custom" TEXT;
            ALTER TABLE "batch" ADD COLUMN "custom" TEXT;
            ALTER TABLE "warehouse" ADD COLUMN "custom" TEXT;
            ALTER TABLE "supplier" ADD COLUMN "custom" TEXT;
            ALTER TABLE "customer" ADD COLUMN "custom" TEXT;
            ALTER TABLE "stock_settings" ADD COLUMN "custom" TEXT;
            CREATE TABLE "custom_field" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "dt" TEXT,
                "fieldname" TEXT,
                "label" TEXT,
                "fieldtype" TEXT,
                "options" TEXT,
                "insert_after" TEXT,
                "reqd" BIGINT,
                "in_list_view" BIGINT,
                "allow_on_submit" BIGINT,
                "default" TEXT,
                "description" TEXT,
                CONSTRAINT "custom_field_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "custom_field_dt" ON "custom_field"("dt");
            ALTER TABLE "sales_order" ADD COLUMN "custom" TEXT;
            ALTER TABLE "unit" ADD COLUMN "custom" TEXT;
            ALTER TABLE "stock_entry" ADD COLUMN "custom" TEXT;
            ALTER TABLE "purchase_receipt" ADD COLUMN "custom" TEXT;
            ALTER TABLE "purchase_invoice" ADD COLUMN "custom" TEXT;
            ALTER TABLE "delivery_note" ADD COLUMN "custom" TEXT;
            ALTER TABLE "sales_invoice" ADD COLUMN "custom" TEXT;
            ALTER TABLE "stock_reconciliation" ADD COLUMN "custom" TEXT;
            """)
}
