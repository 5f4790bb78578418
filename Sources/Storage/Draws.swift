public import Inventory

extension Books {
    /// Numbers for the empty cells of a document: from the item's series coming in, oldest first going out where the
    /// settings say so. Also moves counters past typed numbers of a series.
    ///
    /// All cells that draw from one series, or from one place, do so with one statement.
    func draw<D: Document>(for document: D, _ stock: borrowing StockState) throws -> [CellKey: [SerialNumber]] {
        let linked = stock.linked
        var counters: [String: Int64] = [:]
        var wants: [(source: Draw, cell: CellKey, count: Int)] = []
        for transfer in document.transfers where !stock.faultyLines.contains(transfer.line) {
            guard let item = linked[transfer.item], item.hasSerialNumbers else { continue }
            let isNew = transfer.isWayIn && !document.counterpart.isReturn
            if !transfer.serials.isEmpty {
                if isNew { note(transfer.serials.numbers, item, document, linked, &counters) }
                continue
            }
            guard !transfer.quantity.isZero, transfer.quantity.isWhole, !isCounted(transfer, document, stock) else {
                continue
            }
            let cell = CellKey(line: transfer.line, cell: transfer.cell)
            if isNew, let series = item.series {
                let prefix = prefix(series, item, document, linked)
                wants.append((.series(series, prefix: prefix), cell, transfer.quantity.units))
            } else if transfer.isWayOut, stock.picksOldest, !document.counterpart.isReturn,
                let warehouse = transfer.source.warehouse?.id
            {
                let wish = OldestFirst(
                    item: transfer.item.id, warehouse: warehouse, batch: transfer.batch.id, at: document.postedAt,
                    order: transfer.salesOrder.id)
                wants.append((.oldest(wish), cell, transfer.quantity.units))
            }
        }
        try lockSources(of: wants.map(\.source), counters.keys)
        let drawn = try draw(
            wants, except: Set(document.namedUnits.map(\.key)), notDraft: (D.type.name, document.head.id))
        try advance(counters)
        return drawn
    }

    /// Where an empty cell gets its numbers.
    private enum Draw: Hashable {
        case series(Series, prefix: String)
        case oldest(OldestFirst)
    }

    /// Keeps every series and every place that numbers come from, each kind in the order of its keys: two documents
    /// that draw from the same ones in opposite order do not wait for each other.
    private func lockSources(of draws: [Draw], _ typed: some Sequence<String>) throws {
        var prefixes = Set(typed)
        var places: Set<StockKey> = []
        for draw in draws {
            switch draw {
            case .series(_, let prefix): prefixes.insert(prefix)
            case .oldest(let wish):
                if let item = wish.item { places.insert(StockKey(item: item, warehouse: wish.warehouse)) }
            }
        }
        try lock(Array(places))
        if prefixes.count > 1 { try advance(Dictionary(uniqueKeysWithValues: prefixes.map { ($0, 0) })) }
    }

    private func draw(
        _ wants: [(source: Draw, cell: CellKey, count: Int)], except typed: Set<String>,
        notDraft draft: (type: String, key: Int64?)
    ) throws -> [CellKey: [SerialNumber]] {
        var taken = typed
        var supplies: [Draw: ArraySlice<SerialNumber>] = [:]
        var drawn: [CellKey: [SerialNumber]] = [:]
        for want in wants {
            if supplies[want.source] == nil {
                let total = wants.lazy.filter { $0.source == want.source }.map(\.count).reduce(0, +)
                let supply =
                    switch want.source {
                    case .series(let series, let prefix):
                        try freeNumbers(total, of: series, after: prefix, except: taken)
                    case .oldest(let wish): try oldest(total, wish, except: taken, notDraft: draft)
                    }
                taken.formUnion(supply.map(\.key))
                supplies[want.source] = supply[...]
            }
            let supply = supplies[want.source] ?? []
            drawn[want.cell] = Array(supply.prefix(want.count))
            supplies[want.source] = supply.dropFirst(want.count)
        }
        return drawn
    }

    /// A count with units already there must name them; only an empty place may be filled from the series.
    private func isCounted<D: Document>(_ transfer: Transfer, _ document: D, _ stock: borrowing StockState) -> Bool {
        guard document.countsStock, let item = transfer.item.id, let warehouse = transfer.target.warehouse?.id else {
            return false
        }
        return !(stock.present[StockKey(item: item, warehouse: warehouse)] ?? []).isEmpty
    }

    func prefix<D: Document>(_ series: Series, _ item: Item, _ document: D, _ linked: Linked) -> String {
        let day = document.postedAt.day
        let (itemValues, documentValues) = (item.values, document.values)
        let (itemSchema, documentSchema) = (Table.of(Item.self).schema, Table.of(D.self).schema)
        return series.prefix(on: day, fiscalYear: fiscalYear(of: day, document.header.company, linked)) { name in
            itemSchema.position(of: name).flatMap { itemValues.fields[$0].textValue }
                ?? documentSchema.position(of: name).flatMap { documentValues.fields[$0].textValue }
        }
    }

