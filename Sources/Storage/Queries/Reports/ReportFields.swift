import Inventory

/// The fields that filters and columns of several reports share.
enum ReportFields {
    static let fromDate = Field("from_date", "From Date", .day, .listed)
    static let toDate = Field("to_date", "To Date", .day, .listed)
    static let item = Field("item_code", "Item Code", .link("Item"), .listed)
    static let itemName = Field("item_name", "Item Name", .text, .listed)
    static let itemGroup = Field("item_group", "Item Group", .link("Item Group"), .listed)
    static let warehouse = Field("warehouse", "Warehouse", .link("Warehouse"), .listed)
    static let customer = Field("customer", "Customer", .link("Customer"), .listed)
    static let supplier = Field("supplier", "Supplier", .link("Supplier"), .listed)
    static let batch = Field("batch_no", "Batch No", .link("Batch"), .listed)
    static let serial = Field("serial_no", "Serial No", .link("Serial No"), .listed)
    static let company = Field("company", "Company", .link("Company"))
    static let voucherType = Field("voucher_type", "Voucher Type", .text, .listed)
    static let voucher = Field("voucher_no", "Voucher No", .text, .listed)
    static let postingDate = Field("posting_date", "Posting Date", .day, .listed)
    static let postingTime = Field("posting_time", "Posting Time", .time, .listed)
    static let party = Field("party", "Party", .text, .listed)
    static let status = Field("status", "Status", .choice(UnitStatus.allCases.map(\.rawValue) + ["Expired"]), .listed)
    static let stockUnit = Field("stock_uom", "Stock UOM", .text, .listed)
    static let showCancelled = Field("show_cancelled", "Show Cancelled", .flag, .listed)
    static let isCancelled = Field("is_cancelled", "Is Cancelled", .flag, .listed)

    /// What the ledgers may be asked, as clients of the ecosystem ask it; a time closes the last day.
    static let ledgerFilters = [
        fromDate, toDate, item, warehouse, serial, voucher, showCancelled, company,
        Field("posting_time", "Posting Time", .time),
    ]
}

/// Expressions that several reports share.
enum ReportColumns {
    static func day(_ moment: SQL) -> SQL { "\(moment) / \(number: ReportFilters.day)" }
    static func time(_ moment: SQL) -> SQL { "\(moment) % \(number: ReportFilters.day)" }
    static func name(_ key: SQL, _ table: String) -> SQL { Table.name(of: key, in: table) }
    static func itemName(_ key: SQL) -> SQL { "(SELECT i.\"item_name\" FROM item i WHERE i.\"id\" = \(key))" }
    static func serial(_ key: SQL) -> SQL { "(SELECT u.\"name\" FROM unit u WHERE u.\"id\" = \(key))" }

    static func stockUnit(_ item: SQL) -> SQL {
        "(SELECT x.\"name\" FROM item i JOIN uom x ON x.\"id\" = i.\"stock_uom\" WHERE i.\"id\" = \(item))"
    }

    /// The customer or the supplier of a posting.
    static func party(_ posting: String) -> SQL {
        let (customer, supplier): (SQL, SQL) = ("\(name: posting).\"customer\"", "\(name: posting).\"supplier\"")
        return "coalesce(\(name(customer, "customer")), \(name(supplier, "supplier")))"
    }

    /// That a posting takes nothing back and was not taken back.
    static func stands(_ posting: String) -> SQL {
        """
        \(name: posting)."cancels" IS NULL
        AND NOT EXISTS (SELECT 1 FROM posting x WHERE x."cancels" = \(name: posting)."id")
        """
    }

    /// The conditions that the ledgers share, over a posting.
    static func ledger(_ filters: ReportFilters, _ posting: String) -> [SQL] {
        var conditions: [SQL] = []
        if let voucher = filters.text("voucher_no") {
            conditions.append("\(name: posting).\"document_no\" = \(voucher)")
        }
        if let company = filters.condition("company", "\(name: posting).\"company\"") { conditions.append(company) }
        if !filters.isSet("show_cancelled") { conditions.append(stands(posting)) }
        return conditions
    }

    /// A rate in millionths from a value in millionths and a quantity in thousandths; the remainder is kept apart so
    /// that nothing overflows.
    static func rate(_ value: SQL, _ quantity: SQL) -> SQL {
        """
        CASE WHEN \(quantity) <> 0 THEN \(value) / \(quantity) * 1000 + \(value) % \(quantity) * 1000 / \(quantity)
        ELSE 0 END
        """
    }
}
