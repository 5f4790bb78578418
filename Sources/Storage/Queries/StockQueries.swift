import Inventory

extension Books {
    /// Everything that the decision over a document reads; how many statements does not depend on its size.
    func stockState<D: Document>(for document: D, _ linked: Linked) throws -> StockState {
        var stock = StockState(linked: linked)
        if let settings = try load(StockSettings.self, where: "true").first {
            (stock.frozenUntil, stock.picksOldest) = (settings.frozenUntil, settings.picksOldest)
        }
        let transfers = document.transfers
        if document.counterpart.isReturn {
            try lock(D.type.table, where: "d.\"name\" = \(document.counterpart.returnAgainst)")
        }
        try loadUnits(document.namedUnits, into: &stock)
        stock.standings = try standings(of: document.movedAssets)
        if document.movesStock {
            let keys = Self.keys(of: transfers)
            // Units answer for themselves; where quantities or whole places are judged, nobody else may change them.
            try lock(
                keys.filter { document.countsStock || linked[Link<Item>("", id: $0.item)]?.hasSerialNumbers == false })
            stock.balances = try balances(keys, at: document.postedAt)
            stock.lotBalances = try lotBalances(Self.lotKeys(of: transfers, linked), at: document.postedAt)
            if document.countsStock {
                stock.present = try present(keys)
                for unit in stock.present.values.joined() { stock.units[unit.number.key] = unit }
            }
            if document.counterpart.isReturn { stock.original = try original(of: document) }
        } else {
            if document.counterpart.isReturn { stock.original = try billed(by: document) }
            stock.delivered = try deliveries(of: stock.units.values.map(\.id))
            if let note = document as? InstallationNote { try loadDeliveries(of: note, into: &stock) }
        }
        return stock
    }

    private static func keys(of transfers: [Transfer]) -> [StockKey] {
        var keys: Set<StockKey> = []
        for transfer in transfers {
            guard let item = transfer.item.id else { continue }
            for place in [transfer.source, transfer.target] {
                if let warehouse = place.warehouse?.id { keys.insert(StockKey(item: item, warehouse: warehouse)) }
            }
        }
        return keys.sorted { ($0.item, $0.warehouse) < ($1.item, $1.warehouse) }
    }

    static func rows(_ keys: [StockKey]) -> Rows {
        Rows(
            .integers("item", keys.map(\.item.rawValue)), .integers("warehouse", keys.map(\.warehouse.rawValue)))
    }

    /// Adds the units with these numbers to the state; unknown numbers get no entry.
    func loadUnits(_ numbers: [SerialNumber], into stock: inout StockState) throws {
        guard !numbers.isEmpty else { return }
        stock.units.reserveCapacity(stock.units.count + numbers.count)
        let rows = Rows(.texts("key", numbers.map(\.key)))
        try lock("unit", where: "d.\"name_key\" IN (SELECT k.\"key\" FROM \(rows: rows) k)")
        let units = try transaction.query(
            "SELECT \(Self.unitColumns) FROM \(rows: rows) k JOIN unit u ON u.\"name_key\" = k.\"key\"", Self.unit)
        for unit in units { stock.units[unit.number.key] = unit }
    }

    /// Keeps rows of a table, `d` in the condition, as they are until the transaction ends.
    func lock(_ table: String, where condition: SQL) throws {
        try transaction.lock("SELECT 1 FROM \(name: table) d WHERE \(condition) ORDER BY d.\"id\"")
    }

    /// Keeps balances as they are until the transaction ends.
    func lock(_ places: [StockKey]) throws {
        guard !places.isEmpty else { return }
        try lock(
            "balance",
            where: """
                (d."item_code", d."warehouse") IN (SELECT k."item", k."warehouse" FROM \(rows: Self.rows(places)) k)
                """)
    }

