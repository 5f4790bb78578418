/// Whether an asset can be used, beyond what the unit's own state says.
public enum AssetCondition: String, Choice {
    /// Submitted and in use.
    case inService = "Submitted"
    case inMaintenance = "In Maintenance"
    case outOfOrder = "Out of Order"

    public static var standard: AssetCondition { .inService }
}

/// Something that happened to an asset: it was put somewhere, or marked.
public struct AssetEvent: Hashable, Sendable {
    /// What changed.
    public enum Change: Hashable, Sendable {
        case placed(ID<Location>?, ID<Employee>?)
        case marked(AssetCondition)
    }

    public var id: Int64
    public var change: Change

    public init(id: Int64, change: Change) {
        self.id = id
        self.change = change
    }
}

/// Where an asset is, in whose care and in which condition: a fold of its surviving events in their order.
public struct AssetState: Hashable, Sendable {
    public var location: ID<Location>?
    public var custodian: ID<Employee>?
    public var condition = AssetCondition.inService

    public init(folding events: some Sequence<AssetEvent>) {
        for event in events {
            switch event.change {
            case .placed(let location, let custodian): (self.location, self.custodian) = (location, custodian)
            case .marked(let condition): self.condition = condition
            }
        }
    }
}

/// What a decision about moving an asset reads beside the asset itself.
public struct AssetStanding: Hashable, Sendable {
    /// Where its unit stands: an asset whose unit is no longer in a warehouse was sold or written off.
    public var unit: UnitStatus
    /// When it was last put somewhere.
    public var placedAt: PostingTime?

    public init(unit: UnitStatus, placedAt: PostingTime?) {
        self.unit = unit
        self.placedAt = placedAt
    }
}

/// How a unit came to us, and what it is: what an asset takes over.
public struct UnitOrigin: Sendable {
    public var item = Link<Item>()
    public var itemName = ""
    public var isFixedAsset = false
    public var company = Link<Company>()
    public var day: Day?
    public var rate = Money.zero
    public var receipt = Link<PurchaseReceipt>()
    public var invoice = Link<PurchaseInvoice>()

    public init() {}
}

/// What may become of units that are held as assets where a document takes goods out.
public enum AssetDisposal: Sendable {
    /// They are sold, sent back or written off by it.
    case disposes
    /// They would be, if the document said why.
    case lacksReason
    case keeps
}
