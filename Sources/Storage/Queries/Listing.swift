public import Inventory

/// A question for a list of records.
public struct Listing: Sendable {
    /// A condition on one field.
    public struct Filter: Sendable {
        /// How the field is compared.
        public enum Test: String, Sendable, CaseIterable {
            case equal = "="
            case unequal = "!="
            case less = "<"
            case greater = ">"
            case atMost = "<="
            case atLeast = ">="
            case like, notLike = "not like"
            case among = "in"
            case notAmong = "not in"
            case between
            case isSet = "is"
        }

        /// The table inside the record that the field belongs to; nil for the head.
        public var table: String?
        public var field: String
        public var test: Test
        public var values: [Scalar]
        /// The keys of the records that a link is compared with, where they have been looked up.
        var keys: [Int64]?

        public init(table: String? = nil, field: String, test: Test, values: [Scalar]) {
            self.table = table
            self.field = field
            self.test = test
            self.values = values
        }

        /// For each of these fields the condition that it contains a text, in any case.
        public static func containing(_ text: String, in fields: [String]) -> [Filter] {
            let literal = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            return fields.map { Filter(field: $0, test: .like, values: [.text("%\(literal)%")]) }
        }
    }

    /// Words as somebody typed them.
    public struct Search: Sendable {
        public var words: String
        /// The text fields that are looked into beside the name.
        public var fields: [String]
        /// Whether to look inside names at once, also where some begin with the words.
        public var isInside: Bool

        public init(words: String, fields: [String], isInside: Bool = false) {
            self.words = words
            self.fields = fields
            self.isInside = isInside
        }
    }

    public var fields: [String]
    public var filters: [Filter] = []
    public var anyOf: [Filter] = []
    /// Words that are looked for in names and main texts; only `Books.page` does so.
    public var search: Search?
    /// Fields to sort by, with whether downwards.
    public var order: [(field: String, descending: Bool)] = []
    public var start = 0
    public var length = 20
    public var limits = Limits()
    /// Whether the whole table is short.
    var isShort = false
    /// A condition that an index answers, beside the others.
    var also: SQL?
    /// The keys that a bounded walk looks at; nil for all.
    var keys: ClosedRange<Int64>?
    /// The kinds of the custom fields that the question names, by their names.
    public var custom: [String: FieldKind] = [:]

    public init(fields: [String]) {
        self.fields = fields
    }

    /// The fields of the record itself that decide which rows there are, and their order.
    var asked: [String] { (filters + anyOf).filter { $0.table == nil }.map(\.field) + order.map(\.field) }

    /// The most rows that a client may ask for at once.
    public static let lengthLimit = 10_000

    /// The kind of a field that the question names: one of the type's own, or a custom one.
    public func kind(of name: String, in schema: Schema) -> FieldKind {
        schema.field(named: name)?.kind ?? custom[name] ?? .text
    }
}

/// Reads the values that a list selects.
struct ListColumns {
    private let kinds: [FieldKind]
    private let areCustom: [Bool]

    init(_ listing: Listing, _ schema: Schema) {
        self.kinds = listing.fields.map { listing.kind(of: $0, in: schema) }
        self.areCustom = listing.fields.map { listing.isCustom($0, schema) }
    }

    /// How many columns they are, from the first.
    var count: Int { kinds.count }

    func scalars(_ row: any Row) -> [Scalar] {
        kinds.enumerated().map { index, kind in
            if areCustom[index] { return kind.customScalar(row, index) }
            return kind.isInteger && kind.target == nil
                ? row.integer(index).map(Scalar.integer) ?? .null : row.text(index).map(Scalar.text) ?? .null
        }
    }
}

extension Schema {
    /// The fields that every record has beside its own.
    public static let headFields: [Field] = [
        Field("name", "Name", .text), Field("owner", "Owner", .text), Field("creation", "Created On", .instant),
        Field("modified", "Last Modified On", .instant), Field("modified_by", "Last Modified By", .text),
        Field("docstatus", "Document Status", .integer), Field("idx", "Index", .integer),
    ]

    /// A field of the record by name, of its own or of the head.
    public func field(named name: String) -> Field? {
        position(of: name).map { fields[$0] } ?? Self.headFields.first { $0.name == name }
    }
}

