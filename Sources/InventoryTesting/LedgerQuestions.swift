import Inventory
import Storage

extension LedgerTable {
    /// What the database says to a question of a ledger table.
    ///
    ///     unit PUMP00001 = Active Stores          unit PUMP00001 customer = Martin
    ///     balance PUMP Stores = 2.0               value PUMP Stores = 20.0
    ///     counted PUMP Stores = 2.0
    ///     next PUMP.##### = PUMP00004             name D = MAT-DN-2026-00001
    ///     head D status = Cancelled               line D 1 serial_no = PUMP00001 PUMP00002
    func answer(_ words: [String]) async throws -> [String] {
        let names = words.map(value)
        switch words[0] {
        case "unit" where words.count == 2:
            let unit = try await shop.unit(names[1])
            return [unit["status"], unit["warehouse"] + unit["customer"]].filter { !$0.isEmpty }
        case "unit": return [try await shop.unit(names[1])[words[2]]]
        case "balance": return [try await shop.balance(names[1], names[2], "actual_qty")]
        case "value": return [try await shop.balance(names[1], names[2], "stock_value")]
        case "counted": return [try await shop.counted(names[1], names[2])]
        case "reserved": return [try await shop.balance(names[1], names[2], "reserved_qty")]
        case "next": return try await shop.look { try $0.preview(words[1], item: nil, count: 1) }
        case "name": return [names[1]]
        case "head":
            let document = try paper(words[1]).document
            return [try await shop.look { try $0.text(words[2], of: type(of: document), document.head.name) }]
        case "line": return try await shop.line(try paper(words[1]).document, Int(words[2]) ?? 0, words[3])
        case let type: return [try await shop.look { try $0.text(words[2], of: try Self.named(type), names[1]) }]
        }
    }

    /// `add Batch batch_id=L item=PUMP`, `change Serial_No A amc_expiry_date=2027-01-01`, `rename Warehouse A B`.
    func keep(_ verb: String, _ words: [String]) async throws {
        if verb == "delete", let paper = papers[words[0]] {
            let (type, name) = (type(of: paper.document), paper.document.head.name)
            return try await shop.work { try $0.delete(any: type, name) }
        }
        let type = try Self.named(words[0])
        let fields = Dictionary(
            words.filter { $0.contains("=") }.map { word in
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), value(String(parts[1])))
            }, uniquingKeysWith: { $1 })
        let name = verb == "add" ? "" : value(words[1])
        let newName = value(words.last ?? "")
        try await shop.work { books in
            switch verb {
            case "delete": try books.delete(any: type, name)
            case "rename": try books.rename(any: type, name, to: newName)
            default:
                let old = verb == "add" ? nil : try books.find(any: type, name)
                var record = old ?? type.init()
                record.fill([fields])
                _ = try old.map { try books.update(any: record, replacing: $0) } ?? books.insert(any: record)
            }
        }
    }

    private static func named(_ word: String) throws -> any Record.Type {
        guard let type = recordType(named: word.replacing("_", with: " ")) else {
            throw StorageError.other("no type \(word)")
        }
        return type
    }
}

extension Document {
    /// A new document with the same contents, in the place of this cancelled one.
    var amendment: Self {
        var copy = self
        var values = values
        values.tables = values.tables.map { rows in rows.map { Values.Row(row: nil, fields: $0.fields) } }
        copy.assign(values)
        copy.head = Head()
        copy.header.amendedFrom = head.name
        return copy
    }

    /// What a return of this document says in its head.
    var returned: [String: String] {
        [
            "is_return": "1", "return_against": head.name, "customer": counterpart.customer.name,
            "supplier": counterpart.supplier.name,
        ]
    }
}

extension Books {
    func delete(any type: any Record.Type, _ name: String) throws { try delete(type, name) }

    func rename(any type: any Record.Type, _ name: String, to newName: String) throws {
        _ = try rename(type, name, to: newName)
    }

    /// A field as it is shown, as the wire writes it.
    func text(_ field: String, of type: any Record.Type, _ name: String) throws -> String {
        let schema = Schema.of(type)
        guard let position = schema.position(of: field) else { return "unknown field \(field)" }
        return schema.fields[position].kind.text(try show(type, name).values.fields[position])
    }
}

extension Shop {
    /// Adds a document as its state says.
    func insert(_ document: any Document) async throws -> any Document {
        try await work { books in try document.inserted(into: books) }
    }

    /// Submits a draft or cancels a submitted document.
    func bring(_ document: any Document, to state: DocumentState) async throws -> any Document {
        try await work { books in try document.brought(to: state, in: books) }
    }

    /// A field of the balance of an item in a warehouse; empty when there is none.
    public func balance(_ item: String, _ warehouse: String, _ field: String) async throws -> String {
        var listing = Listing(fields: [field])
        for (field, name) in [("item_code", item), ("warehouse", warehouse)] {
            listing.filters.append(Listing.Filter(field: field, test: .equal, values: [.text(name)]))
        }
        let rows = try await look { [listing] in try $0.list(Bin.self, listing) }
        let kind: FieldKind = field == "stock_value" ? .money : .quantity
        return rows.first.map { kind.text($0[0]) } ?? ""
    }

    /// How many units the books count in a warehouse; empty where nothing of the item has ever been.
    func counted(_ item: String, _ warehouse: String) async throws -> String {
        let asked = ["item_code": item, "warehouse": warehouse]
        let position = Report.stockCount.columns.firstIndex { $0.name == "serial_no_count" } ?? 0
        let rows = try await look { try $0.answer(.stockCount, asked).rows }
        return rows.first.map { FieldKind.quantity.text($0[position]) } ?? ""
    }

    /// A field of a document's line as it is stored, split at new lines.
    func line(_ document: any Document, _ number: Int, _ field: String) async throws -> [String] {
        let type = type(of: document)
        let table = Schema.of(type).tables[0]
        guard let position = table.fields.firstIndex(where: { $0.name == field }) else {
            return ["unknown", "field", field]
        }
        let values = try await look { try $0.show(type, document.head.name).values.tables[0][number - 1].fields }
        return table.fields[position].kind.text(values[position]).split(separator: "\n").map(String.init)
    }
}

extension Offence {
    /// The English sentence, with its facts as they are written on the wire.
    var sentence: String {
        var text = rejection.message.template
        for (name, fact) in rejection.message.facts { text = text.replacing("{\(name)}", with: fact.text) }
        return text.replacing("{serial}", with: serial ?? "").replacing("{field}", with: field ?? "")
    }
}

extension Message.Fact {
    fileprivate var text: String {
        switch self {
        case .name(let text), .term(let text): text
        case .count(let count): String(count)
        case .quantity(let quantity): quantity.description
        case .money(let money): money.description
        case .day(let day): day.description
        case .time(let time): time.description
        case .terms(let texts), .names(let texts): texts.joined(separator: ", ")
        }
    }
}

extension Document {
    fileprivate func inserted(into books: Books) throws -> Self { try books.insert(document: self) }

    fileprivate func brought(to state: DocumentState, in books: Books) throws -> Self {
        let old = try books.find(Self.self, head.name)
        var new = old
        new.head.state = state
        return try books.update(document: new, replacing: old)
    }
}
