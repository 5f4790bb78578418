public import Inventory

extension Listing {
    /// Where a row stands in a sorted list: the value that the list is sorted by, and the row's key, which tells
    /// equal values apart.
    public struct Place: Hashable, Sendable {
        /// `null` for an empty value, and in a list that is sorted by key.
        public let value: Scalar
        public let key: Int64

        public init(_ value: Scalar = .null, key: Int64) {
            self.value = value
            self.key = key
        }
    }

    /// Where a page begins.
    public enum Start: Hashable, Sendable {
        case first
        case after(Place)
        case before(Place)

        var place: Place? {
            switch self {
            case .first: nil
            case .after(let place), .before(let place): place
            }
        }

        var isBackward: Bool { if case .before = self { true } else { false } }
    }

    /// How much is done for one page.
    public struct Limits: Hashable, Sendable {
        /// Up to so many records are counted to the last, and sorted by any field.
        public var count = 10_000
        /// So many records are looked at where no index helps; from there one may go on.
        public var walk = 25_000
        /// Up to so many records are counted where each must be looked at.
        public var look = 1_000

        public init() {}
    }
}

/// A part of a list that begins at a place in it, so that it costs the same wherever it is
/// (docs/decisions/0016-lists-at-ten-million-rows.md).
public struct ListPage: Sendable {
    /// How many records the whole list has.
    public enum Count: Hashable, Sendable {
        case exactly(Int)
        case moreThan(Int)
        /// Counting would take longer than reading the page.
        case unknown
    }

    public var rows: [[Scalar]] = []
    /// The places behind which, and before which, the neighbouring pages begin; nil where there is nothing more.
    public var next: Listing.Place?
    public var previous: Listing.Place?
    public var count = Count.unknown
    /// Whether the rows come in the order that was asked for; too many come newest first.
    public var isSorted = true
    /// Whether any field sorts the list, because it has few records.
    public var isShort = false
    /// Whether the page ends where the walk did, with more records behind that were not looked at.
    public var isPartial = false
    /// Whether only names that begin with the words were looked for.
    public var isBeginning = false
}

extension Books {
    /// A page of a list, walked by keys. The list comes newest first where no order is asked; only the first field of
    /// the order counts.
    ///
    /// The fields must exist: what a request names is checked where it is read.
    public func page<R: Record>(
        _ type: R.Type, _ listing: Listing, from start: Listing.Start = .first
    ) throws -> ListPage {
        let table = Table.of(type)
        let plan = try plan(listing, table)
        var page = ListPage()
        page.count = plan.count
        page.isSorted = plan.isSorted
        page.isShort = plan.isShort
        page.isBeginning = plan.isBeginning
        var start = plan.order.fitting(start)
        var stretch = try walk(plan, table, from: start)
        // Whoever comes back to the beginning sees the first page whole.
        if start.isBackward, stretch.edge == nil, stretch.rows.count <= listing.length {
            start = .first
            stretch = try walk(plan, table, from: start)
        }
        var rows = stretch.rows
        let isFull = rows.count > listing.length
        if isFull { rows.removeLast() }
        let beyond = isFull ? rows.last?.place : stretch.edge.map { Listing.Place(key: $0) }
        if start.isBackward { rows.reverse() }
        let around = start.place.map { plan.order.around($0) }
        let back = start == .first ? nil : rows.first?.place ?? around?.before
        page.next = start.isBackward ? rows.last?.place ?? around?.after : beyond
        page.previous = start.isBackward ? beyond : back
        page.isPartial = !isFull && stretch.edge != nil
        page.rows = rows.map(\.values)
        return page
    }

    /// Rows in the direction of the walk, one more than the page has if there are more; and the key at which a
    /// bounded walk ended before the list did.
    private struct Stretch {
        var rows: [(values: [Scalar], place: Listing.Place)] = []
        var edge: Int64?
    }

    private func walk(_ plan: ListPlan, _ table: Table, from start: Listing.Start) throws -> Stretch {
        var plan = plan
        var stretch = Stretch()
        let isDownward = plan.order.isDescending != start.isBackward
        if plan.isBounded {
            let from = try start.place?.key ?? firstKey(of: table, isDownward)
            stretch.edge = try edge(plan, table, from, isDownward)
            let end = stretch.edge ?? (isDownward ? 0 : Int64.max)
            guard isDownward ? end < from : from < end else { return stretch }
            plan.listing.keys = isDownward ? end...(from - 1) : (from + 1)...end
        }
        let columns = ListColumns(plan.listing, table.schema)
        let condition = condition(plan.listing, table)
        // The keys of the rows are found first: rows are read, and put together, only for those that are shown.
        let keys = ReadModel.source(of: table, asking: plan.listing.asked)
        for segment in plan.order.segments(from: start.place, isDownward) {
            let left = plan.listing.length + 1 - stretch.rows.count
            guard left > 0 else { break }
            let order = plan.order.text(isDownward, segment)
            let branches = segment.isEmpty ? plan.emptyBranches : plan.branches
            let found = (branches.isEmpty ? ["true"] : branches).map { branch -> SQL in
                """
                SELECT * FROM (SELECT d."id" FROM \(keys) WHERE \(condition) AND \(segment.condition) AND \(branch)
                ORDER BY \(order) LIMIT \(left)) b
                """
            }
            stretch.rows += try transaction.query(
                """
                SELECT \(selected(plan.listing, table)), d."id", \(plan.order.expression ?? "NULL")
                FROM \(ReadModel.source(of: table)) WHERE d."id" IN (\(SQL.joined(found, by: " UNION ALL ")))
                ORDER BY \(order) LIMIT \(left)
                """
            ) { row in
                let value = plan.order.value(row, columns.count + 1)
                return (columns.scalars(row), Listing.Place(value, key: row.integer(columns.count) ?? 0))
            }
        }
        return stretch
    }

    /// The key before the first row of a walk.
    private func firstKey(of table: Table, _ isDownward: Bool) throws -> Int64 {
        guard isDownward else { return 0 }
        let newest = try transaction.first("SELECT max(d.\"id\") FROM \(name: table.name) d") { $0.integer(0) ?? 0 }
        return (newest ?? 0) + 1
    }

    /// The last key that a bounded walk looks at; nil if it looks at everything that is left.
    private func edge(_ plan: ListPlan, _ table: Table, _ from: Int64, _ isDownward: Bool) throws -> Int64? {
        let limit = Int64(plan.listing.limits.walk)
        let end = isDownward ? from - limit : from + limit
        let beyond: SQL = isDownward ? "d.\"id\" < \(end)" : "d.\"id\" > \(end)"
        return try transaction.first("SELECT 1 FROM \(name: table.name) d WHERE \(beyond) LIMIT 1") { _ in end }
    }
}
