import Inventory
import Storage

/// Reads the parameters of a list: `fields`, `filters`, `or_filters`, `order_by`, `limit_start`, `limit_page_length`.
struct ListParameters {
    let type: any Record.Type
    let schema: Schema
    let call: Call
    /// The custom fields of the type; nil where they have not been read.
    private let custom: [CustomField]?

    init(_ type: any Record.Type, _ call: Call, _ custom: [CustomField]?) {
        self.type = type
        self.schema = Schema.of(type)
        self.call = call
        self.custom = custom
    }

    /// Reads what a request asks; where it names fields that the type does not have itself, once more beside the custom
    /// fields, in the transaction that answers it.
    ///
    /// - Throws: `Problem` naming the field or parameter that cannot be used; so does what is returned.
    static func question(
        _ type: any Record.Type, _ call: Call, _ read: @escaping @Sendable (ListParameters) throws -> Listing
    ) throws -> @Sendable (Books) throws -> Listing {
        do {
            let listing = try read(ListParameters(type, call, type.type.takesCustomFields ? nil : []))
            return { _ in listing }
        } catch let problem as Problem where problem.isUnknownField && type.type.takesCustomFields {
            return { books in try read(ListParameters(type, call, try books.customFields(of: type.type))) }
        }
    }

    /// A question for these fields.
    func asking(_ fields: [String]) -> Listing {
        var listing = Listing(fields: fields)
        listing.custom = Dictionary((custom ?? []).map { ($0.fieldName, $0.kind) }) { first, _ in first }
        return listing
    }

    func listing() throws -> Listing {
        var listing = asking(try fields())
        listing.filters = try filters("filters")
        listing.anyOf = try filters("or_filters")
        listing.order = try order()
        listing.start = try number("limit_start") ?? number("start") ?? 0
        let length = try number("limit_page_length") ?? number("limit") ?? number("page_length") ?? 20
        // No limit, as clients say with 0, is still a limit.
        listing.length = length == 0 ? Listing.lengthLimit : min(length, Listing.lengthLimit)
        return listing
    }

    func number(_ name: String) throws -> Int? {
        guard let text = call.text(name), !text.isEmpty, text != "None" else { return nil }
        guard let number = Int(text), (0...1_000_000_000).contains(number) else {
            throw Problem.badParameter(name, "a whole number")
        }
        return number
    }

    func fields(_ name: String = "fields") throws -> [String] {
        guard let value = try call.json(name) else { return ["name"] }
        let names: [String]
        switch value {
        case .string(let text): names = text.split(separator: ",").map { SerialNumber($0).text }
        case .array(let values):
            names = values.compactMap(\.string)
            guard names.count == values.count else { throw Problem.badParameter(name, "a list of field names") }
        default: throw Problem.badParameter(name, "a list of field names")
        }
        guard names.count <= 200 else { throw Problem.badParameter(name, "at most 200 fields") }
        if names.isEmpty || names == [""] { return ["name"] }
        return try names.flatMap { name in
            let bare = Self.bare(name)
            if bare == "*" {
                guard let custom else { throw Problem.unknownField(bare) }
                let added = custom.map(\.fieldName).filter { schema.position(of: $0) == nil }
                return Schema.headFields.map(\.name) + schema.fields.map(\.name) + added
            }
            guard field(named: bare) != nil else { throw Problem.unknownField(bare) }
            return [bare]
        }
    }

    private func field(named name: String) -> Field? {
        schema.field(named: name) ?? custom?.first { $0.fieldName == name }?.field
    }

    /// A field's name without the table and the quotes that clients may write around it.
    private static func bare(_ name: String) -> String {
        let plain = name.replacing("`", with: "")
        guard plain.hasPrefix("tab"), let dot = plain.lastIndex(of: ".") else { return SerialNumber(plain).text }
        return String(plain[plain.index(after: dot)...])
    }

    func filters(_ name: String) throws -> [Listing.Filter] {
        guard let value = try call.json(name), value != .null, value != "" else { return [] }
        guard (value.array?.count ?? value.members?.count ?? 0) <= 100 else {
            throw Problem.badParameter(name, "at most 100 conditions")
        }
        switch value {
        case .object(let members):
            return try members.map { member in
                if let pair = member.value.array {
                    guard pair.count == 2, let test = pair[0].string else {
                        throw Problem.badParameter(name, "[operator, value]")
                    }
                    return try filter(nil, member.name, test, pair[1])
                }
                return try filter(nil, member.name, "=", member.value)
            }
        case .array(let elements): return try elements.map { try filter($0, name) }
        case .string(let text): return [try filter(nil, "name", "=", .string(text))]
        default: throw Problem.badParameter(name, "a list or an object")
        }
    }

