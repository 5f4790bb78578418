extension Migration {
    /// Pages that cost the same whatever there is: how many units stand in each place, kept beside the quantity, and
    /// units by the end of their warranty, of one item and of one customer (docs/decisions/0027-counted-units.md).
    ///
    /// Units are NULL for goods without serial numbers. The index over balances is empty as long as both figures agree.
    static let countedUnits = Migration(
        number: 16, name: "countedUnits",
        text: """
            ALTER TABLE "balance" ADD COLUMN "units" BIGINT;
            UPDATE "balance" SET "units" = (SELECT count(*) FROM "unit" u
                WHERE u."item_code" = "balance"."item_code" AND u."warehouse" = "balance"."warehouse")
            WHERE "item_code" IN (SELECT i."id" FROM "item" i WHERE i."has_serial_no" = 1);
            CREATE INDEX "balance_difference" ON "balance"("id") WHERE "actual_qty" <> "units" * 1000;

            CREATE INDEX "unit_item_warranty" ON "unit"
                ("item_code", (coalesce("warranty_computed", "warranty_expiry_date")), "id")
                WHERE "warehouse" IS NULL OR coalesce("warranty_computed", "warranty_expiry_date") IS NOT NULL;
            CREATE INDEX "unit_customer_warranty" ON "unit"
                ("customer", (coalesce("warranty_computed", "warranty_expiry_date")))
                WHERE "status" = 'Delivered' AND coalesce("warranty_computed", "warranty_expiry_date") IS NOT NULL;
            CREATE INDEX "unit_item_contract" ON "unit"("item_code", "amc_expiry_date")
                WHERE "amc_expiry_date" IS NOT NULL;
            CREATE INDEX "unit_customer_contract" ON "unit"("customer", "amc_expiry_date")
                WHERE "amc_expiry_date" IS NOT NULL;
            """)
}
