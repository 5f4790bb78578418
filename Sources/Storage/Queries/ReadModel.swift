import Inventory

/// How fields that have no column of their own are worked out when a record is read.
enum ReadModel {
    /// What to select from, with `d` as the record's own table.
    static func source(of table: Table) -> SQL {
        sources[table.type.name] ?? "\(name: table.name) d"
    }

    /// What to select keys from where only these fields are asked about: of units, mostly their table alone.
    static func source(of table: Table, asking fields: [String]) -> SQL {
        let isAlone = table.type == SerialNo.type && fields.allSatisfy { serialNoExpressions[$0] == nil }
        return isAlone ? "\(name: table.name) d" : source(of: table)
    }

    /// The expression of a field, where it is not simply its column.
    static func expression(_ field: String, of type: String, today: Day) -> SQL? {
        switch type {
        case SerialNo.type.name: serialNo(field, today: today)
        case WarrantyClaim.type.name: field == "replacement_serial_no" ? replacement : nil
        case Asset.type.name where field == "status": assetStatus
        case Bin.type.name: bin[field]
        case StockLedgerEntry.type.name: stockLedgerEntry[field]
        case Batch.type.name: batch[field]
        case Recall.type.name where field == "status": recallStatus
        default: field == "status" && Table.all[type]?.isDocument == true ? documentStatus : nil
        }
    }

    /// Heads of types that the ledger writes, which have no author columns.
    static let heads: [String: [SQL]] = [
        Bin.type.name: ["d.\"id\"", "CAST(d.\"id\" AS TEXT)", "NULL", "d.\"modified\"", "d.\"modified\"", "NULL", "0"],
        StockLedgerEntry.type.name: [
            "d.\"id\"", "CAST(d.\"id\" AS TEXT)", "(SELECT a.\"name\" FROM account a WHERE a.\"id\" = p.\"author\")",
            "p.\"created_at\"", "p.\"created_at\"", "(SELECT a.\"name\" FROM account a WHERE a.\"id\" = p.\"author\")",
            "1",
        ],
    ]

    private static let sources: [String: SQL] = [
        SerialNo.type.name: """
        unit d LEFT JOIN item i ON i."id" = d."item_code"
        LEFT JOIN movement wi ON wi."id" = d."way_in" LEFT JOIN posting pi ON pi."id" = wi."posting"
        LEFT JOIN movement wo ON wo."id" = d."way_out" LEFT JOIN posting po ON po."id" = wo."posting"
        AND po."customer" IS NOT NULL
        """,
        StockLedgerEntry.type.name: "stock_ledger_entry d JOIN posting p ON p.\"id\" = d.\"posting\"",
    ]

    /// The unit that was delivered for the one of a claim `d`.
    private static let replacement: SQL = "(SELECT u.\"name\" FROM unit u WHERE u.\"id\" = \(Books.replacement("d")))"

    private static let documentStatus: SQL = """
        CASE d."docstatus" WHEN 0 THEN 'Draft' WHEN 1 THEN 'Submitted' ELSE 'Cancelled' END
        """

    private static let recallStatus: SQL = """
        CASE d."docstatus" WHEN 0 THEN 'Draft' WHEN 2 THEN 'Cancelled'
        ELSE CASE WHEN d."closed" = 1 THEN 'Closed' ELSE 'Open' END END
        """

    private static let batch: [String: SQL] = {
        func first(_ expression: SQL) -> SQL {
            """
            (SELECT \(expression) FROM posting p WHERE p."id" = (SELECT min(e."posting") FROM stock_ledger_entry e
            WHERE e."batch_no" = d."id" AND e."actual_qty" > 0))
            """
        }
        return [
            "item_name": "(SELECT i.\"item_name\" FROM item i WHERE i.\"id\" = d.\"item\")",
            "stock_uom":
                "(SELECT x.\"name\" FROM item i JOIN uom x ON x.\"id\" = i.\"stock_uom\" WHERE i.\"id\" = d.\"item\")",
            "batch_qty": """
            ((SELECT coalesce(CAST(sum(l."actual_qty") AS BIGINT), 0) FROM lot_balance l WHERE l."batch_no" = d."id")
            + 1000 * (SELECT count(*) FROM unit u WHERE u."batch_no" = d."id" AND u."warehouse" IS NOT NULL))
            """,
            "supplier": first(Table.name(of: "p.\"supplier\"", in: "supplier")),
            "reference_doctype": first("p.\"document_type\""), "reference_name": first("p.\"document_no\""),
        ]
    }()
    /// What an asset is follows from its unit: sold, written off, or else as it was last marked.
    static let assetStatus: SQL = """
        CASE d."docstatus" WHEN 0 THEN 'Draft' WHEN 2 THEN 'Cancelled' ELSE
        CASE (SELECT u."status" FROM unit u WHERE u."id" = d."serial_no") WHEN 'Delivered' THEN 'Sold'
        WHEN 'Consumed' THEN 'Scrapped' WHEN 'Returned' THEN 'Returned' ELSE coalesce(d."condition", 'Submitted') END END
        """

    /// A field of the asset that a unit is, while the unit is ours; what a person typed for one that is no asset.
    private static func ofAsset(_ field: String, in table: String, typed: String) -> SQL {
        """
        CASE WHEN d."asset" IS NULL THEN d.\(name: typed) WHEN d."warehouse" IS NOT NULL THEN
        (SELECT l."name" FROM asset a JOIN \(name: table) l ON l."id" = a.\(name: field) WHERE a."id" = d."asset") END
        """
    }

