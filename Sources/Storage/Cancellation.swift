import Inventory

extension Books {
    /// Takes a submitted document back: opposite movements are appended, nothing is removed.
    ///
    /// - Throws: `Refusal` when a unit has moved since, when a quantity would be missing later, or when other
    ///   submitted documents build on this one.
    func cancel<D: Document>(_ old: D) throws -> D {
        var document = old
        document.head.state = .cancelled
        // Whoever builds on the document holds it meanwhile, and whoever comes later finds it cancelled.
        try lock(D.type.table, where: "d.\"id\" = \(old.head.id)")
        var offences = try laterUses(of: old)
        offences += try refusals(toRelease: old)
        let posting = try document.movesStock ? posting(of: D.self, named: old.head.name) : nil
        if let posting {
            try lock(
                "unit", where: "d.\"id\" IN (SELECT m.\"unit\" FROM movement m WHERE m.\"posting\" = \(posting.id))")
            offences += try refusals(toReverse: posting, at: old.postedAt)
        }
        if !offences.isEmpty { throw Refusal(offences) }
        try write(&document, replacing: old, action: "cancel")
        if let posting { try reverse(posting) }
        try withdrawCovers(by: old)
        try release(old)
        return document
    }

    private func laterUses<D: Document>(of document: D) throws -> [Offence] {
        guard let key = document.head.id else { return [] }
        var names = try references(to: D.type, key: key, submittedOnly: true).map(\.name)
        if Table.of(D.self).schema.position(of: "return_against") != nil {
            names += try transaction.query(
                "SELECT \"name\" FROM \(name: D.type.table) WHERE \"return_against\" = \(document.head.name) AND \"docstatus\" = 1 LIMIT 10"
            ) { $0.text(0) ?? "" }
        }
        names += try installations(of: document)
        return names.isEmpty ? [] : [Offence(.laterUse(documents: names))]
    }

    private func refusals(toReverse posting: PostingRow, at time: PostingTime) throws -> [Offence] {
        var offences: [Offence] = []
        let settings = try load(StockSettings.self, where: "true").first
        if let frozen = settings?.frozenUntil, time.day <= frozen {
            offences.append(Offence(.frozen(until: frozen), field: "posting_date"))
        }
        let later = try transaction.query(
            """
            SELECT m."line", u."name", p."document_type", p."document_no", p."posted_at" FROM movement m
            JOIN movement n ON n."unit" = m."unit" AND n."id" > m."id" AND n."posting" <> m."posting"
            JOIN posting p ON p."id" = n."posting" JOIN unit u ON u."id" = m."unit"
            WHERE m."posting" = \(posting.id) AND \(Self.survives("n")) ORDER BY m."id", n."id"
            """
        ) { row in
            let mention = UnitRecord.Mention(
                type: row.text(2) ?? "", name: row.text(3) ?? "",
                postedAt: PostingTime(milliseconds: row.integer(4) ?? 0), party: "")
            return (line: Int(row.integer(0) ?? 0), serial: row.text(1) ?? "", mention: mention)
        }
        var mentions: [String: [UnitRecord.Mention]] = [:]
        for entry in later { mentions[entry.serial, default: []].append(entry.mention) }
        for entry in later {
            guard let documents = mentions.removeValue(forKey: entry.serial) else { continue }
            offences.append(
                Offence(
                    .laterMovement(documents: documents), line: entry.line, serial: entry.serial, field: "serial_no"))
        }
        return try offences + assetRefusals(toReverse: posting.id) + shortfalls(toReverse: posting, at: time)
            + lotShortfalls(toReverse: posting, at: time)
    }

    /// Quantities without serial numbers that would be missing at some later time.
    private func shortfalls(toReverse posting: PostingRow, at time: PostingTime) throws -> [Offence] {
        let taken = try transaction.query(
            """
            SELECT e."item_code", e."warehouse", -sum(e."actual_qty"), i."name", w."name", min(e."line")
            FROM stock_ledger_entry e JOIN item i ON i."id" = e."item_code" JOIN warehouse w ON w."id" = e."warehouse"
            WHERE e."posting" = \(posting.id) AND i."has_serial_no" = 0
            GROUP BY e."item_code", e."warehouse", i."name", w."name" HAVING sum(e."actual_qty") > 0
            """
        ) { row in
            (
                key: StockKey(item: ID(row.integer(0) ?? 0), warehouse: ID(row.integer(1) ?? 0)),
                change: Quantity(thousandths: row.integer(2) ?? 0), item: row.text(3) ?? "",
                warehouse: row.text(4) ?? "", line: Int(row.integer(5) ?? 0)
            )
        }
        try lock(taken.map(\.key))
        let balances = try balances(taken.map(\.key), at: time)
        return taken.compactMap { entry in
            let least = (balances[entry.key] ?? .none).least + entry.change
            guard least.isNegative else { return nil }
            let rejection = Rejection.insufficientStock(short: -least, item: entry.item, warehouse: entry.warehouse)
            return Offence(rejection, line: entry.line, field: "qty")
        }
    }

