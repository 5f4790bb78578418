extension Migration {
    /// The first schema: the tables of the record types, the ledger and its projections, and what signing in needs.
    static let first = Migration(
        number: 1, name: "first",
        text: """
            CREATE TABLE "account" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "first_name" TEXT,
                "full_name" TEXT,
                "enabled" BIGINT,
                "language" TEXT,
                CONSTRAINT "account_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "role" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                CONSTRAINT "role_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "has_role" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "account"("id"),
                "idx" BIGINT NOT NULL,
                "role" BIGINT REFERENCES "role"("id")
            ) STRICT;
            CREATE INDEX "has_role_parent" ON "has_role"("parent", "idx");

            CREATE TABLE "company" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "abbr" TEXT,
                "default_currency" TEXT,
                "country" TEXT,
                "fiscal_year_start_month" BIGINT,
                CONSTRAINT "company_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "uom" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "must_be_whole_number" BIGINT,
                "enabled" BIGINT,
                CONSTRAINT "uom_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "brand" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "description" TEXT,
                CONSTRAINT "brand_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "item_group" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "parent_item_group" BIGINT REFERENCES "item_group"("id"),
                "is_group" BIGINT,
                CONSTRAINT "item_group_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "item" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "item_name" TEXT,
                "item_group" BIGINT REFERENCES "item_group"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "brand" BIGINT REFERENCES "brand"("id"),
                "description" TEXT,
                "disabled" BIGINT,
                "is_stock_item" BIGINT,
                "is_fixed_asset" BIGINT,
                "has_serial_no" BIGINT,
                "serial_no_series" TEXT,
                "has_batch_no" BIGINT,
                "batch_number_series" TEXT,
                "has_expiry_date" BIGINT,
                "shelf_life_in_days" BIGINT,
                "warranty_period" BIGINT,
                "end_of_life" BIGINT,
                "valuation_rate" BIGINT,
                "standard_rate" BIGINT,
                "barcode" TEXT,
                CONSTRAINT "item_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "item_item_group" ON "item"("item_group");
            CREATE INDEX "item_barcode" ON "item"("barcode");
            CREATE TABLE "uom_conversion_detail" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "item"("id"),
                "idx" BIGINT NOT NULL,
                "uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT
            ) STRICT;
            CREATE INDEX "uom_conversion_detail_parent" ON "uom_conversion_detail"("parent", "idx");

            CREATE TABLE "batch" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "item" BIGINT REFERENCES "item"("id"),
                "manufacturing_date" BIGINT,
                "expiry_date" BIGINT,
                "disabled" BIGINT,
                CONSTRAINT "batch_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "batch_item" ON "batch"("item");

            CREATE TABLE "warehouse" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "warehouse_name" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "parent_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "is_group" BIGINT,
                "disabled" BIGINT,
                CONSTRAINT "warehouse_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "warehouse_parent_warehouse" ON "warehouse"("parent_warehouse");

            CREATE TABLE "supplier" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "supplier_group" TEXT,
                "supplier_type" TEXT,
                "country" TEXT,
                "tax_id" TEXT,
                "disabled" BIGINT,
                CONSTRAINT "supplier_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "customer" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "customer_group" TEXT,
                "customer_type" TEXT,
                "territory" TEXT,
                "tax_id" TEXT,
                "disabled" BIGINT,
                CONSTRAINT "customer_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "stock_settings" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "stock_frozen_upto" BIGINT,
                "automatically_set_serial_nos_based_on_fifo" BIGINT,
                CONSTRAINT "stock_settings_name_unique" UNIQUE ("name")
            ) STRICT;

            CREATE TABLE "sales_order" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "sales_order_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "delivery_date" BIGINT,
                "reserve_stock" BIGINT,
                "po_no" TEXT,
                "total_qty" BIGINT,
                "total" BIGINT,
                "grand_total" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "transaction_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "sales_order_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "sales_order_customer" ON "sales_order"("customer");
            CREATE INDEX "sales_order_transaction_date" ON "sales_order"("transaction_date");
            CREATE INDEX "sales_order_draft" ON "sales_order"("id") WHERE "docstatus" = 0;
            CREATE TABLE "sales_order_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "sales_order"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "qty" BIGINT,
                "uom" BIGINT REFERENCES "uom"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT,
                "stock_qty" BIGINT,
                "rate" BIGINT,
                "amount" BIGINT,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id")
            ) STRICT;
            CREATE INDEX "sales_order_item_parent" ON "sales_order_item"("parent", "idx");

            CREATE TABLE "unit" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "name_key" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "item_code" BIGINT NOT NULL REFERENCES "item"("id"),
                "company" BIGINT REFERENCES "company"("id"),
                "status" TEXT NOT NULL,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "supplier" BIGINT REFERENCES "supplier"("id"),
                "customer" BIGINT REFERENCES "customer"("id"),
                "purchase_rate" BIGINT,
                "way_in" BIGINT,
                "way_out" BIGINT,
                "moved_at" BIGINT,
                "reserved_for" BIGINT REFERENCES "sales_order"("id"),
                "sales_invoice" BIGINT,
                "warranty_computed" BIGINT,
                "expiry_computed" BIGINT,
                "warranty_expiry_date" BIGINT,
                "amc_expiry_date" BIGINT,
                "expiry_date" BIGINT,
                "location" TEXT,
                "employee" TEXT,
                "serial_no_details" TEXT,
                CONSTRAINT "unit_name_key_unique" UNIQUE ("name_key"),
                CONSTRAINT "unit_active_in_one_place" CHECK (("status" = 'Active') = ("warehouse" IS NOT NULL)),
                CONSTRAINT "unit_status_known" CHECK ("status" IN ('Inactive', 'Active', 'Delivered', 'Consumed', 'Returned'))
            ) STRICT;
            CREATE INDEX "unit_item_warehouse" ON "unit"("item_code", "warehouse");
            CREATE INDEX "unit_warehouse" ON "unit"("warehouse") WHERE "warehouse" IS NOT NULL;
            CREATE INDEX "unit_customer" ON "unit"("customer") WHERE "customer" IS NOT NULL;
            CREATE INDEX "unit_reserved_for" ON "unit"("reserved_for") WHERE "reserved_for" IS NOT NULL;
            CREATE INDEX "unit_batch" ON "unit"("batch_no") WHERE "batch_no" IS NOT NULL;

            CREATE TABLE "stock_entry" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "stock_entry_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "stock_entry_type" TEXT,
                "purpose" TEXT,
                "from_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "to_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "total_amount" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "stock_entry_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "stock_entry_posting_date" ON "stock_entry"("posting_date");
            CREATE INDEX "stock_entry_draft" ON "stock_entry"("id") WHERE "docstatus" = 0;
            CREATE TABLE "stock_entry_detail" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "stock_entry"("id"),
                "idx" BIGINT NOT NULL,
                "s_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "t_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "qty" BIGINT,
                "uom" BIGINT REFERENCES "uom"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT,
                "transfer_qty" BIGINT,
                "basic_rate" BIGINT,
                "amount" BIGINT,
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "is_finished_item" BIGINT
            ) STRICT;
            CREATE INDEX "stock_entry_detail_parent" ON "stock_entry_detail"("parent", "idx");

            CREATE TABLE "purchase_receipt" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "purchase_receipt_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "supplier" BIGINT REFERENCES "supplier"("id"),
                "supplier_name" TEXT,
                "is_return" BIGINT,
                "return_against" TEXT,
                "set_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "rejected_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "total_qty" BIGINT,
                "total" BIGINT,
                "grand_total" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "purchase_receipt_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "purchase_receipt_supplier" ON "purchase_receipt"("supplier");
            CREATE INDEX "purchase_receipt_return_against" ON "purchase_receipt"("return_against");
            CREATE INDEX "purchase_receipt_posting_date" ON "purchase_receipt"("posting_date");
            CREATE INDEX "purchase_receipt_draft" ON "purchase_receipt"("id") WHERE "docstatus" = 0;
            CREATE TABLE "purchase_receipt_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "purchase_receipt"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "qty" BIGINT,
                "uom" BIGINT REFERENCES "uom"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT,
                "stock_qty" BIGINT,
                "rate" BIGINT,
                "amount" BIGINT,
                "received_qty" BIGINT,
                "rejected_qty" BIGINT,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "rejected_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "rejected_serial_no" TEXT
            ) STRICT;
            CREATE INDEX "purchase_receipt_item_parent" ON "purchase_receipt_item"("parent", "idx");

            CREATE TABLE "purchase_invoice" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "purchase_invoice_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "supplier" BIGINT REFERENCES "supplier"("id"),
                "supplier_name" TEXT,
                "is_return" BIGINT,
                "return_against" TEXT,
                "set_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "rejected_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "total_qty" BIGINT,
                "total" BIGINT,
                "grand_total" BIGINT,
                "update_stock" BIGINT,
                "bill_no" TEXT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "purchase_invoice_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "purchase_invoice_supplier" ON "purchase_invoice"("supplier");
            CREATE INDEX "purchase_invoice_return_against" ON "purchase_invoice"("return_against");
            CREATE INDEX "purchase_invoice_posting_date" ON "purchase_invoice"("posting_date");
            CREATE INDEX "purchase_invoice_draft" ON "purchase_invoice"("id") WHERE "docstatus" = 0;
            CREATE TABLE "purchase_invoice_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "purchase_invoice"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "qty" BIGINT,
                "uom" BIGINT REFERENCES "uom"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT,
                "stock_qty" BIGINT,
                "rate" BIGINT,
                "amount" BIGINT,
                "received_qty" BIGINT,
                "rejected_qty" BIGINT,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "rejected_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "rejected_serial_no" TEXT,
                "purchase_receipt" BIGINT REFERENCES "purchase_receipt"("id")
            ) STRICT;
            CREATE INDEX "purchase_invoice_item_parent" ON "purchase_invoice_item"("parent", "idx");

            CREATE TABLE "delivery_note" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "delivery_note_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "is_return" BIGINT,
                "return_against" TEXT,
                "set_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "po_no" TEXT,
                "total_qty" BIGINT,
                "total" BIGINT,
                "grand_total" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "delivery_note_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "delivery_note_customer" ON "delivery_note"("customer");
            CREATE INDEX "delivery_note_return_against" ON "delivery_note"("return_against");
            CREATE INDEX "delivery_note_posting_date" ON "delivery_note"("posting_date");
            CREATE INDEX "delivery_note_draft" ON "delivery_note"("id") WHERE "docstatus" = 0;
            CREATE TABLE "delivery_note_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "delivery_note"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "qty" BIGINT,
                "uom" BIGINT REFERENCES "uom"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT,
                "stock_qty" BIGINT,
                "rate" BIGINT,
                "amount" BIGINT,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "against_sales_order" BIGINT REFERENCES "sales_order"("id")
            ) STRICT;
            CREATE INDEX "delivery_note_item_parent" ON "delivery_note_item"("parent", "idx");
            CREATE INDEX "delivery_note_item_against_sales_order" ON "delivery_note_item"("against_sales_order");

            CREATE TABLE "sales_invoice" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "sales_invoice_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "customer" BIGINT REFERENCES "customer"("id"),
                "customer_name" TEXT,
                "is_return" BIGINT,
                "return_against" TEXT,
                "set_warehouse" BIGINT REFERENCES "warehouse"("id"),
                "po_no" TEXT,
                "total_qty" BIGINT,
                "total" BIGINT,
                "grand_total" BIGINT,
                "update_stock" BIGINT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "sales_invoice_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "sales_invoice_customer" ON "sales_invoice"("customer");
            CREATE INDEX "sales_invoice_return_against" ON "sales_invoice"("return_against");
            CREATE INDEX "sales_invoice_posting_date" ON "sales_invoice"("posting_date");
            CREATE INDEX "sales_invoice_draft" ON "sales_invoice"("id") WHERE "docstatus" = 0;
            CREATE TABLE "sales_invoice_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "sales_invoice"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "description" TEXT,
                "qty" BIGINT,
                "uom" BIGINT REFERENCES "uom"("id"),
                "stock_uom" BIGINT REFERENCES "uom"("id"),
                "conversion_factor" BIGINT,
                "stock_qty" BIGINT,
                "rate" BIGINT,
                "amount" BIGINT,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "sales_order" BIGINT REFERENCES "sales_order"("id"),
                "delivery_note" BIGINT REFERENCES "delivery_note"("id")
            ) STRICT;
            CREATE INDEX "sales_invoice_item_parent" ON "sales_invoice_item"("parent", "idx");
            CREATE INDEX "sales_invoice_item_sales_order" ON "sales_invoice_item"("sales_order");
            CREATE INDEX "sales_invoice_item_delivery_note" ON "sales_invoice_item"("delivery_note");

            CREATE TABLE "stock_reconciliation" (
                "id" IDENTITY,
                "name" TEXT NOT NULL,
                "owner" BIGINT NOT NULL REFERENCES "account"("id"),
                "creation" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                "modified_by" BIGINT NOT NULL REFERENCES "account"("id"),
                "docstatus" BIGINT NOT NULL CONSTRAINT "stock_reconciliation_docstatus_known" CHECK ("docstatus" IN (0, 1, 2)),
                "purpose" TEXT,
                "naming_series" TEXT,
                "company" BIGINT REFERENCES "company"("id"),
                "posting_date" BIGINT,
                "posting_time" BIGINT,
                "set_posting_time" BIGINT,
                "remarks" TEXT,
                "amended_from" TEXT,
                CONSTRAINT "stock_reconciliation_name_unique" UNIQUE ("name")
            ) STRICT;
            CREATE INDEX "stock_reconciliation_posting_date" ON "stock_reconciliation"("posting_date");
            CREATE INDEX "stock_reconciliation_draft" ON "stock_reconciliation"("id") WHERE "docstatus" = 0;
            CREATE TABLE "stock_reconciliation_item" (
                "id" IDENTITY,
                "parent" BIGINT NOT NULL REFERENCES "stock_reconciliation"("id"),
                "idx" BIGINT NOT NULL,
                "item_code" BIGINT REFERENCES "item"("id"),
                "item_name" TEXT,
                "warehouse" BIGINT REFERENCES "warehouse"("id"),
                "qty" BIGINT,
                "valuation_rate" BIGINT,
                "serial_no" TEXT,
                "batch_no" BIGINT REFERENCES "batch"("id")
            ) STRICT;
            CREATE INDEX "stock_reconciliation_item_parent" ON "stock_reconciliation_item"("parent", "idx");

            CREATE TABLE "series" (
                "prefix" TEXT PRIMARY KEY,
                "current" BIGINT NOT NULL
            ) STRICT;

            CREATE TABLE "posting" (
                "id" IDENTITY,
                "document_type" TEXT NOT NULL,
                "document" BIGINT NOT NULL,
                "document_no" TEXT NOT NULL,
                "company" BIGINT NOT NULL REFERENCES "company"("id"),
                "customer" BIGINT REFERENCES "customer"("id"),
                "supplier" BIGINT REFERENCES "supplier"("id"),
                "posted_at" BIGINT NOT NULL,
                "created_at" BIGINT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "fiscal_year" TEXT NOT NULL,
                "return_against" BIGINT REFERENCES "posting"("id"),
                "cancels" BIGINT REFERENCES "posting"("id")
            ) STRICT;
            CREATE INDEX "posting_document" ON "posting"("document_type", "document");
            CREATE UNIQUE INDEX "posting_cancels_unique" ON "posting"("cancels") WHERE "cancels" IS NOT NULL;
            CREATE INDEX "posting_return_against" ON "posting"("return_against") WHERE "return_against" IS NOT NULL;

            CREATE TABLE "movement" (
                "id" IDENTITY,
                "unit" BIGINT NOT NULL REFERENCES "unit"("id"),
                "posting" BIGINT NOT NULL REFERENCES "posting"("id"),
                "line" BIGINT NOT NULL,
                "item" BIGINT NOT NULL REFERENCES "item"("id"),
                "batch" BIGINT REFERENCES "batch"("id"),
                "source" BIGINT REFERENCES "warehouse"("id"),
                "target" BIGINT REFERENCES "warehouse"("id"),
                "rate" BIGINT NOT NULL,
                "sales_order" BIGINT REFERENCES "sales_order"("id"),
                "warranty" BIGINT,
                "expiry" BIGINT,
                "reverses" BIGINT REFERENCES "movement"("id"),
                CONSTRAINT "movement_goes_somewhere" CHECK ("source" IS NOT NULL OR "target" IS NOT NULL),
                CONSTRAINT "movement_changes_place" CHECK ("source" <> "target")
            ) STRICT;
            CREATE INDEX "movement_unit" ON "movement"("unit");
            CREATE INDEX "movement_posting" ON "movement"("posting");
            CREATE UNIQUE INDEX "movement_reverses_unique" ON "movement"("reverses") WHERE "reverses" IS NOT NULL;
            CREATE INDEX "movement_sales_order" ON "movement"("sales_order") WHERE "sales_order" IS NOT NULL;

            CREATE TABLE "stock_ledger_entry" (
                "id" IDENTITY,
                "posting" BIGINT NOT NULL REFERENCES "posting"("id"),
                "line" BIGINT NOT NULL,
                "item_code" BIGINT NOT NULL REFERENCES "item"("id"),
                "warehouse" BIGINT NOT NULL REFERENCES "warehouse"("id"),
                "batch_no" BIGINT REFERENCES "batch"("id"),
                "actual_qty" BIGINT NOT NULL,
                "stock_value_difference" BIGINT NOT NULL,
                "posted_at" BIGINT NOT NULL
            ) STRICT;
            CREATE INDEX "stock_ledger_entry_place" ON "stock_ledger_entry"("item_code", "warehouse", "posted_at");
            CREATE INDEX "stock_ledger_entry_posting" ON "stock_ledger_entry"("posting");

            CREATE TABLE "balance" (
                "id" IDENTITY,
                "item_code" BIGINT NOT NULL REFERENCES "item"("id"),
                "warehouse" BIGINT NOT NULL REFERENCES "warehouse"("id"),
                "actual_qty" BIGINT NOT NULL,
                "stock_value" BIGINT NOT NULL,
                "modified" BIGINT NOT NULL,
                CONSTRAINT "balance_item_code_warehouse_unique" UNIQUE ("item_code", "warehouse"),
                CONSTRAINT "balance_not_negative" CHECK ("actual_qty" >= 0)
            ) STRICT;

            CREATE TABLE "reservation" (
                "sales_order" BIGINT NOT NULL REFERENCES "sales_order"("id"),
                "unit" BIGINT NOT NULL REFERENCES "unit"("id"),
                PRIMARY KEY ("sales_order", "unit")
            ) STRICT;
            CREATE INDEX "reservation_unit" ON "reservation"("unit");

            CREATE TABLE "billing" (
                "sales_invoice" BIGINT NOT NULL REFERENCES "sales_invoice"("id"),
                "unit" BIGINT NOT NULL REFERENCES "unit"("id"),
                "movement" BIGINT NOT NULL REFERENCES "movement"("id"),
                PRIMARY KEY ("sales_invoice", "unit")
            ) STRICT;
            CREATE INDEX "billing_movement" ON "billing"("movement");
            CREATE INDEX "billing_unit" ON "billing"("unit");

            CREATE TABLE "audit" (
                "id" IDENTITY,
                "at" BIGINT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "type" TEXT NOT NULL,
                "record" BIGINT,
                "name" TEXT NOT NULL,
                "action" TEXT NOT NULL,
                "changes" TEXT
            ) STRICT;
            CREATE INDEX "audit_record" ON "audit"("type", "record");

            CREATE TABLE "former_name" (
                "id" IDENTITY,
                "type" TEXT NOT NULL,
                "name" TEXT NOT NULL,
                "record" BIGINT NOT NULL
            ) STRICT;
            CREATE INDEX "former_name_name" ON "former_name"("type", "name");

            CREATE TABLE "credential" (
                "account" BIGINT PRIMARY KEY REFERENCES "account"("id"),
                "password_hash" TEXT,
                "api_key" TEXT,
                "api_secret_hash" TEXT,
                CONSTRAINT "credential_api_key_unique" UNIQUE ("api_key")
            ) STRICT;

            CREATE TABLE "session" (
                "token_hash" TEXT PRIMARY KEY,
                "account" BIGINT NOT NULL REFERENCES "account"("id"),
                "created_at" BIGINT NOT NULL,
                "expires_at" BIGINT NOT NULL
            ) STRICT;
            CREATE INDEX "session_account" ON "session"("account");
            CREATE INDEX "session_expires_at" ON "session"("expires_at");

            CREATE TABLE "sign_in_failure" (
                "subject" TEXT PRIMARY KEY,
                "failures" BIGINT NOT NULL,
                "since" BIGINT NOT NULL
            ) STRICT;

            CREATE TABLE "idempotency" (
                "account" BIGINT NOT NULL REFERENCES "account"("id"),
                "key" TEXT NOT NULL,
                "fingerprint" TEXT NOT NULL,
                "status" BIGINT NOT NULL,
                "body" TEXT NOT NULL,
                "at" BIGINT NOT NULL,
                PRIMARY KEY ("account", "key")
            ) STRICT;
            CREATE INDEX "idempotency_at" ON "idempotency"("at");
            """)
}
