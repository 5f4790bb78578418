/// A contract by which units of a customer are visited: which ones, from when to when, how often, and by whom.
///
/// Without a customer it is the plan by which our own units are looked after, such as assets.
/// The visits are planned in rows of their own, one for each line and day; a row carries all units of its line.
/// Source: docs/rules.md, section 5.
public struct MaintenanceSchedule: Document {
    public static let type = RecordType(
        "Maintenance Schedule", naming: .series("MAT-MSH-.YYYY.-"), section: "after-sale")

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-MSH-.YYYY.-")
    public var customer = Link<Customer>()
    public var customerName = ""
    public var address = LongText()
    public var telephone = ""
    public var holidayList = Link<HolidayList>()
    public var renews = Link<MaintenanceSchedule>()
    public var lines: [MaintenanceScheduleItem] = []
    public var visits: [PlannedVisit] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("customer", "Customer", &customer, [.listed, .indexed])
        visitor.field("customer_name", "Customer Name", &customerName, .readOnly)
        visitor.field("address_display", "Address", &address, .afterSubmit)
        visitor.field("contact_mobile", "Contact Phone", &telephone, .afterSubmit)
        visitor.field("holiday_list", "Holiday List", &holidayList)
        visitor.field("renewal_of", "Renewal Of", &renews, [.noCopy, .indexed])
        header.visit(&visitor, date: ("transaction_date", "Date"))
        visitor.table("items", "Items", &lines, .required)
        visitor.table("schedules", "Visits", &visits)
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
        // The date says when the contract was made; it is none of the stock's.
        header.setsPostingTime = header.postingDate != nil
        header.complete(linked)
        if let customer = linked[customer] { customerName = customer.customerName }
        if holidayList.isEmpty, let standard = linked[header.company]?.holidayList { holidayList = standard }
        for index in lines.indices { lines[index].complete(linked) }
        for index in visits.indices { visits[index].complete(linked) }
        for index in visits.indices where visits[index].line == nil {
            let (item, serials) = (visits[index].item, visits[index].serials)
            visits[index].line = lines.firstIndex { $0.item == item && $0.serials == serials }.map { $0 + 1 }
        }
        if visits.isEmpty { plan(linked) }
    }

    /// Plans the visits of all lines anew, in the order of their days.
    public mutating func plan(_ linked: Linked) {
        let holidays = holidays(linked)
        visits = []
        guard sizeFaults.isEmpty else { return }
        for (index, line) in lines.enumerated() where line.faults(index + 1, holidays).isEmpty {
            visits += line.visits(index + 1, avoiding: holidays)
        }
        visits.sort { ($0.day ?? $1.day ?? Day(number: 0), $0.line ?? 0) < ($1.day ?? Day(number: 0), $1.line ?? 0) }
    }

    /// The days on which nobody comes.
    public func holidays(_ linked: Linked) -> Holidays { linked[holidayList]?.days ?? Holidays() }

    /// What is too much for one document, before anything is planned.
    private var sizeFaults: [Offence] {
        let visits = lines.reduce(0) { $0 + min($1.visitCount.magnitude, UInt(lineLimit) + 1) }
        let units = lines.reduce(0) {
            $0 + min($1.visitCount.magnitude, UInt(lineLimit)) * UInt($1.serials.numbers.count)
        }
        if visits > lineLimit { return [Offence(.tooManyLines(limit: lineLimit), field: "schedules")] }
        return units > unitLimit ? [Offence(.tooManyUnits(limit: unitLimit), field: "schedules")] : []
    }

    public func faults(_ linked: Linked) -> [Offence] {
        let holidays = holidays(linked)
        var offences = sizeFaults
        if let customer = linked[customer], customer.isDisabled {
            offences.append(Offence(.disabledParty(customer.customerName), field: "customer"))
        }
        if customer.isEmpty, lines.isEmpty || lines.contains(where: \.serials.isEmpty) {
            // Only units can be ours; other goods are somebody's.
            offences.append(Offence(.required, field: "customer"))
        }
        for (index, line) in lines.enumerated() {
            offences += line.faults(index + 1, holidays)
            if let item = linked[line.item], !item.hasSerialNumbers, !line.serials.isEmpty {
                offences.append(Offence(.serialsNotWanted(item: item.code), line: index + 1, field: "serial_no"))
            }
        }
        if head.state == .submitted, offences.isEmpty { offences = planFaults(holidays) }
        return offences
    }

    /// What is wrong with the planned visits, where the lines themselves are right.
    private func planFaults(_ holidays: Holidays) -> [Offence] {
        var offences: [Offence] = []
        for (index, visit) in visits.enumerated() {
            guard let number = visit.line, lines.indices.contains(number - 1) else {
                offences.append(Offence(.visitsDoNotFit, line: index + 1, field: "schedules"))
                continue
            }
            if let fault = visit.fault(in: lines[number - 1], holidays) {
                offences.append(Offence(fault, line: index + 1, field: "scheduled_date"))
            }
        }
        let planned = Dictionary(grouping: visits) { $0.line ?? 0 }
        for (index, line) in lines.enumerated() {
            let own = planned[index + 1] ?? []
            if own.count != line.visitCount
                || own.contains(where: { $0.item != line.item || $0.serials != line.serials })
            {
                offences.append(Offence(.visitsDoNotFit, line: index + 1, field: "no_of_visits"))
            }
        }
        return offences
    }

    /// Each unit must be known, of the line's item, with a customer or in stock; it is covered until its line's end.
    public func decide(on stock: borrowing StockState) -> Decision {
        var decision = Decision()
        var grants: [ID<Unit>: Decision.Grant] = [:]
        for (index, line) in lines.enumerated() where !stock.faultyLines.contains(index + 1) {
            var seen: Set<String> = []
            for number in line.serials.numbers {
                let (unit, isNew) = (stock.units[number.key], seen.insert(number.key).inserted)
                if let rejection = isNew ? line.refusal(unit, isOurs: customer.isEmpty) : .serialTwice(otherLine: nil) {
                    decision.offences.append(
                        Offence(rejection, line: index + 1, serial: number.text, field: "serial_no"))
                } else if let unit, let end = line.end, grants[unit.id].flatMap(\.ends).map({ $0 < end }) ?? true {
                    grants[unit.id] = .init(unit: unit.id, kind: .contract, starts: line.start, ends: end)
                }
            }
        }
        decision.grants = grants.values.sorted { $0.unit < $1.unit }
        return decision
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {}

    /// The contract that follows on this one: the units that are kept, from the day after the end, for as long.
    public func renewal(keeping isKept: (SerialNumber) -> Bool) -> MaintenanceSchedule {
        var next = MaintenanceSchedule()
        (next.customer, next.address, next.telephone, next.holidayList) = (customer, address, telephone, holidayList)
        next.header.company = header.company
        next.renews = Link(head.name, id: head.id.map(ID.init))
        next.lines = lines.compactMap { line in
            let numbers = line.serials.numbers.filter(isKept)
            return line.serials.isEmpty || !numbers.isEmpty ? line.renewed(SerialCell(numbers)) : nil
        }
        return next
    }
}

