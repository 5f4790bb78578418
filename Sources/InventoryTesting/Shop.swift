public import Inventory
import Synchronization
public import Storage

/// A small company for tests: a database with items, parties and warehouses, and short words for documents.
///
/// The clock starts on 2026-11-23 at 09:00 and goes on by a minute with every document, so that runs repeat exactly.
public struct Shop: Sendable {
    public let database: any Database
    private let minutes: Ticker

    /// A serialized item with a series and a year of warranty.
    public static let pump = "PUMP"
    /// A serialized item without a series.
    public static let motor = "MOTOR"
    /// An item that is only counted.
    public static let screw = "SCREW"
    public static let martin = "Martin SARL"
    public static let durand = "Durand SA"
    public static let acme = "ACME"
    public static let stores = "Stores - MS"
    public static let workshop = "Workshop - MS"

    /// Furnishes an empty, migrated database.
    public init(in database: any Database) async throws {
        self.database = database
        self.minutes = Ticker()
        try await database.migrate(Migration.all)
        try await work { books in
            try books.furnish(company: "Ma Société")
            try books.add(Item.self) { item in
                (item.code, item.hasSerialNumbers, item.serialSeries) = (Self.pump, true, "PUMP.#####")
                (item.warrantyDays, item.valuationRate) = (365, Money(millionths: 10_000_000))
            }
            try books.add(Item.self) { ($0.code, $0.hasSerialNumbers) = (Self.motor, true) }
            try books.add(Item.self) { ($0.code, $0.valuationRate) = (Self.screw, Money(millionths: 100_000)) }
            for name in [Self.martin, Self.durand] { try books.add(Customer.self) { $0.customerName = name } }
            try books.add(Supplier.self) { $0.supplierName = Self.acme }
            try books.add(Warehouse.self) {
                ($0.warehouseName, $0.company, $0.parent) = (
                    "Workshop", Link("Ma Société"), Link("All Warehouses - MS")
                )
            }
        }
    }

    /// The same company in another database, on the same clock.
    public init(over database: any Database, after shop: Shop) {
        self.database = database
        self.minutes = shop.minutes
    }

    /// Does something in one write transaction, a minute later than the last one.
    @discardableResult
    public func work<Result: Sendable>(_ body: @escaping @Sendable (Books) throws -> Result) async throws -> Result {
        let clock = tick()
        return try await database.write { try body(Books($0, author: .administrator, clock: clock)) }
    }

    /// Reads something.
    public func look<Result: Sendable>(_ body: @escaping @Sendable (Books) throws -> Result) async throws -> Result {
        let clock = tick()
        return try await database.read { try body(Books($0, author: .administrator, clock: clock)) }
    }

    /// Adds a document and submits it.
    @discardableResult
    public func submit<D: Document>(_ document: D) async throws -> D {
        try await work { books in
            var document = document
            document.head.state = .submitted
            return try books.insert(document: document)
        }
    }

    /// Cancels a submitted document.
    @discardableResult
    public func cancel<D: Document>(_ document: D) async throws -> D {
        try await work { books in
            let old = try books.find(D.self, document.head.name)
            var new = old
            new.head.state = .cancelled
            return try books.update(document: new, replacing: old)
        }
    }

    /// A unit as it is shown.
    public func unit(_ serial: String) async throws -> Unit {
        Unit(stored: try await look { try $0.show(SerialNo.self, serial) })
    }

    /// Whether every projection says what the ledger says.
    public func discrepancies() async throws -> [String] {
        try await look { books in
            var found = try books.checkBalances() + books.checkAssets()
            var last: Int64? = 0
            while let after = last {
                let step = try books.checkUnits(after: after, count: 1000)
                found += step.found
                last = step.last
            }
            return found.map(\.description)
        }
    }

    /// The next minute.
    public func tick() -> Clock { minutes.next() }

    /// A unit's fields as text, by their names on the wire.
    public struct Unit: Sendable {
        let stored: StoredRecord

        /// The field's value as the wire writes it; empty for none.
        public subscript(field: String) -> String {
            let schema = Schema.of(SerialNo.self)
            guard let position = schema.position(of: field) else { return "unknown field \(field)" }
            return schema.fields[position].kind.text(stored.values.fields[position])
        }
    }
}

extension Books {
    /// Adds a record that `fill` completes.
    @discardableResult
    public func add<R: Record>(_ type: R.Type, _ fill: (inout R) -> Void) throws -> R {
        var record = R()
        fill(&record)
        return try insert(record)
    }
}

/// A clock that goes on by a minute each time it is asked.
private final class Ticker: Sendable {
    private let minutes = Mutex(0)

    func next() -> Clock {
        let minute = minutes.withLock { minutes in
            minutes += 1
            return minutes
        }
        let day = Day(year: 2026, month: 11, day: 23) ?? Day(number: 0)
        let local = PostingTime(day, TimeOfDay(milliseconds: 9 * 3_600_000))
        let moment = local.milliseconds + Int64(minute) * 60_000
        return Clock(now: Instant(milliseconds: moment - 3_600_000), local: PostingTime(milliseconds: moment))
    }
}
