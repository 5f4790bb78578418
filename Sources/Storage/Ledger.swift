import Inventory

/// A row of `posting`: one submission's or cancellation's place in the books.
struct PostingRow {
    var id: Int64
    var postedAt: PostingTime
    var customer: ID<Customer>?
    var supplier: ID<Supplier>?
    var party: String
    var isReturn: Bool
    var isCancelled: Bool
}

extension Books {
    /// The posting of a document, by the name it was submitted under.
    func posting<D: Document>(of type: D.Type, named name: String) throws -> PostingRow? {
        try transaction.first(
            """
            SELECT p."id", p."posted_at", p."customer", p."supplier", p."return_against",
                EXISTS (SELECT 1 FROM posting c WHERE c."cancels" = p."id"), coalesce(u."name", s."name", '')
            FROM posting p LEFT JOIN customer u ON u."id" = p."customer" LEFT JOIN supplier s ON s."id" = p."supplier" JOIN \(name: D.type.table) d ON d."id" = p."document"
            WHERE p."document_type" = \(D.type.name) AND d."name" = \(name) AND p."cancels" IS NULL
            """
        ) { row in
            PostingRow(
                id: row.integer(0) ?? 0, postedAt: PostingTime(milliseconds: row.integer(1) ?? 0), customer: row.id(2),
                supplier: row.id(3), party: row.text(6) ?? "", isReturn: row.integer(4) != nil,
                isCancelled: row.integer(5) == 1)
        }
    }

    /// Writes a decision: units, movements, quantities, and what follows from them. Nothing here may refuse.
    func apply<D: Document>(_ decision: Decision, of document: D, _ linked: Linked) throws {
        try reserve(decision.reserved, for: document)
        try bill(decision.billed, on: document)
        try install(decision.installed, by: document)
        try place(decision.placements, by: document)
        try grant(decision.grants, by: document)
        if let recall = document as? Recall { try gather(recall) }
        if let visit = document as? MaintenanceVisit { try settle(visit) }
        guard document.movesStock else { return }
        let posting = try post(document, linked)
        let units = try create(decision.newUnits, for: document)
        try project(append(decision.moves, units, to: posting))
        let counts = Self.counts(decision.moves.map { (item: $0.item, source: $0.source, target: $0.target) })
        try enter(decision.entries, counts, posting: posting, at: document.postedAt)
    }

    private func post<D: Document>(_ document: D, _ linked: Linked) throws -> Int64 {
        let counterpart = document.counterpart
        let original = counterpart.isReturn ? try self.posting(of: D.self, named: counterpart.returnAgainst)?.id : nil
        let id = try transaction.reserveKeys(1, in: "posting")[0]
        let company = document.header.company
        try transaction.send(
            """
            INSERT INTO posting ("id", "document_type", "document", "document_no", "company", "customer", "supplier",
                "posted_at", "created_at", "author", "fiscal_year", "return_against") VALUES
            (\(id), \(D.type.name), \(document.head.id), \(document.head.name), \(company.id),
            \(counterpart.customer.id), \(counterpart.supplier.id), \(document.postedAt.milliseconds),
            \(clock.now.milliseconds), \(author.id),
            \(fiscalYear(of: document.postedAt.day, company, linked)), \(original))
            """)
        return id
    }

    private func create<D: Document>(_ units: [Decision.NewUnit], for document: D) throws -> [Int64] {
        guard !units.isEmpty else { return [] }
        let keys = try transaction.reserveKeys(units.count, in: "unit")
        let now = clock.now.milliseconds
        let rows = Rows(
            .integers("id", keys), .texts("name", units.map(\.number.text)), .texts("key", units.map(\.number.key)),
            .integers("item", units.map(\.item.rawValue)))
        try transaction.send(
            """
            INSERT INTO unit ("id", "name", "name_key", "item_code", "company", "status", "owner", "creation", "modified",
                "modified_by") SELECT r."id", r."name", r."key", r."item", \(document.header.company.id), 'Inactive',
                \(author.id), \(now), \(now), \(author.id) FROM \(rows: rows) r
            """)
        return keys
    }