/// Units of one item, and how they are visited.
public struct MaintenanceScheduleItem: Line {
    public static let typeName = "Maintenance Schedule Item"

    public var row: Int64?
    public var item = Link<Item>()
    public var itemName = ""
    public var details = LongText()
    public var start: Day?
    public var end: Day?
    public var periodicity = Periodicity.none
    public var visitCount = 0
    public var person = Link<SalesPerson>()
    public var serials = SerialCell()
    public var order = Link<SalesOrder>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, .required)
        visitor.field("item_name", "Item Name", &itemName)
        visitor.field("description", "Description", &details)
        visitor.field("start_date", "Start Date", &start, .required)
        visitor.field("end_date", "End Date", &end, [.required, .indexed])
        visitor.field("periodicity", "Periodicity", &periodicity, .required)
        visitor.field("no_of_visits", "No of Visits", &visitCount)
        visitor.field("sales_person", "Technician", &person)
        visitor.field("serial_no", "Serial No", &serials)
        visitor.field("sales_order", "Sales Order", &order)
    }

    /// Takes the item's name, and works out the end from the number of visits, or the number from the end.
    mutating func complete(_ linked: Linked) {
        serials = serials.tidied
        if itemName.isEmpty, let item = linked[item] { itemName = item.itemName }
        guard let start else { return }
        if end == nil, (1...lineLimit).contains(visitCount) {
            end = periodicity.day(visitCount, after: start)?.adding(days: -1)
        } else if visitCount == 0, let end {
            visitCount = periodicity.periods(from: start, to: end) ?? 0
        }
    }

    func faults(_ line: Int, _ holidays: Holidays) -> [Offence] {
        guard let start, let end, periodicity != .none else { return [] }
        if end < start { return [Offence(.endsBeforeStart(from: start, until: end), line: line, field: "end_date")] }
        if end >= start.adding(months: 12 * Periodicity.longest) {
            return [Offence(.periodTooLong(years: Periodicity.longest), line: line, field: "end_date")]
        }
        guard visitCount > 0 else { return [Offence(.quantityNotPositive, line: line, field: "no_of_visits")] }
        let possible = WorkingDays(from: start, to: end, avoiding: holidays).count
        return visitCount <= possible
            ? [] : [Offence(.tooFewWorkingDays(possible), line: line, field: "no_of_visits")]
    }

    /// The line's visits, as they are planned.
    ///
    /// - Parameter number: the line's place in the document, from 1.
    func visits(_ number: Int, avoiding holidays: Holidays) -> [PlannedVisit] {
        guard let start, let end else { return [] }
        let days = periodicity.visits(from: start, to: end, count: visitCount, avoiding: holidays) ?? []
        return days.map { day in
            var visit = PlannedVisit()
            (visit.item, visit.itemName, visit.serials) = (item, itemName, serials)
            (visit.day, visit.person, visit.line) = (day, person, number)
            return visit
        }
    }

    /// The line of the contract that follows: whole months by as many months, other periods by as many days.
    fileprivate func renewed(_ serials: SerialCell) -> MaintenanceScheduleItem {
        var next = self
        (next.row, next.serials) = (nil, serials)
        guard let start, let end else { return next }
        let follower = end.adding(days: 1)
        let months = (follower.civil.year - start.civil.year) * 12 + follower.civil.month - start.civil.month
        let isWhole = months > 0 && start.adding(months: months) == follower
        next.start = follower
        next.end =
            isWhole
            ? follower.adding(months: months).adding(days: -1) : follower.adding(days: end.number - start.number)
        return next
    }

    /// - Parameter isOurs: whether the contract has no customer, so that each unit must be in one of our warehouses.
    fileprivate func refusal(_ unit: UnitRecord?, isOurs: Bool) -> Rejection? {
        guard let unit else { return .serialUnknown }
        if unit.state.item != item.id { return .serialOfOtherItem(item: unit.itemCode, expected: item.name) }
        switch unit.state.status {
        case .active: return nil
        case .delivered: return isOurs ? .customerNeeded : nil
        case .inactive: return .neverReceived
        case .consumed, .returned: return .alreadyGone(status: unit.state.status, document: unit.mentions.last)
        }
    }
}

