/// A unit that the company holds as a fixed asset: where it is, in whose care, what it cost and is worth.
///
/// Source: docs/rules.md, section 5.
public struct Asset: Document {
    public static let type = RecordType("Asset", naming: .series("ACC-ASS-.YYYY.-"), section: "asset")

    public var head = Head()
    public var header = DocumentHeader(series: "ACC-ASS-.YYYY.-")
    public var assetName = ""
    public var unit = Link<SerialNo>()
    public var item = Link<Item>()
    public var itemName = ""
    /// Where it is, and in whose care: on a submitted asset what its movements say.
    public var location = Link<Location>()
    public var custodian = Link<Employee>()
    public var purchaseDate: Day?
    public var cost = Money.zero
    public var receipt = Link<PurchaseReceipt>()
    public var invoice = Link<PurchaseInvoice>()
    public var availableFrom: Day?
    public var plan = DepreciationPlan()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("asset_name", "Asset Name", &assetName, .listed)
        visitor.field("serial_no", "Serial No", &unit, [.required, .listed, .setOnce, .indexed])
        visitor.field("item_code", "Item Code", &item, [.readOnly, .listed, .indexed])
        visitor.field("item_name", "Item Name", &itemName, .readOnly)
        visitor.field("location", "Location", &location, [.listed, .indexed])
        visitor.field("custodian", "Custodian", &custodian, [.listed, .indexed])
        visitor.field("purchase_date", "Purchase Date", &purchaseDate)
        visitor.field("gross_purchase_amount", "Gross Purchase Amount", &cost)
        visitor.field("purchase_receipt", "Purchase Receipt", &receipt)
        visitor.field("purchase_invoice", "Purchase Invoice", &invoice)
        visitor.field("available_for_use_date", "Available-for-use Date", &availableFrom)
        plan.visit(&visitor)
        header.visit(&visitor)
    }

    public var counterpart: Counterpart { Counterpart() }
    public var movesStock: Bool { false }
    public var transfers: [Transfer] { [] }
    public var namedUnits: [SerialNumber] { unit.isEmpty ? [] : [SerialNumber(unit.name)] }
    public mutating func fill(_ cells: [CellKey: SerialCell]) {}

    /// Takes over from the unit's way in what nobody has typed.
    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        guard let key = unit.id?.rawValue, let origin = linked.origins[key] else { return }
        (item, itemName) = (origin.item, origin.itemName)
        if assetName.isEmpty { assetName = origin.itemName }
        if !origin.company.isEmpty { header.company = origin.company }
        if purchaseDate == nil { purchaseDate = origin.day }
        if cost.isZero { cost = origin.rate }
        if receipt.isEmpty, invoice.isEmpty { (receipt, invoice) = (origin.receipt, origin.invoice) }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences = plan.faults(cost: cost, availableFrom: availableFrom)
        if let key = unit.id?.rawValue, let origin = linked.origins[key], !origin.isFixedAsset {
            offences.append(Offence(.notFixedAsset(item: origin.item.name), serial: unit.name, field: "serial_no"))
        }
        if let bought = purchaseDate, let used = availableFrom, used < bought {
            offences.append(Offence(.tooEarly(least: bought), field: "available_for_use_date"))
        }
        if let keeper = linked[custodian], keeper.status != .active, head.state == .submitted {
            offences.append(Offence(.employeeInactive(keeper.employeeName), field: "custodian"))
        }
        return offences
    }

    /// The unit must be in one of our warehouses, free, and nobody else's asset.
    public func decide(on stock: borrowing StockState) -> Decision {
        var decision = Decision()
        if postedAt.day > stock.linked.now.day { decision.offences.append(Offence(.inFuture, field: "posting_date")) }
        if let unit = stock.units[SerialNumber(unit.name).key], let rejection = Self.refusal(unit) {
            decision.offences.append(Offence(rejection, serial: unit.number.text, field: "serial_no"))
        }
        return decision
    }

    private static func refusal(_ unit: UnitRecord) -> Rejection? {
        if unit.asset != nil { return .alreadyAsset(asset: unit.assetName) }
        switch unit.state.status {
        case .inactive: return .neverReceived
        case .active: return unit.reservedFor == nil ? nil : .reserved(order: unit.reservedForName)
        default: return .alreadyGone(status: unit.state.status, document: unit.mentions.last)
        }
    }

    /// How the asset loses its value; nil where nobody asked, or where something is missing for it.
    ///
    /// - Parameter fiscalStart: the month in which the company's fiscal year starts.
    public func depreciation(fiscalStart: Int) -> Depreciation? {
        guard plan.isCalculated, let start = availableFrom else { return nil }
        var depreciation = Depreciation(
            cost: cost, residual: plan.residual, start: start, periods: plan.periods, months: plan.months)
        depreciation.opening = plan.opening
        depreciation.bookedPeriods = plan.bookedPeriods
        depreciation.firstEnd = plan.firstEnd
        depreciation.fiscalStart = fiscalStart
        return depreciation
    }
}

