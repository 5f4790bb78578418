/// One physical unit as people see it. Its state is a projection of the ledger; only a few fields are theirs to set.
public struct SerialNo: Record {
    public static let type = RecordType(
        "Serial No", table: "unit", naming: .field("serial_no"), isCaseBlind: true,
        usage: .init(table: "movement", column: "unit"))

    public var head = Head()
    public var number = ""
    public var item = Link<Item>()
    public var warehouse = Link<Warehouse>()
    public var batch = Link<Batch>()
    public var company = Link<Company>()
    public var status = UnitStatus.inactive
    public var supplier = Link<Supplier>()
    public var customer = Link<Customer>()
    public var purchaseRate = Money.zero
    public var warrantyExpiry: Day?
    public var contractExpiry: Day?
    public var expiry: Day?
    public var asset = Link<Asset>()
    /// What a person typed; of a unit that is an asset, its asset says where it is and who has it.
    public var location = ""
    public var employee = ""
    public var details = LongText()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("serial_no", "Serial No", &number, [.required, .isName])
        visitor.field("item_code", "Item Code", &item, [.required, .listed])
        visitor.field("warehouse", "Warehouse", &warehouse, [.listed])
        visitor.field("batch_no", "Batch No", &batch, .readOnly)
        visitor.field("company", "Company", &company, .setOnce)
        visitor.field("status", "Status", &status, [.readOnly, .listed])
        visitor.field("supplier", "Supplier", &supplier, [.readOnly])
        visitor.field("customer", "Customer", &customer, [.readOnly, .listed])
        visitor.field("purchase_rate", "Incoming Rate", &purchaseRate, [.readOnly])
        visitor.field("warranty_expiry_date", "Warranty Expiry Date", &warrantyExpiry, [.listed])
        visitor.field("amc_expiry_date", "AMC Expiry Date", &contractExpiry)
        visitor.field("expiry_date", "Expiry Date", &expiry)
        visitor.field("asset", "Asset", &asset, .readOnly)
        visitor.field("location", "Location", &location)
        visitor.field("employee", "Employee", &employee)
        visitor.field("serial_no_details", "Serial No Details", &details)
        visitor.computed("item_name", "Item Name", .text, .listed)
        visitor.computed("description", "Description", .longText)
        visitor.computed("item_group", "Item Group", .text)
        visitor.computed("brand", "Brand", .text)
        visitor.computed("purchase_document_type", "Creation Document Type", .text)
        visitor.computed("purchase_document_no", "Creation Document No", .text)
        visitor.computed("purchase_date", "Creation Date", .day)
        visitor.computed("purchase_time", "Creation Time", .time)
        visitor.computed("supplier_name", "Supplier Name", .text)
        visitor.computed("delivery_document_type", "Delivery Document Type", .text)
        visitor.computed("delivery_document_no", "Delivery Document No", .text)
        visitor.computed("delivery_date", "Delivery Date", .day)
        visitor.computed("delivery_time", "Delivery Time", .time)
        visitor.computed("customer_name", "Customer Name", .text)
        visitor.computed("sales_order", "Sales Order", .text)
        visitor.computed("sales_invoice", "Sales Invoice", .text)
        visitor.computed("warranty_period", "Warranty Period (days)", .integer)
        visitor.computed("maintenance_status", "Maintenance Status", .text)
        visitor.computed("repair_claim", "Under Repair by Claim", .text)
    }

    public mutating func complete(_ linked: Linked) {
        number = SerialNumber(number).text
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if !SerialNumber(number).isValid {
            offences.append(Offence(.serialInvalid, serial: number, field: "serial_no"))
        }
        if let item = linked[item], !item.hasSerialNumbers {
            offences.append(Offence(.serialsNotWanted(item: item.code), serial: number, field: "item_code"))
        }
        return offences
    }

    public func faults(replacing old: SerialNo?, isUsed: Bool) -> [Offence] {
        guard let old else {
            return warehouse.isEmpty ? [] : [Offence(.warehouseByHand, serial: number, field: "warehouse")]
        }
        var offences: [Offence] = []
        if warehouse != old.warehouse { offences.append(Offence(.warehouseFrozen, serial: number, field: "warehouse")) }
        if item != old.item { offences.append(Offence(.itemFrozen, serial: number, field: "item_code")) }
        return offences
    }
}
