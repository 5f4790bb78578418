import HTTPTypes
import Hummingbird
import Inventory
import Storage

/// What clients may do with records, whichever way they ask: by resource, by method or by an old `cmd` form.
extension Action {
    /// The type with this name on the wire.
    static func type(_ name: String) throws -> any Record.Type {
        guard let type = recordType(named: name) else { throw Refusal(.unknownType(name), field: "doctype") }
        return type
    }

    /// Reads one record.
    static func get(_ typeName: String, _ name: String, _ call: Call, key: String) throws -> Action {
        let type = try type(typeName)
        return Action(needs: [.init(right: .read, type: typeName)]) { transaction, site in
            let record = try call.books(transaction).show(type, name)
            var writer = site.writer
            writer.writesEmpty = false
            return writer.answer(key, record, type)
        }
    }

    /// Reads a list.
    static func list(_ typeName: String, _ call: Call, key: String) throws -> Action {
        let type = try type(typeName)
        let question = try ListParameters.question(type, call) { try $0.listing() }
        let asRows = ["false", "0"].contains(call.text("as_dict")?.lowercased() ?? "")
        return Action(needs: [.init(right: .read, type: typeName)]) { site in
            let (listing, rows) = try await site.database.browse { transaction in
                let books = call.books(transaction)
                let listing = try question(books)
                return (listing, try books.list(type, listing))
            }
            let kinds = listing.fields.map { listing.kind(of: $0, in: Schema.of(type)) }
            let zone = site.zone
            let values = rows.map { row -> JSON in
                let scalars = zip(kinds, row).map { $0.json($1, zone) }
                if asRows { return .array(scalars) }
                return .object(zip(listing.fields, scalars).map { JSON.Member($0, $1) })
            }
            return .json(key, .array(values))
        }
    }

    /// Adds a record; a document with `docstatus` 1 is submitted at once.
    static func insert(_ object: JSON, _ typeName: String, _ call: Call, key: String) throws -> Action {
        let new = try NewRecord(object, typeName)
        return Action(needs: new.needs) { site in
            try await site.write(call) { books in
                let (new, unknown) = try new.record(in: books)
                let saved = try books.insert(any: new)
                return try site.answer(
                    saved, drewSerials: saved.drewSerials(comparedTo: new), unknown, call, key, books)
            }
        }
    }

    /// Changes a record; `docstatus` 1 submits a document and 2 cancels it.
    ///
    /// - Parameter fields: names that must be custom fields of the type; else they are refused instead of passed over.
    static func update(
        _ object: JSON, _ typeName: String, _ name: String, _ call: Call, key: String, mustKnow fields: [String] = []
    ) throws -> Action {
        let type = try type(typeName)
        guard let members = object.members else { throw Problem.bodyNotObject }
        let state = try state(in: object)
        let right: Right = state == .cancelled ? .cancel : state == .submitted ? .submit : .write
        return Action(needs: [.init(right: right, type: typeName)]) { site in
            try await site.write(call) { books in
                if !fields.isEmpty {
                    let known = Set(try books.heldCustomFields(of: type.type).map(\.fieldName))
                    if let name = fields.first(where: { !known.contains($0) }) { throw Problem.unknownField(name) }
                }
                let old = try books.find(any: type, name)
                if let modified = object["modified"]?.string, !modified.isEmpty,
                    !site.zone.text(old.head.modified).hasPrefix(modified.prefix(23))
                {
                    throw Refusal(.stale, field: "modified")
                }
                let reader = RecordReader(state == .cancelled ? [] : members, over: old)
                let custom = try reader.strangers.isEmpty ? [] : books.heldCustomFields(of: type.type)
                var (new, unknown) = try reader.record(with: custom)
                new.head.state = type is any Document.Type ? state ?? old.head.state : .draft
                let saved = try books.update(any: new, replacing: old)
                let drew = saved.drewSerials(comparedTo: new)
                return try site.answer(saved, drewSerials: drew, unknown, call, key, books)
            }
        }
    }

    static func delete(_ typeName: String, _ name: String, _ call: Call, status: HTTPResponse.Status = .accepted) throws
        -> Action
    {
        let type = try type(typeName)
        return Action(needs: [.init(right: .delete, type: typeName)]) { site in
            try await site.write(call) { books in
                try books.delete(type, name)
                var answer = Answer.json("message", "ok")
                answer.status = status
                return answer
            }
        }
    }

    static func rename(_ typeName: String, _ old: String, _ new: String, _ call: Call) throws -> Action {
        let type = try type(typeName)
        return Action(needs: [.init(right: .write, type: typeName)]) { site in
            try await site.write(call) { books in .json("message", .string(try books.rename(type, old, to: new))) }
        }
    }

    /// `docstatus` in an object, also as text.
    fileprivate static func state(in object: JSON) throws -> DocumentState? {
        guard let value = object["docstatus"], value != .null else { return nil }
        guard let number = value.integer, let state = DocumentState(rawValue: number) else {
            throw Refusal(.notAChoice(value: value.text, choices: ["0", "1", "2"]), field: "docstatus")
        }
        return state
    }
}

