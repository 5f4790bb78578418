extension Migration {
    /// Warranty claims and installation notes, what is installed where, and which documents exchanged a unit.
    ///
    /// An installation hangs on the movement that brought the unit there, as a bill does: once the unit is back, it is
    /// over.
    /// The last two indexes count delivered units and find those in the workshop.
    static let claims = Migration(
        number: 13, name: "claims",
        text: """
            CREATE TABLE "warranty_claim" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "naming_series" TEXT,
                "status" TEXT,
                "complaint_date" BIGINT,
                "serial_no" BIGINT REFERENCES "unit"("id"),
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "warranty_amc_status" TEXT,
                "warranty_expiry_date" BIGINT,
                "amc_expiry_date" BIGINT,
                "delivery_document_type" TEXT,
                "delivery_document_no" TEXT,
                "delivery_date" BIGINT,
                "complaint" TEXT,
                "complaint_raised_by" TEXT,
                "from_company" TEXT,
                "resolution_date" BIGINT,
                "resolved_by" BIGINT REFERENCES "account"("id"),
                "resolution_details" TEXT,
                "contact_person" TEXT,
                "contact_mobile" TEXT,
                "contact_email" TEXT,
                "service_address" TEXT,
                "repair_received_on" BIGINT,
                "repair_place" TEXT,
                "repair_received_by" BIGINT REFERENCES "account"("id"),
                "repair_sent_back_on" BIGINT,
                "company" BIGINT REFERENCES "company"("id"),
                "custom" TEXT,
                CONSTRAINT "warranty_claim_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "warranty_claim_complaint_date" ON "warranty_claim"("complaint_date");
            CREATE INDEX "warranty_claim_serial_no" ON "warranty_claim"("serial_no");
            CREATE INDEX "warranty_claim_customer" ON "warranty_claim"("customer");
            CREATE INDEX "warranty_claim_item_code" ON "warranty_claim"("item_code");
            CREATE INDEX "warranty_claim_batch_no" ON "warranty_claim"("batch_no");
            ALTER TABLE "delivery_note" ADD COLUMN "warranty_claim" BIGINT REFERENCES "warranty_claim"("id");
            ALTER TABLE "sales_invoice" ADD COLUMN "warranty_claim" BIGINT REFERENCES "warranty_claim"("id");
            CREATE INDEX "delivery_note_warranty_claim" ON "delivery_note"("warranty_claim") WHERE "warranty_claim" IS NOT NULL;
            CREATE INDEX "sales_invoice_warranty_claim" ON "sales_invoice"("warranty_claim") WHERE "warranty_claim" IS NOT NULL;
            CREATE TABLE "installation_note" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "installation_note_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "naming_series" TEXT,
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "customer_address" TEXT,
                "address_display" TEXT,
                "contact_person" TEXT,
                "contact_mobile" TEXT,
                "inst_date" BIGINT,
                "inst_time" BIGINT,
                "company" BIGINT REFERENCES "company"("id"),
                "remarks" TEXT,
                "amended_from" TEXT,
                "custom" TEXT,
                CONSTRAINT "installation_note_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "installation_note_customer" ON "installation_note"("customer");
            CREATE INDEX "installation_note_inst_date" ON "installation_note"("inst_date");
            CREATE INDEX "installation_note_draft" ON "installation_note"("id") WHERE "docstatus" = 0;
            CREATE TABLE "installation_note_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "installation_note"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "qty" BIGINT,
                "serial_no" TEXT,
                "description" TEXT,
                "prevdoc_doctype" TEXT,
                "prevdoc_docname" TEXT
            ) STRICT;
            CREATE INDEX "installation_note_item_parent" ON "installation_note_item"("parent", "idx");
            CREATE INDEX "installation_note_item_prevdoc_docname" ON "installation_note_item"("prevdoc_docname");
            CREATE TABLE "installation" (
                "installation_note" BIGINT NOT NULL REFERENCES "installation_note"("id"),
                "unit" BIGINT NOT NULL REFERENCES "unit"("id"),
                "movement" BIGINT NOT NULL REFERENCES "movement"("id"),
                PRIMARY KEY ("installation_note", "unit")
            ) STRICT;
            CREATE INDEX "installation_movement" ON "installation"("movement");
            CREATE INDEX "installation_unit" ON "installation"("unit");
            CREATE INDEX "maintenance_visit_purpose_prevdoc_docname" ON "maintenance_visit_purpose"("prevdoc_docname")
                WHERE "prevdoc_docname" IS NOT NULL;
            CREATE INDEX "unit_delivered" ON "unit"("item_code", "batch_no") WHERE "status" = 'Delivered';
            CREATE INDEX "warranty_claim_custody" ON "warranty_claim"("serial_no")
                WHERE "repair_received_on" IS NOT NULL AND "repair_sent_back_on" IS NULL;
            """)
}
