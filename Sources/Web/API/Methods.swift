import HTTPTypes
import Hummingbird
import Inventory
import Storage

/// `/api/method/{name}`, and the old `cmd={name}` posts on `/`.
enum Methods {
    /// A method: who may call it, whether it changes something, and what it does.
    struct Method: Sendable {
        let access: Route.Access
        let changes: Bool
        let read: @Sendable (Call) throws -> Action

        init(
            _ access: Route.Access = .signedIn, changes: Bool = false, read: @escaping @Sendable (Call) throws -> Action
        ) {
            self.access = access
            self.changes = changes
            self.read = read
        }
    }

    static let routes: [Route] = [
        Route(.get, "/api/method/**", .everyone) { call in try action(named: name(call), call) },
        Route(.post, "/api/method/**", .everyone) { call in try action(named: name(call), call) },
        Route(.put, "/api/method/**", .everyone) { call in try action(named: name(call), call) },
        Route(.post, "/", .everyone) { call in try action(named: call.required("cmd"), call) },
    ]

    private static func name(_ call: Call) -> String { call.path.joined(separator: "/") }

    /// The action of a method, after the gate has looked at who may call it.
    static func action(named name: String, _ call: Call) throws -> Action {
        guard let method = all[name] else {
            try Gate.check(.signedIn, call)
            throw Problem.unknownMethod(String(name.prefix(140)))
        }
        try Gate.check(method.access, call)
        if method.changes, call.method == .get || call.method == .head {
            throw Problem(
                status: .methodNotAllowed, exceptionType: "ValidationError",
                message: Message("{name} changes something: send it with POST.", ["name": .name(name)]),
                headers: [(.allow, "POST")])
        }
        return try method.read(call)
    }

    static let all: [String: Method] = [
        records,
        SignIn.methods,
        Trade.methods,
        Units.methods,
        Lots.methods,
        RecallStep.methods,
        AssetMethods.methods,
        Covers.methods,
        Reports.methods,
        Scans.methods,
        Papers.methods,
        Maintenance.methods,
        AfterSaleMethods.methods,
        SearchPage.methods,
    ].reduce(into: [:]) { all, some in all.merge(some) { $1 } }

    private static let records: [String: Method] = [
        "ping": Method(.everyone) { _ in Action { _ in .json("message", "pong") } },
        "frappe.ping": Method(.everyone) { _ in Action { _ in .json("message", "pong") } },
        "version": Method { _ in Action { _ in .json("message", .string(Operations.version)) } },
        "frappe.client.get": Method(read: get),
        "frappe.client.get_list": Method { call in try .list(call.required("doctype"), call, key: "message") },
        "frappe.client.get_count": Method(read: count),
        "frappe.client.get_value": Method(read: value),
        "frappe.client.insert": Method(changes: true) { call in
            let document = try document("doc", call)
            return try .insert(document, doctype(document, call), call, key: "message")
        },
        "frappe.client.insert_many": Method(changes: true, read: insertMany),
        "frappe.client.save": Method(changes: true) { call in
            let document = try document("doc", call)
            return try .update(document, doctype(document, call), named(document), call, key: "message")
        },
        "frappe.client.bulk_update": Method(changes: true, read: bulkUpdate),
        "frappe.client.set_value": Method(changes: true, read: setValue),
        "frappe.client.submit": Method(changes: true, read: submit),
        "frappe.client.cancel": Method(changes: true) { call in
            try .update(["docstatus": 2], call.required("doctype"), call.required("name"), call, key: "message")
        },
        "frappe.client.delete": Method(changes: true) { call in
            try .delete(call.required("doctype"), call.required("name"), call, status: .ok)
        },
        "frappe.client.rename_doc": Method(changes: true) { call in
            let old = try call.text("old_name") ?? call.required("old")
            let new = try call.text("new_name") ?? call.required("new")
            return try .rename(call.required("doctype"), old, new, call)
        },
        "frappe.desk.search.search_link": Method(read: searchLink),
    ]

    /// A document given as a parameter: JSON, or JSON text.
    static func document(_ name: String, _ call: Call) throws -> JSON {
        guard let document = try call.json(name) else { throw Refusal(.required, field: name) }
        guard document.members != nil else { throw Problem.badParameter(name, "a JSON object") }
        return document
    }

    static func doctype(_ document: JSON, _ call: Call) throws -> String {
        guard let name = document["doctype"]?.string else { return try call.required("doctype") }
        return name
    }

    private static func named(_ document: JSON) throws -> String {
        guard let name = document["name"]?.string, !name.isEmpty else { throw Refusal(.required, field: "name") }
        return name
    }

    private static func get(_ call: Call) throws -> Action {
        let type = try call.required("doctype")
        if let name = call.text("name"), !name.isEmpty { return try .get(type, name, call, key: "message") }
        let question = try ListParameters.question(Action.type(type), call) { parameters in
            var listing = parameters.asking(["name"])
            listing.filters = try parameters.filters("filters")
            listing.length = 1
            return listing
        }
        return Action(needs: [.init(right: .read, type: type)]) { site in
            guard let name = try await site.firstName(type, question, call) else {
                throw Refusal(.notFound(type: type, name: ""))
            }
            return try await Action.get(type, name, call, key: "message").perform(site)
        }
    }

    private static func count(_ call: Call) throws -> Action {
        let name = try call.required("doctype")
        let type = try Action.type(name)
        let question = try ListParameters.question(type, call) { parameters in
            var listing = parameters.asking(["name"])
            listing.filters = try parameters.filters("filters")
            return listing
        }
        return Action(needs: [.init(right: .read, type: name)]) { site in
            let count = try await site.database.browse { transaction in
                let books = call.books(transaction)
                return try books.count(type, try question(books))
            }
            return .json("message", .number(String(count)))
        }
    }