    /// One condition: `[field, operator, value]`, with the type or a table of it before where there are four parts.
    func filter(_ element: JSON, _ parameter: String) throws -> Listing.Filter {
        guard let parts = element.array, (2...4).contains(parts.count), let first = parts[0].string else {
            throw Problem.badParameter(parameter, "[field, operator, value]")
        }
        switch parts.count {
        case 2: return try filter(nil, first, "=", parts[1])
        case 3:
            guard let test = parts[1].string else { throw Problem.badParameter(parameter, "[field, operator, value]") }
            return try filter(nil, first, test, parts[2])
        default:
            guard let field = parts[1].string, let test = parts[2].string else {
                throw Problem.badParameter(parameter, "[doctype, field, operator, value]")
            }
            return try filter(first == type.type.name ? nil : first, field, test, parts[3])
        }
    }

    private func filter(_ inner: String?, _ name: String, _ test: String, _ value: JSON) throws -> Listing.Filter {
        let bare = Self.bare(name)
        guard let test = Listing.Filter.Test(rawValue: test.lowercased()) else {
            throw Problem.badParameter(bare, Listing.Filter.Test.allCases.map(\.rawValue).joined(separator: ", "))
        }
        var field = field(named: bare)
        var table: String?
        if let inner {
            guard let position = schema.tables.firstIndex(where: { $0.typeName == inner }) else {
                throw Problem.unknownField(inner)
            }
            table = schema.tables[position].name
            field = schema.tables[position].fields.first { $0.name == bare }
        }
        guard let field else { throw Problem.unknownField(bare) }
        return Listing.Filter(table: table, field: bare, test: test, values: try values(value, field, test))
    }

    private func values(_ value: JSON, _ field: Field, _ test: Listing.Filter.Test) throws -> [Scalar] {
        switch test {
        case .isSet:
            guard let word = value.string?.lowercased(), ["set", "not set"].contains(word) else {
                throw Problem.badParameter(field.name, "“set” or “not set”")
            }
            return [.text(word)]
        case .among, .notAmong, .between:
            let elements =
                value.array
                ?? value.string.map { $0.split(separator: ",").map { .string(SerialNumber($0).text) } } ?? [value]
            guard elements.count <= 10_000, test != .between || elements.count == 2 else {
                throw Problem.badParameter(field.name, test == .between ? "two values" : "at most 10000 values")
            }
            return try elements.map { try scalar($0, field) }
        case .like, .notLike:
            return [try scalar(value, Field(field.name, field.label, .longText))]
        default: return [try scalar(value, field)]
        }
    }

    private func scalar(_ value: JSON, _ field: Field) throws -> Scalar {
        if case .choice = field.kind { return try scalar(value, Field(field.name, field.label, .text)) }
        if field.kind == .instant {
            guard let text = value.string, let day = Day(text) else { throw Problem.badParameter(field.name, "a date") }
            let time = text.split { $0 == " " || $0 == "T" }.dropFirst().first.flatMap { TimeOfDay($0) }
            let local = PostingTime(day, time ?? TimeOfDay(milliseconds: 0))
            return .integer(local.milliseconds - (call.clock.local.milliseconds - call.clock.now.milliseconds))
        }
        do {
            return try field.kind.scalar(from: value)
        } catch {
            guard case .unreadable(let expected) = error else {
                throw Problem.badParameter(field.name, "a shorter value")
            }
            throw Problem.badParameter(field.name, expected)
        }
    }

    private func order() throws -> [(field: String, descending: Bool)] {
        guard let text = call.text("order_by"), !text.isEmpty else { return [] }
        let parts = text.split(separator: ",")
        guard parts.count <= 10 else { throw Problem.badParameter("order_by", "at most 10 fields") }
        return try parts.map { part in
            let words = part.split(separator: " ").map(String.init)
            guard let first = words.first, words.count <= 2 else {
                throw Problem.badParameter("order_by", "field asc or field desc")
            }
            let name = Self.bare(first)
            guard field(named: name) != nil else { throw Problem.unknownField(name) }
            let direction = words.count > 1 ? words[1].lowercased() : "asc"
            guard ["asc", "desc"].contains(direction) else {
                throw Problem.badParameter("order_by", "field asc or field desc")
            }
            return (name, direction == "desc")
        }
    }
}
