extension CustomField {
    /// The field as lists, pages and the description of the interface know those of the type itself.
    public var field: Field {
        var traits: FieldTraits = []
        if isRequired { traits.insert(.required) }
        if isListed { traits.insert(.listed) }
        if isAllowedOnSubmit { traits.insert(.afterSubmit) }
        return Field(fieldName, label, kind, traits)
    }

    public var kind: FieldKind {
        switch fieldType {
        case .data: .text
        case .integer: .integer
        case .float, .currency: .decimal
        case .date: .day
        case .check: .flag
        case .select: .choice(choices)
        case .smallText, .text, .longText: .longText
        }
    }

    /// The values that a select offers; none for any other type.
    public var choices: [String] {
        guard fieldType == .select else { return [] }
        var seen: Set<String> = []
        return options.text.split(whereSeparator: \.isNewline).map { SerialNumber($0).text }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// The value as a record keeps it; nil for an empty one.
    public func value(of scalar: Scalar) -> CustomValues.Value? {
        guard !scalar.isBlank else { return nil }
        let text = kind.text(scalar)
        return kind.isNumber ? .number(text) : .text(text)
    }

    /// The value that a record keeps, as the field's kind holds it.
    public func scalar(of value: CustomValues.Value?) -> Scalar {
        guard let value else { return .null }
        // A value that a select no longer offers stays what it was.
        if case .choice = kind { return .text(value.text) }
        return (try? kind.scalar(reading: value.text)) ?? .null
    }

    /// What is wrong with the field's value; a tick that was never set says no, and is not missing.
    fileprivate func missing(in values: CustomValues) -> Offence? {
        guard isRequired, kind != .flag, values[fieldName] == nil else { return nil }
        return Offence(.required, field: fieldName, label: label)
    }
}

extension CustomValues {
    /// Gives a new record the default values of the fields that it says nothing about.
    ///
    /// - Returns: an offence for each required field that is still empty.
    ///
    /// Source: docs/rules.md, section 1.
    public mutating func complete(_ fields: [CustomField]) -> [Offence] {
        for field in fields where self[field.fieldName] == nil && !field.standard.isEmpty {
            self[field.fieldName] = (try? field.kind.scalar(reading: field.standard)).flatMap(field.value)
        }
        return fields.compactMap { $0.missing(in: self) }
    }

    /// What is wrong with changing the values of a submitted document to these.
    ///
    /// Source: docs/rules.md, section 4.
    public func faults(replacingSubmitted old: CustomValues, _ fields: [CustomField]) -> [Offence] {
        differences(from: old).compactMap { name in
            let field = fields.first { $0.fieldName == name }
            guard field?.isAllowedOnSubmit != true else { return nil }
            let change = Rejection.changedAfterSubmission(from: old[name]?.text ?? "", to: self[name]?.text ?? "")
            return Offence(change, field: name, label: field?.label)
        }
    }

    /// What is wrong with emptying values of a record that is not new.
    public func faults(emptying old: CustomValues, _ fields: [CustomField]) -> [Offence] {
        fields.compactMap { old[$0.fieldName] == nil ? nil : $0.missing(in: self) }
    }
}

extension [CustomField] {
    /// The names of a section's fields with those of custom fields among them, each behind the one that it names, else
    /// at the end.
    public func placed(among names: [String]) -> [String] {
        reduce(into: names) { names, field in
            let before = names.firstIndex(of: field.insertAfter)
            names.insert(field.fieldName, at: before.map { $0 + 1 } ?? names.endIndex)
        }
    }
}

extension FieldKind {
    /// Whether the wire writes values as numbers.
    public var isNumber: Bool {
        switch self {
        case .integer, .flag, .quantity, .money, .decimal: true
        default: false
        }
    }
}
