public import Inventory

/// A record that somebody looks for by a part of its name.
public struct Found: Hashable, Sendable {
    public let type: RecordType
    public let name: String
    /// What tells it from others beside its name: an item's name, a unit's item.
    public let description: String
    /// Whether it has just this name, or this barcode.
    public let isExact: Bool
}

/// What a search has found, the closest first.
public struct SearchResult: Sendable {
    public var found: [Found] = []
    /// Whether of some types only the newest records were looked into.
    public var isPartial = false

    public init() {}
}

extension Books {
    /// Records of these types by a part of their name, or of their main text: first what is just this, then what
    /// begins so, then what contains it among the newest.
    ///
    /// - Parameter length: the most records of one type.
    /// - Parameter depth: so many records of each type are looked into, from the newest.
    public func search(
        _ words: String, in types: [any Record.Type], length: Int, depth: Int = 10_000
    ) throws -> SearchResult {
        var result = SearchResult()
        for type in types {
            let (found, isPartial) = try search(words, Table.of(any: type), length, depth)
            result.found += found
            result.isPartial = result.isPartial || isPartial
        }
        // What is just this comes first; types keep their order.
        result.found = result.found.filter(\.isExact) + result.found.filter { !$0.isExact }
        return result
    }

    /// The record of a type that has just this name.
    public func exact(_ name: String, _ type: any Record.Type) throws -> Found? {
        let table = Table.of(any: type)
        return try matches(Self.named(name, type.type), name, table, 1).first?.found
    }

    private func search(
        _ words: String, _ table: Table, _ length: Int, _ depth: Int
    ) throws -> ([Found], isPartial: Bool) {
        var beginnings = table.beginnings(words)
        if table.type == Item.type { beginnings.append("d.\"barcode\" = \(words)") }
        guard !beginnings.isEmpty else { return ([], false) }
        var keys: Set<Int64> = []
        var found: [Found] = []
        for condition in beginnings where found.count < length {
            let matches = try matches(condition, words, table, length).filter { keys.insert($0.key).inserted }
            found += matches.map(\.found)
        }
        guard found.count < length else { return (Array(found.prefix(length)), false) }
        let newest =
            try transaction.first("SELECT max(d.\"id\") FROM \(name: table.name) d") { $0.integer(0) ?? 0 } ?? 0
        var inside = Listing(fields: [])
        inside.anyOf = Listing.Filter.containing(words, in: ["name"] + table.mainText)
        let condition: SQL = "d.\"id\" > \(newest - Int64(depth)) AND \(condition(inside, table))"
        let order: SQL = "d.\"id\" DESC"
        found += try matches(condition, words, table, length, order: order)
            .filter { keys.insert($0.key).inserted }.map(\.found)
        return (Array(found.prefix(length)), newest > depth)
    }

    private func matches(
        _ condition: SQL, _ words: String, _ table: Table, _ length: Int, order: SQL? = nil
    ) throws -> [(key: Int64, found: Found)] {
        let name: SQL = table.type.isCaseBlind ? "d.\"name_key\"" : "d.\"name\""
        let barcode: SQL = table.type == Item.type ? "d.\"barcode\"" : "NULL"
        return try transaction.query(
            """
            SELECT d."id", d."name", \(table.description), \(barcode)
            FROM \(name: table.name) d WHERE \(condition) ORDER BY \(order ?? name) LIMIT \(length)
            """
        ) { row in
            let name = row.text(1) ?? ""
            let key = SerialNumber(words).key
            let isExact = SerialNumber(name).key == key || row.text(3).map { SerialNumber($0).key } == key
            return (
                row.integer(0) ?? 0,
                Found(type: table.type, name: name, description: row.text(2) ?? "", isExact: isExact)
            )
        }
    }
}

extension Table {
    static func of(any type: any Record.Type) -> Table { of(type) }

    /// The text that people know a record by beside its name.
    fileprivate var mainText: [String] {
        let field = schema.fields.first {
            $0.kind == .text && $0.traits.contains(.listed) && !$0.traits.contains(.isName)
                && !$0.traits.contains(.computed)
        }
        return isDocument || type.isCaseBlind ? [] : field.map { [$0.name] } ?? []
    }

    /// What tells a found record from others: its main text, a unit's item, a document's party.
    fileprivate var description: SQL {
        if let text = mainText.first { return "d.\(name: text)" }
        let links = ["item_code", "customer", "supplier", "item"]
        guard let field = links.compactMap({ schema.position(of: $0) }).map({ schema.fields[$0] }).first,
            let target = field.kind.target, let linked = Self.all(named: target)
        else { return "NULL" }
        return Self.linkName(field.name, in: linked)
    }
}