    private static func serialNo(_ field: String, today: Day) -> SQL? {
        let expiry: SQL = "coalesce(d.\"expiry_computed\", d.\"expiry_date\")"
        let warranty: SQL = "coalesce(d.\"warranty_computed\", d.\"warranty_expiry_date\")"
        return switch field {
        case "status":
            "CASE WHEN d.\"status\" = 'Active' AND \(expiry) < \(number: today.number) THEN 'Expired' ELSE d.\"status\" END"
        case "warranty_expiry_date": warranty
        case "expiry_date": expiry
        case "repair_claim":
            // Only a customer's unit can be in our workshop without being ours.
            """
            CASE WHEN d."status" = 'Delivered' THEN (SELECT w."name" FROM warranty_claim w WHERE w."serial_no" = d."id"
            AND \(Books.isInCustody("w")) ORDER BY w."id" LIMIT 1) END
            """
        case "maintenance_status":
            """
            CASE WHEN \(warranty) >= \(number: today.number) THEN 'Under Warranty'
            WHEN d."amc_expiry_date" >= \(number: today.number) THEN 'Under AMC'
            WHEN d."amc_expiry_date" IS NOT NULL THEN 'Out of AMC'
            WHEN \(warranty) IS NOT NULL THEN 'Out of Warranty' END
            """
        default: serialNoExpressions[field]
        }
    }

    private static let day: Int = 86_400_000

    private static let serialNoExpressions: [String: SQL] = [
        "item_name": "i.\"item_name\"", "description": "i.\"description\"",
        "item_group": Table.name(of: "i.\"item_group\"", in: "item_group"),
        "brand": Table.name(of: "i.\"brand\"", in: "brand"),
        "location": ofAsset("location", in: "location", typed: "location"),
        "employee": ofAsset("custodian", in: "employee", typed: "employee"),
        "warranty_period": "i.\"warranty_period\"",
        "purchase_document_type": "pi.\"document_type\"", "purchase_document_no": "pi.\"document_no\"",
        "purchase_date": "pi.\"posted_at\" / \(number: day)", "purchase_time": "pi.\"posted_at\" % \(number: day)",
        "supplier_name": Table.linkName("supplier", in: "supplier"),
        "delivery_document_type": "po.\"document_type\"", "delivery_document_no": "po.\"document_no\"",
        "delivery_date": "po.\"posted_at\" / \(number: day)", "delivery_time": "po.\"posted_at\" % \(number: day)",
        "customer_name": Table.linkName("customer", in: "customer"),
        "sales_order": Table.name(of: "wo.\"sales_order\"", in: "sales_order"),
        "sales_invoice": """
        CASE WHEN po."document_type" = 'Sales Invoice' THEN po."document_no"
        ELSE \(Table.linkName("sales_invoice", in: "sales_invoice")) END
        """,
    ]

    private static let stockUnit: SQL = """
        (SELECT u."name" FROM uom u JOIN item i ON i."stock_uom" = u."id" WHERE i."id" = d."item_code")
        """

    /// Value by quantity, in millionths for one unit; the remainder is kept apart so that nothing overflows.
    private static func rate(_ value: String, _ condition: SQL) -> SQL {
        """
        CASE WHEN \(condition) THEN d.\(name: value) / d."actual_qty" * 1000
        + d.\(name: value) % d."actual_qty" * 1000 / d."actual_qty" ELSE 0 END
        """
    }

    private static let bin: [String: SQL] = [
        "reserved_qty": """
        (SELECT count(*) * 1000 FROM unit u WHERE u."item_code" = d."item_code" AND u."warehouse" = d."warehouse"
        AND u."reserved_for" IS NOT NULL)
        """,
        "projected_qty": "d.\"actual_qty\"",
        "valuation_rate": rate("stock_value", "d.\"actual_qty\" <> 0"),
        "stock_uom": stockUnit,
    ]

    private static let stockLedgerEntry: [String: SQL] = [
        "posting_date": "p.\"posted_at\" / \(number: day)", "posting_time": "p.\"posted_at\" % \(number: day)",
        "voucher_type": "p.\"document_type\"", "voucher_no": "p.\"document_no\"",
        "voucher_detail_no": "CAST(d.\"line\" AS TEXT)",
        "qty_after_transaction": """
        (SELECT sum(e."actual_qty") FROM stock_ledger_entry e WHERE e."item_code" = d."item_code"
        AND e."warehouse" = d."warehouse" AND (e."posted_at" < d."posted_at"
        OR (e."posted_at" = d."posted_at" AND e."id" <= d."id")))
        """,
        "incoming_rate": rate("stock_value_difference", "d.\"actual_qty\" > 0"),
        "valuation_rate": rate("stock_value_difference", "d.\"actual_qty\" <> 0"),
        "company": "(SELECT c.\"name\" FROM company c WHERE c.\"id\" = p.\"company\")",
        "stock_uom": stockUnit, "fiscal_year": "p.\"fiscal_year\"",
        "serial_no": """
        (SELECT string_agg(x."name", \(newLine)) FROM (SELECT u."name" FROM movement m
        JOIN unit u ON u."id" = m."unit" WHERE m."posting" = d."posting" AND m."line" = d."line"
        AND m."item" = d."item_code" AND d."warehouse" = CASE WHEN d."actual_qty" < 0 THEN m."source"
        ELSE m."target" END ORDER BY m."id") x)
        """,
        "is_cancelled": """
        CASE WHEN p."cancels" IS NOT NULL OR EXISTS (SELECT 1 FROM posting c WHERE c."cancels" = p."id")
        THEN 1 ELSE 0 END
        """,
    ]

    private static let newLine = "\n"
}
