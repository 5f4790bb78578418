import Inventory

extension Books {
    /// Folds what happened to every submitted asset anew and compares; there are far fewer of them than of units.
    public func checkAssets() throws -> [Discrepancy] {
        let events = try transaction.query(
            """
            SELECT e."asset", e."id", e."location", e."custodian", e."condition" FROM asset_event e
            WHERE e."reverses" IS NULL AND \(Self.standsEvent("e")) ORDER BY e."asset", e."id"
            """
        ) { row in
            let mark = row.text(4).flatMap(AssetCondition.init(rawValue:)).map(AssetEvent.Change.marked)
            return (
                row.integer(0) ?? 0,
                AssetEvent(id: row.integer(1) ?? 0, change: mark ?? .placed(row.id(2), row.id(3)))
            )
        }
        let byAsset = Dictionary(grouping: events, by: \.0)
        let assets = try transaction.query(
            """
            SELECT a."id", a."name", a."location", a."custodian", a."condition" FROM asset a WHERE a."docstatus" = 1
            ORDER BY a."id"
            """
        ) { row in
            let fields = [row.integer(2), row.integer(3)].map { $0.map(String.init) ?? "" }
            return (row.integer(0) ?? 0, row.text(1) ?? "", fields + [row.text(4) ?? ""])
        }
        return assets.flatMap { id, name, stored -> [Discrepancy] in
            let state = AssetState(folding: (byAsset[id] ?? []).map(\.1))
            let computed = [
                state.location?.description ?? "", state.custodian?.description ?? "",
                state.condition == .inService ? "" : state.condition.rawValue,
            ]
            return zip(["location", "custodian", "status"], zip(stored, computed)).compactMap { field, values in
                guard values.0 != values.1 else { return nil }
                return Discrepancy(subject: name, field: field, stored: values.0, computed: values.1)
            }
        }
    }
}
