/// Where a unit stands in its life, as the ledger tells it. `Expired` is not among them: a date decides that.
///
/// Source: docs/rules.md, section 2.
public enum UnitStatus: String, Choice {
    /// Exists, was never received, or its receipt was cancelled.
    case inactive = "Inactive"
    /// In a warehouse.
    case active = "Active"
    /// The last surviving way out went to a customer.
    case delivered = "Delivered"
    /// Issued, used in production or repacked into something else.
    case consumed = "Consumed"
    /// The last surviving way out went back to a supplier.
    case returned = "Returned"

    public static var standard: UnitStatus { .inactive }
}

/// A movement as the fold reads it.
public struct Movement: Hashable, Sendable {
    public var id: Int64
    public var posting: Int64
    public var item: ID<Item>
    public var batch: ID<Batch>?
    /// The warehouse that the unit left; nil when it came from outside.
    public var source: ID<Warehouse>?
    /// The warehouse that the unit entered; nil when it went outside.
    public var target: ID<Warehouse>?
    public var rate: Money
    public var postedAt: PostingTime
    public var customer: ID<Customer>?
    public var supplier: ID<Supplier>?
    /// Until when the delivery covers the unit.
    public var warranty: Day?
    /// Until when the unit may be used, where a receipt says so.
    public var expiry: Day?

    public init(
        id: Int64, posting: Int64, item: ID<Item>, batch: ID<Batch>? = nil, source: ID<Warehouse>?,
        target: ID<Warehouse>?, rate: Money, postedAt: PostingTime, customer: ID<Customer>?, supplier: ID<Supplier>?,
        warranty: Day? = nil, expiry: Day? = nil
    ) {
        self.id = id
        self.posting = posting
        self.item = item
        self.batch = batch
        self.source = source
        self.target = target
        self.rate = rate
        self.postedAt = postedAt
        self.customer = customer
        self.supplier = supplier
        self.warranty = warranty
        self.expiry = expiry
    }
}

/// The state of one unit: a fold of its surviving movements in posting order, and nothing else.
public struct UnitState: Hashable, Sendable {
    public var status = UnitStatus.inactive
    public var item: ID<Item>
    public var batch: ID<Batch>?
    public var warehouse: ID<Warehouse>?
    /// The movement by which the unit last came from outside.
    public var wayIn: Int64?
    /// The movement by which the unit left, while it is outside.
    public var wayOut: Int64?
    public var supplier: ID<Supplier>?
    public var customer: ID<Customer>?
    public var purchaseRate = Money.zero
    public var movedAt: PostingTime?
    /// Until when the delivery covers the unit, while it is with the customer.
    public var warranty: Day?
    /// Until when the unit may be used, by its latest receipt that says so.
    public var expiry: Day?

    /// The state before any movement, of a unit made for `item`.
    public init(item: ID<Item>) {
        self.item = item
    }

    /// The state after these movements, which are in posting order.
    public init(item: ID<Item>, folding movements: some Sequence<Movement>) {
        self.init(item: item)
        for movement in movements { apply(movement) }
    }

    public mutating func apply(_ movement: Movement) {
        item = movement.item
        movedAt = movement.postedAt
        warehouse = movement.target
        if movement.source == nil {
            wayIn = movement.id
            purchaseRate = movement.rate
            batch = movement.batch ?? batch
            supplier = movement.supplier ?? supplier
            expiry = movement.expiry ?? expiry
        }
        if movement.target == nil {
            wayOut = movement.id
            customer = movement.customer
            warranty = movement.customer == nil ? nil : movement.warranty
            status = movement.customer != nil ? .delivered : movement.supplier != nil ? .returned : .consumed
        } else {
            wayOut = nil
            customer = nil
            warranty = nil
            status = .active
        }
    }
}
