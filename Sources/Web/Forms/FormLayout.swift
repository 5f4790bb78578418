import Inventory

/// Which fields stand where on a type's form: groups by name, in the order of people's work; the rest is under "More".
struct FormLayout: Sendable {
    struct Group: Sendable {
        let title: String
        let fields: [String]
    }

    let groups: [Group]
    /// What nobody fills in on a form.
    let hidden: Set<String>

    static func of(_ type: RecordType) -> FormLayout {
        let groups = (groupsByType[type.name] ?? []).map { Group(title: $0.0, fields: $0.1) }
        let isPlanned = [MaintenanceSchedule.type, MaintenanceVisit.type].contains(type)
        let dates: Set = isPlanned ? ["set_posting_time", "posting_time", "maintenance_schedule_detail"] : []
        // A document's status follows from its state; a claim's is for people to set.
        let setsStatus = groups.contains { $0.fields.contains("status") }
        let hidden = dates.union(["purpose", "total", "amended_from"])
        return FormLayout(groups: groups, hidden: setsStatus ? hidden : hidden.union(["status"]))
    }

    /// The columns of a table of lines; everything else waits under a line's "more fields".
    static func columns(of table: Schema.Table) -> [Field] {
        let names = columnsByTable[table.typeName] ?? table.fields.map(\.name)
        return names.compactMap { name in table.fields.first { $0.name == name } }
    }

    /// What else can be typed into a line.
    static func moreFields(of table: Schema.Table) -> [Field] {
        let shown = Set(columns(of: table).map(\.name) + ["item_name"])
        return table.fields.filter { !shown.contains($0.name) && !$0.traits.contains(.readOnly) }
    }

    /// The field of a table whose rows are chosen from all there are, not typed.
    static func choice(of table: Schema.Table) -> Field? {
        table.typeName == UserRole.typeName ? table.fields.first { $0.kind.target == Role.type.name } : nil
    }

    private static let dates = ["posting_date", "posting_time", "set_posting_time"]
    private static let returns = ["is_return", "return_against"]

    private static let groupsByType: [String: [(String, [String])]] = [
        "Stock Entry": [
            ("", ["stock_entry_type", "from_warehouse", "to_warehouse"] + dates), ("More", ["remarks"]),
        ],
        "Purchase Receipt": [("", ["supplier", "set_warehouse", "rejected_warehouse"] + dates), ("Return", returns)],
        "Purchase Invoice": [
            ("", ["supplier", "bill_no", "update_stock", "set_warehouse", "rejected_warehouse"] + dates),
            ("Return", returns),
        ],
        "Delivery Note": [("", ["customer", "set_warehouse", "po_no"] + dates), ("Return", returns)],
        "Sales Invoice": [("", ["customer", "update_stock", "set_warehouse", "po_no"] + dates), ("Return", returns)],
        "Sales Order": [
            (
                "",
                [
                    "customer", "delivery_date", "reserve_stock", "po_no", "transaction_date", "posting_time",
                    "set_posting_time",
                ]
            )
        ],
        "Stock Reconciliation": [("", ["purpose"] + dates)],
        "Maintenance Schedule": [
            ("", ["customer", "transaction_date", "address_display", "contact_mobile", "holiday_list"])
        ],
        "Maintenance Visit": [
            (
                "",
                ["customer", "maintenance_type", "mntc_date", "mntc_time", "completion_status", "maintenance_schedule"]
            ),
            ("Customer Feedback", ["customer_feedback", "signed_by"]),
        ],
        "Warranty Claim": [
            (
                "",
                [
                    "serial_no", "complaint_date", "complaint", "customer", "status", "complaint_raised_by",
                    "from_company",
                ]
            ),
            ("Contact", ["contact_person", "contact_mobile", "contact_email", "service_address"]),
            ("Resolution", ["resolution_details", "resolved_by"]),
            ("Repair", ["repair_received_on", "repair_place", "repair_sent_back_on"]),
        ],
        "Installation Note": [
            ("", ["customer", "inst_date", "inst_time", "customer_address", "address_display"]),
            ("Contact", ["contact_person", "contact_mobile"]),
        ],
        "Item": [
            ("", ["item_code", "item_name", "item_group", "stock_uom", "brand", "barcode", "description", "disabled"]),
            (
                "Serial No and Batch",
                ["has_serial_no", "serial_no_series", "has_batch_no", "create_new_batch", "batch_number_series"]
            ),
            ("Warranty and shelf life", ["warranty_period", "shelf_life_in_days", "has_expiry_date", "end_of_life"]),
            ("Prices", ["valuation_rate", "standard_rate"]),
        ],
        "Batch": [
            ("", ["batch_id", "item", "manufacturing_date", "expiry_date", "description", "disabled"]),
            ("Block", ["blocked", "block_reason"]),
        ],
        "Recall": [
            ("", ["batch_no", "serial_no", "reason"]), ("Letters to customers", ["letter"]),
            ("More", dates + ["remarks"]),
        ],
        "Asset": [
            ("", ["serial_no", "asset_name", "location", "custodian", "available_for_use_date"]),
            ("Purchase", ["purchase_date", "gross_purchase_amount", "purchase_receipt", "purchase_invoice"]),
            (
                "Depreciation",
                [
                    "calculate_depreciation", "total_number_of_depreciations", "frequency_of_depreciation",
                    "depreciation_start_date", "expected_value_after_useful_life", "opening_accumulated_depreciation",
                    "number_of_depreciations_booked",
                ]
            ),
        ],
        "Asset Movement": [
            ("", ["purpose", "transaction_date", "posting_time", "set_posting_time"]), ("More", ["remarks"]),
        ],
        "Serial No": [
            ("", ["serial_no", "item_code", "serial_no_details", "location", "employee"]),
            ("Warranty / AMC Details", ["warranty_expiry_date", "amc_expiry_date", "expiry_date"]),
        ],
    ]