/// A record that a client wants added.
struct NewRecord: Sendable {
    private let reader: RecordReader
    private let state: DocumentState
    let type: any Record.Type
    /// The rights that adding it needs.
    let needs: [Action.Need]

    init(_ object: JSON, _ typeName: String) throws {
        self.type = try Action.type(typeName)
        guard let members = object.members else { throw Problem.bodyNotObject }
        let state = try Action.state(in: object) ?? .draft
        self.state = type is any Document.Type ? state : .draft
        self.reader = RecordReader(members, over: type.init())
        let write = Action.Need(right: .write, type: typeName)
        self.needs = self.state == .submitted ? [write, Action.Need(right: .submit, type: typeName)] : [write]
    }

    /// The record, and the fields that are not known.
    ///
    /// - Throws: `Refusal` with every field that cannot be read.
    func record(in books: Books) throws -> (record: any Record, unknown: [String]) {
        let custom = try reader.strangers.isEmpty ? [] : books.heldCustomFields(of: type.type)
        var (record, unknown) = try reader.record(with: custom)
        record.head.state = state
        return (record, unknown)
    }
}

extension Site {
    /// Does the work of a request that changes something, once for each idempotency key.
    func write(_ call: Call, _ body: @escaping @Sendable (Books) throws -> Answer) async throws -> Answer {
        let key = call.headers[.idempotencyKey]
        if let key, !(1...200).contains(key.utf8.count) {
            throw Problem.badParameter("Idempotency-Key", "a text of 1 to 200 bytes")
        }
        let fingerprint = key == nil ? "" : call.fingerprint
        func work() async throws -> Answer {
            try await database.write { try once(call, $0, body, fingerprint) }
        }
        do {
            return try await work()
        } catch StorageError.uncertain where key != nil {
            // The key tells whether it was done: doing it again either finds the answer or does it now.
            return try await work()
        }
    }

    /// The kept answer to the call's idempotency key, or the work and its answer, kept.
    private func once(
        _ call: Call, _ transaction: any Transaction, _ body: (Books) throws -> Answer, _ fingerprint: String
    ) throws -> Answer {
        let books = call.books(transaction)
        guard let key = call.headers[.idempotencyKey] else { return try body(books) }
        if let kept = try books.answer(to: key) {
            guard kept.fingerprint == fingerprint else { throw Problem.keyReused }
            var answer = Answer(status: .init(code: kept.status), body: Array(kept.body.utf8))
            answer.headers.append((.idempotencyHit, "true"))
            return answer
        }
        let answer = try body(books)
        let text = String(decoding: answer.body, as: UTF8.self)
        try books.keep(StoredAnswer(status: answer.status.code, body: text, fingerprint: fingerprint), to: key)
        return answer
    }

    /// A saved record, with what people should know about it.
    func answer(
        _ saved: any Record, drewSerials: [String], _ unknown: [String], _ call: Call, _ key: String, _ books: Books
    ) throws -> Answer {
        var messages: [JSON] = []
        if !drewSerials.isEmpty {
            let shown = drewSerials.prefix(20).joined(separator: ", ") + (drewSerials.count > 20 ? "…" : "")
            let message = Message(
                "Serial numbers filled in ({count}): {numbers}",
                ["count": .count(drewSerials.count), "numbers": .name(shown)])
            messages.append([
                "message": .string(catalogue.sentence(message, in: call.locale)), "title": .string(saved.head.name),
            ])
        }
        if !unknown.isEmpty {
            let message = Message(
                "These fields are not known and were passed over: {names}", ["names": .names(Array(unknown.prefix(50)))]
            )
            messages.append([
                "message": .string(catalogue.sentence(message, in: call.locale)), "title": "Message",
                "indicator": "orange",
            ])
        }
        for notice in try books.notices(about: saved) {
            let sentence = catalogue.sentence(notice, in: call.locale)
            messages.append(["message": .string(sentence), "title": "Message", "indicator": "orange"])
        }
        let type = Swift.type(of: saved)
        let shown = try books.shown(saved)
        return writer.answer(key, shown, type, messages: messages)
    }
}

extension Record {
    /// The serial numbers that submission wrote into cells that were empty.
    func drewSerials(comparedTo sent: any Record) -> [String] {
        let schema = Schema.of(Self.self)
        let (before, after) = (sent.values, values)
        guard head.state == .submitted, sent.values.tables.map(\.count) == after.tables.map(\.count) else { return [] }
        var drawn: [String] = []
        for (table, rows) in zip(schema.tables, zip(before.tables, after.tables)) {
            for (index, field) in table.fields.enumerated() where field.kind == .serials {
                for (old, new) in zip(rows.0, rows.1) where old.fields[index].isBlank {
                    drawn += SerialNumber.list(in: new.fields[index].textValue ?? "").map(\.text)
                }
            }
        }
        return drawn
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .authorization
    static let idempotencyHit = HTTPField.Name("Idempotency-Hit") ?? .authorization
    static let csrfToken = HTTPField.Name("X-Frappe-CSRF-Token") ?? .authorization
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .authorization
}