    private static func value(_ call: Call) throws -> Action {
        let name = try call.required("doctype")
        let type = try Action.type(name)
        let question = try ListParameters.question(type, call) { parameters in
            var listing = parameters.asking(try parameters.fields("fieldname"))
            listing.filters = try parameters.filters("filters")
            listing.length = 1
            return listing
        }
        return Action(needs: [.init(right: .read, type: name)]) { site in
            let (listing, row) = try await site.database.read { transaction in
                let books = call.books(transaction)
                let listing = try question(books)
                return (listing, try books.list(type, listing).first)
            }
            guard let row else { return .json("message", .object([])) }
            let schema = Schema.of(type)
            let members = zip(listing.fields, row).map { field, scalar in
                JSON.Member(field, listing.kind(of: field, in: schema).json(scalar, site.zone))
            }
            return .json("message", .object(members))
        }
    }

    private static func insertMany(_ call: Call) throws -> Action {
        guard let documents = try call.json("docs")?.array, documents.count <= 200 else {
            throw Problem.badParameter("docs", "a list of at most 200 documents")
        }
        let records = try documents.map { try NewRecord($0, doctype($0, call)) }
        return Action(needs: records.flatMap(\.needs)) { site in
            // All of them or none.
            try await site.write(call) { books in
                .json(
                    "message",
                    .array(
                        try records.map { .string(try books.insert(any: try $0.record(in: books).record).head.name) }))
            }
        }
    }

    /// Changes several documents, each for itself, and says which could not be changed.
    private static func bulkUpdate(_ call: Call) throws -> Action {
        guard let documents = try call.json("docs")?.array, documents.count <= 200 else {
            throw Problem.badParameter("docs", "a list of at most 200 documents")
        }
        // A key stands for one answer; each of these changes has its own.
        var call = call
        call.headers[.idempotencyKey] = nil
        let once = call
        let actions = try documents.map { document in
            let name = document["docname"]?.string ?? document["name"]?.string ?? ""
            return (document, try Action.update(document, doctype(document, once), name, once, key: "message"))
        }
        return Action(needs: actions.flatMap(\.1.needs)) { site in
            var failed: [JSON] = []
            for (document, action) in actions {
                do {
                    _ = try await action.perform(site)
                } catch let refusal as Refusal {
                    let sentence = site.catalogue.sentence(refusal.offences[0], in: once.locale)
                    failed.append(["doc": document, "exc": .string(sentence)])
                }
            }
            return .json("message", ["failed_docs": .array(failed)])
        }
    }

    private static func setValue(_ call: Call) throws -> Action {
        let type = try call.required("doctype")
        let name = try call.required("name")
        let object: JSON
        if let members = try call.json("fieldname"), members.members != nil {
            object = members
        } else {
            object = .object([JSON.Member(try call.required("fieldname"), try call.json("value") ?? .null)])
        }
        let schema = Schema.of(try Action.type(type))
        let others = (object.members ?? []).map(\.name).filter { schema.position(of: $0) == nil && $0 != "docstatus" }
        for name in others {
            let isTaken = Schema.reservedNames.contains(name) || schema.table(named: name) != nil
            guard CustomField.isIdentifier(name), !isTaken else { throw Problem.unknownField(name) }
        }
        return try .update(object, type, name, call, key: "message", mustKnow: others)
    }

    /// Submits a document sent whole: one that is stored, with the changes in it, or a new one.
    private static func submit(_ call: Call) throws -> Action {
        var document = try document(call.parameters["doc"] == nil ? "doclist" : "doc", call)
        if case .object(let members) = document {
            document = .object(members.filter { $0.name != "docstatus" } + [JSON.Member("docstatus", 1)])
        }
        let type = try doctype(document, call)
        guard let name = document["name"]?.string, !name.isEmpty, document["__islocal"]?.isTrue != true else {
            return try .insert(document, type, call, key: "message")
        }
        return try .update(document, type, name, call, key: "message")
    }

    private static func searchLink(_ call: Call) throws -> Action {
        let name = try call.required("doctype")
        let type = try Action.type(name)
        let schema = Schema.of(type)
        let label = schema.fields.first {
            $0.traits.contains(.listed) && !$0.traits.contains(.isName) && !$0.kind.isInteger
        }
        let words = call.text("txt") ?? ""
        let question = try ListParameters.question(type, call) { parameters in
            var listing = parameters.asking(["name"] + (label.map { [$0.name] } ?? []))
            let texts = Array(listing.fields.dropFirst())
            if !words.isEmpty { listing.search = Listing.Search(words: words, fields: texts) }
            listing.filters = try parameters.filters("filters")
            listing.order = [("creation", false)]
            listing.length = min(try parameters.number("page_length") ?? 10, Listing.lengthLimit)
            return listing
        }
        return Action(needs: [.init(right: .read, type: name)]) { site in
            let rows = try await site.database.browse { transaction in
                let books = call.books(transaction)
                return try books.page(type, try question(books)).rows
            }
            return .json(
                "message",
                .array(
                    rows.map { row in
                        [
                            "value": .string(row[0].textValue ?? ""),
                            "description": .string(row.dropFirst().first?.textValue ?? ""),
                        ]
                    }))
        }
    }
}

extension Site {
    /// The name of the first record that a question finds.
    fileprivate func firstName(
        _ typeName: String, _ question: @escaping @Sendable (Books) throws -> Listing, _ call: Call
    ) async throws -> String? {
        let type = try Action.type(typeName)
        return try await database.read { transaction in
            let books = call.books(transaction)
            return try books.list(type, try question(books)).first?.first?.textValue
        }
    }
}
