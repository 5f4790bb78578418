import Inventory

extension Books {
    /// Looks up every record that the links of `record` name, with one statement for each type they name.
    ///
    /// - Returns: the records, and an offence for every name that is not known.
    func resolve<R: Record>(_ record: inout R) throws -> (linked: Linked, offences: [Offence]) {
        var records = [record]
        let (linked, offences) = try resolve(&records)
        record = records[0]
        return (linked, offences[0])
    }

    /// The same for many records at once, with as many statements.
    ///
    /// - Returns: the records that they name, and the offences of each.
    func resolve<R: Record>(_ records: inout [R]) throws -> (linked: Linked, offences: [[Offence]]) {
        var wanted: [String: (names: Set<String>, keys: Set<Int64>)] = [:]
        var nameCompany = true
        for index in records.indices {
            var namesCompany = false
            records[index].visitLinks { place, name, key in
                if place.target == Company.type.name { namesCompany = true }
                if let key {
                    wanted[place.target, default: ([], [])].keys.insert(key)
                } else {
                    wanted[place.target, default: ([], [])].names.insert(name)
                }
            }
            if !namesCompany { nameCompany = false }
        }
        var linked = Linked(now: clock.local)
        linked.moment = clock.now
        linked.author = Link(author.name, id: ID(author.id))
        if !nameCompany {
            linked.defaultCompany = try load(Company.self, where: "d.\"id\" = (SELECT min(\"id\") FROM company)").first
            if let company = linked.defaultCompany { linked.add(company) }
        }
        var found: [String: [String: (name: String, key: Int64)]] = [:]
        for (target, names) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let type = recordType(named: target) else { continue }
            found[target] = try lookUp(type, names.names, names.keys, &linked)
        }
        try addUnits(to: &linked)
        if R.self == MaintenanceSchedule.self { try addHolidays(to: &linked) }
        if R.self == MaintenanceVisit.self { try addItems(to: &linked) }
        if R.self == WarrantyClaim.self { try addStandings(to: &linked) }
        if R.self == Asset.self { linked.origins = try origins(of: linked.all(SerialNo.self).compactMap(\.head.id)) }
        return (linked, records.indices.map { Self.link(&records[$0], to: found) })
    }

    /// Puts the keys into a record's links.
    ///
    /// - Returns: an offence for every name that is not known.
    private static func link<R: Record>(
        _ record: inout R, to found: [String: [String: (name: String, key: Int64)]]
    ) -> [Offence] {
        var offences: [Offence] = []
        record.visitLinks { place, name, key in
            guard key == nil else { return }
            if let match = found[place.target]?[name] {
                name = match.name
                key = match.key
            } else {
                let unknown = Rejection.linkUnknown(type: place.target, name: name)
                offences.append(Offence(unknown, line: place.line, field: place.field))
            }
        }
        return offences
    }

    /// Adds the items' own units of measure, which lines take over that name none.
    private func addUnits(to linked: inout Linked) throws {
        let keys = Set(linked.all(Item.self).compactMap(\.stockUnit.id?.rawValue)).filter {
            linked[Link<UOM>("", id: ID($0))] == nil
        }
        guard !keys.isEmpty else { return }
        let rows = Rows(.integers("key", keys.sorted()))
        for unit in try load(UOM.self, where: "d.\"id\" IN (SELECT \"key\" FROM \(rows: rows) k)") { linked.add(unit) }
    }

    /// Adds the items of units, whose names visits take over.
    private func addItems(to linked: inout Linked) throws {
        let keys = Set(linked.all(SerialNo.self).compactMap(\.item.id?.rawValue)).filter {
            linked[Link<Item>("", id: ID($0))] == nil
        }
        guard !keys.isEmpty else { return }
        let rows = Rows(.integers("key", keys.sorted()))
        for item in try load(Item.self, where: "d.\"id\" IN (SELECT \"key\" FROM \(rows: rows) k)", withLines: false) {
            linked.add(item)
        }
    }

    /// The types of whose rows the rules of others ask.
    private static let ruled: Set = [Item.type.name, HolidayList.type.name, MaintenanceSchedule.type.name]

    /// Adds the company's holidays, which schedules take over that name no list.
    func addHolidays(to linked: inout Linked) throws {
        let keys = Set(linked.all(Company.self).compactMap(\.holidayList.id?.rawValue)).filter {
            linked[Link<HolidayList>("", id: ID($0))] == nil
        }
        guard !keys.isEmpty else { return }
        let rows = Rows(.integers("key", keys.sorted()))
        for list in try load(HolidayList.self, where: "d.\"id\" IN (SELECT \"key\" FROM \(rows: rows) k)") {
            linked.add(list)
        }
    }

    /// - Returns: name and key of what each asked name stands for.
    private func lookUp<Target: Record>(
        _ type: Target.Type, _ names: Set<String>, _ keys: Set<Int64>, _ linked: inout Linked
    ) throws -> [String: (name: String, key: Int64)] {
        var found: [String: (name: String, key: Int64)] = [:]
        var conditions: [SQL] = []
        if !keys.isEmpty {
            conditions.append("d.\"id\" IN (SELECT k.\"key\" FROM \(rows: Rows(.integers("key", keys.sorted()))) k)")
        }
        if !names.isEmpty {
            let isBlind = type.type.isCaseBlind
            let wanted = Rows(.texts("name", names.map { isBlind ? SerialNumber($0).key : $0 }.sorted()))
            conditions.append("d.\(name: isBlind ? "name_key" : "name") IN (SELECT k.\"name\" FROM \(rows: wanted) k)")
        }
        for condition in conditions {
            // What a document builds on may not be cancelled meanwhile.
            if type is any Document.Type { try lock(type.type.table, where: condition) }
            for record in try load(type, where: condition, withLines: Self.ruled.contains(type.type.name)) {
                linked.add(record)
                if let key = record.head.id { found[record.head.name] = (record.head.name, key) }
            }
        }
        if type.type.isCaseBlind {
            let byKey = Dictionary(found.values.map { (SerialNumber($0.name).key, $0) }) { first, _ in first }
            for name in names { found[name] = byKey[SerialNumber(name).key] }
        }
        if type == Warehouse.self { try addByShortName(names.subtracting(found.keys), &found, &linked) }
        return found
    }

    /// A warehouse may also be named without its company's abbreviation, where only one is meant.
    private func addByShortName(
        _ names: Set<String>, _ found: inout [String: (name: String, key: Int64)], _ linked: inout Linked
    ) throws {
        guard !names.isEmpty else { return }
        let rows = Rows(.texts("name", names.sorted()))
        let warehouses = try load(
            Warehouse.self, where: "d.\"warehouse_name\" IN (SELECT k.\"name\" FROM \(rows: rows) k)")
        for (name, matches) in Dictionary(grouping: warehouses, by: \.warehouseName) where matches.count == 1 {
            linked.add(matches[0])
            if let key = matches[0].head.id { found[name] = (matches[0].head.name, key) }
        }
    }
}
