/// Which delivered units were installed, where and when. It moves nothing.
public struct InstallationNote: Document {
    public static let type = RecordType(
        "Installation Note", naming: .series("MAT-INS-.YYYY.-"), section: "after-sale")

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-INS-.YYYY.-")
    public var customer = Link<Customer>()
    public var customerName = ""
    public var address = ""
    public var addressDetails = LongText()
    public var contactPerson = ""
    public var contactMobile = ""
    public var lines: [InstallationNoteItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("naming_series", "Series", &header.series, .setOnce)
        visitor.field("customer", "Customer", &customer, [.required, .listed, .indexed])
        visitor.field("customer_name", "Customer Name", &customerName, .readOnly)
        visitor.field("customer_address", "Installation Address", &address, [.listed, .afterSubmit])
        visitor.field("address_display", "Place", &addressDetails, .afterSubmit)
        visitor.field("contact_person", "Contact Person", &contactPerson, .afterSubmit)
        visitor.field("contact_mobile", "Mobile No", &contactMobile, .afterSubmit)
        visitor.field("inst_date", "Installation Date", &header.postingDate, [.listed, .noCopy, .indexed])
        visitor.field("inst_time", "Installation Time", &header.postingTime, .noCopy)
        visitor.field("company", "Company", &header.company, .required)
        visitor.field("remarks", "Remarks", &header.remarks, .afterSubmit)
        visitor.field("amended_from", "Amended From", &header.amendedFrom, [.noCopy, .setOnce])
        visitor.computed("status", "Status", .text, .listed)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart {
        var counterpart = Counterpart()
        counterpart.customer = customer
        return counterpart
    }

    public var movesStock: Bool { false }
    public var transfers: [Transfer] { [] }
    public var namedUnits: [SerialNumber] { lines.flatMap(\.serials.numbers) }

    public mutating func complete(_ linked: Linked) {
        // A date that somebody wrote stands; without one it was now.
        header.setsPostingTime = header.postingDate != nil
        header.complete(linked)
        if let customer = linked[customer] { customerName = customer.customerName }
        for index in lines.indices { lines[index].complete(linked) }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if let day = header.postingDate, day > linked.now.day {
            offences.append(Offence(.tooLate(most: linked.now.day), field: "inst_date"))
        }
        return offences + lines.enumerated().flatMap { $1.faults(linked, line: $0 + 1) }
    }

    public func decide(on stock: borrowing StockState) -> Decision { Decision.installing(self, on: stock) }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {}
}

/// A line of an installation note.
public struct InstallationNoteItem: Line {
    public static let typeName = "Installation Note Item"
    /// The types of documents that deliver.
    public static let deliveries = [DeliveryNote.type.name, SalesInvoice.type.name]

    public var row: Int64?
    public var item = Link<Item>()
    public var serials = SerialCell()
    /// In stock units.
    public var quantity = Quantity.zero
    public var details = LongText()
    public var deliveryType = ""
    public var deliveryName = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, [.required, .listed])
        visitor.field("qty", "Installed Qty", &quantity, [.required, .listed])
        visitor.field("serial_no", "Serial No", &serials, .listed)
        visitor.field("description", "Description", &details)
        visitor.field("prevdoc_doctype", "Delivery Document Type", &deliveryType)
        visitor.field("prevdoc_docname", "Delivery Document No", &deliveryName, [.required, .listed, .indexed])
    }

    mutating func complete(_ linked: Linked) {
        serials = serials.tidied
        if deliveryType.isEmpty { deliveryType = Self.deliveries[0] }
        if details.text.isEmpty, let item = linked[item] { details = LongText(item.itemName) }
    }

    func faults(_ linked: Linked, line: Int) -> [Offence] {
        var offences: [Offence] = []
        func add(_ rejection: Rejection, _ field: String) {
            offences.append(Offence(rejection, line: line, field: field))
        }
        if quantity.magnitude > .limit { add(.outOfRange(least: "0", most: "1000000000"), "qty") }
        if quantity.isZero || quantity.isNegative { add(.quantityNotPositive, "qty") }
        if !Self.deliveries.contains(deliveryType) {
            add(.notAChoice(value: deliveryType, choices: Self.deliveries), "prevdoc_doctype")
        }
        if let item = linked[item], item.hasSerialNumbers, !quantity.isWhole {
            add(.mustBeWhole(quantity: quantity, unit: item.stockUnit.name), "qty")
        }
        return offences
    }

    /// The document that delivered what the line installs.
    public var delivery: DeliveryKey { DeliveryKey(type: deliveryType, name: deliveryName) }
}