    private func reverse(_ posting: PostingRow) throws {
        let id = try transaction.reserveKeys(1, in: "posting")[0]
        try transaction.send(
            """
            INSERT INTO posting ("id", "document_type", "document", "document_no", "company", "customer", "supplier",
                "posted_at", "created_at", "author", "fiscal_year", "return_against", "cancels")
            SELECT \(id), "document_type", "document", "document_no", "company", "customer", "supplier", "posted_at",
                \(clock.now.milliseconds), \(author.id), "fiscal_year", "return_against", "id" FROM posting
            WHERE "id" = \(posting.id)
            """)
        let counts = try reverseMovements(of: posting.id, in: id)
        let entries = try transaction.query(
            """
            SELECT "line", "item_code", "warehouse", "actual_qty", "stock_value_difference", "batch_no"
            FROM stock_ledger_entry WHERE "posting" = \(posting.id) ORDER BY "id"
            """
        ) { row in
            Decision.Entry(
                line: Int(row.integer(0) ?? 0), item: ID(row.integer(1) ?? 0), warehouse: ID(row.integer(2) ?? 0),
                quantity: Quantity(thousandths: -(row.integer(3) ?? 0)),
                value: Money(millionths: -(row.integer(4) ?? 0)),
                batch: row.id(5))
        }
        let places = Array(Set(entries.map { StockKey(item: $0.item, warehouse: $0.warehouse) }))
        try enter(entries.fitted(to: balances(places, at: posting.postedAt)), counts, posting: id, at: posting.postedAt)
    }

    /// - Returns: how many more units are in each place.
    private func reverseMovements(of posting: Int64, in reversal: Int64) throws -> [StockKey: Int64] {
        let originals = try transaction.query(
            """
            SELECT "id", "item", "source", "target" FROM movement WHERE "posting" = \(posting) ORDER BY "id" DESC
            """
        ) { row in
            (
                key: row.integer(0), item: ID<Item>(row.integer(1) ?? 0), source: row.id(2, Warehouse.self),
                target: row.id(3, Warehouse.self)
            )
        }
        guard !originals.isEmpty else { return [:] }
        let keys = try transaction.reserveKeys(originals.count, in: "movement")
        let rows = Rows(.integers("id", keys), .integers("original", originals.map(\.key)))
        try transaction.send(
            """
            INSERT INTO movement ("id", "unit", "posting", "line", "item", "batch", "source", "target", "rate",
                "sales_order", "warranty", "expiry", "reverses")
            SELECT r."id", m."unit", \(reversal), m."line", m."item", m."batch", m."target", m."source", m."rate",
                m."sales_order", m."warranty", m."expiry", m."id" FROM \(rows: rows) r JOIN movement m ON m."id" = r."original"
            """)
        try refold(unitsOf: posting)
        return Self.counts(originals.map { (item: $0.item, source: $0.target, target: $0.source) })
    }

    /// Folds the surviving movements of a posting's units anew and writes the states.
    private func refold(unitsOf posting: Int64) throws {
        let movements = try transaction.query(
            """
            SELECT u."id", u."item_code", \(Self.movementColumns) FROM
            (SELECT DISTINCT "unit" FROM movement WHERE "posting" = \(posting)) k JOIN unit u ON u."id" = k."unit"
            LEFT JOIN movement m ON m."unit" = u."id" AND \(Self.survives("m"))
            LEFT JOIN posting p ON p."id" = m."posting" ORDER BY u."id", m."id"
            """
        ) { row in
            (unit: row.integer(0) ?? 0, made: ID<Item>(row.integer(1) ?? 0), movement: Self.movement(row, from: 2))
        }
        let firstItems = try itemsBeforeAnyMovement(ofUnitsIn: posting)
        var states: [(unit: Int64, state: UnitState)] = []
        for entry in movements {
            if states.last?.unit != entry.unit {
                states.append((entry.unit, UnitState(item: firstItems[entry.unit] ?? entry.made)))
            }
            if let movement = entry.movement { states[states.count - 1].state.apply(movement) }
        }
        try write(states)
    }

