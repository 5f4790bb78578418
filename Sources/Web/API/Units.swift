import Inventory
import Storage

/// The product's own methods about units, and those of the ecosystem that ask for them.
enum Units {
    static let methods: [String: Methods.Method] = [
        "matricule.trace": Methods.Method(read: trace),
        "matricule.look_up": Methods.Method(read: lookUp),
        "matricule.preview": Methods.Method(read: preview),
        "matricule.reserve": Methods.Method(changes: true, read: reserve),
        "matricule.oldest_first": Methods.Method(read: oldestFirst),
        "erpnext.stock.doctype.serial_no.serial_no.auto_fetch_serial_number": Methods.Method(read: oldestFirst),
    ]

    /// Everything that happened to a unit.
    private static func trace(_ call: Call) throws -> Action {
        let serial = try call.text("serial_no") ?? call.required("name")
        return Action(needs: [.init(right: .read, type: "Serial No")]) { site in
            let entries = try await site.database.read { try call.books($0).history(of: serial) }
            return .json("message", .array(entries.map { $0.json(site.zone) }))
        }
    }

    /// What each of many numbers is and where, in the order asked; unknown ones are marked.
    private static func lookUp(_ call: Call) throws -> Action {
        guard let value = try call.json("serial_nos") ?? call.json("serial_no") else {
            throw Refusal(.required, field: "serial_nos")
        }
        let texts = value.array.map { $0.compactMap(\.string) }
        guard let cell = value.string ?? texts?.joined(separator: "\n"), texts?.count == value.array?.count else {
            throw Problem.badParameter("serial_nos", "a list of serial numbers")
        }
        let question = try question(SerialNumber.list(in: cell))
        return Action(needs: [.init(right: .read, type: "Serial No")]) { site in
            let answers = try await standings(question, call, site).map { standing -> JSON in
                guard let values = standing.values else { return ["serial_no": .string(standing.number), "found": 0] }
                let members = zip(Standing.fields.dropFirst(), values.dropFirst()).map {
                    JSON.Member($0, FieldKind.text.json($1, site.zone))
                }
                return .object([JSON.Member("serial_no", .string(standing.number)), JSON.Member("found", 1)] + members)
            }
            return .json("message", .array(answers))
        }
    }

    /// What a number that was asked for is, and where.
    struct Standing: Sendable {
        static let fields = [
            "name", "item_code", "status", "warehouse", "customer", "batch_no", "delivery_document_type",
            "delivery_document_no", "repair_claim",
        ]

        /// The number as the unit has it; as it was asked where nobody knows it.
        let number: String
        /// The values of `fields`; nil where nobody knows the number.
        let values: [Scalar]?
        /// Whether the number was asked for before.
        let isRepeated: Bool

        /// The unit's status, or why there is none to tell.
        var word: String { isRepeated ? "Repeated" : values?[2].textValue ?? "Unknown" }

        /// One of `fields` as text; empty where there is none.
        func text(_ field: String) -> String {
            Self.fields.firstIndex(of: field).flatMap { values?[$0].textValue } ?? ""
        }

        /// That the unit is in our workshop and whose it is; empty where it is not.
        func custody(_ words: Words) -> String {
            guard !text("repair_claim").isEmpty else { return "" }
            return words.translate("In repair with us, belongs to {customer}", ["customer": text("customer")])
        }

        /// Item, warehouse, customer and lot.
        var places: [String] { [1, 3, 4, 5].map { values?[$0].textValue ?? "" } }
    }

    /// - Throws: `Refusal` when they are too many for one question.
    static func question(_ numbers: [SerialNumber]) throws -> [SerialNumber] {
        guard numbers.count <= unitLimit else { throw Refusal(.tooManyUnits(limit: unitLimit), field: "serial_nos") }
        return numbers
    }

    /// What each of many numbers is, in the order asked, with one statement.
    ///
    /// - Parameter fields: what is wanted beside the standing's own fields; it stands behind them.
    static func standings(
        _ numbers: [SerialNumber], and fields: [String] = [], _ call: Call, _ site: Site
    ) async throws -> [Standing] {
        var listing = Listing(fields: Standing.fields + fields)
        listing.filters = [Listing.Filter(field: "name", test: .among, values: numbers.map { .text($0.text) })]
        listing.length = unitLimit
        let question = listing
        let rows = try await site.database.read { try call.books($0).list(SerialNo.self, question) }
        let found = Dictionary(rows.map { (SerialNumber($0[0].textValue ?? "").key, $0) }) { first, _ in first }
        var seen: Set<String> = []
        return numbers.map { number in
            let values = found[number.key]
            return Standing(
                number: values?[0].textValue ?? number.text, values: values,
                isRepeated: !seen.insert(number.key).inserted)
        }
    }

