/// A record that is submitted: from then on it stands in the books, and may move stock.
///
/// A document type is one file: its fields, what its lines move, and the rules that are its own.
public protocol Document: Record {
    var header: DocumentHeader { get set }
    /// Who is on the other side of the movements, and what the document returns.
    var counterpart: Counterpart { get }
    /// Whether submission moves stock; an invoice may only bill.
    var movesStock: Bool { get }
    /// Whether its lines say what is there instead of what moves.
    var countsStock: Bool { get }
    /// What the lines move. Never depends on the stock.
    var transfers: [Transfer] { get }
    /// What becomes of units held as assets that the document takes out.
    var disposal: AssetDisposal { get }
    /// The assets that the lines move.
    var movedAssets: [ID<Asset>] { get }
    /// The serial numbers that the lines name.
    var namedUnits: [SerialNumber] { get }
    /// The decision over submitting the document: pure, complete, and without effect.
    func decide(on stock: borrowing StockState) -> Decision
    /// Writes drawn serial numbers into the cells they were drawn for.
    mutating func fill(_ cells: [CellKey: SerialCell])
    /// Writes lots into the lines, by their numbers, that named none.
    mutating func fill(_ lots: [Int: Link<Batch>])
}

extension Document {
    public var movesStock: Bool { true }
    public var countsStock: Bool { false }
    public mutating func fill(_ lots: [Int: Link<Batch>]) {}
    public var movedAssets: [ID<Asset>] { [] }

    /// What leaves for a customer is sold, what leaves for a supplier sent back; anything else keeps assets.
    public var disposal: AssetDisposal {
        counterpart.customer.isEmpty && counterpart.supplier.isEmpty ? .keeps : .disposes
    }

    public var namedUnits: [SerialNumber] { transfers.flatMap(\.serials.numbers) }

    public func decide(on stock: borrowing StockState) -> Decision {
        Decision.posting(transfers, of: self, on: stock)
    }

    /// When the document takes effect.
    public var postedAt: PostingTime {
        PostingTime(header.postingDate ?? Day(number: 0), header.postingTime ?? TimeOfDay(milliseconds: 0))
    }
}

/// The other side of a document's movements.
public struct Counterpart: Sendable {
    public var customer = Link<Customer>()
    public var supplier = Link<Supplier>()
    public var isReturn = false
    /// Whether units replace others under their cover, and so begin no warranty of their own.
    public var isExchange = false
    /// The name of the document of the same type that this one returns.
    public var returnAgainst = ""

    public init() {}
}

/// The fields that all documents share.
public struct DocumentHeader: Sendable {
    public var series: String
    public var company = Link<Company>()
    public var postingDate: Day?
    public var postingTime: TimeOfDay?
    public var setsPostingTime = false
    public var remarks = LongText()
    public var amendedFrom = ""

    public init(series: String) {
        self.series = series
    }

    /// - Parameter date: name and label of the date; orders have a transaction date.
    /// - Parameter time: name and label of the time.
    public mutating func visit<Visitor: FieldVisitor>(
        _ visitor: inout Visitor, date: (name: String, label: String) = ("posting_date", "Posting Date"),
        time: (name: String, label: String) = ("posting_time", "Posting Time")
    ) {
        visitor.field("naming_series", "Series", &series, .setOnce)
        visitor.field("company", "Company", &company, .required)
        visitor.field(date.name, date.label, &postingDate, [.listed, .noCopy, .indexed])
        visitor.field(time.name, time.label, &postingTime, .noCopy)
        visitor.field("set_posting_time", "Edit Posting Date and Time", &setsPostingTime, .noCopy)
        visitor.field("remarks", "Remarks", &remarks, .afterSubmit)
        visitor.field("amended_from", "Amended From", &amendedFrom, [.noCopy, .setOnce])
        visitor.computed("status", "Status", .text, .listed)
    }

    /// Takes the clock's date and time unless a person set them, and the default company.
    public mutating func complete(_ linked: Linked) {
        if !setsPostingTime || postingDate == nil { postingDate = linked.now.day }
        if !setsPostingTime || postingTime == nil { postingTime = linked.now.time }
        if company.isEmpty, let standard = linked.defaultCompany {
            company = Link(standard.head.name, id: standard.head.id.map(ID.init))
        }
    }

    /// Takes the time at which the stock last changed, where that is a little later than the clock's: another server's
    /// clock is ahead, or this document waited for another. A time that a person set stands.
    ///
    /// - Returns: whether the time changed.
    /// Source: docs/rules.md, section 4.
    public mutating func catchUp(with change: PostingTime) -> Bool {
        guard !setsPostingTime, let day = postingDate, let time = postingTime else { return false }
        let delay = change.milliseconds - PostingTime(day, time).milliseconds
        guard delay > 0, delay <= Self.clockTolerance else { return false }
        (postingDate, postingTime) = (change.day, change.time)
        return true
    }

    /// How far clocks may be apart, in milliseconds.
    private static let clockTolerance: Int64 = 60_000
}

/// The most units that one document may carry.
public let unitLimit = 100_000
/// The most lines that one document may have.
public let lineLimit = 20_000
