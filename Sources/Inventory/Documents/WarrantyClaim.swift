/// What a customer complains about one unit: what covered it then, and what became of it.
///
/// What the unit was on the day of the complaint is taken over when the claim is made and stays as it was.
public struct WarrantyClaim: Record {
    public static let type = RecordType(
        "Warranty Claim", naming: .series("SER-WRN-.YYYY.-"), section: "after-sale")

    public var head = Head()
    public var series = "SER-WRN-.YYYY.-"
    public var status = ClaimStatus.open
    public var complaintDate: Day?
    public var serial = Link<SerialNo>()
    public var customer = Link<Customer>()
    public var customerName = ""
    public var complaint = LongText()
    public var raisedBy = ""
    public var fromCompany = ""
    public var facts = ClaimFacts()
    public var resolution = ClaimResolution()
    public var contact = Contact()
    public var custody = Custody()
    public var company = Link<Company>()
    /// Whether the unit is with a customer, as far as it was looked up.
    private var isWithCustomer = true
    /// Another claim by which the unit is in our workshop; empty for none.
    private var otherCustody = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("naming_series", "Series", &series, .setOnce)
        visitor.field("status", "Status", &status, .listed)
        visitor.field("complaint_date", "Complaint Date", &complaintDate, [.listed, .setOnce, .indexed])
        visitor.field("serial_no", "Serial No", &serial, [.required, .listed, .setOnce, .indexed])
        visitor.field("customer", "Customer", &customer, [.required, .listed, .indexed])
        visitor.field("customer_name", "Customer Name", &customerName, .readOnly)
        facts.visit(&visitor)
        visitor.field("complaint", "Complaint", &complaint, .required)
        visitor.field("complaint_raised_by", "Raised By", &raisedBy)
        visitor.field("from_company", "From Company", &fromCompany)
        resolution.visit(&visitor)
        contact.visit(&visitor)
        custody.visit(&visitor)
        visitor.field("company", "Company", &company, .required)
        visitor.computed("replacement_serial_no", "Exchanged For", .text)
    }

    public mutating func complete(_ linked: Linked) {
        if company.isEmpty, let standard = linked.defaultCompany {
            company = Link(standard.head.name, id: standard.head.id.map(ID.init))
        }
        complaintDate = complaintDate ?? linked.now.day
        if let customer = linked[customer] { customerName = customer.customerName }
        resolution.complete(status, linked)
        custody.complete(linked)
        guard let standing = linked.standing(of: serial) else { return }
        (isWithCustomer, otherCustody) = (
            standing.status == .delivered, standing.custodies.first { $0 != head.name } ?? ""
        )
        guard head.id == nil else { return }
        if customer.isEmpty { (customer, customerName) = (standing.customer, standing.customerName) }
        facts = ClaimFacts(standing, on: complaintDate ?? linked.now.day)
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if let day = complaintDate {
            if day > linked.now.day {
                offences.append(Offence(.tooLate(most: linked.now.day), field: "complaint_date"))
            }
            if head.id == nil, let delivered = facts.deliveredOn, day < delivered {
                offences.append(Offence(.tooEarly(least: delivered), field: "complaint_date"))
            }
        }
        if status == .closed, resolution.details.text.isEmpty {
            offences.append(Offence(.required, field: "resolution_details"))
        }
        return offences + custody.faults(linked.now.day)
    }

    public func faults(replacing old: WarrantyClaim?, isUsed: Bool) -> [Offence] {
        guard custody.isOpen, old?.custody.isOpen != true else { return [] }
        if !otherCustody.isEmpty {
            return [Offence(.inWorkshop(claim: otherCustody), serial: serial.name, field: "repair_received_on")]
        }
        return isWithCustomer ? [] : [Offence(.notWithCustomer, serial: serial.name, field: "repair_received_on")]
    }
}

/// Where a claim stands.
public enum ClaimStatus: String, Choice {
    case open = "Open"
    case closed = "Closed"
    case workInProgress = "Work In Progress"
    case cancelled = "Cancelled"

    public static var standard: ClaimStatus { .open }

    /// Whether somebody still has to do something.
    public var isPending: Bool { self == .open || self == .workInProgress }
}

