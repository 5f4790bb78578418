public import Inventory

/// What a list is sorted by: an expression and, for equal values, the key; or the key alone.
struct ListOrder {
    /// Nil where the key alone sorts.
    let expression: SQL?
    let isDescending: Bool
    /// Whether some records have no value. They stand first upwards and last downwards.
    let mayBeEmpty: Bool
    let isNumber: Bool
    /// Whether an index has the records in this order.
    let isIndexed: Bool
    /// Whether another index leads: then PostgreSQL must not begin with all keys and pass most of them over.
    var isLed = false

    var isByKey: Bool { expression == nil }

    static let newestFirst = byKey(isDescending: true)

    static func byKey(isDescending: Bool) -> ListOrder {
        ListOrder(
            expression: nil, isDescending: isDescending, mayBeEmpty: false, isNumber: true, isIndexed: true)
    }

    static func byName(_ table: Table, isDescending: Bool = false) -> ListOrder {
        ListOrder(
            expression: table.type.isCaseBlind ? "d.\"name_key\"" : "d.\"name\"", isDescending: isDescending,
            mayBeEmpty: false, isNumber: false, isIndexed: true)
    }

    /// `ORDER BY` for a part of a walk in one direction; what has no value to be sorted by stands by its key.
    func text(_ isDownward: Bool, _ segment: Segment) -> SQL {
        let direction: SQL = isDownward ? " DESC" : ""
        // Where nothing stands is said as SQLite has it in its indexes and PostgreSQL has not; a key is never nothing.
        let fence: SQL = isLed || segment.isEmpty ? isDownward ? " NULLS LAST" : " NULLS FIRST" : ""
        let key: SQL = "d.\"id\"\(direction)\(fence)"
        return segment.isEmpty ? key : expression.map { "\($0)\(direction), \(key)" } ?? key
    }

    /// A part of a walk.
    struct Segment {
        let condition: SQL
        /// Whether its records have no value to be sorted by.
        var isEmpty = false
    }

    /// The parts of a walk behind a place, each a condition that an index answers: records without a value and those
    /// with one are apart, because engines disagree where they stand.
    func segments(from place: Listing.Place?, _ isDownward: Bool) -> [Segment] {
        let comparison: SQL = isDownward ? "<" : ">"
        guard let expression else {
            return [Segment(condition: place.map { "d.\"id\" \(comparison) \($0.key)" } ?? "true")]
        }
        let empty = Segment(condition: "\(expression) IS NULL", isEmpty: true)
        let filled = Segment(condition: mayBeEmpty ? "\(expression) IS NOT NULL" : "true")
        guard let place else { return !mayBeEmpty ? [filled] : isDownward ? [filled, empty] : [empty, filled] }
        if place.value == .null {
            guard mayBeEmpty else { return [filled] }
            let rest = Segment(
                condition: "\(empty.condition) AND d.\"id\" \(comparison) \(place.key)", isEmpty: true)
            return isDownward ? [rest] : [rest, filled]
        }
        let rest = Segment(condition: "(\(expression), d.\"id\") \(comparison) (\(place.value), \(place.key))")
        return isDownward && mayBeEmpty ? [rest, empty] : [rest]
    }

    /// The value that a row is sorted by.
    func value(_ row: any Row, _ column: Int) -> Scalar {
        guard expression != nil else { return .null }
        return isNumber ? row.integer(column).map(Scalar.integer) ?? .null : row.text(column).map(Scalar.text) ?? .null
    }

    /// Where a page begins, unless its place is of a list in another order: then at the first row.
    func fitting(_ start: Listing.Start) -> Listing.Start {
        guard let place = start.place, (0...Self.highestKey).contains(place.key) else { return .first }
        let fits =
            switch place.value {
            case .null: isByKey || mayBeEmpty
            case .integer: isNumber && !isByKey
            default: !isNumber
            }
        return fits ? start : .first
    }

    private static let highestKey: Int64 = 1 << 60

    /// The places just before and just after the row at a place.
    func around(_ place: Listing.Place) -> (before: Listing.Place, after: Listing.Place) {
        let step: Int64 = isDescending ? -1 : 1
        return (Listing.Place(place.value, key: place.key + step), Listing.Place(place.value, key: place.key - step))
    }
}

extension Books {
    /// The order that a list asks for; newest first where it asks for none.
    func order(_ listing: Listing, _ table: Table) -> ListOrder {
        guard let (field, isDescending) = listing.order.first else { return .newestFirst }
        let hasOwnHead = ReadModel.heads[table.type.name] != nil
        let isName = field == "name" || table.schema.field(named: field)?.traits.contains(.isName) == true
        // Records are added in the order of their keys, and the names of the ledger's rows are their keys.
        if hasOwnHead ? isName : field == "creation" { return .byKey(isDescending: isDescending) }
        if isName { return .byName(table, isDescending: isDescending) }
        let kind = listing.kind(of: field, in: table.schema)
        let isCustom = listing.isCustom(field, table.schema)
        let isStored = table.schema.field(named: field)?.traits.contains(.indexed) == true
        return ListOrder(
            expression: expression(field, table, listing.custom), isDescending: isDescending, mayBeEmpty: true,
            isNumber: isCustom ? kind.isNumber : kind.isInteger && kind.target == nil,
            isIndexed: isStored && kind.target == nil && !isCustom)
    }
}

extension Listing {
    /// Whether a list of any length can be sorted by a field, because an index has the records in that order.
    public static func isIndexed(_ field: Field, _ type: any Record.Type) -> Bool {
        let hasOwnHead = ReadModel.heads[type.type.name] != nil
        return field.name == "name" || !hasOwnHead && field.name == "creation"
            || field.traits.contains(.indexed) && field.kind.target == nil
    }
}
