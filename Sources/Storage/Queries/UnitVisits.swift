public import Inventory

/// A visit of one unit: one that its contract plans, or one that was made.
public struct UnitVisit: Sendable {
    public let day: Day
    /// The key of the planned visit's row; nil for one that was made.
    public let row: Int64?
    /// The schedule's or the visit's name.
    public let document: String
    public let person: String
    public let workDone: String
    public let completion: VisitCompletion
}

extension Books {
    /// The visits of a unit that are to come by its contracts, the next ones first.
    ///
    /// - Parameter unit: the unit's key.
    public func comingVisits(of unit: Int64, number: SerialNumber, limit: Int) throws -> [UnitVisit] {
        let found = try transaction.query(
            """
            SELECT r."scheduled_date", r."id", s."name", p."name", r."completion_status", r."serial_no"
            FROM cover c JOIN maintenance_schedule s ON s."id" = c."document" AND s."docstatus" = 1
            JOIN maintenance_schedule_detail r ON r."parent" = s."id"
            LEFT JOIN sales_person p ON p."id" = r."sales_person"
            WHERE c."unit" = \(unit) AND c."document_type" = 'Maintenance Schedule' AND c."withdrawn_at" IS NULL
            AND r."item_code" = (SELECT u."item_code" FROM unit u WHERE u."id" = \(unit))
            AND r."completion_status" <> 'Fully Completed' ORDER BY r."scheduled_date", r."id" LIMIT \(limit * 4)
            """
        ) { row in
            let visit = UnitVisit(
                day: Day(number: Int(row.integer(0) ?? 0)), row: row.integer(1), document: row.text(2) ?? "",
                person: row.text(3) ?? "", workDone: "",
                completion: VisitCompletion(scalar: row.text(4).map(Scalar.text) ?? .null))
            return (visit, SerialCell(row.text(5) ?? ""))
        }
        // A contract may have other units of the same item in lines of their own.
        let own = found.filter { $0.1.numbers.contains(number) }
        let begun = own.filter { $0.0.completion == .partial }.map { ($0.0.row, $0.1.numbers.count) }
        let done = try doneUnits(ofPlanned: begun, only: unit)
        return Array(own.map(\.0).filter { $0.row.flatMap { done[$0] } == nil }.prefix(limit))
    }

    /// The units of planned visits on which the work was done though the visit as a whole is not completed.
    ///
    /// The lines of a visit that was partially completed name them. Where it names all units of the planned visit,
    /// nobody knows which of them were done, and none counts.
    ///
    /// - Parameter planned: keys of planned visits' rows, and how many units each has.
    /// - Parameter only: the key of the one unit that is asked for; nil for all.
    /// - Returns: by row, the keys of the numbers.
    func doneUnits(ofPlanned planned: [(row: Int64?, units: Int)], only: Int64? = nil) throws -> [Int64: Set<String>] {
        guard !planned.isEmpty else { return [:] }
        let rows = Rows(
            .texts("row", planned.map { $0.row.map(String.init) }), .integers("units", planned.map { Int64($0.units) }))
        let asked: SQL = only.map { " AND l.\"serial_no\" = \($0)" } ?? ""
        let found = try transaction.query(
            """
            SELECT k."row", u."name_key" FROM \(rows: rows) k
            JOIN maintenance_visit v ON v."maintenance_schedule_detail" = k."row" AND v."docstatus" = 1
                AND v."completion_status" = \(VisitCompletion.partial.rawValue)
            JOIN maintenance_visit_purpose l ON l."parent" = v."id"\(asked) JOIN unit u ON u."id" = l."serial_no"
            WHERE (SELECT count(*) FROM maintenance_visit_purpose c WHERE c."parent" = v."id") < k."units"
            """
        ) { ($0.text(0).flatMap(Int64.init) ?? 0, $0.text(1) ?? "") }
        return Dictionary(grouping: found, by: \.0).mapValues { Set($0.map(\.1)) }
    }

    /// The visits of a unit that were made, the latest first.
    ///
    /// - Parameter unit: the unit's key.
    public func pastVisits(of unit: Int64, limit: Int) throws -> [UnitVisit] {
        try transaction.query(
            """
            SELECT v."mntc_date", v."name", p."name", l."work_done", v."completion_status"
            FROM maintenance_visit_purpose l JOIN maintenance_visit v ON v."id" = l."parent"
            LEFT JOIN sales_person p ON p."id" = l."service_person"
            WHERE l."serial_no" = \(unit) AND v."docstatus" = 1 ORDER BY v."mntc_date" DESC, v."id" DESC LIMIT \(limit)
            """
        ) { row in
            UnitVisit(
                day: Day(number: Int(row.integer(0) ?? 0)), row: nil, document: row.text(1) ?? "",
                person: row.text(2) ?? "", workDone: row.text(3) ?? "",
                completion: VisitCompletion(scalar: row.text(4).map(Scalar.text) ?? .null))
        }
    }
}
