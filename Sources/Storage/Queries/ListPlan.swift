import Inventory

/// How a list is walked so that a page costs the same whatever the length of its table.
struct ListPlan {
    /// What the rows must fulfil.
    var listing: Listing
    var order: ListOrder
    var count: ListPage.Count
    /// Whether rows are looked for among a limited number of records.
    var isBounded = false
    var isSorted = true
    /// Whether the records are so few that any field sorts them.
    var isShort = false
    var isBeginning = false
    /// Conditions for each of which an index has its rows in the order of the list; together they let all through.
    var branches: [SQL] = []
    /// The same for rows that have no value to be sorted by.
    var emptyBranches: [SQL] = []

    init(_ listing: Listing, _ order: ListOrder, _ count: ListPage.Count) {
        self.listing = listing
        self.order = order
        self.count = count
        if case .exactly = count { isShort = true }
    }
}

extension Books {
    /// - A short table, and what an index finds little of, is counted, sorted and searched as a whole.
    /// - Else an index leads, if one alone answers the question.
    /// - Else the newest records are looked at one by one, so many at a time.
    func plan(_ listing: Listing, _ table: Table) throws -> ListPlan {
        var listing = listing
        try resolveLinks(&listing, table)
        let order = self.order(listing, table)
        let isPlain = listing.filters.isEmpty && listing.anyOf.isEmpty && listing.search == nil
        if let total = try few("true", table, listing) {
            listing.isShort = true
            listing.lookInside(of: table)
            return ListPlan(listing, order, .exactly(isPlain ? total : try counted(listing, table)))
        }
        if isPlain { return indexed(listing, order, .newestFirst) }
        var paths = listing.filters.indices.compactMap { path(of: [$0], listing, table) }
        paths += pairs(listing, table)
        var fewest: (path: ListPath, count: Int)?
        for path in paths.prefix(Self.pathLimit) {
            if let count = try few(path.condition, table, listing), count < fewest?.count ?? .max {
                fewest = (path, count)
            }
        }
        if let fewest {
            listing.lookInside(of: table)
            // Where another index could mislead an engine, it is told which to begin with.
            let condition = fewest.path.condition
            listing.also = paths.count > 1 || fewest.path.isRange ? condition.picked(from: table) : condition
            let isWhole = fewest.path.filters.count == listing.filters.count && listing.anyOf.isEmpty
            var plan = ListPlan(listing, order, isWhole ? .exactly(fewest.count) : try bounded(listing, table))
            plan.isShort = true
            plan.order.isLed = !fewest.path.isOrdered
            try branch(&plan, along: fewest.path, table)
            return plan
        }
        if listing.search != nil { return try searched(listing, table, order, paths) }
        return walked(listing, order, paths)
    }

    /// Conditions for which it is tried how much they find.
    private static let pathLimit = 8

    /// A whole table by an index, in the order asked for or, where that has no index, newest first.
    private func indexed(_ listing: Listing, _ order: ListOrder, _ other: ListOrder) -> ListPlan {
        var plan = ListPlan(listing, order.isIndexed ? order : other, .moreThan(listing.limits.count))
        plan.isSorted = order.isIndexed
        return plan
    }

    /// Many records by their keys: along an index that has them in this order, or looking at each.
    private func walked(_ listing: Listing, _ order: ListOrder, _ paths: [ListPath]) -> ListPlan {
        let whole = paths.filter { $0.filters.count == listing.filters.count && listing.anyOf.isEmpty }
        let ordered = whole.first(where: \.isOrdered)
        var plan = ListPlan(
            listing, order.isByKey ? order : .newestFirst, whole.isEmpty ? .unknown : .moreThan(listing.limits.count))
        plan.isSorted = order.isByKey
        plan.isBounded = ordered == nil
        plan.listing.also = ordered?.condition
        return plan
    }

