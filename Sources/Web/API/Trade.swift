import Inventory
import Storage

/// Methods that prepare one document from another, as the ecosystem's clients ask for it.
enum Trade {
    static let methods: [String: Methods.Method] = [
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

    /// The return of a document as a draft that is not yet stored: the same lines, quantities turned round.
    private static func makeReturn<D: Document>(_ type: D.Type, _ call: Call) throws -> Action {
        let name = try call.required("source_name")
        return Action(needs: [.init(right: .read, type: D.type.name)]) { site in
            let original = try await site.database.read { try call.books($0).find(type, name) }
            let schema = Schema.of(type)
            var values = original.values
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
            var writer = site.writer
            writer.writesEmpty = false
            let json = writer.json(StoredRecord(head: Head(), values: values), type)
            let hidden: Set = ["name", "owner", "creation", "modified", "modified_by"]
            let members = (json.members ?? []).filter { !hidden.contains($0.name) } + [JSON.Member("__islocal", 1)]
            return .json("message", .object(members))
        }
    }

    private static func turned(_ scalar: Scalar, _ field: Field) -> Scalar {
        guard case .integer(let value) = scalar,
            field.kind == .quantity || ["amount", "total", "grand_total"].contains(field.name)
        else { return scalar }
        return .integer(-value)
    }
}