    private static let unitColumns: SQL = """
        u."id", u."name", u."item_code", u."status", u."warehouse", u."batch_no", u."way_in", u."way_out", u."supplier",
        u."customer", u."purchase_rate", u."moved_at", coalesce(u."expiry_computed", u."expiry_date"), u."reserved_for",
        u."asset"
        """

    private static func unit(_ row: any Row) -> UnitRecord {
        var state = UnitState(item: ID(row.integer(2) ?? 0))
        state.status = row.text(3).flatMap(UnitStatus.init(rawValue:)) ?? .inactive
        state.warehouse = row.id(4)
        state.batch = row.id(5)
        state.wayIn = row.integer(6)
        state.wayOut = row.integer(7)
        state.supplier = row.id(8)
        state.customer = row.id(9)
        state.purchaseRate = Money(millionths: row.integer(10) ?? 0)
        state.movedAt = row.integer(11).map(PostingTime.init(milliseconds:))
        var unit = UnitRecord(id: ID(row.integer(0) ?? 0), number: SerialNumber(row.text(1) ?? ""), state: state)
        unit.expiry = row.day(12)
        unit.reservedFor = row.id(13)
        unit.asset = row.id(14)
        return unit
    }

    /// Balances as they were at a time, as they are, and the least that they will have been in between.
    func balances(_ keys: [StockKey], at time: PostingTime) throws -> [StockKey: Balance] {
        guard !keys.isEmpty else { return [:] }
        let found = try transaction.query(
            """
            SELECT k."item", k."warehouse", b."actual_qty", b."stock_value", l."total", l."least", l."last"
            FROM \(rows: Self.rows(keys)) k
            LEFT JOIN balance b ON b."item_code" = k."item" AND b."warehouse" = k."warehouse"
            LEFT JOIN (
                SELECT w."item_code", w."warehouse", sum(w."actual_qty") AS "total", min(w."running") AS "least",
                    max(w."posted_at") AS "last" FROM (
                    SELECT e."item_code", e."warehouse", e."actual_qty", e."posted_at", sum(e."actual_qty")
                        OVER (PARTITION BY e."item_code", e."warehouse" ORDER BY e."posted_at", e."posting") AS "running"
                    FROM \(rows: Self.rows(keys)) k2 JOIN stock_ledger_entry e
                        ON e."item_code" = k2."item" AND e."warehouse" = k2."warehouse"
                    JOIN posting p ON p."id" = e."posting"
                    WHERE e."posted_at" > \(time.milliseconds) AND \(Self.stands)
                ) w GROUP BY w."item_code", w."warehouse"
            ) l ON l."item_code" = k."item" AND l."warehouse" = k."warehouse"
            """
        ) { row in
            let now = Quantity(thousandths: row.integer(2) ?? 0)
            let then = now - Quantity(thousandths: row.integer(4) ?? 0)
            let least = then + min(.zero, Quantity(thousandths: row.integer(5) ?? 0))
            var balance = Balance(
                quantity: then, quantityNow: now, least: least, value: Money(millionths: row.integer(3) ?? 0))
            balance.changedAt = row.integer(6).map(PostingTime.init(milliseconds:))
            return (StockKey(item: ID(row.integer(0) ?? 0), warehouse: ID(row.integer(1) ?? 0)), balance)
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// The condition that a posting `p` neither cancels another nor is cancelled: a cancelled movement of quantities
    /// is as if it had not been, also in between.
    static let stands: SQL = """
        p."cancels" IS NULL AND NOT EXISTS (SELECT 1 FROM posting c WHERE c."cancels" = p."id")
        """

    /// The units in the counted places.
    private func present(_ keys: [StockKey]) throws -> [StockKey: [UnitRecord]] {
        guard !keys.isEmpty else { return [:] }
        let units = try transaction.query(
            """
            SELECT \(Self.unitColumns) FROM \(rows: Self.rows(keys)) k
            JOIN unit u ON u."item_code" = k."item" AND u."warehouse" = k."warehouse" ORDER BY u."id"
            """, Self.unit)
        return Dictionary(grouping: units) { unit in
            StockKey(item: unit.state.item, warehouse: unit.state.warehouse ?? ID(0))
        }
    }

    /// The delivery notes by which units are with their customers.
    private func deliveries(of units: [ID<Unit>]) throws -> [ID<Unit>: ID<DeliveryNote>] {
        guard !units.isEmpty else { return [:] }
        let rows = Rows(.integers("unit", units.map(\.rawValue)))
        let found = try transaction.query(
            """
            SELECT u."id", p."document" FROM \(rows: rows) k JOIN unit u ON u."id" = k."unit"
            JOIN movement m ON m."id" = u."way_out" JOIN posting p ON p."id" = m."posting"
            WHERE p."document_type" = 'Delivery Note'
            """
        ) { (ID<Unit>($0.integer(0) ?? 0), ID<DeliveryNote>($0.integer(1) ?? 0)) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// The document that a return refers to which moves nothing itself.
    private func billed<D: Document>(by document: D) throws -> Original? {
        let name = document.counterpart.returnAgainst
        guard let found = try load(D.self, where: "d.\"name\" = \(name)", withLines: false).first else { return nil }
        var original = Original()
        original.isSubmitted = found.head.state == .submitted
        original.isReturn = found.counterpart.isReturn
        original.customer = found.counterpart.customer.id
        original.supplier = found.counterpart.supplier.id
        original.party = found.counterpart.customer.name + found.counterpart.supplier.name
        original.postedAt = found.postedAt
        return original
    }

    /// What the returned document moved, and what earlier returns took back.
    private func original<D: Document>(of document: D) throws -> Original? {
        guard let posting = try posting(of: D.self, named: document.counterpart.returnAgainst) else { return nil }
        var original = Original()
        original.isSubmitted = !posting.isCancelled
        original.isReturn = posting.isReturn
        original.customer = posting.customer
        original.party = posting.party
        original.supplier = posting.supplier
        original.postedAt = posting.postedAt
        let units = try transaction.query(
            """
            SELECT m."unit", p."id" FROM posting p JOIN movement m ON m."posting" = p."id"
            WHERE (p."id" = \(posting.id) OR p."return_against" = \(posting.id)) AND p."cancels" IS NULL
            AND NOT EXISTS (SELECT 1 FROM posting c WHERE c."cancels" = p."id")
            """
        ) { (ID<Unit>($0.integer(0) ?? 0), $0.integer(1)) }
        for (unit, source) in units {
            if source == posting.id { original.units.insert(unit) } else { original.returnedUnits.insert(unit) }
        }
        let quantities = try transaction.query(
            """
            SELECT e."item_code", p."id" = \(posting.id), sum(abs(e."actual_qty")), sum(abs(e."stock_value_difference"))
            FROM posting p JOIN stock_ledger_entry e ON e."posting" = p."id"
            WHERE (p."id" = \(posting.id) OR p."return_against" = \(posting.id)) AND p."cancels" IS NULL
            AND NOT EXISTS (SELECT 1 FROM posting c WHERE c."cancels" = p."id")
            GROUP BY 1, 2
            """
        ) { row in
            (
                item: ID<Item>(row.integer(0) ?? 0), isOriginal: row.integer(1) == 1,
                quantity: Quantity(thousandths: row.integer(2) ?? 0), value: Money(millionths: row.integer(3) ?? 0)
            )
        }
        original.lots = Set(
            try transaction.query(
                "SELECT DISTINCT e.\"batch_no\" FROM stock_ledger_entry e WHERE e.\"posting\" = \(posting.id)"
            ) { $0.id(0) }.compactMap(\.self))
        for sum in quantities {
            if sum.isOriginal {
                (original.moved[sum.item], original.value[sum.item]) = (sum.quantity, sum.value)
            } else {
                original.returned[sum.item] = sum.quantity
            }
        }
        return original
    }
}
