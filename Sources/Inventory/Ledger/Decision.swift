/// What submitting a document does to the stock, or why it may not.
public struct Decision: Sendable {
    /// The unit that moves: one that exists, or the n-th that this document makes.
    public enum Subject: Hashable, Sendable {
        case known(ID<Unit>)
        case new(Int)
    }

    /// A unit that comes into being.
    public struct NewUnit: Sendable {
        public let number: SerialNumber
        public let item: ID<Item>
    }

    /// One unit's movement.
    public struct Move: Sendable {
        public let unit: Subject
        public let line: Int
        public let item: ID<Item>
        public let batch: ID<Batch>?
        public let source: ID<Warehouse>?
        public let target: ID<Warehouse>?
        public let rate: Money
        public let salesOrder: ID<SalesOrder>?
        /// Until when the delivery covers the unit.
        public let warranty: Day?
        /// Until when the unit may be used, from its receipt and the item's shelf life.
        public let expiry: Day?
    }

    /// A change of quantity and value in one warehouse by one line.
    public struct Entry: Sendable {
        public let line: Int
        public let item: ID<Item>
        public let warehouse: ID<Warehouse>
        public var quantity: Quantity
        public var value: Money
        public let batch: ID<Batch>?

        public init(
            line: Int, item: ID<Item>, warehouse: ID<Warehouse>, quantity: Quantity, value: Money, batch: ID<Batch>?
        ) {
            self.line = line
            self.item = item
            self.warehouse = warehouse
            self.quantity = quantity
            self.value = value
            self.batch = batch
        }
    }

    /// Where an asset is from now on, and in whose care.
    public struct Placement: Sendable {
        public let asset: ID<Asset>
        public let location: ID<Location>?
        public let custodian: ID<Employee>?
    }

    /// What covers a unit from now on.
    public struct Grant: Sendable {
        public let unit: ID<Unit>
        public let kind: CoverKind
        public let starts: Day?
        /// Nil ends what covered the unit.
        public let ends: Day?

        public init(unit: ID<Unit>, kind: CoverKind, starts: Day?, ends: Day?) {
            self.unit = unit
            self.kind = kind
            self.starts = starts
            self.ends = ends
        }
    }

    public var offences: [Offence] = []
    public var newUnits: [NewUnit] = []
    public var moves: [Move] = []
    public var entries: [Entry] = []
    /// Units that a sales order holds.
    public var reserved: [ID<Unit>] = []
    /// Units that an invoice bills.
    public var billed: [ID<Unit>] = []
    /// Units that an installation note installs.
    public var installed: [ID<Unit>] = []
    public var placements: [Placement] = []
    /// What the document grants to units; its cancellation withdraws it.
    public var grants: [Grant] = []

    public init() {}

    /// The decision over a document that moves nothing but returns another one.
    static func reference<D: Document>(of document: D, on stock: borrowing StockState) -> Decision {
        var posting = Posting(document: document, stock: copy stock)
        posting.checkOriginal()
        return posting.decision
    }

    /// The decision over posting `transfers`: every offence of every line and unit, or everything that moves.
    ///
    /// - Complexity: linear in the units and lines. No I/O, no clock.
    public static func posting<D: Document>(
        _ transfers: [Transfer], of document: D, on stock: borrowing StockState
    ) -> Decision {
        var posting = Posting(document: document, stock: copy stock)
        posting.checkDocument()
        // What a transformation uses up goes first, in whichever line it stands: an output may take it over.
        for transfer in transfers where transfer.isTransformed && transfer.isWayOut { posting.add(transfer) }
        for transfer in transfers where !(transfer.isTransformed && transfer.isWayOut) { posting.add(transfer) }
        posting.checkBalances()
        // After this point the document must succeed: nothing below the decision may refuse it.
        return posting.decision
    }
}
