import Inventory

/// A place where a projection does not say what the ledger says.
public struct Discrepancy: Hashable, Sendable, CustomStringConvertible {
    public let subject: String
    public let field: String
    public let stored: String
    public let computed: String

    public var description: String { "\(subject): \(field) is \(stored), the ledger says \(computed)" }
}

extension Books {
    /// Recomputes the state of the units with keys in a range from their movements, and compares.
    ///
    /// - Returns: the discrepancies, how many units were looked at, and the last key; nil when there are no more.
    public func checkUnits(
        after key: Int64, count: Int
    ) throws -> (found: [Discrepancy], count: Int, last: Int64?) {
        let units = try transaction.query(
            """
            SELECT \(Self.checkedColumns) FROM unit u WHERE u."id" > \(key) ORDER BY u."id" LIMIT \(count)
            """
        ) { row in
            (id: row.integer(0) ?? 0, name: row.text(1) ?? "", fields: (2..<18).map { Self.shown(row, $0) })
        }
        guard let first = units.first?.id, let last = units.last?.id else { return ([], 0, nil) }
        let movements = try transaction.query(
            """
            SELECT m."unit", m."reverses", EXISTS (SELECT 1 FROM movement r WHERE r."reverses" = m."id"),
                \(Self.movementColumns) FROM movement m JOIN posting p ON p."id" = m."posting"
            WHERE m."unit" BETWEEN \(first) AND \(last) ORDER BY m."unit", m."id"
            """
        ) { row in
            let survives = row.integer(1) == nil && row.integer(2) == 0
            return (unit: row.integer(0) ?? 0, survives: survives, movement: Self.movement(row, from: 3))
        }
        let byUnit = Dictionary(grouping: movements, by: \.unit)
        let expected = try expectations(from: first, to: last)
        let lotExpiries = try lotExpiries(ofUnitsFrom: first, to: last)
        let covers = try covers(from: first, to: last)
        var found: [Discrepancy] = []
        for unit in units {
            let history = byUnit[unit.id] ?? []
            let item = history.first?.movement?.item ?? ID(Int64(unit.fields[0]) ?? 0)
            let state = UnitState(item: item, folding: history.lazy.filter(\.survives).compactMap(\.movement))
            let shown = Self.shown(covers[unit.id] ?? [], state)
            let computed = Self.shown(state, lotExpiries) + shown + (expected[unit.id] ?? ["", "", ""])
            for (index, name) in Self.checkedNames.enumerated()
            where unit.fields[index] != computed[index] && !(name.hasSuffix("_computed") && unit.fields[index].isEmpty)
            {
                found.append(
                    Discrepancy(subject: unit.name, field: name, stored: unit.fields[index], computed: computed[index]))
            }
        }
        return (found, units.count, last)
    }

    private static let checkedNames = [
        "item_code", "status", "warehouse", "batch_no", "way_in", "way_out", "supplier", "customer", "purchase_rate",
        "moved_at", "expiry_computed", "warranty_expiry_date", "amc_expiry_date", "reserved_for",
        "sales_invoice", "asset",
    ]

    private static let checkedColumns: SQL = """
        u."id", u."name", u."item_code", u."status", u."warehouse", u."batch_no", u."way_in", u."way_out", u."supplier",
        u."customer", coalesce(u."purchase_rate", 0), u."moved_at", u."expiry_computed",
        coalesce(u."warranty_computed", u."warranty_expiry_date"), u."amc_expiry_date", u."reserved_for", u."sales_invoice",
        u."asset"
        """

    private static func shown(_ row: any Row, _ column: Int) -> String {
        column == 3 ? row.text(column) ?? "" : row.integer(column).map(String.init) ?? ""
    }

