import Inventory
import Storage

/// What the address of a list asks for: which records, in which order, with which columns, from where.
struct ListView: Sendable {
    /// A condition as the address has it, with what it means or what is wrong with it.
    struct Condition: Sendable {
        let element: JSON
        let result: Result<Listing.Filter, Problem>
    }

    let fields: ListFields
    var search = ""
    /// Whether to look inside names at once.
    var isInside = false
    var conditions: [Condition] = []
    /// What cannot be read of the filters as a whole.
    var problem: Problem?
    /// The columns beside the name; nil for the standard ones.
    var columns: [Field]?
    var order: (field: Field, isDescending: Bool)?
    var start = Listing.Start.first

    /// Rows of a page.
    static let length = 50
    private static let conditionLimit = 50
    private static let columnLimit = 20

    init(_ call: Call, _ fields: ListFields) {
        self.fields = fields
        self.search = String(SerialNumber(call.text("q") ?? "").text.prefix(FieldKind.text.lengthLimit))
        self.isInside = call.text("inside") == "1"
        let chosen = call.text("columns")?.split(separator: ",").prefix(Self.columnLimit)
        self.columns = chosen?.compactMap { name in fields.own.dropFirst().first { $0.name == name } }
        if let name = call.text("sort"), let field = fields.own.first(where: { $0.name == name }) {
            self.order = (field, call.text("desc") == "1")
        }
        if let place = call.text("after").flatMap(Listing.Place.init(text:)) { self.start = .after(place) }
        if let place = call.text("before").flatMap(Listing.Place.init(text:)) { self.start = .before(place) }
        readConditions(call)
    }

    /// Conditions stand in `filters`, as the interface has them. A link may also give a field its value.
    private mutating func readConditions(_ call: Call) {
        var elements: [JSON] = []
        do {
            switch try call.json("filters") {
            case .array(let list): elements = list
            case .object(let members):
                elements = members.map { member in
                    .array([.string(member.name)] + (member.value.array ?? ["=", member.value]))
                }
            case .string(""), .null, nil: break
            default: throw Problem.badParameter("filters", "a list or an object")
            }
        } catch {
            problem = error as? Problem
        }
        for field in fields.own where !Self.parameters.contains(field.name) {
            guard let value = call.text(field.name), !value.isEmpty else { continue }
            elements.append(.array([.string(field.name), "=", .string(value)]))
        }
        let reader = ListParameters(fields.type, call, fields.custom)
        conditions = elements.prefix(Self.conditionLimit).map { element in
            do {
                return Condition(element: element, result: .success(try reader.filter(element, "filters")))
            } catch {
                return Condition(
                    element: element,
                    result: .failure(error as? Problem ?? .badParameter("filters", "a list or an object")))
            }
        }
    }

    /// Parameters of the address that name no field.
    private static let parameters: Set = [
        "name", "q", "inside", "filters", "columns", "sort", "desc", "after", "before",
    ]

    var shownColumns: [Field] { columns ?? fields.standardColumns }

    /// The question to the books; conditions that cannot be read are left out.
    var listing: Listing {
        var listing = Listing(fields: ["name"] + shownColumns.map(\.name))
        listing.custom = Dictionary(fields.custom.map { ($0.fieldName, $0.kind) }) { first, _ in first }
        listing.filters = conditions.compactMap { try? $0.result.get() }
        if !search.isEmpty {
            listing.search = Listing.Search(words: search, fields: fields.searched, isInside: isInside)
        }
        if let order { listing.order = [(order.field.name, order.isDescending)] }
        listing.length = Self.length
        return listing
    }

    /// The parameters of the address; where the page begins is left out unless asked for.
    func parameters(withStart: Bool = false) -> [String: String] {
        var result = ["q": search, "inside": isInside ? "1" : ""]
        if !conditions.isEmpty { result["filters"] = JSON.array(conditions.map(\.element)).text }
        // A list may have no column beside the name.
        if let columns { result["columns"] = columns.isEmpty ? "," : columns.map(\.name).joined(separator: ",") }
        if let order {
            result["sort"] = order.field.name
            result["desc"] = order.isDescending ? "1" : ""
        }
        switch start {
        case .after(let place) where withStart: result["after"] = place.text
        case .before(let place) where withStart: result["before"] = place.text
        default: break
        }
        return result.filter { !$0.value.isEmpty }
    }

    var query: String { Call.query(parameters()) }

    /// The address of the list after a change; it begins at the first row unless the change says where.
    func address(_ change: (inout ListView) -> Void = { _ in }) -> String {
        var view = self
        view.start = .first
        change(&view)
        let query = Call.query(view.parameters(withStart: true))
        return fields.type.type.address + (query.isEmpty ? "" : "?" + query)
    }

    /// The parameters as fields that a form sends along.
    func hidden(without names: Set<String> = []) -> HTML {
        HTML.joined(
            parameters().filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.map { name, value -> HTML in
                "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
            })
    }
}

extension Listing.Place {
    /// `42`, `42.i20780` or `42.tPAC105`: the key, and what the list is sorted by there.
    var text: String {
        switch value {
        case .null: String(key)
        case .integer(let number): "\(key).i\(number)"
        case .text(let text), .link(let text, _): "\(key).t\(text)"
        }
    }

    init?(text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = Int64(parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(key: key)
            return
        }
        switch parts[1].first {
        case "i":
            guard let number = Int64(parts[1].dropFirst()) else { return nil }
            self.init(.integer(number), key: key)
        case "t": self.init(.text(String(parts[1].dropFirst())), key: key)
        default: return nil
        }
    }
}
