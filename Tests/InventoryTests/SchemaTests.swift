import Inventory
import InventoryTesting
import Testing

/// The names of all record types: arguments that a test's title can show.
let typeNames = recordTypes.map { $0.type.name }

@Suite struct `Schemas and values` {
    @Test(arguments: typeNames)
    func `every field's value is written and read back`(name: String) throws {
        let type = try #require(recordType(named: name))
        for seed in 1...20 as ClosedRange<UInt64> { roundTrip(type, seed) }
    }

    private func roundTrip<R: Record>(_ type: R.Type, _ seed: UInt64) {
        var dice = Dice(seed: seed)
        let values = Self.values(Schema.of(type), &dice)
        var record = R()
        record.assign(values)
        #expect(record.values == values)
        var copy = R()
        copy.assign(record.values)
        #expect(copy.values == values)
    }

    @Test(arguments: typeNames)
    func `names on the wire are unique and plain`(name: String) throws {
        let schema = Schema.of(try #require(recordType(named: name)))
        let lists = [schema.fields.map(\.name)] + schema.tables.map { $0.fields.map(\.name) }
        for names in lists {
            #expect(Set(names).count == names.count)
            #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z][a-z_]*/) != nil })
        }
        for (position, field) in schema.fields.enumerated() { #expect(schema.position(of: field.name) == position) }
    }

    @Test(arguments: typeNames)
    func `links lead to registered types, and are looked up through the record`(name: String) throws {
        let type = try #require(recordType(named: name))
        for field in Schema.of(type).fields + Schema.of(type).tables.flatMap(\.fields) {
            if case .link(let target) = field.kind { #expect(recordType(named: target) != nil, "\(field.name)") }
        }
        resolve(type)
    }

    private func resolve<R: Record>(_ type: R.Type) {
        var dice = Dice(seed: 7)
        var record = R()
        record.assign(Self.values(Schema.of(type), &dice))
        record.visitLinks { _, name, key in (name, key) = ("found", 42) }
        for (field, value) in zip(Schema.of(type).fields, record.values.fields) {
            if case .link = field.kind, value != .null { #expect(value == .link(name: "found", key: 42)) }
        }
    }

    @Test(arguments: typeNames)
    func `an empty record has the value that its schema says is empty`(name: String) throws {
        let record = try #require(recordType(named: name)).init()
        #expect(record.values.fields.count == Schema.of(type(of: record)).fields.count)
        #expect(record.values.tables.allSatisfy { $0.isEmpty })
    }

    @Test func `tables and paths are made of the type's name`() {
        #expect(DeliveryNote.type.table == "delivery_note" && DeliveryNote.type.path == "delivery-note")
        #expect(Set(typeNames).count == recordTypes.count)
    }

    /// Values of the right kinds, some of them empty.
    static func values(_ schema: Schema, _ dice: inout Dice) -> Values {
        let fields = schema.fields.map { scalar($0, &dice) }
        let tables = schema.tables.map { table in
            (0..<Int.random(in: 0...3, using: &dice)).map { index in
                Values.Row(row: Int64(index + 1), fields: table.fields.map { scalar($0, &dice) })
            }
        }
        return Values(fields: fields, tables: tables)
    }

    static func scalar(_ field: Field, _ dice: inout Dice) -> Scalar {
        if field.traits.contains(.computed) { return .null }
        let number = Int64.random(in: -1_000_000_000...1_000_000_000, using: &dice)
        // The grand total is the total: nothing is kept for it.
        if field.name == "total" || field.name == "grand_total" { return .integer(0) }
        switch field.kind {
        case .text, .longText: return dice.hits(4) ? .null : .text("é\(number)")
        case .serials: return dice.hits(4) ? .null : .text("A\(number)\nB")
        case .integer, .quantity, .money, .decimal: return .integer(number)
        case .flag: return .integer(number & 1)
        case .day, .time, .instant: return dice.hits(4) ? .null : .integer(number & 0xFFFF)
        case .choice(let choices): return .text(choices.randomElement(using: &dice) ?? "")
        case .link: return dice.hits(4) ? .null : .link(name: "N\(number)", key: dice.hits(2) ? nil : number)
        }
    }
}