    private func note<D: Document>(
        _ numbers: [SerialNumber], _ item: Item, _ document: D, _ linked: Linked, _ counters: inout [String: Int64]
    ) {
        guard let series = item.series else { return }
        let prefix = prefix(series, item, document, linked)
        for number in numbers {
            if let counter = series.counter(in: number, after: prefix) {
                counters[prefix] = max(counters[prefix] ?? 0, counter)
            }
        }
    }

    /// The next numbers of a series that no unit has yet, and that nobody typed in the same document.
    func freeNumbers(
        _ count: Int, of series: Series, after prefix: String, except taken: Set<String> = []
    ) throws -> [SerialNumber] {
        var result: [SerialNumber] = []
        while result.count < count {
            let reserved = try reserve(count - result.count, after: prefix)
            let candidates = reserved.map { SerialNumber(series.number($0, after: prefix)) }
            guard candidates[0].isValid else {
                throw Refusal([Offence(.serialInvalid, serial: candidates[0].text, field: "serial_no_series")])
            }
            let existing = try existing(among: candidates).union(taken)
            result += existing.isEmpty ? candidates : candidates.filter { !existing.contains($0.key) }
        }
        return result
    }

    /// Which of these consecutive numbers exist: one range of the index for each length of number.
    func existing(among candidates: [SerialNumber]) throws -> Set<String> {
        var found: Set<String> = []
        for group in Dictionary(grouping: candidates, by: \.key.utf8.count).values {
            guard let first = group.first, let last = group.last else { continue }
            found.formUnion(
                try transaction.query(
                    "SELECT u.\"name_key\" FROM unit u WHERE u.\"name_key\" BETWEEN \(first.key) AND \(last.key)"
                ) { $0.text(0) ?? "" })
        }
        return found
    }

    /// The units that have been in a warehouse longest and may leave it: not reserved, not
    /// expired, of no blocked lot, on no other draft.
    public func oldest(
        _ count: Int, _ wish: OldestFirst, except taken: Set<String> = [],
        notDraft: (type: String, key: Int64?) = ("", nil)
    ) throws -> [SerialNumber] {
        let onDrafts = try numbersOnDrafts(of: wish.item, except: notDraft).union(taken)
        let lot: SQL = wish.batch == nil ? "" : " AND u.\"batch_no\" = \(wish.batch)"
        let candidates = try transaction.query(
            """
            SELECT u."name" FROM unit u JOIN movement m ON m."id" = u."way_in" JOIN posting p ON p."id" = m."posting"
            WHERE u."item_code" = \(wish.item) AND u."warehouse" = \(wish.warehouse)
            AND u."asset" IS NULL AND u."moved_at" <= \(wish.at.milliseconds)\(lot)
            AND NOT EXISTS (SELECT 1 FROM batch b WHERE b."id" = u."batch_no" AND b."blocked" = 1)
            AND (u."reserved_for" IS NULL OR u."reserved_for" = \(wish.order))
            AND (coalesce(u."expiry_computed", u."expiry_date") IS NULL
                OR coalesce(u."expiry_computed", u."expiry_date") >= \(wish.at.day.number))
            ORDER BY p."posted_at", u."way_in", u."id" LIMIT \(count + onDrafts.count)
            """
        ) { SerialNumber($0.text(0) ?? "") }
        return Array(candidates.filter { !onDrafts.contains($0.key) }.prefix(count))
    }

    /// The numbers that stand in drafts which would take units of the item out.
    private func numbersOnDrafts(of item: ID<Item>?, except: (type: String, key: Int64?)) throws -> Set<String> {
        let questions = [DeliveryNote.type, SalesInvoice.type, StockEntry.type].map { type -> SQL in
            let lines = Table.all[type.name]?.lines[0].name ?? ""
            let other: SQL = type.name == except.type ? " AND d.\"id\" <> \(except.key ?? 0)" : ""
            return """
                SELECT r."serial_no" FROM \(name: type.table) d JOIN \(name: lines) r ON r."parent" = d."id"
                WHERE d."docstatus" = 0 AND r."item_code" = \(item) AND r."serial_no" IS NOT NULL\(other)
                """
        }
        let cells = try transaction.query(SQL.joined(questions, by: " UNION ALL ")) { $0.text(0) ?? "" }
        return Set(cells.flatMap { SerialNumber.list(in: $0).map(\.key) })
    }
}

/// From where the oldest units are wished, and when.
public struct OldestFirst: Hashable, Sendable {
    let item: ID<Item>?
    let warehouse: ID<Warehouse>
    let batch: ID<Batch>?
    let at: PostingTime
    let order: ID<SalesOrder>?

    public init(
        item: ID<Item>?, warehouse: ID<Warehouse>, batch: ID<Batch>? = nil, at: PostingTime,
        order: ID<SalesOrder>? = nil
    ) {
        self.item = item
        self.warehouse = warehouse
        self.batch = batch
        self.at = at
        self.order = order
    }
}