/// What an asset says about its depreciation.
public struct DepreciationPlan: Sendable {
    public var isCalculated = false
    public var periods = 0
    public var months = 12
    public var firstEnd: Day?
    public var residual = Money.zero
    public var opening = Money.zero
    public var bookedPeriods = 0

    public init() {}

    mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("calculate_depreciation", "Calculate Depreciation", &isCalculated)
        visitor.field("total_number_of_depreciations", "Total Number of Depreciations", &periods)
        visitor.field("frequency_of_depreciation", "Frequency of Depreciation (Months)", &months)
        visitor.field("depreciation_start_date", "Depreciation Posting Date", &firstEnd)
        visitor.field("expected_value_after_useful_life", "Expected Value After Useful Life", &residual)
        visitor.field("opening_accumulated_depreciation", "Opening Accumulated Depreciation", &opening)
        visitor.field("number_of_depreciations_booked", "Number of Depreciations Booked", &bookedPeriods)
    }

    /// The largest cost: a hundred million. Ninety thousand such assets stay within 64 bits.
    private static let costLimit = Money(millionths: 100_000_000_000_000)
    /// The longest life, in months.
    private static let monthLimit = 1200

    func faults(cost: Money, availableFrom: Day?) -> [Offence] {
        var offences: [Offence] = []
        func check(_ amount: Money, atMost most: Money, _ field: String) {
            guard amount < .zero || amount > most else { return }
            offences.append(Offence(.outOfRange(least: "0", most: most.description), field: field))
        }
        check(cost, atMost: Self.costLimit, "gross_purchase_amount")
        check(residual, atMost: max(.zero, cost), "expected_value_after_useful_life")
        check(opening, atMost: max(.zero, cost - residual), "opening_accumulated_depreciation")
        guard isCalculated else { return offences }
        if availableFrom == nil { offences.append(Offence(.required, field: "available_for_use_date")) }
        if !Depreciation.frequencies.contains(months) {
            let choices = Depreciation.frequencies.map(String.init)
            offences.append(
                Offence(.notAChoice(value: String(months), choices: choices), field: "frequency_of_depreciation"))
        } else if !(1...Self.monthLimit / months).contains(periods) {
            let most = String(Self.monthLimit / months)
            offences.append(Offence(.outOfRange(least: "1", most: most), field: "total_number_of_depreciations"))
        }
        if !(0...max(0, periods)).contains(bookedPeriods) {
            let rejection = Rejection.outOfRange(least: "0", most: String(max(0, periods)))
            offences.append(Offence(rejection, field: "number_of_depreciations_booked"))
        }
        if let firstEnd, let availableFrom, firstEnd < availableFrom {
            offences.append(Offence(.tooEarly(least: availableFrom), field: "depreciation_start_date"))
        }
        return offences
    }
}
