import Inventory
import InventoryTesting
import Storage
import Synchronization
import Testing

@Suite struct `Lists of custom fields` {
    /// Four units with values of each kind, the last without any; what each condition finds of them.
    @Test(
        arguments: Backend.allCases,
        [
            ("colour", .equal, ["red"], "1"), ("colour", .unequal, ["red"], "2 3 4"), ("colour", .like, ["%E%"], "1 2"),
            ("colour", .notLike, ["%e%"], "3 4"), ("colour", .among, ["red", "or"], "1 3"),
            ("colour", .notAmong, ["red", "or"], "2 4"), ("colour", .between, ["blue", "or"], "2 3"),
            ("colour", .less, ["or"], "2"), ("colour", .atLeast, ["or"], "1 3"), ("colour", .isSet, ["set"], "1 2 3"),
            ("colour", .isSet, ["not set"], "4"), ("colour", .equal, [""], "4"), ("colour", .unequal, [""], "1 2 3"),
            ("count", .less, ["10"], "1"), ("count", .greater, ["9"], "2 3"), ("count", .atMost, ["10"], "1 2"),
            ("count", .equal, ["100"], "3"), ("count", .among, ["9", "100"], "1 3"),
            ("weight", .equal, ["0.1"], "1"), ("weight", .equal, ["999999999.999999"], "3"),
            ("weight", .greater, ["999999999.999998"], "3"), ("weight", .between, ["0.1", "2.5"], "1 2"),
            ("weight", .less, ["0.100001"], "1"), ("weight", .like, ["%.5"], "2"), ("count", .notLike, ["1%"], "1 4"),
            ("bought", .equal, ["2026-11-23"], "2"),
            ("bought", .less, ["2026-11-23"], "1"), ("bought", .between, ["2026-01-01", "2026-12-31"], "1 2"),
            ("bought", .notAmong, ["2026-11-23"], "1 3 4"), ("tested", .equal, ["1"], "1"),
            ("tested", .equal, ["0"], "2 3 4"), ("tested", .unequal, ["1"], "2 3 4"),
        ] as [(String, Listing.Filter.Test, [String], String)])
    func `find what they are asked for`(
        backend: Backend, row: (field: String, test: Listing.Filter.Test, values: [String], found: String)
    ) async throws {
        let shop = try await Self.shop(on: backend)
        var listing = Self.listing(["name"])
        let isWord = [.isSet, .like, .notLike].contains(row.test)
        let kind = isWord ? FieldKind.text : listing.custom[row.field] ?? .text
        let values = try row.values.map { try kind.scalar(reading: $0) }
        listing.filters = [Listing.Filter(field: row.field, test: row.test, values: values)]
        #expect(try await Self.names(listing, in: shop) == row.found)
        let question = listing
        let count = try await shop.look { try $0.count(SerialNo.self, question) }
        #expect(count == row.found.split(separator: " ").count)
        (listing.anyOf, listing.filters) = (listing.filters, [])
        #expect(try await Self.names(listing, in: shop) == row.found)
    }

    @Test(
        arguments: Backend.allCases,
        [
            ("colour", "4 2 3 1"), ("count", "4 1 2 3"), ("weight", "4 1 2 3"), ("bought", "4 1 2 3"),
            ("tested", "2 3 4 1"),
        ])
    func `come in the order asked for`(backend: Backend, row: (field: String, names: String)) async throws {
        let shop = try await Self.shop(on: backend)
        var listing = Self.listing(["name"])
        listing.order = [(row.field, false)]
        #expect(try await Self.names(listing, in: shop) == row.names)
    }

    @Test(arguments: Backend.allCases)
    func `show values as fields of their kind`(backend: Backend) async throws {
        let shop = try await Self.shop(on: backend)
        let listing = Self.listing(["colour", "count", "weight", "bought", "tested"])
        let rows = try await shop.look { try $0.list(SerialNo.self, listing) }
        let day = try FieldKind.day.scalar(reading: "2026-01-02")
        #expect(rows[0] == [.text("red"), .integer(9), .integer(100_000), day, .integer(1)])
        #expect(rows[2][2] == .integer(999_999_999_999_999))
        #expect(rows[3] == [.null, .null, .null, .null, .integer(0)])
    }

