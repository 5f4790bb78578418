public import Inventory

extension Books {
    /// Lots for lines that name none: made from the item's series for goods coming in, the one that expires first for
    /// goods without serial numbers going out, where the settings say that the oldest go first.
    ///
    /// All lots are made with one statement, and all places are looked at with one.
    func chooseLots<D: Document>(for document: inout D, _ linked: Linked, except faulty: Set<Int>) throws {
        guard document.movesStock, !document.counterpart.isReturn, !document.countsStock else { return }
        let transfers = document.transfers.filter { transfer in
            !faulty.contains(transfer.line) && transfer.batch.isEmpty && !transfer.quantity.isZero
                && linked[transfer.item]?.hasBatches == true
        }
        guard !transfers.isEmpty else { return }
        document.fill(try makeLots(for: transfers.filter(\.isWayIn), of: document, linked))
        document.fill(try firstToExpire(for: transfers.filter { $0.isWayOut && !($0.isWayIn) }, linked))
    }

    private func makeLots<D: Document>(
        for transfers: [Transfer], of document: D, _ linked: Linked
    ) throws -> [Int: Link<Batch>] {
        var lines: [(line: Int, item: Item, series: Series, prefix: String)] = []
        for transfer in transfers where lines.last?.line != transfer.line {
            guard let item = linked[transfer.item], let series = item.lotSeries else { continue }
            lines.append((transfer.line, item, series, prefix(series, item, document, linked)))
        }
        guard !lines.isEmpty else { return [:] }
        var names: [String: ArraySlice<String>] = [:]
        for (prefix, group) in Dictionary(grouping: lines, by: \.prefix).sorted(by: { $0.key < $1.key }) {
            names[prefix] = try freeLotNames(group.count, of: group[0].series, after: prefix)[...]
        }
        let day = document.postedAt.day
        let keys = try transaction.reserveKeys(lines.count, in: "batch")
        var links: [Int: Link<Batch>] = [:]
        var rows: [(name: String, item: Int64?, expiry: Int64?)] = []
        for (line, key) in zip(lines, keys) {
            let name = names[line.prefix]?.popFirst() ?? ""
            links[line.line] = Link(name, id: ID(key))
            let expiry = line.item.hasExpiryDate ? day.adding(days: line.item.shelfLifeDays).number : nil
            rows.append((name, line.item.head.id, expiry.map(Int64.init)))
        }
        let now = clock.now.milliseconds
        let made = Rows(
            .integers("id", keys), .texts("name", rows.map(\.name)), .integers("item", rows.map(\.item)),
            .integers("expiry", rows.map(\.expiry)))
        try transaction.send(
            """
            INSERT INTO batch ("id", "name", "owner", "creation", "modified", "modified_by", "item", "manufacturing_date",
                "expiry_date", "disabled", "blocked")
            SELECT r."id", r."name", \(author.id), \(now), \(now), \(author.id), r."item", \(day.number), r."expiry", 0, 0
            FROM \(rows: made) r
            """)
        return links
    }

    /// The next names of a series that no lot has yet.
    private func freeLotNames(_ count: Int, of series: Series, after prefix: String) throws -> [String] {
        var result: [String] = []
        while result.count < count {
            let names = try reserve(count - result.count, after: prefix).map { series.number($0, after: prefix) }
            guard SerialNumber(names[0]).isValid else { throw Refusal(.nameInvalid, field: "batch_number_series") }
            let rows = Rows(.texts("name", names))
            let taken = Set(
                try transaction.query(
                    "SELECT b.\"name\" FROM \(rows: rows) r JOIN batch b ON b.\"name\" = r.\"name\""
                ) { $0.text(0) ?? "" })
            result += names.filter { !taken.contains($0) }
        }
        return result
    }

    /// For each line the lot that expires first of those with enough for the whole line; a line that no lot fills alone
    /// is left for a person.
    private func firstToExpire(for transfers: [Transfer], _ linked: Linked) throws -> [Int: Link<Batch>] {
        let goods = transfers.filter { linked[$0.item]?.hasSerialNumbers == false }
        guard !goods.isEmpty, try load(StockSettings.self, where: "true").first?.picksOldest == true else { return [:] }
        let places = Array(Set(goods.compactMap(Self.source)))
        try lock(places)
        var left = Dictionary(grouping: try lots(in: places), by: \.place)
        var chosen: [Int: Link<Batch>] = [:]
        for transfer in goods {
            guard let place = Self.source(of: transfer),
                let index = left[place]?.firstIndex(where: { $0.quantity >= transfer.quantity }),
                let lot = left[place]?[index]
            else { continue }
            left[place]?[index].quantity -= transfer.quantity
            chosen[transfer.line] = Link(lot.name, id: lot.id)
        }
        return chosen
    }

    private static func source(of transfer: Transfer) -> StockKey? {
        guard let item = transfer.item.id, let warehouse = transfer.source.warehouse?.id else { return nil }
        return StockKey(item: item, warehouse: warehouse)
    }

