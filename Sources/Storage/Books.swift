public import Inventory

/// The company's books as one person sees and changes them in one transaction.
public struct Books {
    let transaction: any Transaction
    let author: Author
    let clock: Clock
    /// Whether new records get what custom fields ask for: a default value, a refusal where a required one is empty.
    let completesCustomFields: Bool

    /// - Parameter completesCustomFields: true for what people write; what the product makes itself knows no such
    ///   fields.
    public init(_ transaction: any Transaction, author: Author, clock: Clock, completesCustomFields: Bool = false) {
        self.transaction = transaction
        self.author = author
        self.clock = clock
        self.completesCustomFields = completesCustomFields
    }
}

/// Who does something, for the record.
public struct Author: Hashable, Sendable {
    public let id: Int64
    public let name: String

    public init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }

    /// The account that the product itself acts under.
    public static let administrator = Author(id: 1, name: "Administrator")
}

/// What time it is, taken once for a request.
public struct Clock: Hashable, Sendable {
    public let now: Instant
    /// The company's clock.
    public let local: PostingTime

    public init(now: Instant, local: PostingTime) {
        self.now = now
        self.local = local
    }

    public var today: Day { local.day }
}

/// A record as it is stored, field by field: what reading needs, without building the typed value.
public struct StoredRecord: Sendable {
    public var head: Head
    public var values: Values

    public init(head: Head, values: Values) {
        self.head = head
        self.values = values
    }
}

extension Record {
    /// The typed record behind stored values.
    init(_ stored: StoredRecord) {
        self.init()
        assign(stored.values)
        head = stored.head
    }
}
