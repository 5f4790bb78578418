import Inventory
import Storage

/// Methods that prepare documents: one from another, as the ecosystem's clients ask for it, and what submission would
/// say.
enum Trade {
    static let methods: [String: Methods.Method] = [
        "matricule.check_document": Methods.Method(read: check),
        "erpnext.stock.doctype.delivery_note.delivery_note.make_sales_return": Methods.Method { call in
            try makeReturn(DeliveryNote.self, call)
        },
        "erpnext.accounts.doctype.sales_invoice.sales_invoice.make_sales_return": Methods.Method { call in
            try makeReturn(SalesInvoice.self, call)
        },
        "erpnext.stock.doctype.purchase_receipt.purchase_receipt.make_purchase_return": Methods.Method { call in
            try makeReturn(PurchaseReceipt.self, call)
        },
        "erpnext.accounts.doctype.purchase_invoice.purchase_invoice.make_debit_note": Methods.Method { call in
            try makeReturn(PurchaseInvoice.self, call)
        },
    ]

    /// What submitting a document would say, with the document as it would stand. Nothing is kept.
    private static func check(_ call: Call) throws -> Action {
        let object = try Methods.document("doc", call)
        let typeName = try Methods.doctype(object, call)
        let type = try Action.type(typeName)
        let members = object.members ?? []
        return Action(needs: [.init(right: .write, type: typeName)]) { site in
            guard let type = type as? any Document.Type else {
                throw Problem.badParameter("doctype", "a type of document")
            }
            let (document, offences) = try await site.rehearse(members, type, call)
            let told = offences.map { Problem.json($0, site.catalogue.sentence($0, in: call.locale)) }
            let stands = document.map { site.writer.json($0, type) } ?? .null
            return .json("message", ["offences": .array(told), "doc": stands])
        }
    }

    /// The return of a document as a draft that is not yet stored: its lines, quantities turned round.
    private static func makeReturn<D: Document>(_ type: D.Type, _ call: Call) throws -> Action {
        let name = try call.required("source_name")
        return Action(needs: [.init(right: .read, type: D.type.name)]) { site in
            let values = try await site.database.read { transaction in
                let books = call.books(transaction)
                let original = try books.find(type, name)
                return try returned(StoredRecord(head: original.head, values: original.values), type, in: books)
            }
            return .json("message", unstored(values, type, site))
        }
    }

    /// A record that is not yet stored, for a client to complete and to send.
    static func unstored(_ values: Values, _ type: any Record.Type, _ site: Site) -> JSON {
        var writer = site.writer
        writer.writesEmpty = false
        let json = writer.json(StoredRecord(head: Head(), values: values), type)
        let hidden: Set = ["name", "owner", "creation", "modified", "modified_by"]
        return .object((json.members ?? []).filter { !hidden.contains($0.name) } + [JSON.Member("__islocal", 1)])
    }

    /// The values of the document that takes back what others have not yet taken back.
    static func returned<D: Document>(_ original: StoredRecord, _ type: D.Type, in books: Books) throws -> Values {
        let schema = Schema.of(type)
        var values = try books.takenBack(from: original.head.name, type).rest(of: original.values, type)
        for (index, field) in schema.fields.enumerated() {
            if field.traits.contains(.noCopy) { values.fields[index] = .null }
            if field.name == "is_return" { values.fields[index] = .integer(1) }
            if field.name == "return_against" { values.fields[index] = .text(original.head.name) }
            values.fields[index] = turned(values.fields[index], field)
        }
        for (table, inner) in schema.tables.enumerated() {
            for row in values.tables[table].indices {
                values.tables[table][row].row = nil
                for (index, field) in inner.fields.enumerated() {
                    values.tables[table][row].fields[index] = turned(values.tables[table][row].fields[index], field)
                }
            }
        }
        return values
    }

    private static func turned(_ scalar: Scalar, _ field: Field) -> Scalar {
        guard case .integer(let value) = scalar,
            field.kind == .quantity || ["amount", "total", "grand_total"].contains(field.name)
        else { return scalar }
        return .integer(-value)
    }
}

extension Site {
    /// Lets the rules look at a document as if it were submitted now, and undoes all of it.
    ///
    /// - Returns: the document as it would stand, nil where its fields cannot be read; and what is wrong with it.
    func rehearse(
        _ members: [JSON.Member], _ type: any Document.Type, _ call: Call
    ) async throws -> (document: StoredRecord?, offences: [Offence]) {
        do {
            try await database.write { transaction in
                let books = call.books(transaction)
                let name = members.first { $0.name == "name" }?.value.string ?? ""
                let old = name.isEmpty ? nil : try books.find(any: type, name)
                let reader = RecordReader(members, over: old ?? type.init())
                let custom = try reader.strangers.isEmpty ? [] : books.customFields(of: type.type)
                throw try books.rehearsal(reader.record(with: custom).record, replacing: old)
            }
            return (nil, [])
        } catch let rehearsal as Rehearsal {
            return (rehearsal.document, rehearsal.offences)
        } catch let refusal as Refusal {
            return (nil, refusal.offences)
        }
    }
}

/// What came out of a rehearsal, thrown so that the transaction is undone.
private struct Rehearsal: Error {
    let document: StoredRecord
    let offences: [Offence]
}

extension Books {
    fileprivate func rehearsal(_ record: any Record, replacing old: (any Record)?) throws -> Rehearsal {
        guard let document = record as? any Document else { throw Problem.pageNotFound }
        return try rehearsal(of: document, replacing: old)
    }

    private func rehearsal<D: Document>(of document: D, replacing old: (any Record)?) throws -> Rehearsal {
        let (document, offences) = try rehearse(document, replacing: old)
        return Rehearsal(document: StoredRecord(head: document.head, values: document.values), offences: offences)
    }
}