    /// What there is of each lot of goods without serial numbers that may leave these places, the first to expire
    /// first; of those that never expire the oldest first.
    public func lots(in places: [StockKey]) throws -> [LotQuantity] {
        guard !places.isEmpty else { return [] }
        return try transaction.query(
            """
            SELECT l."item_code", l."warehouse", l."batch_no", b."name", l."actual_qty", b."expiry_date"
            FROM \(rows: Self.rows(places)) k
            JOIN lot_balance l ON l."item_code" = k."item" AND l."warehouse" = k."warehouse" AND l."actual_qty" > 0
            JOIN batch b ON b."id" = l."batch_no"
            WHERE coalesce(b."blocked", 0) = 0 AND coalesce(b."disabled", 0) = 0
            AND (b."expiry_date" IS NULL OR b."expiry_date" >= \(clock.today.number))
            ORDER BY coalesce(b."expiry_date", 9999999), b."id"
            """
        ) { row in
            LotQuantity(
                place: StockKey(item: ID(row.integer(0) ?? 0), warehouse: ID(row.integer(1) ?? 0)),
                id: ID(row.integer(2) ?? 0), name: row.text(3) ?? "",
                quantity: Quantity(thousandths: row.integer(4) ?? 0),
                expiry: row.integer(5).map { Day(number: Int($0)) })
        }
    }

    /// Loads the lots that transfers name, and those of the units in the state, and keeps them as they are until the
    /// transaction ends: nothing leaves of a lot that is being blocked.
    func loadLots(of transfers: [Transfer], into stock: inout StockState) throws {
        let named = transfers.compactMap(\.batch.id)
        let keys = Set(named + stock.units.values.compactMap(\.state.batch)).map(\.rawValue).sorted()
        guard !keys.isEmpty else { return }
        let rows = Rows(.integers("key", keys))
        try lock("batch", where: "d.\"id\" IN (SELECT k.\"key\" FROM \(rows: rows) k)")
        let lots = try transaction.query(
            """
            SELECT b."id", b."name", b."item", i."name", b."expiry_date", coalesce(b."disabled", 0),
                CASE WHEN b."blocked" = 1 THEN coalesce(b."block_reason", '') END
            FROM \(rows: rows) k JOIN batch b ON b."id" = k."key" JOIN item i ON i."id" = b."item"
            """
        ) { row in
            let lot = Lot(
                name: row.text(1) ?? "", item: ID(row.integer(2) ?? 0), itemCode: row.text(3) ?? "",
                expiry: row.integer(4).map { Day(number: Int($0)) }, isDisabled: row.integer(5) == 1,
                blockReason: row.text(6))
            return (ID<Batch>(row.integer(0) ?? 0), lot)
        }
        stock.lots = Dictionary(uniqueKeysWithValues: lots)
    }

    static func lotKeys(of transfers: [Transfer], _ linked: Linked) -> [LotKey] {
        var keys: Set<LotKey> = []
        for transfer in transfers {
            guard let item = transfer.item.id, let lot = transfer.batch.id,
                linked[transfer.item]?.hasSerialNumbers == false
            else { continue }
            for place in [transfer.source, transfer.target] {
                guard let warehouse = place.warehouse?.id else { continue }
                keys.insert(LotKey(place: StockKey(item: item, warehouse: warehouse), lot: lot))
            }
        }
        return Array(keys)
    }

