public import Inventory

extension Books {
    /// Adds the deliveries that an installation note names, and how its units went out, with a fixed number of
    /// statements. Nobody may cancel those deliveries meanwhile.
    func loadDeliveries(of note: InstallationNote, into stock: inout StockState) throws {
        let named = Set(note.lines.map(\.delivery)).sorted { ($0.type, $0.name) < ($1.type, $1.name) }
        for (type, keys) in Dictionary(grouping: named, by: \.type).sorted(by: { $0.key < $1.key }) {
            guard let table = Table.all[type]?.name else { continue }
            let names = Rows(.texts("name", keys.map(\.name)))
            try lock(table, where: "d.\"name\" IN (SELECT k.\"name\" FROM \(rows: names) k)")
        }
        let rows = Rows(.texts("type", named.map(\.type)), .texts("name", named.map(\.name)))
        for (key, delivered) in try postings(rows) { stock.shipments[key] = delivered }
        for (key, item, quantity) in try delivered(rows) { stock.shipments[key]?.moved[item] = quantity }
        for (key, item, quantity) in try installed(rows) { stock.shipments[key]?.installed[item] = quantity }
        try loadWaysOut(of: stock.units.values.map(\.id), into: &stock)
    }

    private func postings(_ rows: Rows) throws -> [(DeliveryKey, Delivered)] {
        try transaction.query(
            """
            SELECT k."type", k."name", p."customer", p."posted_at", p."return_against" FROM \(rows: rows) k
            JOIN posting p ON p."document_no" = k."name" AND p."document_type" = k."type" WHERE \(Self.stands)
            """
        ) { row in
            var delivered = Delivered()
            delivered.customer = row.id(2)
            delivered.postedAt = PostingTime(milliseconds: row.integer(3) ?? 0)
            delivered.isStanding = row.integer(4) == nil
            return (DeliveryKey(type: row.text(0) ?? "", name: row.text(1) ?? ""), delivered)
        }
    }

    /// What deliveries moved and did not get back, by item.
    private func delivered(_ rows: Rows) throws -> [(DeliveryKey, ID<Item>, Quantity)] {
        try transaction.query(
            """
            SELECT k."type", k."name", e."item_code", -sum(e."actual_qty") FROM \(rows: rows) k
            JOIN posting o ON o."document_no" = k."name" AND o."document_type" = k."type" AND o."cancels" IS NULL
            JOIN posting p ON p."id" = o."id" OR p."return_against" = o."id"
            JOIN stock_ledger_entry e ON e."posting" = p."id"
            WHERE \(Self.stands) GROUP BY k."type", k."name", e."item_code"
            """
        ) { Self.quantity($0) }
    }

    /// What submitted notes have installed of deliveries, by item.
    private func installed(_ rows: Rows) throws -> [(DeliveryKey, ID<Item>, Quantity)] {
        try transaction.query(
            """
            SELECT k."type", k."name", r."item_code", sum(r."qty") FROM \(rows: rows) k
            JOIN installation_note_item r ON r."prevdoc_docname" = k."name" AND r."prevdoc_doctype" = k."type"
            JOIN installation_note n ON n."id" = r."parent" AND n."docstatus" = 1
            GROUP BY k."type", k."name", r."item_code"
            """
        ) { Self.quantity($0) }
    }

    private static func quantity(_ row: any Row) -> (DeliveryKey, ID<Item>, Quantity) {
        (
            DeliveryKey(type: row.text(0) ?? "", name: row.text(1) ?? ""), ID(row.integer(2) ?? 0),
            Quantity(thousandths: row.integer(3) ?? 0)
        )
    }

    /// By which document each unit is with its customer, and by which note it is installed there.
    private func loadWaysOut(of units: [ID<Unit>], into stock: inout StockState) throws {
        guard !units.isEmpty else { return }
        let rows = Rows(.integers("unit", units.map(\.rawValue)))
        let found = try transaction.query(
            """
            SELECT u."id", p."document_type", p."document_no", n."name" FROM \(rows: rows) k
            JOIN unit u ON u."id" = k."unit" JOIN movement m ON m."id" = u."way_out" JOIN posting p ON p."id" = m."posting"
            LEFT JOIN installation i ON i."movement" = m."id" AND i."installation_note" IN
                (SELECT s."id" FROM installation_note s WHERE s."docstatus" = 1)
            LEFT JOIN installation_note n ON n."id" = i."installation_note"
            """
        ) { row in
            (
                unit: ID<Unit>(row.integer(0) ?? 0), key: DeliveryKey(type: row.text(1) ?? "", name: row.text(2) ?? ""),
                note: row.text(3)
            )
        }
        for (unit, key, note) in found {
            stock.waysOut[unit] = key
            if let note { stock.installations[unit] = note }
        }
    }

    /// Writes which units a note installs, each by the movement that brought it to the customer: once it is back, the
    /// note says nothing of it any more.
    func install<D: Document>(_ units: [ID<Unit>], by note: D) throws {
        guard !units.isEmpty else { return }
        let rows = Rows(.integers("unit", units.map(\.rawValue)))
        try transaction.send(
            """
            INSERT INTO installation ("installation_note", "unit", "movement")
            SELECT \(note.head.id), u."id", u."way_out" FROM \(rows: rows) r JOIN unit u ON u."id" = r."unit"
            """)
    }

    /// The submitted notes that install what a document delivered, at most ten.
    func installations<D: Document>(of document: D) throws -> [String] {
        guard InstallationNoteItem.deliveries.contains(D.type.name) else { return [] }
        return try transaction.query(
            """
            SELECT DISTINCT n."name" FROM installation_note_item r JOIN installation_note n ON n."id" = r."parent"
            WHERE r."prevdoc_docname" = \(document.head.name) AND r."prevdoc_doctype" = \(D.type.name)
            AND n."docstatus" = 1 ORDER BY n."name" LIMIT 10
            """
        ) { $0.text(0) ?? "" }
    }

    /// The units of a note that are with its customer by it and not installed.
    public func uninstalled(by note: DeliveryNote) throws -> [SerialNumber] {
        try transaction.query(
            """
            SELECT u."name" FROM posting p JOIN movement m ON m."posting" = p."id" JOIN unit u ON u."way_out" = m."id"
                AND u."id" = m."unit"
            WHERE p."document_type" = \(DeliveryNote.type.name) AND p."document" = \(note.head.id) AND p."cancels" IS NULL
            AND NOT EXISTS (SELECT 1 FROM installation i JOIN installation_note n ON n."id" = i."installation_note"
                WHERE i."movement" = m."id" AND n."docstatus" = 1)
            """
        ) { SerialNumber($0.text(0) ?? "") }
    }
}
