/// What every stored record has, whatever its type.
public struct Head: Hashable, Sendable {
    public var id: Int64?
    public var name = ""
    public var owner = ""
    public var modifiedBy = ""
    public var creation = Instant(milliseconds: 0)
    public var modified = Instant(milliseconds: 0)
    public var state = DocumentState.draft
    /// The values of the fields that people have added to the type.
    public var custom = CustomValues()

    public init() {}
}

/// The life of a document: `docstatus` on the wire. Records that are not documents stay drafts.
public enum DocumentState: Int, Sendable, CaseIterable {
    case draft = 0
    case submitted = 1
    case cancelled = 2
}

/// How a type's records get their names.
public enum Naming: Hashable, Sendable {
    /// The value of this field.
    case field(String)
    /// The next number of the series in the field `naming_series`, at creation.
    case series(String)
    /// As `series`, but at submission, so that the sequence has no gap where a draft was deleted.
    case seriesAtSubmission(String)
    /// There is exactly one record, with the type's own name.
    case single
    /// Rows that the ledger makes: their key is their name.
    case key
}

/// What the system knows of a record type beside its fields.
public struct RecordType: Hashable, Sendable {
    /// The name on the wire, such as `Delivery Note`.
    public let name: String
    public let table: String
    public let naming: Naming
    /// The menu entry under which people find it, such as `stock`.
    public let section: String
    /// Whether records can be made and changed by people; the ledger writes the others.
    public let isWritable: Bool
    /// Whether names that differ only in case are the same name.
    public let isCaseBlind: Bool
    /// The ledger's table and column that tell whether a record has been used in the stock.
    public let usage: Usage?
    /// Whether people may add fields of their own to the type.
    public let takesCustomFields: Bool

    /// A column of a ledger table.
    public struct Usage: Hashable, Sendable {
        public let table: String
        public let column: String

        public init(table: String, column: String) {
            self.table = table
            self.column = column
        }
    }

    public init(
        _ name: String, table: String? = nil, naming: Naming, section: String = "stock", isWritable: Bool = true,
        isCaseBlind: Bool = false, usage: Usage? = nil, takesCustomFields: Bool = true
    ) {
        self.name = name
        self.isCaseBlind = isCaseBlind
        self.usage = usage
        self.takesCustomFields = isWritable && takesCustomFields
        self.table = table ?? name.lowercased().split(separator: " ").joined(separator: "_")
        self.naming = naming
        self.section = section
        self.isWritable = isWritable
    }

    /// The name as it stands in a page's address: `delivery-note`.
    public var path: String { name.lowercased().split(separator: " ").joined(separator: "-") }
}

/// A stored thing with a name: an item, a warehouse, a document.
public protocol Record: Fields {
    static var type: RecordType { get }
    var head: Head { get set }

    /// The name that the record takes at creation, where its type is named by fields.
    func proposedName(_ linked: Linked) -> String?
    /// Fills in what follows from other fields and from the linked records.
    mutating func complete(_ linked: Linked)
    /// What is wrong with the record as it stands, whether or not it is submitted.
    func faults(_ linked: Linked) -> [Offence]
    /// What may not be changed, or not be set at creation.
    ///
    /// - Parameter old: the record as it was; nil at creation.
    /// - Parameter isUsed: whether the stock ledger knows the record.
    func faults(replacing old: Self?, isUsed: Bool) -> [Offence]
    /// Keeps who made a change that the record itself must tell of, and when.
    mutating func sign(by author: String, on day: Day, replacing old: Self?)
}

extension Record {
    public func proposedName(_ linked: Linked) -> String? {
        guard case .field(let name) = Self.type.naming,
            let position = Schema.of(Self.self).position(of: name)
        else { return nil }
        return values.fields[position].textValue
    }

    public mutating func complete(_ linked: Linked) {}
    public func faults(_ linked: Linked) -> [Offence] { [] }
    public func faults(replacing old: Self?, isUsed: Bool) -> [Offence] { [] }
    public mutating func sign(by author: String, on day: Day, replacing old: Self?) {}
}

/// The records that a record's links name, looked up together before its rules run.
public struct Linked: Sendable {
    private var records: [String: [Int64: any Record]] = [:]
    /// The company's clock when the request came in.
    public let now: PostingTime
    /// How the units that the record names came to us, by their keys, where the record takes that over.
    public var origins: [Int64: UnitOrigin] = [:]
    /// The company that a record without one belongs to.
    public var defaultCompany: Company?
    /// When the request came in.
    public var moment = Instant(milliseconds: 0)
    /// Who sent it.
    public var author = Link<User>()
    /// How units stand with their customers, by their keys; only for types that ask for it.
    private var standings: [Int64: UnitStanding] = [:]

    public init(now: PostingTime) {
        self.now = now
    }

    public mutating func add<Target: Record>(_ record: Target) {
        guard let id = record.head.id else { return }
        records[Target.type.name, default: [:]][id] = record
    }

    public mutating func add(_ standing: UnitStanding) { standings[standing.unit.rawValue] = standing }

    /// How a unit stands with its customer; nil where that was not looked up.
    public func standing(of unit: Link<SerialNo>) -> UnitStanding? { unit.id.flatMap { standings[$0.rawValue] } }

    /// All records of a type that were looked up.
    public func all<Target: Record>(_ type: Target.Type) -> [Target] {
        (records[Target.type.name] ?? [:]).values.compactMap { $0 as? Target }
    }

    /// The record behind a link; nil when the link is empty or was not found.
    public subscript<Target: Record>(link: Link<Target>) -> Target? {
        guard let id = link.id else { return nil }
        return records[Target.type.name]?[id.rawValue] as? Target
    }
}
