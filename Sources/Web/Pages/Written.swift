import Inventory
import Storage

extension Locale {
    /// A stored value as people read it; empty for none.
    func written(_ scalar: Scalar, _ kind: FieldKind, _ translate: (String) -> String) -> String {
        guard case .integer(let value) = scalar else {
            let text = scalar.textValue ?? ""
            if case .choice = kind { return translate(kind.spoken(text)) }
            return text
        }
        return switch kind {
        case .flag: translate(value == 0 ? "No" : "Yes")
        case .decimal: number(kind.text(scalar))
        case .day: day(Day(number: Int(value)))
        case .time: time(TimeOfDay(milliseconds: Int(value)))
        case .money: money(Money(millionths: value))
        case .quantity: quantity(Quantity(thousandths: value))
        default: count(Int(value))
        }
    }
}

extension RecordType {
    /// Where the list of the type is: `/stock/delivery-note`.
    var address: String { "/\(section)/\(path)" }

    /// A record's name as people read it: roles and what there is one of have names of the product's own.
    func shown(_ name: String, _ translate: (String) -> String) -> String {
        naming == .single || self == Role.type ? translate(name) : name
    }

    /// Where one record is. One that is named as the address of the form for new ones says that it is meant.
    func address(of name: String) -> String {
        naming == .single ? address : address + "/" + name.percentEncoded + (name == "new" ? "?show=1" : "")
    }
}

extension HTML {
    /// A value on a page; the name of a record leads to it where one may look at it.
    static func value(_ scalar: Scalar, _ field: Field, _ call: Call, _ translate: (String) -> String) -> HTML {
        let text = call.locale.written(scalar, field.kind, translate)
        if field.isTerm { return "\(translate(text))" }
        guard let target = field.kind.target, !text.isEmpty, let type = recordType(named: target)?.type,
            call.identity?.may(.read, target) == true
        else { return "\(text)" }
        return "<a href=\"\(type.address(of: text))\">\(type.shown(text, translate))</a>"
    }

    /// The name of a document, leading to it where one may look at it.
    static func document(_ name: String, of type: String, _ call: Call) -> HTML {
        guard let found = recordType(named: type)?.type, call.identity?.may(.read, type) == true else {
            return "\(name)"
        }
        return "<a href=\"\(found.address(of: name))\">\(name)</a>"
    }

    /// The choices of a field, each a value and what people read.
    static func options(_ choices: [(String, String)], chosen: String) -> HTML {
        joined(
            choices.map { value, label in
                let mark: HTML = value == chosen ? " selected" : ""
                return "<option value=\"\(value)\"\(mark)>\(label)</option>"
            })
    }

    /// Figures stand under each other, dates keep their width.
    static func alignment(_ kind: FieldKind) -> HTML {
        switch kind {
        case .integer, .quantity, .money, .decimal: " class=\"number\""
        case .day, .time, .instant: " class=\"day\""
        case .serials, .longText: " class=\"long\""
        default: ""
        }
    }

    /// A cell of a table that becomes cards on a phone: there the label stands before what is in it.
    static func cell(_ label: String, _ content: HTML, _ kind: FieldKind = .text) -> HTML {
        guard !content.text.isEmpty else { return "<td></td>" }
        return "<td\(alignment(kind)) data-label=\"\(label)\">\(content)</td>"
    }

    /// A document's or a record's state as a word with a colour beside it; nothing for records without one.
    static func state(_ state: DocumentState, _ translate: (String) -> String) -> HTML {
        switch state {
        case .draft: "<span class=\"badge draft\">\(translate("Draft"))</span>"
        case .submitted: "<span class=\"badge active\">\(translate("Submitted"))</span>"
        case .cancelled: "<span class=\"badge inactive\">\(translate("Cancelled"))</span>"
        }
    }
}

extension Field {
    /// The field beside this one that says of which type is the document it names; nil where there is none.
    var typeField: String? {
        if name == "prevdoc_docname" { return "prevdoc_doctype" }
        if name == "reference_name" { return "reference_doctype" }
        return name.hasSuffix("voucher_no") || name.hasSuffix("document_no") ? name.dropLast(2) + "type" : nil
    }

    /// Whether the text is a word of the product, which each language has its own for: a type, a role, a kind of party.
    var isTerm: Bool { Self.terms.contains(name) }

    private static let terms: Set = [
        "voucher_type", "reference_doctype", "dt", "supplier_type", "customer_type", "role_name",
        "delivery_document_type", "prevdoc_doctype",
    ]
}