    /// Names that begin with the words, by their index; where there are none, names that contain them.
    private func searched(
        _ listing: Listing, _ table: Table, _ order: ListOrder, _ paths: [ListPath]
    ) throws -> ListPlan {
        var listing = listing
        if listing.filters.isEmpty, listing.anyOf.isEmpty, let search = listing.search, !search.isInside,
            let plan = try beginning(search.words, listing, table, order)
        {
            return plan
        }
        listing.search?.fields.removeAll { table.schema.field(named: $0)?.kind.target != nil }
        listing.lookInside(of: table)
        return walked(listing, order, paths)
    }

    /// The names that begin with these words; nil where there are none. Many come in the order of their index.
    private func beginning(
        _ words: String, _ listing: Listing, _ table: Table, _ order: ListOrder
    ) throws -> ListPlan? {
        let choices = table.beginnings(words)
        let counts = try choices.map { try few($0, table, listing) }
        var listing = listing
        listing.search = nil
        var plan: ListPlan
        if let many = counts.firstIndex(where: { $0 == nil }) {
            listing.also = choices[many]
            plan = ListPlan(listing, .byName(table), .moreThan(listing.limits.count))
            plan.isSorted = listing.order.isEmpty
        } else {
            let count = counts.reduce(0) { $0 + ($1 ?? 0) }
            guard count > 0 else { return nil }
            listing.also = ("(" + SQL.joined(choices, by: " OR ") + ")").picked(from: table)
            plan = ListPlan(listing, order, .exactly(count))
        }
        plan.isBeginning = true
        return plan
    }

    /// How many records a condition finds; nil for too many to count.
    private func few(_ condition: SQL, _ table: Table, _ listing: Listing) throws -> Int? {
        let limit = listing.limits.count
        let count = try transaction.first(
            """
            SELECT count(*) FROM
            (SELECT 1 FROM \(name: table.name) d WHERE \(condition) LIMIT \(limit + 1)) x
            """
        ) { Int($0.integer(0) ?? 0) }
        return (count ?? 0) > limit ? nil : count
    }

    private func counted(_ listing: Listing, _ table: Table) throws -> Int {
        try transaction.first(
            """
            SELECT count(*) FROM \(ReadModel.source(of: table, asking: listing.asked))
            WHERE \(condition(listing, table))
            """
        ) { Int($0.integer(0) ?? 0) } ?? 0
    }

    /// How many of the records that an index finds fulfil the other conditions too, which takes a look at each.
    private func bounded(_ listing: Listing, _ table: Table) throws -> ListPage.Count {
        let limit = listing.limits.look
        let count = try transaction.first(
            """
            SELECT count(*) FROM (SELECT 1 FROM \(ReadModel.source(of: table, asking: listing.asked))
            WHERE \(condition(listing, table)) LIMIT \(limit + 1)) x
            """
        ) { Int($0.integer(0) ?? 0) }
        return (count ?? 0) > limit ? .moreThan(limit) : .exactly(count ?? 0)
    }

    /// Looks up the keys of the records that filters name, so that an engine knows how much they find.
    private func resolveLinks(_ listing: inout Listing, _ table: Table) throws {
        for (index, filter) in listing.filters.enumerated() where filter.table == nil && filter.namesLinks {
            guard let field = table.schema.field(named: filter.field), let target = field.kind.target,
                ReadModel.expression(filter.field, of: table.type.name, today: clock.today) == nil,
                let linked = Table.all(named: target), !field.traits.contains(.computed)
            else { continue }
            let names = Rows(.texts("name", filter.values.map(\.textValue)))
            listing.filters[index].keys = try transaction.query(
                "SELECT l.\"id\" FROM \(rows: names) k JOIN \(name: linked) l ON l.\"name\" = k.\"name\""
            ) { $0.integer(0) ?? 0 }
        }
    }
}

extension SQL {
    /// The condition on `d` that its key is among those that an index finds for this condition.
    fileprivate func picked(from table: Table) -> SQL {
        "d.\"id\" IN (SELECT d.\"id\" FROM \(name: table.name) d WHERE \(self))"
    }
}

extension Listing {
    /// Turns the words to be searched for into conditions on the name and the text fields.
    fileprivate mutating func lookInside(of table: Table) {
        guard let search else { return }
        self.search = nil
        anyOf = Filter.containing(search.words, in: ["name"] + search.fields)
    }
}
