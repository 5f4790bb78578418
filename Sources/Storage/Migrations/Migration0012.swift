extension Migration {
    /// What comes after the sale: holiday lists, technicians, schedules of visits, visits, and the digests of the
    /// addresses under which technicians' calendars are read.
    static let maintenance = Migration(
        number: 12, name: "maintenance",
        text: """
            CREATE TABLE "holiday_list" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "from_date" BIGINT,
                "to_date" BIGINT,
                "weekly_off" TEXT,
                "custom" TEXT,
                CONSTRAINT "holiday_list_name_unique" UNIQUE ("name")
            ) STRICT;
            ALTER TABLE "company" ADD COLUMN "default_holiday_list" BIGINT REFERENCES "holiday_list"("id");
            CREATE TABLE "sales_person" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "enabled" BIGINT,
                "user" BIGINT REFERENCES "account"("id"),
                "email" TEXT,
                "mobile_no" TEXT,
                "custom" TEXT,
                CONSTRAINT "sales_person_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "sales_person_user" ON "sales_person"("user");
            CREATE TABLE "maintenance_schedule" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "maintenance_schedule_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "address_display" TEXT,
                "contact_mobile" TEXT,
                "holiday_list" BIGINT REFERENCES "holiday_list"("id"),
                "renewal_of" BIGINT REFERENCES "maintenance_schedule"("id"),
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "transaction_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                "custom" TEXT,
                CONSTRAINT "maintenance_schedule_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "maintenance_schedule_customer" ON "maintenance_schedule"("customer");
            CREATE INDEX "maintenance_schedule_renewal_of" ON "maintenance_schedule"("renewal_of");
            CREATE INDEX "maintenance_schedule_transaction_date" ON "maintenance_schedule"("transaction_date");
            CREATE INDEX "maintenance_schedule_draft" ON "maintenance_schedule"("id") WHERE "docstatus" = 0;
            CREATE TABLE "maintenance_visit" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "maintenance_visit_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "maintenance_schedule" BIGINT REFERENCES "maintenance_schedule"("id"),
                "maintenance_schedule_detail" TEXT,
                "maintenance_type" TEXT,
                "completion_status" TEXT,
                "address_display" TEXT,
                "contact_mobile" TEXT,
                "customer_feedback" TEXT,
                "signed_by" TEXT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "mntc_date" BIGINT,
                "mntc_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                "custom" TEXT,
                CONSTRAINT "maintenance_visit_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "maintenance_visit_customer" ON "maintenance_visit"("customer");
            CREATE INDEX "maintenance_visit_maintenance_schedule" ON "maintenance_visit"("maintenance_schedule");
            CREATE INDEX "maintenance_visit_maintenance_schedule_detail" ON "maintenance_visit"("maintenance_schedule_detail");
            CREATE INDEX "maintenance_visit_mntc_date" ON "maintenance_visit"("mntc_date");
            CREATE INDEX "maintenance_visit_draft" ON "maintenance_visit"("id") WHERE "docstatus" = 0;
            CREATE TABLE "holiday" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "holiday_list"("id"),
                "idx" BIGINT NOT NULL,
                "holiday_date" BIGINT,
                "description" TEXT,
                "weekly_off" BIGINT
            ) STRICT;
            CREATE INDEX "holiday_parent" ON "holiday"("parent", "idx");
            CREATE INDEX "holiday_holiday_date" ON "holiday"("holiday_date");
            CREATE TABLE "maintenance_schedule_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "maintenance_schedule"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "start_date" BIGINT,
                "end_date" BIGINT,
                "periodicity" TEXT,
                "no_of_visits" BIGINT,
                "sales_person" BIGINT REFERENCES "sales_person"("id"),
                "serial_no" TEXT,
                "sales_order" BIGINT REFERENCES "sales_order"("id")
            ) STRICT;
            CREATE INDEX "maintenance_schedule_item_parent" ON "maintenance_schedule_item"("parent", "idx");
            CREATE INDEX "maintenance_schedule_item_end_date" ON "maintenance_schedule_item"("end_date");
            CREATE TABLE "maintenance_schedule_detail" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "maintenance_schedule"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "scheduled_date" BIGINT,
                "actual_date" BIGINT,
                "sales_person" BIGINT REFERENCES "sales_person"("id"),
                "completion_status" TEXT,
                "serial_no" TEXT,
                "item_reference" TEXT
            ) STRICT;
            CREATE INDEX "maintenance_schedule_detail_parent" ON "maintenance_schedule_detail"("parent", "idx");
            CREATE INDEX "maintenance_schedule_detail_scheduled_date" ON "maintenance_schedule_detail"("scheduled_date");
            CREATE INDEX "maintenance_schedule_detail_sales_person" ON "maintenance_schedule_detail"("sales_person", "scheduled_date");
            CREATE INDEX "maintenance_schedule_detail_open" ON "maintenance_schedule_detail"("scheduled_date", "id")
                WHERE "completion_status" <> 'Fully Completed';
            CREATE TABLE "maintenance_visit_purpose" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "maintenance_visit"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "serial_no" BIGINT REFERENCES "unit"("id"),
                "service_person" BIGINT REFERENCES "sales_person"("id"),
                "description" TEXT,
                "work_done" TEXT,
                "prevdoc_doctype" TEXT,
                "prevdoc_docname" TEXT
            ) STRICT;
            CREATE INDEX "maintenance_visit_purpose_parent" ON "maintenance_visit_purpose"("parent", "idx");
            CREATE INDEX "maintenance_visit_purpose_serial_no" ON "maintenance_visit_purpose"("serial_no");
            CREATE INDEX "maintenance_visit_purpose_service_person" ON "maintenance_visit_purpose"("service_person");
            CREATE TABLE "calendar_feed" (
                "sales_person" BIGINT PRIMARY KEY REFERENCES "sales_person"("id") ON DELETE CASCADE,
                "digest" TEXT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "at" BIGINT NOT NULL,
                CONSTRAINT "calendar_feed_digest_unique" UNIQUE ("digest")
            ) STRICT;
            """)
}