    /// What each unit was when it first moved: the item of its oldest movement, reversed or not.
    private func itemsBeforeAnyMovement(ofUnitsIn posting: Int64) throws -> [Int64: ID<Item>] {
        let found = try transaction.query(
            """
            SELECT m."unit", m."item" FROM movement m WHERE m."id" IN (SELECT min(n."id") FROM movement n WHERE n."unit" IN
            (SELECT o."unit" FROM movement o WHERE o."posting" = \(posting)) GROUP BY n."unit")
            """
        ) { ($0.integer(0) ?? 0, ID<Item>($0.integer(1) ?? 0)) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    private func write(_ states: [(unit: Int64, state: UnitState)]) throws {
        let rows = Rows(
            .integers("id", states.map(\.unit)), .texts("status", states.map(\.state.status.rawValue)),
            .integers("item", states.map(\.state.item.rawValue)),
            .integers("batch", states.map { $0.state.batch?.rawValue }),
            .integers("warehouse", states.map { $0.state.warehouse?.rawValue }),
            .integers("way_in", states.map(\.state.wayIn)), .integers("way_out", states.map(\.state.wayOut)),
            .integers("supplier", states.map { $0.state.supplier?.rawValue }),
            .integers("customer", states.map { $0.state.customer?.rawValue }),
            .integers("rate", states.map(\.state.purchaseRate.millionths)),
            .integers("moved_at", states.map { $0.state.movedAt?.milliseconds }),
            .integers("warranty", states.map { $0.state.warranty.map { Int64($0.number) } }),
            .integers("expiry", states.map { $0.state.expiry.map { Int64($0.number) } }))
        try transaction.send(
            """
            UPDATE unit SET "status" = r."status", "item_code" = r."item", "batch_no" = r."batch",
                "warehouse" = r."warehouse", "way_in" = r."way_in", "way_out" = r."way_out", "supplier" = r."supplier",
                "customer" = r."customer", "purchase_rate" = r."rate", "moved_at" = r."moved_at",
                "warranty_computed" = CASE WHEN \(Self.lastCover(.warranty, "movement")) >= r."way_out" THEN NULL
                    ELSE r."warranty" END,
                "expiry_computed" = CASE WHEN \(Self.hasTypedExpiry("unit")) THEN NULL
                    ELSE coalesce(\(Self.expiry(ofLot: "r.\"batch\"")), r."expiry") END,
                "reserved_for" = \(Self.reservationAfterReversal), "sales_invoice" = \(Self.billOf("r")),
                "modified" = \(clock.now.milliseconds), "modified_by" = \(author.id)
            FROM \(rows: rows) r WHERE unit."id" = r."id"
            """)
    }

    /// The order for which a unit is held again once its delivery was cancelled.
    static let reservationAfterReversal: SQL = """
        (CASE WHEN r."warehouse" IS NULL THEN NULL ELSE \(heldFor("r")) END)
        """

    /// The latest submitted order that holds a unit and has not had it delivered.
    static func heldFor(_ unit: String) -> SQL {
        """
        (SELECT max(h."sales_order") FROM reservation h
        JOIN sales_order o ON o."id" = h."sales_order" WHERE h."unit" = \(name: unit)."id" AND o."docstatus" = 1
        AND NOT EXISTS (SELECT 1 FROM movement v WHERE v."unit" = \(name: unit)."id" AND v."target" IS NULL
            AND v."sales_order" = h."sales_order" AND v."reverses" IS NULL
            AND NOT EXISTS (SELECT 1 FROM movement x WHERE x."reverses" = v."id")))
        """
    }

    /// The latest submitted invoice that bills the delivery by which a unit is out.
    static func billOf(_ unit: String) -> SQL {
        """
        (SELECT max(b."sales_invoice") FROM billing b JOIN sales_invoice s ON s."id" = b."sales_invoice"
        WHERE b."movement" = \(name: unit)."way_out" AND s."docstatus" = 1)
        """
    }

    /// Gives back what an order held, and takes the invoice off the units it billed.
    private func release<D: Document>(_ document: D) throws {
        let key = document.head.id
        if let visit = document as? MaintenanceVisit { try settle(visit) }
        if let asset = document as? Asset { try release(asset) }
        if let movement = document as? AssetMovement { try release(movement) }
        if D.self == SalesOrder.self {
            try transaction.send(
                """
                UPDATE unit SET "reserved_for" = \(Self.heldFor("unit")) WHERE "reserved_for" = \(key)
                AND "id" IN (SELECT h."unit" FROM reservation h WHERE h."sales_order" = \(key))
                """)
        }
        if D.self == SalesInvoice.self, !document.movesStock {
            try transaction.send(
                """
                UPDATE unit SET "sales_invoice" = \(Self.billOf("unit")) WHERE "sales_invoice" = \(key)
                AND "id" IN (SELECT b."unit" FROM billing b WHERE b."sales_invoice" = \(key))
                """)
        }
    }

    static let movementColumns: SQL = """
        m."id", m."posting", m."item", m."batch", m."source", m."target", m."rate", p."posted_at", p."customer",
        p."supplier", m."warranty", m."expiry"
        """

    /// Reads `movementColumns`; nil where an outer join found no movement.
    static func movement(_ row: any Row, from column: Int) -> Movement? {
        guard let id = row.integer(column) else { return nil }
        return Movement(
            id: id, posting: row.integer(column + 1) ?? 0, item: ID(row.integer(column + 2) ?? 0),
            batch: row.id(column + 3), source: row.id(column + 4), target: row.id(column + 5),
            rate: Money(millionths: row.integer(column + 6) ?? 0),
            postedAt: PostingTime(milliseconds: row.integer(column + 7) ?? 0), customer: row.id(column + 8),
            supplier: row.id(column + 9), warranty: row.day(column + 10), expiry: row.day(column + 11))
    }
}