/// A visit as the contract plans it, and what became of it.
public struct PlannedVisit: Line {
    public static let typeName = "Maintenance Schedule Detail"

    public var row: Int64?
    public var item = Link<Item>()
    public var itemName = ""
    public var day: Day?
    public var doneOn: Day?
    public var person = Link<SalesPerson>()
    public var completion = VisitCompletion.pending
    public var serials = SerialCell()
    /// The number of the line that the visit belongs to, from 1, as the wire has it.
    private var reference = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &item, .required)
        visitor.field("item_name", "Item Name", &itemName)
        visitor.field("scheduled_date", "Scheduled Date", &day, [.required, .indexed])
        visitor.field("actual_date", "Actual Date", &doneOn, [.readOnly, .noCopy])
        visitor.field("sales_person", "Technician", &person, .indexed)
        visitor.field("completion_status", "Completion Status", &completion, [.readOnly, .noCopy])
        visitor.field("serial_no", "Serial No", &serials)
        visitor.field("item_reference", "Line of the Contract", &reference, .readOnly)
    }

    /// The number of the line that the visit belongs to, from 1.
    public internal(set) var line: Int? {
        get { Int(reference) }
        set { reference = newValue.map(String.init) ?? "" }
    }

    mutating func complete(_ linked: Linked) {
        serials = serials.tidied
        if itemName.isEmpty, let item = linked[item] { itemName = item.itemName }
    }

    /// Why the visit cannot be on its day.
    public func fault(in line: MaintenanceScheduleItem, _ holidays: Holidays) -> Rejection? {
        guard let day, let start = line.start, let end = line.end else { return nil }
        if day < start || day > end { return .outsidePeriod(from: start, to: end) }
        return holidays.contains(day) ? .onHoliday(day) : nil
    }
}

/// What became of a visit.
public enum VisitCompletion: String, Choice {
    case pending = "Pending"
    case partial = "Partially Completed"
    case full = "Fully Completed"

    public static let standard = VisitCompletion.pending
}