    private static let columnsByTable: [String: [String]] = [
        "Stock Entry Detail": ["item_code", "s_warehouse", "t_warehouse", "qty", "uom", "basic_rate", "serial_no"],
        "Maintenance Schedule Item": [
            "item_code", "start_date", "end_date", "periodicity", "no_of_visits", "sales_person", "serial_no",
        ],
        "Maintenance Schedule Detail": ["item_code", "scheduled_date", "sales_person", "serial_no"],
        "Maintenance Visit Purpose": ["item_code", "serial_no", "service_person", "work_done"],
        "Installation Note Item": ["item_code", "qty", "serial_no", "prevdoc_docname"],
        "Asset Movement Item": ["asset", "target_location", "to_employee"],
        "Stock Reconciliation Item": ["item_code", "warehouse", "qty", "valuation_rate", "serial_no"],
    ].merging(
        [
            "Sales Order Item", "Delivery Note Item", "Sales Invoice Item", "Purchase Receipt Item",
            "Purchase Invoice Item",
        ]
        .map { ($0, ["item_code", "qty", "uom", "rate", "warehouse", "serial_no"]) }
    ) { $1 }

    /// What a stock keeper should know before filling a field in.
    static let hints: [String: String] = [
        "gross_purchase_amount": "Left empty, it is what the unit cost when it came in.",
        "depreciation_start_date": "The last day of the first period; left empty, the fiscal year decides.",
        "serial_no_series":
            "Dots part the pieces, # is the counter: PUMP-.YYYY.-.##### gives PUMP-2026-00001. Left empty, numbers are typed.",
        "create_new_batch": "A receipt that names no lot makes one, with the next number of the series.",
        "block_reason": "Whoever blocks a lot, or takes the block off, says why.",
        "letter": "Left empty, the letters ask customers to set the goods apart and send them back.",
        "set_posting_time": "Without this mark the document takes the moment at which it is saved.",
        "is_group": "A group holds others and no stock itself.",
        "reserve_stock": "Holds the units that the lines name for this customer.",
        "update_stock": "The invoice moves the goods itself; without this mark it only bills them.",
        "warranty_period": "A delivery adds these days to its date.",
        "no_of_visits": "Left empty, it follows from the periodicity; or it tells the end where that is empty.",
        "default_holiday_list": "No visit is planned on its days.",
        "insert_after": "The name of the field behind which this one stands.",
        "stock_frozen_upto": "Nothing can be posted on this day or before it.",
    ]

    /// Values to choose from where the field itself takes any text.
    static func choices(_ field: String, of type: RecordType) -> [String]? {
        switch (type.name, field) {
        case ("Custom Field", "dt"): recordTypes.map { $0.type }.filter(\.takesCustomFields).map(\.name)
        case ("User", "language"): Locale.allCases.map(\.rawValue)
        default: nil
        }
    }
}