    /// What there was of lots at a time, what there is, and the least that there will have been in between.
    func lotBalances(_ keys: [LotKey], at time: PostingTime) throws -> [LotKey: Balance] {
        guard !keys.isEmpty else { return [:] }
        let rows = Rows(
            .integers("item", keys.map(\.place.item.rawValue)),
            .integers("warehouse", keys.map(\.place.warehouse.rawValue)), .integers("lot", keys.map(\.lot.rawValue)))
        let found = try transaction.query(
            """
            SELECT k."item", k."warehouse", k."lot", b."actual_qty", l."total", l."least" FROM \(rows: rows) k
            LEFT JOIN lot_balance b ON b."item_code" = k."item" AND b."warehouse" = k."warehouse"
                AND b."batch_no" = k."lot"
            LEFT JOIN (
                SELECT w."item_code", w."warehouse", w."batch_no", sum(w."actual_qty") AS "total",
                    min(w."running") AS "least" FROM (
                    SELECT e."item_code", e."warehouse", e."batch_no", e."actual_qty", sum(e."actual_qty")
                        OVER (PARTITION BY e."item_code", e."warehouse", e."batch_no"
                            ORDER BY e."posted_at", e."posting") AS "running"
                    FROM \(rows: rows) k2 JOIN stock_ledger_entry e ON e."item_code" = k2."item"
                        AND e."warehouse" = k2."warehouse" AND e."batch_no" = k2."lot"
                    JOIN posting p ON p."id" = e."posting"
                    WHERE e."posted_at" > \(time.milliseconds) AND \(Self.stands)
                ) w GROUP BY w."item_code", w."warehouse", w."batch_no"
            ) l ON l."item_code" = k."item" AND l."warehouse" = k."warehouse" AND l."batch_no" = k."lot"
            """
        ) { row in
            let now = Quantity(thousandths: row.integer(3) ?? 0)
            let then = now - Quantity(thousandths: row.integer(4) ?? 0)
            let least = then + min(.zero, Quantity(thousandths: row.integer(5) ?? 0))
            let place = StockKey(item: ID(row.integer(0) ?? 0), warehouse: ID(row.integer(1) ?? 0))
            return (
                LotKey(place: place, lot: ID(row.integer(2) ?? 0)),
                Balance(quantity: then, quantityNow: now, least: least, value: .zero)
            )
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Lots that would be short at some later time were a posting taken back.
    func lotShortfalls(toReverse posting: PostingRow, at time: PostingTime) throws -> [Offence] {
        let taken = try transaction.query(
            """
            SELECT e."item_code", e."warehouse", e."batch_no", -sum(e."actual_qty"), b."name", w."name", min(e."line")
            FROM stock_ledger_entry e JOIN item i ON i."id" = e."item_code" JOIN warehouse w ON w."id" = e."warehouse"
            JOIN batch b ON b."id" = e."batch_no"
            WHERE e."posting" = \(posting.id) AND i."has_serial_no" = 0
            GROUP BY e."item_code", e."warehouse", e."batch_no", b."name", w."name" HAVING sum(e."actual_qty") > 0
            """
        ) { row in
            (
                key: LotKey(
                    place: StockKey(item: ID(row.integer(0) ?? 0), warehouse: ID(row.integer(1) ?? 0)),
                    lot: ID(row.integer(2) ?? 0)),
                change: Quantity(thousandths: row.integer(3) ?? 0), lot: row.text(4) ?? "",
                warehouse: row.text(5) ?? "", line: Int(row.integer(6) ?? 0)
            )
        }
        let balances = try lotBalances(taken.map(\.key), at: time)
        return taken.compactMap { entry in
            let least = (balances[entry.key] ?? .none).least + entry.change
            guard least.isNegative else { return nil }
            let rejection = Rejection.insufficientLot(short: -least, lot: entry.lot, warehouse: entry.warehouse)
            return Offence(rejection, line: entry.line, field: "qty")
        }
    }

    /// Adds changes of quantity to what there is of each lot of goods without serial numbers.
    func enterLots(_ rows: Rows) throws {
        let goods: SQL = """
            \(rows: rows) r JOIN item i ON i."id" = r."item" AND i."has_serial_no" = 0 WHERE r."batch" IS NOT NULL
            """
        try transaction.send(
            """
            INSERT INTO lot_balance ("item_code", "warehouse", "batch_no", "actual_qty")
            SELECT DISTINCT r."item", r."warehouse", r."batch", 0 FROM \(goods)
            ON CONFLICT ("batch_no", "item_code", "warehouse") DO NOTHING
            """)
        try transaction.send(
            """
            UPDATE lot_balance SET "actual_qty" = lot_balance."actual_qty" + s."quantity"
            FROM (SELECT r."item", r."warehouse", r."batch", sum(r."quantity") AS "quantity" FROM \(goods)
                GROUP BY r."item", r."warehouse", r."batch") s
            WHERE lot_balance."item_code" = s."item" AND lot_balance."warehouse" = s."warehouse"
            AND lot_balance."batch_no" = s."batch"
            """)
    }

    /// Gives a lot's new expiry date to its units, but those whose date a person typed.
    func spread(expiryOf lot: Batch) throws {
        try transaction.send(
            """
            UPDATE unit SET "expiry_computed" = coalesce(\(lot.expiresOn.map { Int64($0.number) }), \(Self.shelfLife(of: "unit")))
            WHERE "batch_no" = \(lot.head.id) AND NOT \(Self.hasTypedExpiry("unit"))
            """)
    }

    /// That a person typed a unit's expiry date: it stands above what the ledger says.
    static func hasTypedExpiry(_ unit: String) -> SQL {
        "(\(name: unit).\"expiry_computed\" IS NULL AND \(name: unit).\"expiry_date\" IS NOT NULL)"
    }

    /// Until when a unit may be used by its last receipt that says so.
    static func shelfLife(of unit: String) -> SQL {
        """
        (SELECT x."expiry" FROM movement x WHERE x."unit" = \(name: unit)."id" AND x."expiry" IS NOT NULL
        AND x."source" IS NULL AND \(survives("x")) ORDER BY x."id" DESC LIMIT 1)
        """
    }

    /// The expiry date of a lot itself.
    static func expiry(ofLot key: SQL) -> SQL { "(SELECT y.\"expiry_date\" FROM batch y WHERE y.\"id\" = \(key))" }
}

/// How much of a lot there is in a place.
public struct LotQuantity: Sendable {
    public let place: StockKey
    public let id: ID<Batch>
    public let name: String
    public internal(set) var quantity: Quantity
    public let expiry: Day?
}
