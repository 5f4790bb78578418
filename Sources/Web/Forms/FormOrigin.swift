import Inventory
import Storage

/// The record that a new one is made from.
enum FormOrigin {
    case nothing
    /// Another of the same kind.
    case copy(String)
    /// What replaces a cancelled document.
    case amendment(String)
    /// What takes a document's goods back.
    case reversal(String)
    /// The next document of a trade.
    case next(type: String, name: String)

    init(_ call: Call) {
        if let name = call.text("_copy") {
            self = .copy(name)
        } else if let name = call.text("_amend") {
            self = .amendment(name)
        } else if let name = call.text("_return") {
            self = .reversal(name)
        } else if let type = call.text("_from"), let name = call.text("_name") {
            self = .next(type: type, name: name)
        } else {
            self = .nothing
        }
    }

    func needs(for type: any Record.Type) -> [Action.Need] {
        switch self {
        case .nothing: []
        case .copy, .amendment, .reversal: [.init(right: .read, type: type.type.name)]
        case .next(let origin, _): [.init(right: .read, type: origin)]
        }
    }

    func values(
        for type: any Record.Type, _ custom: [CustomField], in books: Books, _ locale: Locale
    ) throws -> FormValues {
        switch self {
        case .nothing: return FormValues()
        case .copy(let name):
            let record = try books.show(type, name)
            return FormValues(record.fresh(type), type, custom, locale).unnamed(type)
        case .amendment(let name):
            let record = try books.show(type, name)
            var values = FormValues(record.fresh(type), type, custom, locale)
            values.fields["amended_from"] = record.head.name
            return values
        case .reversal(let name):
            guard let document = type as? any Document.Type, Schema.of(type).position(of: "return_against") != nil
            else { throw Problem.pageNotFound }
            let turned = try Trade.returned(books.show(type, name), document, in: books)
            return FormValues(StoredRecord(head: Head(), values: turned), type, [], locale)
        case .next(let origin, let name):
            guard
                let step = TradeStep.all.first(where: { $0.origin.type.name == origin && $0.target == type.type.name })
            else { throw Problem.pageNotFound }
            let record = try books.show(step.origin, name)
            return step.values(FormValues(record, step.origin, [], locale), of: record.head.name)
        }
    }
}

extension StoredRecord {
    /// The record without what belongs to this one alone.
    fileprivate func fresh(_ type: any Record.Type) -> StoredRecord {
        let schema = Schema.of(type)
        var copy = self
        for (index, field) in schema.fields.enumerated()
        where field.traits.contains(.noCopy) || field.traits.contains(.readOnly) {
            copy.values.fields[index] = .null
        }
        copy.values.tables = copy.values.tables.map { rows in rows.map { Values.Row(row: nil, fields: $0.fields) } }
        return copy
    }
}

extension FormValues {
    /// The values without the record's name and without its units: neither can stand twice.
    fileprivate func unnamed(_ type: any Record.Type) -> FormValues {
        var values = self
        for field in Schema.of(type).fields where field.traits.contains(.isName) { values.fields[field.name] = "" }
        if type == CustomField.self { values.fields["fieldname"] = "" }
        if type == Asset.self { for name in Self.ofUnit { values.fields[name] = "" } }
        for name in ["is_return", "return_against"] { values.fields[name] = nil }
        values.tables = values.tables.mapValues { rows in
            rows.map { row in row.filter { !Self.ofUnits.contains($0.key) } }
        }
        return values
    }

    /// What an asset took over from its unit.
    private static let ofUnit = [
        "serial_no", "purchase_date", "gross_purchase_amount", "purchase_receipt", "purchase_invoice",
    ]
    /// What in a line is about its units, or about where its asset was.
    private static let ofUnits: Set = ["serial_no", "rejected_serial_no", "source_location", "from_employee"]
}

/// Which document follows on which, and what it takes over.
struct TradeStep: Sendable {
    let origin: any Document.Type
    let target: String
    /// The field of a line that names the document before.
    let link: String
    /// What the lines take over beside the goods: the field there, the field here.
    var further: [(from: String, to: String)] = []

    static let all: [TradeStep] = [
        TradeStep(
            origin: SalesOrder.self, target: "Delivery Note", link: "against_sales_order",
            further: [("serial_no", "serial_no")]),
        TradeStep(origin: SalesOrder.self, target: "Sales Invoice", link: "sales_order"),
        TradeStep(
            origin: DeliveryNote.self, target: "Sales Invoice", link: "delivery_note",
            further: [("serial_no", "serial_no"), ("against_sales_order", "sales_order")]),
        TradeStep(
            origin: DeliveryNote.self, target: "Installation Note", link: "prevdoc_docname",
            further: [("serial_no", "serial_no")]),
        TradeStep(origin: PurchaseReceipt.self, target: "Purchase Invoice", link: "purchase_receipt"),
    ]

    private static let head = ["customer", "supplier", "company", "po_no", "set_warehouse"]
    private static let goods = ["item_code", "item_name", "description", "qty", "uom", "rate", "warehouse"]

    fileprivate func values(_ given: FormValues, of name: String) -> FormValues {
        var values = FormValues()
        for field in Self.head { values.fields[field] = given.fields[field] }
        values.tables["items"] = (given.tables["items"] ?? []).map { row in
            var line: FormValues.Row = [link: name]
            for field in Self.goods { line[field] = row[field] }
            for (from, to) in further { line[to] = row[from] }
            return line
        }
        return values
    }
}
