/// Where goods come from or go to.
public enum Place: Sendable, Equatable {
    case warehouse(Link<Warehouse>)
    /// A supplier, a customer, or the world of things used up: anywhere that is not ours to count.
    case outside

    public var warehouse: Link<Warehouse>? {
        if case .warehouse(let link) = self { link } else { nil }
    }
}

/// What one cell of a document line asks the ledger to move: so many of an item, from one place to another.
public struct Transfer: Sendable {
    /// The line's number in the document, from 1.
    public var line: Int
    /// The field that holds the serial numbers, for the person who must correct them.
    public var cell = "serial_no"
    public var item: Link<Item>
    /// In stock units; never negative, the direction says which way.
    public var quantity: Quantity
    public var serials: SerialCell
    public var batch = Link<Batch>()
    public var source: Place
    public var target: Place
    /// What one stock unit is worth when it comes in.
    public var rate = Money.zero
    public var salesOrder = Link<SalesOrder>()
    /// Whether this is an input of a manufacture or repack, whose units an output may take over.
    public var isTransformed = false
    /// Whether the goods are to be built into something, here or at a subcontractor's.
    public var isForUse = false

    public init(
        line: Int, item: Link<Item>, quantity: Quantity, serials: SerialCell, from source: Place, to target: Place
    ) {
        self.line = line
        self.item = item
        self.quantity = quantity
        self.serials = serials
        self.source = source
        self.target = target
    }

    /// Whether goods come from outside into a warehouse.
    public var isWayIn: Bool { source == .outside && target != .outside }
    /// Whether goods leave a warehouse, for another one or for outside.
    public var isWayOut: Bool { source != .outside }
}