    /// The next numbers of a series, or of an item's own; three where nothing else is asked.
    private static func preview(_ call: Call) throws -> Action {
        let item = call.text("item_code")
        let pattern = try item == nil ? call.required("series") : call.text("series")
        let count = try call.text("qty") == nil ? 3 : quantity(call, from: 1)
        let taken = try excepted(call)
        return Action(needs: [.init(right: .read, type: "Item")]) { site in
            let numbers = try await site.database.read {
                try call.books($0).preview(pattern, item: item, count: count, except: taken)
            }
            return .json("message", .array(numbers.map(JSON.string)))
        }
    }

    /// How many units are asked for.
    private static func quantity(_ call: Call, from least: Int64) throws -> Int {
        guard let quantity = call.text("qty").flatMap({ FixedPoint.parse($0, digits: 0) }),
            (least...Int64(unitLimit)).contains(quantity)
        else {
            throw Problem.badParameter(
                "qty", least == 0 ? "a whole number from 0 to 100000" : "a whole number from 1 to 100000")
        }
        return Int(quantity)
    }

    /// The numbers that must not be proposed, because they stand in the document already.
    private static func excepted(_ call: Call) throws -> Set<String> {
        guard let value = try call.json("except"), value != .null else { return [] }
        let cell = value.string ?? value.array.map { $0.compactMap(\.string).joined(separator: "\n") }
        guard let cell else { throw Problem.badParameter("except", "a list of serial numbers") }
        return Set(try question(SerialNumber.list(in: cell)).map(\.key))
    }

    /// Sets a block of an item's numbers aside, for labels printed before the goods come.
    private static func reserve(_ call: Call) throws -> Action {
        let item = try call.required("item_code")
        let count = try quantity(call, from: 1)
        return Action(needs: [.init(right: .write, type: "Stock Entry")]) { site in
            try await site.write(call) { books in
                .json("message", .array(try books.reserveNumbers(count, of: item).map { .string($0.text) }))
            }
        }
    }

    /// The units that have been in a warehouse longest; none that is reserved, on another draft, or `except`ed.
    ///
    /// `doctype` and `name` say which draft is being written, `batch_no` and `sales_order` what its line names; or all
    /// of it is read from `doc`, a document as it stands, and its line number `line`.
    private static func oldestFirst(_ call: Call) throws -> Action {
        let call = try call.readingLine()
        let (item, warehouse) = (try call.required("item_code"), try call.required("warehouse"))
        let count = try quantity(call, from: 0)
        let taken = try excepted(call)
        let draft = (type: call.text("doctype") ?? "", name: call.text("name") ?? "")
        return Action(needs: [.init(right: .read, type: "Serial No")]) { site in
            let numbers = try await site.database.read { transaction in
                let books = call.books(transaction)
                func key<R: Record>(_ type: R.Type, _ name: String?) throws -> ID<R>? {
                    guard let name, !name.isEmpty else { return nil }
                    return try books.find(type, name).head.id.map(ID.init)
                }
                let own = try draft.name.isEmpty ? nil : books.find(any: Action.type(draft.type), draft.name).head.id
                let place = try key(Warehouse.self, warehouse) ?? ID(0)
                let wish = OldestFirst(
                    item: try key(Item.self, item), warehouse: place,
                    batch: try key(Batch.self, call.text("batch_no")), at: call.clock.local,
                    order: try key(SalesOrder.self, call.text("sales_order")))
                return try books.oldest(count, wish, except: taken, notDraft: (draft.type, own))
            }
            return .json("message", .array(numbers.map { .string($0.text) }))
        }
    }
}

extension Call {
    /// Puts what a line of the document in `doc` says of the units beside the other parameters.
    fileprivate func readingLine() throws -> Call {
        guard let doc = try document(), let rows = doc["items"]?.array, let line = text("line").flatMap(Int.init),
            rows.indices.contains(line - 1)
        else { return self }
        let row = rows[line - 1]
        func first(_ places: [JSON?]) -> JSON { places.compactMap(\.self).first { $0 != .null && $0 != "" } ?? .null }
        var call = self
        call.parameters["item_code"] = row["item_code"]
        call.parameters["warehouse"] = first([
            row["s_warehouse"], row["warehouse"], doc["set_warehouse"], doc["from_warehouse"],
        ])
        call.parameters["batch_no"] = row["batch_no"]
        call.parameters["sales_order"] = first([row["against_sales_order"], row["sales_order"]])
        (call.parameters["doctype"], call.parameters["name"]) = (doc["doctype"], doc["name"])
        return call
    }
}

extension HistoryEntry {
    func json(_ zone: Zone) -> JSON {
        [
            "at": .string(zone.text(at)), "user": .string(author), "kind": .string(kind),
            "document_type": .string(documentType), "document_no": .string(document),
            "posting_date": postedAt.map { .string($0.day.description) } ?? .null,
            "from_warehouse": .string(source), "to_warehouse": .string(target), "party": .string(party),
            "is_cancelled": isCancelled ? 1 : 0, "changes": (try? JSON(parsing: changes)) ?? .null,
        ]
    }
}