extension Books {
    /// The rows of a list, each with its values in the order of `listing.fields`.
    ///
    /// The fields must exist: what a request names is checked where it is read.
    public func list<R: Record>(_ type: R.Type, _ listing: Listing) throws -> [[Scalar]] {
        let table = Table.of(type)
        let columns = ListColumns(listing, table.schema)
        var order = listing.order.map { expression($0.field, table, listing.custom) + Self.direction(of: $0) }
        order.append(listing.order.last?.descending == true ? "d.\"id\" DESC" : "d.\"id\"")
        return try transaction.query(
            """
            SELECT \(selected(listing, table)) FROM \(ReadModel.source(of: table))
            WHERE \(condition(listing, table)) ORDER BY \(SQL.joined(order, by: ", "))
            LIMIT \(listing.length) OFFSET \(listing.start)
            """, columns.scalars)
    }

    /// The expressions of a list's fields.
    func selected(_ listing: Listing, _ table: Table) -> SQL {
        SQL.joined(listing.fields.map { expression($0, table, listing.custom) }, by: ", ")
    }

    /// Empty values come first upwards and last downwards; fields of the head are never empty.
    private static func direction(of order: (field: String, descending: Bool)) -> SQL {
        if Schema.headFields.contains(where: { $0.name == order.field }) { return order.descending ? " DESC" : "" }
        return order.descending ? " DESC NULLS LAST" : " NULLS FIRST"
    }

    /// How many records a list has.
    public func count<R: Record>(_ type: R.Type, _ listing: Listing) throws -> Int {
        let table = Table.of(type)
        return try transaction.first(
            "SELECT count(*) FROM \(ReadModel.source(of: table)) WHERE \(condition(listing, table))"
        ) { Int($0.integer(0) ?? 0) } ?? 0
    }

    func expression(_ name: String, _ table: Table, _ custom: [String: FieldKind]) -> SQL {
        if let position = Schema.headFields.firstIndex(where: { $0.name == name }) {
            let head = Table.head(table.type, isDocument: table.isDocument)
            return position + 1 < head.count ? head[position + 1] : "0"
        }
        if let special = ReadModel.expression(name, of: table.type.name, today: clock.today) { return special }
        guard let position = table.schema.position(of: name) else {
            guard let kind = custom[name] else { preconditionFailure("unknown field \(name)") }
            return kind.customExpression(name)
        }
        return Self.expression(table.schema.fields[position])
    }

    private static func expression(_ field: Field) -> SQL {
        if let target = field.kind.target, let table = Table.all(named: target) {
            return Table.linkName(field.name, in: table)
        }
        return Table.value(of: field)
    }

    func condition(_ listing: Listing, _ table: Table) -> SQL {
        var parts: [SQL] = listing.filters.map { condition($0, table, listing) }
        if !listing.anyOf.isEmpty {
            let choices = listing.anyOf.map { condition($0, table, listing) }
            parts.append("(" + SQL.joined(choices, by: " OR ") + ")")
        }
        if let also = listing.also { parts.append(also) }
        if let keys = listing.keys { parts.append(Self.within(keys, "id")) }
        return parts.isEmpty ? "true" : SQL.joined(parts, by: " AND ")
    }

    private static func within(_ keys: ClosedRange<Int64>, _ column: String) -> SQL {
        "d.\(name: column) BETWEEN \(keys.lowerBound) AND \(keys.upperBound)"
    }

    func condition(_ filter: Listing.Filter, _ table: Table, _ listing: Listing) -> SQL {
        let custom = listing.custom
        if let inner = filter.table, let position = table.schema.table(named: inner) {
            let lines = table.lines[position]
            guard let field = lines.fields.first(where: { $0.name == filter.field }) else { return "false" }
            let test = Self.test(filter, Self.expression(field))
            let rows = listing.keys.map { "\(Self.within($0, "parent")) AND \(test)" } ?? test
            return "d.\"id\" IN (SELECT d.\"parent\" FROM \(name: lines.name) d WHERE \(rows))"
        }
        if filter.field == "name" || table.schema.field(named: filter.field)?.traits.contains(.isName) == true,
            table.type.isCaseBlind
        {
            return Self.test(filter.caseBlind, "d.\"name_key\"", isLower: true)
        }
        if let condition = linkCondition(filter, table, listing) { return condition }
        if table.schema.field(named: filter.field) == nil, let kind = custom[filter.field] {
            return Self.test(filter.asStored(kind), kind.customExpression(filter.field, isText: filter.test.isPattern))
        }
        return Self.test(filter, expression(filter.field, table, custom))
    }

