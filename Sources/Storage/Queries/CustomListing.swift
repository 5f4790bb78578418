import Inventory

/// How lists read, compare and sort the values of custom fields, which stand as JSON in one column.
extension FieldKind {
    /// The value of a custom field of `d`. Numbers become whole multiples of what the kind counts in, so that they
    /// compare as numbers; a tick that was never set says no. Days stay text: theirs sorts as they do.
    ///
    /// - Parameter isText: whether the value is wanted as it is written, to be compared with a pattern.
    func customExpression(_ name: String, isText: Bool = false) -> SQL {
        let column = "d.\"custom\""
        if isText { return SQL(member: name, of: column, digits: nil) }
        return switch self {
        case .flag: "coalesce(\(SQL(member: name, of: column, digits: 0)), 0)"
        case .decimal: SQL(member: name, of: column, digits: 6)
        default: SQL(member: name, of: column, digits: isNumber ? 0 : nil)
        }
    }

    /// Reads what `customExpression` selects.
    func customScalar(_ row: any Row, _ column: Int) -> Scalar {
        if isNumber { return row.integer(column).map(Scalar.integer) ?? .null }
        guard let value = row.text(column) else { return .null }
        if case .day = self { return (try? scalar(reading: value)) ?? .null }
        return .text(value)
    }
}

extension Listing {
    /// Whether a field is a custom one.
    func isCustom(_ name: String, _ schema: Schema) -> Bool { custom[name] != nil && schema.field(named: name) == nil }
}

extension Listing.Filter {
    /// The filter with values as `customExpression` has them.
    func asStored(_ kind: FieldKind) -> Listing.Filter {
        guard kind == .day else { return self }
        var filter = self
        filter.values = values.map { $0.integerValue == nil ? $0 : .text(FieldKind.day.text($0)) }
        return filter
    }
}

extension Listing.Filter.Test {
    /// Whether the value is compared with a pattern of text.
    var isPattern: Bool { self == .like || self == .notLike }
}