    /// The expiry dates of lots that have one, of units in a range or of those that they came with.
    private func lotExpiries(ofUnitsFrom first: Int64, to last: Int64) throws -> [ID<Batch>: Day] {
        let found = try transaction.query(
            """
            SELECT b."id", b."expiry_date" FROM batch b WHERE b."expiry_date" IS NOT NULL AND b."id" IN
            (SELECT m."batch" FROM movement m WHERE m."unit" BETWEEN \(first) AND \(last))
            """
        ) { (ID<Batch>($0.integer(0) ?? 0), Day(number: Int($0.integer(1) ?? 0))) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    private static func shown(_ state: UnitState, _ lotExpiries: [ID<Batch>: Day]) -> [String] {
        let expiry = state.batch.flatMap { lotExpiries[$0] } ?? state.expiry
        func text<Subject>(_ id: ID<Subject>?) -> String { id?.description ?? "" }
        return [
            text(state.item), state.status.rawValue, text(state.warehouse), text(state.batch),
            state.wayIn.map(String.init) ?? "", state.wayOut.map(String.init) ?? "", text(state.supplier),
            text(state.customer), String(state.purchaseRate.millionths),
            state.movedAt.map { String($0.milliseconds) } ?? "", expiry.map { String($0.number) } ?? "",
        ]
    }

    /// Until when warranty and contract cover a unit, by the records that have not been withdrawn and its delivery.
    private static func shown(_ covers: [Cover], _ state: UnitState) -> [String] {
        var covers = covers
        if let ends = state.warranty, let movement = state.wayOut {
            covers.append(Cover(kind: .warranty, starts: nil, ends: ends, movement: movement, order: 0))
        }
        return CoverKind.allCases.map { covers.inForce($0)?.ends.map { String($0.number) } ?? "" }
    }

    private func covers(from first: Int64, to last: Int64) throws -> [Int64: [Cover]] {
        let found = try transaction.query(
            """
            SELECT c."unit", c."kind", c."starts", c."ends", c."movement", c."id" FROM cover c
            WHERE c."unit" BETWEEN \(first) AND \(last) AND c."withdrawn_at" IS NULL
            """
        ) { row in
            let cover = Cover(
                kind: row.text(1).flatMap(CoverKind.init) ?? .warranty, starts: row.day(2), ends: row.day(3),
                movement: row.integer(4) ?? 0, order: row.integer(5) ?? 0)
            return (unit: row.integer(0) ?? 0, cover: cover)
        }
        return Dictionary(grouping: found, by: \.unit).mapValues { $0.map(\.cover) }
    }

    /// For which order each unit is held, by which invoice it is billed and which asset it is, from the documents
    /// themselves.
    private func expectations(from first: Int64, to last: Int64) throws -> [Int64: [String]] {
        let found = try transaction.query(
            """
            SELECT r."id", \(Self.reservationAfterReversal), \(Self.billOf("r")),
                (SELECT max(a."id") FROM asset a WHERE a."serial_no" = r."id" AND a."docstatus" = 1)
            FROM unit r WHERE r."id" BETWEEN \(first) AND \(last)
            """
        ) { row in
            (row.integer(0) ?? 0, (1...3).map { row.integer($0).map(String.init) ?? "" })
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Recomputes the balances from the quantity ledger, and counts the units of serialized items against them.
    public func checkBalances() throws -> [Discrepancy] {
        let sums = try transaction.query(
            """
            SELECT i."name", w."name", coalesce(b."actual_qty", 0), coalesce(e."quantity", 0),
                coalesce(b."stock_value", 0), coalesce(e."value", 0)
            FROM balance b LEFT JOIN (SELECT "item_code", "warehouse", sum("actual_qty") AS "quantity",
                sum("stock_value_difference") AS "value" FROM stock_ledger_entry GROUP BY "item_code", "warehouse") e
                ON e."item_code" = b."item_code" AND e."warehouse" = b."warehouse"
            JOIN item i ON i."id" = b."item_code" JOIN warehouse w ON w."id" = b."warehouse"
            WHERE b."actual_qty" <> coalesce(e."quantity", 0) OR b."stock_value" <> coalesce(e."value", 0)
            """
        ) { row in
            Discrepancy(
                subject: "\(row.text(0) ?? ""), \(row.text(1) ?? "")", field: "actual_qty, stock_value",
                stored: "\(row.integer(2) ?? 0), \(row.integer(4) ?? 0)",
                computed: "\(row.integer(3) ?? 0), \(row.integer(5) ?? 0)")
        }
        let counts = try transaction.query(
            """
            SELECT i."name", w."name", sum(t."quantity"), sum(t."kept"), sum(t."units") FROM (
                SELECT "item_code", "warehouse", "actual_qty" AS "quantity", "units" AS "kept", 0 AS "units" FROM balance
                WHERE "units" IS NOT NULL
                UNION ALL SELECT "item_code", "warehouse", 0, 0, count(*) FROM unit WHERE "warehouse" IS NOT NULL
                GROUP BY "item_code", "warehouse") t
            JOIN item i ON i."id" = t."item_code" JOIN warehouse w ON w."id" = t."warehouse"
            GROUP BY i."name", w."name" HAVING sum(t."quantity") <> sum(t."units") * 1000
            OR sum(t."kept") <> sum(t."units")
            """
        ) { row in
            Discrepancy(
                subject: "\(row.text(0) ?? ""), \(row.text(1) ?? "")", field: "actual_qty, units",
                stored: "\(row.integer(2) ?? 0), \(row.integer(3) ?? 0)",
                computed: "\((row.integer(4) ?? 0) * 1000), \(row.integer(4) ?? 0)")
        }
        return sums + counts + (try checkMissing()) + (try checkLots())
    }

    /// Recomputes what there is of each lot of goods without serial numbers from the quantity ledger.
    private func checkLots() throws -> [Discrepancy] {
        try transaction.query(
            """
            SELECT b."name", w."name", coalesce(sum(t."stored"), 0), coalesce(sum(t."computed"), 0) FROM (
                SELECT l."batch_no", l."warehouse", l."actual_qty" AS "stored", 0 AS "computed" FROM lot_balance l
                UNION ALL SELECT e."batch_no", e."warehouse", 0, e."actual_qty" FROM stock_ledger_entry e
                JOIN item i ON i."id" = e."item_code" AND i."has_serial_no" = 0 WHERE e."batch_no" IS NOT NULL) t
            JOIN batch b ON b."id" = t."batch_no" JOIN warehouse w ON w."id" = t."warehouse"
            GROUP BY b."name", w."name" HAVING sum(t."stored") <> sum(t."computed")
            """
        ) { row in
            Discrepancy(
                subject: "\(row.text(0) ?? ""), \(row.text(1) ?? "")", field: "lot",
                stored: "\(row.integer(2) ?? 0)", computed: "\(row.integer(3) ?? 0)")
        }
    }

    /// Units and ledger rows that no balance counts, and submitted documents whose postings are not there.
    private func checkMissing() throws -> [Discrepancy] {
        let uncounted = try transaction.query(
            """
            SELECT i."name", w."name", sum(e."actual_qty") FROM stock_ledger_entry e
            JOIN item i ON i."id" = e."item_code" JOIN warehouse w ON w."id" = e."warehouse"
            LEFT JOIN balance b ON b."item_code" = e."item_code" AND b."warehouse" = e."warehouse"
            WHERE b."id" IS NULL GROUP BY i."name", w."name"
            """
        ) { row in
            Discrepancy(
                subject: "\(row.text(0) ?? ""), \(row.text(1) ?? "")", field: "balance", stored: "missing",
                computed: "\(row.integer(2) ?? 0)")
        }
        let moving = recordTypes.compactMap { $0 as? any Document.Type }.filter { $0.init().movesStock }
        let halves = try moving.map { $0.type }.flatMap { type in
            try transaction.query(
                """
                SELECT d."name", d."docstatus", count(p."id") FROM \(name: type.table) d
                LEFT JOIN posting p ON p."document_type" = \(type.name) AND p."document" = d."id"
                GROUP BY d."id", d."name", d."docstatus" HAVING count(p."id") <> d."docstatus"
                """
            ) { row in
                Discrepancy(
                    subject: row.text(0) ?? "", field: "postings", stored: "\(row.integer(2) ?? 0)",
                    computed: "\(row.integer(1) ?? 0)")
            }
        }
        return uncounted + halves
    }
}
