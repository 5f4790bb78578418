/// The company that holds the stock.
public struct Company: Record {
    public static let type = RecordType("Company", naming: .field("company_name"), section: "setup")

    public var head = Head()
    public var companyName = ""
    public var abbreviation = ""
    public var currency = "EUR"
    public var country = "France"
    public var fiscalYearStartMonth = 1
    public var holidayList = Link<HolidayList>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("company_name", "Company Name", &companyName, [.required, .isName, .listed])
        visitor.field("abbr", "Abbreviation", &abbreviation, [.listed, .setOnce])
        visitor.field("default_currency", "Default Currency", &currency, .listed)
        visitor.field("country", "Country", &country)
        visitor.field("fiscal_year_start_month", "Fiscal Year Starts in Month", &fiscalYearStartMonth)
        visitor.field("default_holiday_list", "Default Holiday List", &holidayList)
    }

    public mutating func complete(_ linked: Linked) {
        guard abbreviation.isEmpty else { return }
        abbreviation = String(companyName.split(separator: " ").compactMap(\.first)).uppercased()
    }

    public func faults(_ linked: Linked) -> [Offence] {
        (1...12).contains(fiscalYearStartMonth)
            ? [] : [Offence(.outOfRange(least: "1", most: "12"), field: "fiscal_year_start_month")]
    }

    /// The fiscal year in which a day lies: `2026`, or `2026-2027` when it does not start in January.
    public func fiscalYear(of day: Day) -> String {
        let (year, month, _) = day.civil
        guard fiscalYearStartMonth > 1 else { return String(year) }
        let first = month >= fiscalYearStartMonth ? year : year - 1
        return "\(first)-\(first + 1)"
    }
}

/// A place where stock is kept; places form a tree whose groups hold nothing themselves.
public struct Warehouse: Record {
    public static let type = RecordType("Warehouse", naming: .field("warehouse_name"))

    public var head = Head()
    public var warehouseName = ""
    public var company = Link<Company>()
    public var parent = Link<Warehouse>()
    public var isGroup = false
    public var isDisabled = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("warehouse_name", "Warehouse Name", &warehouseName, [.required, .listed])
        visitor.field("company", "Company", &company, [.required, .listed])
        visitor.field("parent_warehouse", "Parent Warehouse", &parent, [.listed, .indexed])
        visitor.field("is_group", "Is Group", &isGroup, .listed)
        visitor.field("disabled", "Disabled", &isDisabled, .listed)
    }

    /// The name carries the company's abbreviation, as `Stores - M`: two companies may both have Stores.
    public func proposedName(_ linked: Linked) -> String? {
        guard let abbreviation = linked[company]?.abbreviation, !abbreviation.isEmpty else { return warehouseName }
        let suffix = " - " + abbreviation
        return warehouseName.hasSuffix(suffix) ? warehouseName : warehouseName + suffix
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if let parentWarehouse = linked[parent], !parentWarehouse.isGroup {
            offences.append(Offence(.parentNotGroup(parent.name), field: "parent_warehouse"))
        }
        if let id = head.id, parent.id?.rawValue == id {
            offences.append(Offence(.ownParent, field: "parent_warehouse"))
        }
        return offences
    }
}

/// Someone the company buys from.
public struct Supplier: Record {
    public static let type = RecordType("Supplier", naming: .field("supplier_name"), section: "buying")

    public var head = Head()
    public var supplierName = ""
    public var group = "All Supplier Groups"
    public var kind = "Company"
    public var country = ""
    public var taxID = ""
    public var isDisabled = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("supplier_name", "Supplier Name", &supplierName, [.required, .isName, .listed])
        visitor.field("supplier_group", "Supplier Group", &group, .listed)
        visitor.field("supplier_type", "Supplier Type", &kind)
        visitor.field("country", "Country", &country)
        visitor.field("tax_id", "Tax ID", &taxID)
        visitor.field("disabled", "Disabled", &isDisabled)
    }
}

/// Someone the company sells to.
public struct Customer: Record {
    public static let type = RecordType("Customer", naming: .field("customer_name"), section: "selling")

    public var head = Head()
    public var customerName = ""
    public var group = "All Customer Groups"
    public var kind = "Company"
    public var territory = "All Territories"
    public var taxID = ""
    public var isDisabled = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("customer_name", "Customer Name", &customerName, [.required, .isName, .listed])
        visitor.field("customer_group", "Customer Group", &group, .listed)
        visitor.field("customer_type", "Customer Type", &kind)
        visitor.field("territory", "Territory", &territory, .listed)
        visitor.field("tax_id", "Tax ID", &taxID)
        visitor.field("disabled", "Disabled", &isDisabled)
    }
}