    @Test(arguments: Backend.allCases)
    func `cost no statement to whoever does not ask for them, nor does reading a record`(backend: Backend) async throws
    {
        let statements = Mutex<[String]>([])
        let shop = try await backend.shop { text in statements.withLock { $0.append(text) } }
        try await shop.add(.init("colour", .data), to: "Serial No")
        try await shop.unit("M1", ["colour": .text("red")])
        statements.withLock { $0 = [] }
        _ = try await shop.look { try $0.show(SerialNo.self, "M1") }
        #expect(statements.withLock { $0 }.filter { $0.hasPrefix("SELECT") }.count == 1)
        statements.withLock { $0 = [] }
        try await shop.change("M1") { $0["colour"] = .text("red") }
        try await shop.submit(StockEntry.receipt(Shop.pump, 1))
        #expect(statements.withLock { $0 }.allSatisfy { !$0.contains("custom_field") })
    }

    private static func shop(on backend: Backend) async throws -> Shop {
        let shop = try await backend.shop()
        for (name, type) in kinds { try await shop.add(.init(name, type), to: "Serial No") }
        let units: [[String: CustomValues.Value]] = [
            [
                "colour": .text("red"), "count": .number("9"), "weight": .number("0.1"), "bought": .text("2026-01-02"),
                "tested": .number("1"),
            ],
            ["colour": .text("blue"), "count": .number("10"), "weight": .number("2.5"), "bought": .text("2026-11-23")],
            [
                "colour": .text("or"), "count": .number("100"), "weight": .number("999999999.999999"),
                "bought": .text("2027-01-01"),
                "tested": .number("0"),
            ],
            [:],
        ]
        for (index, values) in units.enumerated() { try await shop.unit(String(index + 1), values) }
        return shop
    }

    private static let kinds: [(String, CustomFieldType)] = [
        ("colour", .data), ("count", .integer), ("weight", .float), ("bought", .date), ("tested", .check),
    ]

    private static func listing(_ fields: [String]) -> Listing {
        var listing = Listing(fields: fields)
        for (name, type) in kinds { listing.custom[name] = CustomField(name, type).kind }
        return listing
    }

    private static func names(_ listing: Listing, in shop: Shop) async throws -> String {
        let rows = try await shop.look { try $0.list(SerialNo.self, listing) }
        return rows.compactMap { $0[0].textValue }.joined(separator: " ")
    }
}

extension CustomField {
    /// A field of a type yet to be named.
    init(_ name: String, _ type: CustomFieldType) {
        self.init()
        (fieldName, fieldType, label) = (name, type, "The \(name)")
    }
}

extension Shop {
    /// Adds a custom field.
    func add(_ field: CustomField, to type: String) async throws {
        try await work { books in
            var field = field
            field.typeName = type
            return try books.insert(field)
        }
    }

    /// Adds a unit by hand, with custom values.
    func unit(_ number: String, _ values: [String: CustomValues.Value]) async throws {
        try await work { books in
            try books.add(SerialNo.self) { unit in
                (unit.number, unit.item) = (number, Link(Shop.motor))
                unit.head.custom = CustomValues(values)
            }
        }
    }

    /// Changes the custom values of a unit.
    func change(_ number: String, _ change: @escaping @Sendable (inout CustomValues) -> Void) async throws {
        try await work { books in
            let old = try books.find(SerialNo.self, number)
            var new = old
            change(&new.head.custom)
            return try books.update(new, replacing: old)
        }
    }

    /// Writes as the interface does: with what custom fields ask of new records.
    func write<Result: Sendable>(_ body: @escaping @Sendable (Books) throws -> Result) async throws -> Result {
        let noon = PostingTime(milliseconds: 1_795_435_200_000)
        let clock = Clock(now: Instant(milliseconds: noon.milliseconds), local: noon)
        return try await database.write {
            try body(Books($0, author: .administrator, clock: clock, completesCustomFields: true))
        }
    }
}