/// What the unit of a claim was on the day of the complaint.
public struct ClaimFacts: Sendable {
    public var item = Link<Item>()
    public var itemName = ""
    public var details = LongText()
    public var batch = Link<Batch>()
    public var coverage = Coverage.unknown
    public var warrantyEnd: Day?
    public var contractEnd: Day?
    public var deliveryType = ""
    public var deliveryName = ""
    public var deliveredOn: Day?

    init() {}

    init(_ standing: UnitStanding, on day: Day) {
        (item, itemName, details, batch) = (standing.item, standing.itemName, standing.details, standing.batch)
        (warrantyEnd, contractEnd) = (standing.warrantyEnd, standing.contractEnd)
        coverage = standing.coverage(on: day)
        (deliveryType, deliveryName) = (standing.deliveryType, standing.deliveryName)
        deliveredOn = standing.deliveredOn
    }

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, [.readOnly, .listed, .indexed])
        visitor.field("item_name", "Item Name", &itemName, .readOnly)
        visitor.field("description", "Description", &details, .readOnly)
        visitor.field("batch_no", "Batch No", &batch, [.readOnly, .indexed])
        visitor.field("warranty_amc_status", "Warranty / AMC Status", &coverage, [.readOnly, .listed])
        visitor.field("warranty_expiry_date", "Warranty Expiry Date", &warrantyEnd, .readOnly)
        visitor.field("amc_expiry_date", "AMC Expiry Date", &contractEnd, .readOnly)
        visitor.field("delivery_document_type", "Delivery Document Type", &deliveryType, .readOnly)
        visitor.field("delivery_document_no", "Delivery Document No", &deliveryName, .readOnly)
        visitor.field("delivery_date", "Delivery Date", &deliveredOn, .readOnly)
    }
}

/// What was found and done, when and by whom.
public struct ClaimResolution: Sendable {
    public var date: Instant?
    public var author = Link<User>()
    public var details = LongText()

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("resolution_date", "Resolution Date", &date, .readOnly)
        visitor.field("resolved_by", "Resolved By", &author)
        visitor.field("resolution_details", "Resolution Details", &details)
    }

    /// Whoever closes a claim has resolved it, now; one that is open again is not resolved.
    mutating func complete(_ status: ClaimStatus, _ linked: Linked) {
        if status.isPending { (date, author) = (nil, Link()) }
        guard status == .closed else { return }
        date = date ?? linked.moment
        if author.isEmpty { author = linked.author }
    }
}

/// Whom to speak to, and where.
public struct Contact: Sendable {
    public var person = ""
    public var mobile = ""
    public var email = ""
    public var address = LongText()

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("contact_person", "Contact Person", &person)
        visitor.field("contact_mobile", "Mobile No", &mobile)
        visitor.field("contact_email", "Contact Email", &email)
        visitor.field("service_address", "Service Address", &address)
    }
}

/// A unit that is in our workshop and belongs to the customer: it stays delivered, and is not ours to sell.
public struct Custody: Sendable {
    public var receivedOn: Day?
    public var place = ""
    public var receivedBy = Link<User>()
    public var sentBackOn: Day?

    public init() {}

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("repair_received_on", "Received for Repair", &receivedOn)
        visitor.field("repair_place", "Repair Place", &place)
        visitor.field("repair_received_by", "Received By", &receivedBy, .readOnly)
        visitor.field("repair_sent_back_on", "Sent Back", &sentBackOn)
    }

    /// Whether the unit was taken in and has not gone back.
    public var isOpen: Bool { receivedOn != nil && sentBackOn == nil }

    mutating func complete(_ linked: Linked) {
        if receivedOn == nil { receivedBy = Link() } else if receivedBy.isEmpty { receivedBy = linked.author }
    }

    func faults(_ today: Day) -> [Offence] {
        var offences: [Offence] = []
        func add(_ rejection: Rejection, _ field: String) { offences.append(Offence(rejection, field: field)) }
        if let received = receivedOn, received > today { add(.tooLate(most: today), "repair_received_on") }
        guard let sentBack = sentBackOn else { return offences }
        if sentBack > today { add(.tooLate(most: today), "repair_sent_back_on") }
        if let received = receivedOn {
            if sentBack < received { add(.tooEarly(least: received), "repair_sent_back_on") }
        } else {
            add(.required, "repair_received_on")
        }
        return offences
    }
}