    /// - Returns: the key of each unit's last movement.
    private func append(_ moves: [Decision.Move], _ units: [Int64], to posting: Int64) throws -> [Int64] {
        guard !moves.isEmpty else { return [] }
        let keys = try transaction.reserveKeys(moves.count, in: "movement")
        let subjects = moves.map { move -> Int64 in
            switch move.unit {
            case .known(let id): id.rawValue
            case .new(let index): units[index]
            }
        }
        let rows = Rows(
            .integers("id", keys), .integers("unit", subjects), .integers("line", moves.map { Int64($0.line) }),
            .integers("item", moves.map(\.item.rawValue)), .integers("batch", moves.map { $0.batch?.rawValue }),
            .integers("source", moves.map { $0.source?.rawValue }),
            .integers("target", moves.map { $0.target?.rawValue }), .integers("rate", moves.map(\.rate.millionths)),
            .integers("sales_order", moves.map { $0.salesOrder?.rawValue }),
            .integers("warranty", moves.map { $0.warranty.map { Int64($0.number) } }),
            .integers("expiry", moves.map { $0.expiry.map { Int64($0.number) } }))
        try transaction.send(
            """
            INSERT INTO movement ("id", "unit", "posting", "line", "item", "batch", "source", "target", "rate", "sales_order",
                "warranty", "expiry") SELECT r."id", r."unit", \(posting), r."line", r."item", r."batch", r."source", r."target", r."rate",
                r."sales_order", r."warranty", r."expiry" FROM \(rows: rows) r
            """)
        return Dictionary(zip(subjects, keys)) { $1 }.values.sorted()
    }

    /// Brings the units' states up to date from movements just appended, the last one of each unit.
    ///
    /// States what `UnitState.apply` states; `check` compares the two.
    private func project(_ keys: [Int64]) throws {
        guard !keys.isEmpty else { return }
        let rows = Rows(.integers("id", keys))
        try transaction.send(
            """
            UPDATE unit SET
                "status" = CASE WHEN m."target" IS NOT NULL THEN 'Active' WHEN p."customer" IS NOT NULL THEN 'Delivered'
                    WHEN p."supplier" IS NOT NULL THEN 'Returned' ELSE 'Consumed' END,
                "item_code" = m."item",
                "warehouse" = m."target",
                "batch_no" = CASE WHEN m."source" IS NULL THEN coalesce(m."batch", unit."batch_no") ELSE unit."batch_no" END,
                "way_in" = CASE WHEN m."source" IS NULL THEN m."id" ELSE unit."way_in" END,
                "way_out" = CASE WHEN m."target" IS NULL THEN m."id" END,
                "supplier" = CASE WHEN m."source" IS NULL THEN coalesce(p."supplier", unit."supplier") ELSE unit."supplier" END,
                "customer" = CASE WHEN m."target" IS NULL THEN p."customer" END,
                "purchase_rate" = CASE WHEN m."source" IS NULL THEN m."rate" ELSE unit."purchase_rate" END,
                "moved_at" = p."posted_at",
                "warranty_computed" = CASE WHEN m."target" IS NULL AND p."customer" IS NOT NULL THEN m."warranty" END,
                "expiry_computed" = CASE WHEN m."source" IS NOT NULL OR \(Self.hasTypedExpiry("unit"))
                    THEN unit."expiry_computed" ELSE coalesce(\(Self.expiry(ofLot: "coalesce(m.\"batch\", unit.\"batch_no\")")),
                        m."expiry", CASE WHEN unit."expiry_computed" IS NOT NULL THEN \(Self.shelfLife(of: "unit")) END) END,
                "reserved_for" = CASE WHEN m."target" IS NULL THEN NULL WHEN m."source" IS NULL THEN \(Self.heldFor("unit"))
                    ELSE unit."reserved_for" END,
                "sales_invoice" = NULL,
                "modified" = \(clock.now.milliseconds), "modified_by" = \(author.id)
            FROM \(rows: rows) r JOIN movement m ON m."id" = r."id" JOIN posting p ON p."id" = m."posting"
            WHERE unit."id" = m."unit"
            """)
    }

    /// How many more units are in each place after these moved; less than none where more left.
    static func counts(
        _ moves: [(item: ID<Item>, source: ID<Warehouse>?, target: ID<Warehouse>?)]
    ) -> [StockKey: Int64] {
        var counts: [StockKey: Int64] = [:]
        for move in moves {
            if let source = move.source { counts[StockKey(item: move.item, warehouse: source), default: 0] -= 1 }
            if let target = move.target { counts[StockKey(item: move.item, warehouse: target), default: 0] += 1 }
        }
        return counts
    }

