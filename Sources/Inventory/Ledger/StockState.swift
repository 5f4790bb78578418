/// One item in one warehouse.
public struct StockKey: Hashable, Sendable {
    public let item: ID<Item>
    public let warehouse: ID<Warehouse>

    public init(item: ID<Item>, warehouse: ID<Warehouse>) {
        self.item = item
        self.warehouse = warehouse
    }
}

/// One lot of an item in one warehouse.
public struct LotKey: Hashable, Sendable {
    public let place: StockKey
    public let lot: ID<Batch>

    public init(place: StockKey, lot: ID<Batch>) {
        self.place = place
        self.lot = lot
    }
}

/// What a decision needs to know of a lot.
public struct Lot: Hashable, Sendable {
    public var name: String
    public var item: ID<Item>
    public var itemCode: String
    public var expiry: Day?
    public var isDisabled: Bool
    /// Why nothing of it may leave; nil for a lot that is not blocked.
    public var blockReason: String?

    public init(
        name: String, item: ID<Item>, itemCode: String, expiry: Day?, isDisabled: Bool, blockReason: String?
    ) {
        self.name = name
        self.item = item
        self.itemCode = itemCode
        self.expiry = expiry
        self.isDisabled = isDisabled
        self.blockReason = blockReason
    }
}

/// How much of an item there is in a warehouse, seen from a posting time.
public struct Balance: Hashable, Sendable {
    /// The quantity at the posting time.
    public var quantity: Quantity
    /// The quantity now.
    public var quantityNow: Quantity
    /// The least quantity at any time from the posting time on.
    public var least: Quantity
    /// The value now.
    public var value: Money
    /// When it last changed after the posting time; nil when it has not.
    public var changedAt: PostingTime?

    public static let none = Balance(quantity: .zero, quantityNow: .zero, least: .zero, value: .zero)

    public init(quantity: Quantity, quantityNow: Quantity, least: Quantity, value: Money) {
        self.quantity = quantity
        self.quantityNow = quantityNow
        self.least = least
        self.value = value
    }
}

/// What a decision needs to know of one unit.
public struct UnitRecord: Hashable, Sendable {
    /// A document in which a unit figures, as a sentence names it.
    public struct Mention: Hashable, Sendable {
        public var type: String
        public var name: String
        public var postedAt: PostingTime
        public var party: String

        public init(type: String, name: String, postedAt: PostingTime, party: String) {
            self.type = type
            self.name = name
            self.postedAt = postedAt
            self.party = party
        }
    }

    public var id: ID<Unit>
    public var number: SerialNumber
    public var state: UnitState
    public var expiry: Day?
    public var reservedFor: ID<SalesOrder>?
    /// The submitted asset that the unit is.
    public var asset: ID<Asset>?

    // For sentences only; looked up when something is refused.
    public var itemCode = ""
    public var warehouseName = ""
    public var batchName = ""
    public var reservedForName = ""
    public var assetName = ""
    /// The surviving movements' documents, in posting order.
    public var mentions: [Mention] = []

    public init(id: ID<Unit>, number: SerialNumber, state: UnitState) {
        self.id = id
        self.number = number
        self.state = state
    }
}

/// A unit of the ledger: the row behind a serial number.
public enum Unit {}

/// What a return may take back: what its original moved and what earlier returns already took back.
public struct Original: Sendable {
    public var isSubmitted = false
    public var isReturn = false
    /// The other party's name, for a sentence.
    public var party = ""
    public var customer: ID<Customer>?
    public var supplier: ID<Supplier>?
    public var postedAt = PostingTime(milliseconds: 0)
    public var units: Set<ID<Unit>> = []
    public var returnedUnits: Set<ID<Unit>> = []
    public var moved: [ID<Item>: Quantity] = [:]
    /// What the moved goods were worth, by item.
    public var value: [ID<Item>: Money] = [:]
    public var returned: [ID<Item>: Quantity] = [:]
    /// The lots that it moved.
    public var lots: Set<ID<Batch>> = []

    public init() {}
}

/// Everything that the decision over one document reads, loaded and locked before.
public struct StockState: Sendable {
    public var linked: Linked
    public var frozenUntil: Day?
    /// Whether empty cells of goods going out take the oldest units.
    public var picksOldest = false
    /// Lines in which something else is wrong; they are not looked at further.
    public var faultyLines: Set<Int> = []
    /// Units by the key of their number; numbers that are not known have no entry.
    public var units: [String: UnitRecord] = [:]
    public var balances: [StockKey: Balance] = [:]
    /// The lots that the document names, and those of its units.
    public var lots: [ID<Batch>: Lot] = [:]
    /// How much there is of the named lots of goods without serial numbers.
    public var lotBalances: [LotKey: Balance] = [:]
    /// The units of serialized items that are in the places a reconciliation counts.
    public var present: [StockKey: [UnitRecord]] = [:]
    /// The delivery note by which a unit is with its customer.
    public var delivered: [ID<Unit>: ID<DeliveryNote>] = [:]
    /// The document by which each unit is with its customer.
    public var waysOut: [ID<Unit>: DeliveryKey] = [:]
    /// The deliveries that an installation note names.
    public var shipments: [DeliveryKey: Delivered] = [:]
    /// The installation note by which a unit stands at its customer's.
    public var installations: [ID<Unit>: String] = [:]
    /// The assets that the document moves.
    public var standings: [ID<Asset>: AssetStanding] = [:]
    /// The document that a return or an invoice refers to.
    public var original: Original?
    /// The numbers drawn for empty cells: from the series, or oldest first.
    public var drawn: [CellKey: [SerialNumber]] = [:]

    public init(linked: Linked) {
        self.linked = linked
    }

    public func balance(_ key: StockKey) -> Balance { balances[key] ?? .none }
    public func balance(_ key: LotKey) -> Balance { lotBalances[key] ?? .none }

    /// When the units and the quantities that are only counted last changed; of the latter after the posting time.
    public var latestChange: PostingTime? {
        let counted = balances.lazy.filter { linked[Link<Item>("", id: $0.key.item)]?.hasSerialNumbers == false }
        let moments = units.values.lazy.compactMap(\.state.movedAt) + counted.compactMap(\.value.changedAt)
        return (moments + standings.values.compactMap(\.placedAt)).max()
    }
}

/// One cell of serial numbers in a document.
public struct CellKey: Hashable, Sendable {
    public let line: Int
    public let cell: String

    public init(line: Int, cell: String) {
        self.line = line
        self.cell = cell
    }
}