    /// A condition on a link, compared by key so that the column's index serves; nil where names must be compared.
    private func linkCondition(_ filter: Listing.Filter, _ table: Table, _ listing: Listing) -> SQL? {
        guard filter.table == nil, let field = table.schema.field(named: filter.field), let target = field.kind.target,
            ReadModel.expression(filter.field, of: table.type.name, today: clock.today) == nil,
            let linked = Table.all(named: target)
        else { return nil }
        let column: SQL = "d.\(name: field.name)"
        if let keys = filter.keys {
            if keys.count == 1 { return "\(column) = \(keys[0])" }
            return "\(column) IN (SELECT k.\"one\" FROM \(rows: Rows(.integers("one", keys))) k)"
        }
        if filter.namesLinks {
            let names = Rows(.texts("name", filter.values.map(\.textValue)))
            return
                "\(column) IN (SELECT l.\"id\" FROM \(rows: names) k JOIN \(name: linked) l ON l.\"name\" = k.\"name\")"
        }
        guard listing.isShort, filter.test == .like else { return nil }
        // Each name is compared once, however many records of a short table link to it.
        let used: SQL = "SELECT \(column) FROM \(name: table.name) d"
        let test = Self.test(filter, "l.\"name\"")
        return "\(column) IN (SELECT l.\"id\" FROM \(name: linked) l WHERE l.\"id\" IN (\(used)) AND \(test))"
    }

    /// - Parameter isLower: whether the expression is in lower case already.
    private static func test(_ filter: Listing.Filter, _ expression: SQL, isLower: Bool = false) -> SQL {
        let value = filter.values.first ?? .null
        // Plain letters are found by the engine's own function, which knows no others and is fast.
        let isPlain = value.textValue?.utf8.allSatisfy { $0 < 0x80 } ?? true
        let lower: SQL = isLower ? expression : isPlain ? "lower(\(expression))" : "unicode_lower(\(expression))"
        switch filter.test {
        case .equal: return value.isBlank ? isEmpty(expression) : "\(expression) = \(value)"
        case .unequal:
            return value.isBlank ? "NOT \(isEmpty(expression))" : "(\(expression) <> \(value) OR \(expression) IS NULL)"
        case .less: return "\(expression) < \(value)"
        case .greater: return "\(expression) > \(value)"
        case .atMost: return "\(expression) <= \(value)"
        case .atLeast: return "\(expression) >= \(value)"
        case .like: return "\(lower) LIKE \(pattern(value)) ESCAPE '\\'"
        case .notLike:
            return "(\(expression) IS NULL OR \(lower) NOT LIKE \(pattern(value)) ESCAPE '\\')"
        case .among: return filter.values.isEmpty ? "false" : "\(expression) IN (\(list(filter.values)))"
        case .notAmong:
            return filter.values.isEmpty
                ? "true" : "(\(expression) IS NULL OR \(expression) NOT IN (\(list(filter.values))))"
        case .between:
            let upper = filter.values.count > 1 ? filter.values[1] : value
            return "\(expression) BETWEEN \(value) AND \(upper)"
        case .isSet: return value.textValue == "set" ? "\(expression) IS NOT NULL" : "\(expression) IS NULL"
        }
    }

    /// Empty is empty, whether kept as NULL or as nothing.
    private static func isEmpty(_ expression: SQL) -> SQL { "(\(expression) IS NULL)" }

    private static func list(_ values: [Scalar]) -> SQL {
        let isInteger = values.contains { $0.integerValue != nil }
        let rows = Rows(
            isInteger ? .integers("one", values.map(\.integerValue)) : .texts("one", values.map(\.textValue)))
        return "SELECT k.\"one\" FROM \(rows: rows) k"
    }

    /// A pattern in lower case. One that ends in the middle of an escape means the sign itself.
    private static func pattern(_ value: Scalar) -> String {
        let text = (value.textValue ?? "").lowercased()
        let isOpen = text.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
        return isOpen ? text + "\\" : text
    }
}

extension Listing.Filter {
    /// Whether the filter asks for certain names.
    var namesLinks: Bool { test == .among || test == .equal && values.first?.isBlank == false }

    fileprivate var caseBlind: Listing.Filter {
        var filter = self
        filter.values = values.map { $0.textValue.map { .text(SerialNumber($0).key) } ?? .null }
        return filter
    }
}
