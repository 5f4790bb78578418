import Inventory

/// Conditions of a list that one index answers.
struct ListPath {
    let condition: SQL
    /// The places of the filters that it stands for.
    let filters: [Int]
    /// Whether the index has its rows in the order of their keys.
    let isOrdered: Bool
    /// Whether it asks for a range, for which SQLite would rather read all records in the order of their keys.
    var isRange = false
}

extension Books {
    /// The index that answers a filter, if there is one.
    func path(of filters: [Int], _ listing: Listing, _ table: Table) -> ListPath? {
        let filter = listing.filters[filters[0]]
        guard filter.table == nil, let field = table.schema.field(named: filter.field) else { return nil }
        var condition = condition(filter, table, listing)
        var (isOrdered, isRange) = (false, false)
        if filter.field == "docstatus" {
            // Only drafts have an index, which a bound value would not find.
            guard table.isDocument, filter.test == .equal, filter.values == [.integer(0)] else { return nil }
            (condition, isOrdered) = ("d.\"docstatus\" = 0", true)
        } else if table.type == SerialNo.type, filter.field == "status" {
            guard filter.test == .equal, let status = filter.values.first?.textValue else { return nil }
            if status == "Expired" {
                (condition, isRange) = (UnitPlaces.condition(status: status, clock.today, of: "d"), true)
            } else {
                guard let rare = UnitPlaces.rare(status, of: "d") else { return nil }
                (condition, isOrdered) = (rare, true)
            }
        } else if filter.keys != nil {
            let isUnitLink = table.type == SerialNo.type && Self.unitLinks.contains(filter.field)
            guard isUnitLink || field.traits.contains(.indexed) else { return nil }
        } else {
            let isName = filter.field == "name" || field.traits.contains(.isName)
            guard isName ? table.type.naming != .key : field.traits.contains(.indexed), filter.isNarrow,
                isName || field.kind.target == nil
            else { return nil }
            isRange = filter.test != .equal && filter.test != .among
        }
        return ListPath(condition: condition, filters: filters, isOrdered: isOrdered, isRange: isRange)
    }

    /// The fields of a unit that have an index.
    private static let unitLinks: Set = ["item_code", "warehouse", "customer", "supplier", "batch_no"]

    /// Tells how to find the rows of one item's units in the order of the list, by their keys or by the end of their
    /// warranty, if there are indexes for it.
    ///
    /// By warranty, units that are nowhere stand in an index of their own, and all that have one; the rest have none.
    func branch(_ plan: inout ListPlan, along path: ListPath, _ table: Table) throws {
        let isByWarranty = plan.listing.order.first?.field == "warranty_expiry_date"
        guard plan.order.isByKey || isByWarranty, let places = try places(of: path, plan.listing, table) else { return }
        if plan.order.isByKey {
            plan.branches = ["d.\"warehouse\" IS NULL"] + places
        } else if let end = plan.order.expression {
            let indexed: SQL = "(d.\"warehouse\" IS NULL OR \(end) IS NOT NULL)"
            plan.branches = ["\(indexed) AND \(end) > \(Int64.min)"]
            plan.emptyBranches = [indexed] + places
            plan.order.isLed = false
        }
    }

    /// Units of one item stand in its index by warehouse, and only those of one warehouse in the order of their keys:
    /// one condition for each. None where the warehouses are many.
    private func places(of path: ListPath, _ listing: Listing, _ table: Table) throws -> [SQL]? {
        guard table.type == SerialNo.type, path.filters.count == 1,
            case let filter = listing.filters[path.filters[0]], filter.field == "item_code", filter.keys?.count == 1,
            let item = filter.keys?.first
        else { return nil }
        let places = try transaction.query(
            """
            WITH RECURSIVE place("id") AS (SELECT min(u."warehouse") FROM unit u WHERE u."item_code" = \(item)
            UNION ALL SELECT (SELECT min(u."warehouse") FROM unit u WHERE u."item_code" = \(item)
                AND u."warehouse" > p."id") FROM place p WHERE p."id" IS NOT NULL)
            SELECT "id" FROM place WHERE "id" IS NOT NULL LIMIT \(Self.branchLimit)
            """
        ) { $0.integer(0) ?? 0 }
        return places.count < Self.branchLimit ? places.map { "d.\"warehouse\" = \($0)" } : nil
    }

    private static let branchLimit = 10

    /// The index of units by item and warehouse, where both are asked for.
    func pairs(_ listing: Listing, _ table: Table) -> [ListPath] {
        guard table.type == SerialNo.type,
            let item = listing.filters.firstIndex(where: { $0.field == "item_code" && $0.keys != nil }),
            let warehouse = listing.filters.firstIndex(where: { $0.field == "warehouse" && $0.keys != nil })
        else { return [] }
        let both = [item, warehouse].map { condition(listing.filters[$0], table, listing) }
        return [
            ListPath(condition: SQL.joined(both, by: " AND "), filters: [item, warehouse], isOrdered: false)
        ]
    }
}

extension Listing.Filter {
    /// Whether the filter asks for certain values or a range of them, so that an index serves.
    fileprivate var isNarrow: Bool {
        switch test {
        case .equal: values.first?.isBlank == false
        case .among: !values.isEmpty
        case .less, .greater, .atMost, .atLeast, .between: true
        default: false
        }
    }
}

extension Table {
    /// Conditions that a name begins with these words, for each of which the index of names serves; none for types
    /// without names of their own.
    ///
    /// Names that keep their case are looked for as typed, in capitals and in small letters.
    func beginnings(_ words: String) -> [SQL] {
        guard type.naming != .key, !words.isEmpty else { return [] }
        if type.isCaseBlind { return [Self.beginning(SerialNumber(words).key, "name_key")] }
        let capital = words.prefix(1).uppercased() + words.dropFirst()
        return Set([words, words.uppercased(), words.lowercased(), capital]).sorted().map { Self.beginning($0, "name") }
    }

    /// Texts are compared byte by byte, so that the highest character ends the range.
    private static func beginning(_ words: String, _ column: String) -> SQL {
        "d.\(name: column) >= \(words) AND d.\(name: column) < \(words + "\u{10FFFF}")"
    }
}
