/// What someone did at a customer's, or on our own units, unit by unit: a visit of a schedule, or one that nobody had planned.
///
/// Source: docs/rules.md, section 5.
public struct MaintenanceVisit: Document {
    public static let type = RecordType("Maintenance Visit", naming: .series("MAT-MVS-.YYYY.-"), section: "after-sale")

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-MVS-.YYYY.-")
    public var customer = Link<Customer>()
    public var customerName = ""
    public var schedule = Link<MaintenanceSchedule>()
    /// The key of the planned visit's row.
    public var plannedVisit = ""
    public var kind = VisitKind.unscheduled
    public var completion = VisitCompletion.full
    public var address = LongText()
    public var telephone = ""
    public var feedback = LongText()
    public var signedBy = ""
    public var lines: [MaintenanceVisitPurpose] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("customer", "Customer", &customer, [.listed, .indexed])
        visitor.field("customer_name", "Customer Name", &customerName, .readOnly)
        visitor.field("maintenance_schedule", "Maintenance Schedule", &schedule, [.listed, .indexed, .noCopy])
        visitor.field("maintenance_schedule_detail", "Planned Visit", &plannedVisit, [.indexed, .noCopy])
        visitor.field("maintenance_type", "Maintenance Type", &kind, .listed)
        visitor.field("completion_status", "Completion Status", &completion, .listed)
        visitor.field("address_display", "Address", &address)
        visitor.field("contact_mobile", "Contact Phone", &telephone)
        visitor.field("customer_feedback", "Customer Feedback", &feedback, .afterSubmit)
        visitor.field("signed_by", "Signed By", &signedBy, .noCopy)
        header.visit(&visitor, date: ("mntc_date", "Date"), time: ("mntc_time", "Time"))
        visitor.table("purposes", "Work", &lines, .required)
    }

    public var counterpart: Counterpart {
        var counterpart = Counterpart()
        counterpart.customer = customer
        return counterpart
    }

    public var movesStock: Bool { false }
    public var transfers: [Transfer] { [] }

    public mutating func complete(_ linked: Linked) {
        // A visit may be noted before it takes place, and after.
        header.setsPostingTime = header.postingDate != nil
        if header.postingDate != nil, header.postingTime == nil { header.postingTime = TimeOfDay(milliseconds: 0) }
        header.complete(linked)
        if let customer = linked[customer] { customerName = customer.customerName }
        if !plannedVisit.isEmpty { kind = .scheduled }
        if let schedule = linked[schedule] {
            if address.text.isEmpty { address = schedule.address }
            if telephone.isEmpty { telephone = schedule.telephone }
        }
        for index in lines.indices { lines[index].complete(linked) }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        if let customer = linked[customer], customer.isDisabled {
            offences.append(Offence(.disabledParty(customer.customerName), field: "customer"))
        }
        if needsCustomer(linked) { offences.append(Offence(.required, field: "customer")) }
        if let rejection = planFault(linked) {
            offences.append(Offence(rejection, field: "maintenance_schedule"))
        }
        if completion == .pending, head.state == .submitted {
            let choices = [VisitCompletion.partial.rawValue, VisitCompletion.full.rawValue]
            offences.append(
                Offence(.notAChoice(value: completion.rawValue, choices: choices), field: "completion_status"))
        }
        for (index, line) in lines.enumerated() {
            guard let unit = linked[line.serial], unit.item != line.item else { continue }
            let rejection = Rejection.serialOfOtherItem(item: unit.item.name, expected: line.item.name)
            offences.append(Offence(rejection, line: index + 1, serial: line.serial.name, field: "serial_no"))
        }
        return offences
    }

    /// Whether a customer is missing: our own units are visited without one, as is what a plan over our own units says.
    private func needsCustomer(_ linked: Linked) -> Bool {
        guard customer.isEmpty else { return false }
        if let schedule = linked[schedule], schedule.customer.isEmpty { return false }
        return lines.contains { linked[$0.serial]?.warehouse.isEmpty ?? true }
    }

    /// What is wrong with the planned visit that this one says it was.
    private func planFault(_ linked: Linked) -> Rejection? {
        guard let schedule = linked[schedule] else { return plannedVisit.isEmpty ? nil : .required }
        if schedule.customer != customer { return .scheduleOfOtherCustomer(schedule: schedule.head.name) }
        guard head.state == .submitted else { return nil }
        if schedule.head.state != .submitted { return .scheduleNotSubmitted(schedule: schedule.head.name) }
        guard !plannedVisit.isEmpty else { return nil }
        guard let planned = schedule.visits.first(where: { $0.row.map(String.init) == plannedVisit }) else {
            return .visitNotPlanned(schedule: schedule.head.name)
        }
        return planned.completion == .full ? .visitDone(planned.doneOn ?? planned.day ?? postedAt.day) : nil
    }

    /// The visit that a schedule plans, as it begins: a line for each of its units that are still to be done.
    ///
    /// - Parameter done: the keys of the numbers on which the work of this visit was done before.
    public init(of planned: PlannedVisit, in schedule: MaintenanceSchedule, except done: Set<String> = []) {
        customer = schedule.customer
        self.schedule = Link(schedule.head.name, id: schedule.head.id.map(ID.init))
        plannedVisit = planned.row.map(String.init) ?? ""
        (kind, address, telephone) = (.scheduled, schedule.address, schedule.telephone)
        header.company = schedule.header.company
        let numbers = planned.serials.numbers.filter { !done.contains($0.key) }
        lines = (numbers.isEmpty ? [nil] : numbers.map(\.text)).map { number in
            var line = MaintenanceVisitPurpose()
            (line.item, line.itemName, line.person) = (planned.item, planned.itemName, planned.person)
            line.serial = Link(number ?? "")
            return line
        }
    }

    public func decide(on stock: borrowing StockState) -> Decision { Decision() }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {}
}

/// Why somebody came.
public enum VisitKind: String, Choice {
    case scheduled = "Scheduled"
    case unscheduled = "Unscheduled"
    case breakdown = "Breakdown"

    public static let standard = VisitKind.unscheduled
}

/// What was done on one unit.
public struct MaintenanceVisitPurpose: Line {
    public static let typeName = "Maintenance Visit Purpose"

    public var row: Int64?
    public var item = Link<Item>()
    public var itemName = ""
    public var serial = Link<SerialNo>()
    public var person = Link<SalesPerson>()
    public var details = LongText()
    public var workDone = LongText()
    public var originType = ""
    public var originName = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item)
        visitor.field("item_name", "Item Name", &itemName)
        visitor.field("serial_no", "Serial No", &serial, .indexed)
        visitor.field("service_person", "Technician", &person, .indexed)
        visitor.field("description", "Description", &details)
        visitor.field("work_done", "Work Done", &workDone)
        visitor.field("prevdoc_doctype", "Origin Type", &originType)
        visitor.field("prevdoc_docname", "Origin", &originName)
    }

    mutating func complete(_ linked: Linked) {
        if item.isEmpty, let unit = linked[serial] { item = unit.item }
        if itemName.isEmpty, let item = linked[item] { itemName = item.itemName }
    }
}
