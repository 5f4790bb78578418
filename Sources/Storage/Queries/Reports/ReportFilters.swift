import Inventory

/// What a report is asked for, read and looked up.
struct ReportFilters: Sendable {
    fileprivate var values: [String: Scalar] = [:]
    /// The keys that a filter by name stands for; a group stands for all that is in it.
    fileprivate var keys: [String: [Int64]] = [:]

    func text(_ name: String) -> String? { values[name]?.textValue }
    func integer(_ name: String) -> Int64? { values[name]?.integerValue }
    func isSet(_ name: String) -> Bool { (integer(name) ?? 0) != 0 }
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The key of a filter that stands for exactly one record.
    func key(_ name: String) -> Int64? { keys[name].flatMap { $0.count == 1 ? $0[0] : nil } }

    /// The condition that a column holds one of the keys that a filter stands for; nil where it is not asked.
    func condition(_ name: String, _ column: SQL) -> SQL? {
        guard let keys = keys[name] else { return nil }
        if keys.count == 1 { return "\(column) = \(keys[0])" }
        return "\(column) IN (SELECT k.\"key\" FROM \(rows: Rows(.integers("key", keys))) k)"
    }

    /// The first moment of the period that is asked for.
    var start: Int64? { integer("from_date").map { $0 * Int64(Self.day) } }

    /// The first moment after the period: behind the last day, or behind a time on it.
    var end: Int64? {
        guard let last = integer("to_date") else { return nil }
        return last * Int64(Self.day) + (integer("posting_time").map { $0 + 1 } ?? Int64(Self.day))
    }

    /// That a posting is in the period.
    func period(_ column: SQL) -> [SQL] {
        [start.map { "\(column) >= \($0)" }, end.map { "\(column) < \($0)" }].compactMap(\.self)
    }

    /// The milliseconds of a day.
    static let day = 86_400_000
}

extension Books {
    /// Reads filters and looks up what they name.
    ///
    /// - Throws: `Refusal` with all that cannot be read or found.
    func filters(_ report: Report, _ asked: [String: String]) throws -> ReportFilters {
        var filters = ReportFilters()
        var offences: [Offence] = []
        for filter in report.filters {
            guard let text = asked[filter.name] else { continue }
            do {
                guard case let value = try filter.kind.scalar(reading: text), value != .null else { continue }
                filters.values[filter.name] = value
                guard let type = filter.kind.target.flatMap(recordType(named:)) else { continue }
                filters.keys[filter.name] = try keys(type, text)
            } catch let rejection as Rejection {
                offences.append(Offence(rejection, field: filter.name, label: filter.label))
            } catch is Refusal {
                let unknown = Rejection.linkUnknown(type: filter.kind.target ?? "", name: text)
                offences.append(Offence(unknown, field: filter.name, label: filter.label))
            }
        }
        if let start = filters.integer("from_date"), let end = filters.integer("to_date"), end < start {
            let least = Day(number: Int(start)).description
            let label = report.filters.first { $0.name == "to_date" }?.label
            offences.append(
                Offence(.outOfRange(least: least, most: "2999-12-31"), field: "to_date", label: label))
        }
        if !offences.isEmpty { throw Refusal(offences) }
        return filters
    }

    /// The types whose records form a tree, with the field that names what a record is in.
    static let parents = [
        Warehouse.type: "parent_warehouse", ItemGroup.type: "parent_item_group", Location.type: "parent_location",
    ]

    /// The key of a record, and of all that is below it where it is a group.
    private func keys<R: Record>(_ type: R.Type, _ name: String) throws -> [Int64] {
        let record = try find(type, name)
        let key = record.head.id ?? 0
        guard let parent = Self.parents[type.type] else { return [key] }
        return try transaction.query(
            """
            WITH RECURSIVE below("id") AS (SELECT t."id" FROM \(name: type.type.table) t WHERE t."id" = \(key)
                UNION SELECT t."id" FROM below b JOIN \(name: type.type.table) t ON t.\(name: parent) = b."id")
            SELECT "id" FROM below
            """
        ) { $0.integer(0) ?? 0 }
    }
}
