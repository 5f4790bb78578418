extension Migration {
    /// Indexes for reports and for what the home page counts: postings by time, number and customer, quantities by time
    /// and warehouse, units by the dates at which they need attention. Nothing of it grows with each movement.
    ///
    /// The expressions over units are those of `ExpiringUnits`.
    static let reports = Migration(
        number: 7, name: "reports",
        text: """
            CREATE INDEX "posting_posted_at" ON "posting"("posted_at", "id");
            CREATE INDEX "posting_document_no" ON "posting"("document_no");
            CREATE INDEX "posting_customer" ON "posting"("customer", "posted_at", "id") WHERE "customer" IS NOT NULL;
            CREATE INDEX "stock_ledger_entry_posted_at" ON "stock_ledger_entry"("posted_at", "id");
            CREATE INDEX "stock_ledger_entry_warehouse" ON "stock_ledger_entry"("warehouse", "posted_at");
            CREATE INDEX "unit_warranty" ON "unit"((coalesce("warranty_computed", "warranty_expiry_date")), "id")
                WHERE "status" = 'Delivered' AND coalesce("warranty_computed", "warranty_expiry_date") IS NOT NULL;
            CREATE INDEX "unit_contract" ON "unit"("amc_expiry_date", "id") WHERE "amc_expiry_date" IS NOT NULL;
            CREATE INDEX "unit_expiry" ON "unit"((coalesce("expiry_computed", "expiry_date")), "id")
                WHERE "status" = 'Active' AND coalesce("expiry_computed", "expiry_date") IS NOT NULL;
            """)
}
