import Inventory
import Storage

/// A form of one record: what is typed into it, what was stored, and what is wrong.
struct Form: Sendable {
    let type: any Record.Type
    let custom: [CustomField]
    /// What can be chosen for a table of boxes.
    var offered: [String] = []
    /// The record as it is stored; nil for a new one.
    let stored: StoredRecord?
    /// What the fields hold unless someone types something else.
    let base: FormValues
    /// What was typed, or handed over with the address.
    var typed: FormValues
    /// The `modified` of the version that the person has seen, as the wire writes it, and in milliseconds.
    var seen = ""
    var opened = ""
    /// What makes a second press of the same button do nothing.
    var key = ""
    var complaints = Complaints([])
    /// What stands above the fields: a question, or what another person changed.
    var notice: HTML = ""
    /// The control with which a person goes on; where empty, the first one.
    var focus = ""
    /// Whether something was typed that is not saved.
    var isChanged = false

    var values: FormValues { base.overlaid(with: typed) }
    var schema: Schema { Schema.of(type) }
    var layout: FormLayout { FormLayout.of(type.type) }
    var isDocument: Bool { type is any Document.Type }
    var state: DocumentState { stored?.head.state ?? .draft }

    /// Where the form is.
    var address: String {
        stored.map { type.type.editAddress(of: $0.head.name) } ?? type.type.newAddress
    }

    /// The members that saving the form sends.
    func members(_ locale: Locale) -> [JSON.Member] { typed.members(type, custom, over: stored, locale) }

    /// The groups of fields, custom ones where they belong, and at the end everything that no group names.
    var groups: [FormLayout.Group] {
        let ownNames = schema.fields.map(\.name).filter { !layout.hidden.contains($0) || shows($0) }
        let grouped = Set(layout.groups.flatMap(\.fields))
        let rest = ownNames.filter { !grouped.contains($0) }
        var groups = layout.groups
        if groups.isEmpty {
            groups = [.init(title: "", fields: rest)]
        } else if let last = groups.last, last.title == "More" {
            groups[groups.count - 1] = .init(title: "More", fields: last.fields + rest)
        } else {
            groups.append(.init(title: "More", fields: rest))
        }
        var isPlaced: Set<String> = []
        for index in groups.indices {
            let here = custom.filter { field in
                let isLast = index == groups.count - 1
                return !isPlaced.contains(field.fieldName)
                    && (groups[index].fields.contains(field.insertAfter) || isLast)
            }
            isPlaced.formUnion(here.map(\.fieldName))
            groups[index] = .init(title: groups[index].title, fields: here.placed(among: groups[index].fields))
        }
        return groups
    }

    /// The purpose of a stock entry follows from its type; a reconciliation's is its own.
    private func shows(_ name: String) -> Bool { name == "purpose" && type == StockReconciliation.self }

    func field(_ name: String) -> Field? {
        schema.position(of: name).map { schema.fields[$0] } ?? custom.first { $0.fieldName == name }?.field
    }

    /// Whether a field is shown as text only.
    func isLocked(_ field: Field) -> Bool {
        if field.traits.contains(.readOnly) { return true }
        if type == SerialNo.self, field.name == "warehouse" || (field.name == "item_code" && stored != nil) {
            return true
        }
        // Where an asset is, its movements say.
        if type == SerialNo.self, field.name == "location" || field.name == "employee",
            let asset = schema.position(of: "asset"), stored?.values.fields[asset].isBlank == false
        {
            return true
        }
        if state != .draft { return !field.traits.contains(.afterSubmit) }
        guard let stored, field.traits.contains(.setOnce) || field.traits.contains(.isName) else { return false }
        return schema.position(of: field.name).map { !stored.values.fields[$0].isBlank } ?? false
    }
}

extension RecordType {
    var newAddress: String { address + "/new" }

    func editAddress(of name: String) -> String {
        naming == .single ? address + "/edit" : address + "/" + name.percentEncoded + "/edit"
    }
}

/// What an address of a type means: its form for a new record, a record's form, or the record itself.
enum FormPlace: Equatable {
    case new
    case edit(String)
    case record(String)

    /// A name's own slashes are escaped in the addresses that pages write, so that `A%2Fedit` is a record and `A/edit`
    /// the form of `A`; a record named `new` is at `new?show=1`.
    init(_ call: Call, _ type: RecordType) {
        let parts = call.path
        let isSingle = type.naming == .single
        if !type.isWritable {
            self = .record(parts.joined(separator: "/"))
        } else if parts == ["new"], !isSingle, call.text("show") == nil {
            self = .new
        } else if parts.last == "edit", parts.count > (isSingle ? 0 : 1) {
            self = .edit(isSingle ? type.name : parts.dropLast().joined(separator: "/"))
        } else {
            self = .record(isSingle && parts.isEmpty ? type.name : parts.joined(separator: "/"))
        }
    }
}
