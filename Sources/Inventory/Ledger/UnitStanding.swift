/// Whether something covers a unit on a day: a warranty before a contract, as the unit's own status has it.
public enum Coverage: String, Choice {
    case unknown = ""
    case underWarranty = "Under Warranty"
    case outOfWarranty = "Out of Warranty"
    case underContract = "Under AMC"
    case outOfContract = "Out of AMC"

    public static var standard: Coverage { .unknown }

    /// Whether the customer need not pay.
    public var isCovered: Bool { self == .underWarranty || self == .underContract }
}

/// How a unit stands with its customer: what those need to know who deal with it after the sale.
public struct UnitStanding: Sendable {
    public var unit: ID<Unit>
    public var status = UnitStatus.inactive
    public var item = Link<Item>()
    public var itemName = ""
    public var details = LongText()
    public var batch = Link<Batch>()
    public var customer = Link<Customer>()
    public var customerName = ""
    public var deliveryType = ""
    public var deliveryName = ""
    public var deliveredOn: Day?
    public var warrantyStart: Day?
    public var warrantyEnd: Day?
    public var contractStart: Day?
    public var contractEnd: Day?
    /// The names of the claims by which the unit is in our workshop: at most one, but for what was there before.
    public var custodies: [String] = []

    public init(unit: ID<Unit>) {
        self.unit = unit
    }

    /// What covers the unit on a day.
    public func coverage(on day: Day) -> Coverage {
        func covers(_ start: Day?, _ end: Day?) -> Bool {
            guard let end else { return false }
            return (start ?? day) <= day && day <= end
        }
        if covers(warrantyStart, warrantyEnd) { return .underWarranty }
        if contractEnd != nil { return covers(contractStart, contractEnd) ? .underContract : .outOfContract }
        return warrantyEnd == nil ? .unknown : .outOfWarranty
    }
}
