/// A field that people have added to a type of record.
///
/// Source: docs/rules.md, section 1.
public struct CustomField: Record {
    public static let type = RecordType(
        "Custom Field", naming: .field("fieldname"), section: "setup", takesCustomFields: false)

    public var head = Head()
    /// The type whose records have the field.
    public var typeName = ""
    public var fieldName = ""
    public var label = ""
    public var fieldType = CustomFieldType.data
    /// The values of a select, one in a line.
    public var options = LongText()
    public var insertAfter = ""
    public var isRequired = false
    public var isListed = false
    public var isAllowedOnSubmit = false
    /// What a new record has that says nothing about the field.
    public var standard = ""
    public var details = LongText()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("dt", "DocType", &typeName, [.required, .listed, .setOnce, .indexed])
        visitor.field("fieldname", "Field Name", &fieldName, [.required, .listed, .setOnce])
        visitor.field("label", "Label", &label, [.required, .listed])
        visitor.field("fieldtype", "Field Type", &fieldType, [.listed, .setOnce])
        visitor.field("options", "Options", &options)
        visitor.field("insert_after", "Insert After", &insertAfter)
        visitor.field("reqd", "Mandatory", &isRequired)
        visitor.field("in_list_view", "In List View", &isListed)
        visitor.field("allow_on_submit", "Allow on Submit", &isAllowedOnSubmit)
        visitor.field("default", "Default Value", &standard)
        visitor.field("description", "Description", &details)
    }

    public func proposedName(_ linked: Linked) -> String? { "\(typeName)-\(fieldName)" }

    public mutating func complete(_ linked: Linked) {
        label = SerialNumber(label).text
        if fieldName.isEmpty { fieldName = Self.fieldName(from: label) }
        if label.isEmpty { label = fieldName }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences = nameFaults
        if fieldType == .select, choices.isEmpty { offences.append(Offence(.required, field: "options")) }
        if let limit = choices.map(\.count).max(), limit > FieldKind.text.lengthLimit {
            offences.append(Offence(.tooLong(limit: FieldKind.text.lengthLimit), field: "options"))
        }
        do {
            _ = try kind.scalar(reading: standard)
        } catch {
            offences.append(Offence(error, field: "default"))
        }
        return offences
    }

    /// What is wrong with a new field beside those that its type has got already.
    public func faults(beside others: [CustomField]) -> [Offence] {
        others.count < Self.limit ? [] : [Offence(.tooManyFields(limit: Self.limit), field: "dt")]
    }

    /// The most custom fields that a type may have.
    public static let limit = 100

    private var nameFaults: [Offence] {
        guard !typeName.isEmpty, !fieldName.isEmpty else { return [] }
        guard let type = recordType(named: typeName) else {
            let isLine = recordTypes.contains { Schema.of($0).tables.contains { $0.typeName == typeName } }
            let unknown = Rejection.linkUnknown(type: "DocType", name: typeName)
            return [Offence(isLine ? .noCustomFields(type: typeName) : unknown, field: "dt")]
        }
        guard type.type.takesCustomFields else { return [Offence(.noCustomFields(type: typeName), field: "dt")] }
        guard Self.isIdentifier(fieldName) else {
            return [Offence(.fieldNameInvalid(String(fieldName.prefix(140))), field: "fieldname")]
        }
        let schema = Schema.of(type)
        let isTaken = schema.position(of: fieldName) != nil || schema.table(named: fieldName) != nil
        guard isTaken || Schema.reservedNames.contains(fieldName) else { return [] }
        return [Offence(.fieldTaken(fieldName, type: typeName), field: "fieldname")]
    }
}

/// What a custom field can hold.
public enum CustomFieldType: String, Choice {
    case data = "Data"
    case integer = "Int"
    case float = "Float"
    case currency = "Currency"
    case date = "Date"
    case check = "Check"
    case select = "Select"
    case smallText = "Small Text"
    case text = "Text"
    case longText = "Long Text"

    public static let standard = CustomFieldType.data
}