    /// Appends changes of quantity, and adds them to the balances together with the units that moved.
    ///
    /// - Parameter counts: how many more units are in each place. They come from the movements of units, so that the
    ///   two figures of a balance are kept apart.
    func enter(
        _ entries: [Decision.Entry], _ counts: [StockKey: Int64], posting: Int64, at time: PostingTime
    ) throws {
        guard !entries.isEmpty else { return }
        let rows = Rows(
            .integers("id", try transaction.reserveKeys(entries.count, in: "stock_ledger_entry")),
            .integers("line", entries.map { Int64($0.line) }), .integers("item", entries.map(\.item.rawValue)),
            .integers("warehouse", entries.map(\.warehouse.rawValue)),
            .integers("batch", entries.map { $0.batch?.rawValue }),
            .integers("quantity", entries.map(\.quantity.thousandths)),
            .integers("value", entries.map(\.value.millionths)))
        try transaction.send(
            """
            INSERT INTO stock_ledger_entry ("id", "posting", "line", "item_code", "warehouse", "batch_no", "actual_qty",
                "stock_value_difference", "posted_at")
            SELECT r."id", \(posting), r."line", r."item", r."warehouse", r."batch", r."quantity", r."value",
                \(time.milliseconds) FROM \(rows: rows) r
            """)
        try add(entries, counts)
        if entries.contains(where: { $0.batch != nil }) { try enterLots(rows) }
    }

    private func add(_ entries: [Decision.Entry], _ counts: [StockKey: Int64]) throws {
        let changes = Dictionary(grouping: entries) { StockKey(item: $0.item, warehouse: $0.warehouse) }
        let places = Array(Set(changes.keys).union(counts.keys))
        func sum(_ value: (Decision.Entry) -> Int64) -> [Int64] {
            places.map { place in changes[place]?.reduce(0) { $0 + value($1) } ?? 0 }
        }
        let rows = Rows(
            .integers("item", places.map(\.item.rawValue)), .integers("warehouse", places.map(\.warehouse.rawValue)),
            .integers("quantity", sum(\.quantity.thousandths)), .integers("value", sum(\.value.millionths)),
            .integers("units", places.map { counts[$0] ?? 0 }))
        // In two steps: an insert of a negative change would break the balance's check before it became an update.
        let now = clock.now.milliseconds
        try transaction.send(
            """
            INSERT INTO balance ("item_code", "warehouse", "actual_qty", "stock_value", "units", "modified")
            SELECT r."item", r."warehouse", 0, 0, CASE WHEN i."has_serial_no" = 1 THEN 0 END, \(now)
            FROM \(rows: rows) r JOIN item i ON i."id" = r."item" WHERE true
            ORDER BY r."item", r."warehouse" ON CONFLICT ("item_code", "warehouse") DO NOTHING
            """)
        try lock(places)
        try transaction.send(
            """
            UPDATE balance SET "actual_qty" = balance."actual_qty" + r."quantity",
                "stock_value" = balance."stock_value" + r."value", "units" = balance."units" + r."units",
                "modified" = \(now)
            FROM \(rows: rows) r WHERE balance."item_code" = r."item" AND balance."warehouse" = r."warehouse"
            """)
    }

    private func reserve<D: Document>(_ units: [ID<Unit>], for order: D) throws {
        guard !units.isEmpty else { return }
        let rows = Rows(.integers("unit", units.map(\.rawValue)))
        try transaction.send(
            "INSERT INTO reservation (\"sales_order\", \"unit\") SELECT \(order.head.id), r.\"unit\" FROM \(rows: rows) r"
        )
        try transaction.send(
            "UPDATE unit SET \"reserved_for\" = \(order.head.id) WHERE \"id\" IN (SELECT r.\"unit\" FROM \(rows: rows) r)"
        )
    }

    private func bill<D: Document>(_ units: [ID<Unit>], on invoice: D) throws {
        guard !units.isEmpty else { return }
        let rows = Rows(.integers("unit", units.map(\.rawValue)))
        try transaction.send(
            """
            INSERT INTO billing ("sales_invoice", "unit", "movement") SELECT \(invoice.head.id), u."id", u."way_out"
            FROM \(rows: rows) r JOIN unit u ON u."id" = r."unit"
            """)
        try transaction.send(
            "UPDATE unit SET \"sales_invoice\" = \(invoice.head.id) WHERE \"id\" IN (SELECT r.\"unit\" FROM \(rows: rows) r)"
        )
    }
}
