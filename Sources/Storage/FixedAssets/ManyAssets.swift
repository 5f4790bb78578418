public import Inventory

/// Many units that become assets at once.
extension Books {
    /// Adds new assets, all or none, as drafts or submitted by their `head.state`; as many statements for one as for a
    /// thousand, and one block of numbers for all that count together.
    ///
    /// - Parameter given: at most `unitLimit`; none amends another.
    /// - Throws: `Refusal` with everything that is wrong with any of them, each offence with its unit.
    public func insert(assets given: [Asset]) throws -> [Asset] {
        guard given.count <= unitLimit else { throw Refusal(.tooManyUnits(limit: unitLimit), field: "serial_no") }
        guard !given.isEmpty else { return [] }
        var assets = given
        let linked = try examine(&assets)
        try number(&assets, linked)
        try write(&assets)
        let submitted = assets.filter { $0.head.state == .submitted }
        if !submitted.isEmpty { try place(submitted) }
        return assets
    }

    /// Completes assets and refuses them all for anything that is wrong with one.
    private func examine(_ assets: inout [Asset]) throws -> Linked {
        let (linked, unknown) = try resolve(&assets)
        let custom = completesCustomFields ? try heldCustomFields(of: Asset.type) : []
        var offences: [Offence] = []
        var seen: Set<String> = []
        for index in assets.indices {
            assets[index].complete(linked)
            let asset = assets[index]
            var own = unknown[index] + missing(asset) + asset.faults(linked)
            own += assets[index].head.custom.complete(custom)
            if !seen.insert(SerialNumber(asset.unit.name).key).inserted {
                own.append(Offence(.serialTwice(otherLine: nil), field: "serial_no"))
            }
            offences += own.map { $0.of(asset) }
        }
        offences += try decisionFaults(assets, linked)
        if !offences.isEmpty { throw Refusal(offences) }
        return linked
    }

    /// What stands against submitting those that are to be submitted.
    private func decisionFaults(_ assets: [Asset], _ linked: Linked) throws -> [Offence] {
        let submitted = assets.filter { $0.head.state == .submitted }
        var stock = StockState(linked: linked)
        try loadUnits(submitted.flatMap(\.namedUnits), into: &stock)
        func decide() -> [Offence] {
            submitted.flatMap { asset in asset.decide(on: stock).offences.map { $0.of(asset) } }
        }
        let offences = decide()
        guard !offences.isEmpty else { return [] }
        try explain(offences, in: &stock)
        return decide()
    }

    /// Writes the heads of new assets, and the rows of the trail that say so.
    private func write(_ assets: inout [Asset]) throws {
        let table = Table.of(Asset.self)
        let keys = try transaction.reserveKeys(assets.count, in: table.name)
        for (index, key) in zip(assets.indices, keys) {
            assets[index].head.id = key
            (assets[index].head.creation, assets[index].head.modified) = (clock.now, clock.now)
            (assets[index].head.owner, assets[index].head.modifiedBy) = (author.name, author.name)
        }
        let values = assets.map(\.values)
        var columns: [Rows.Column] = [
            .integers("id", keys), .texts("name", assets.map(\.head.name)),
            .integers("docstatus", assets.map { Int64($0.head.state.rawValue) }),
            .texts("custom", assets.map { $0.head.custom.isEmpty ? nil : $0.head.custom.stored }),
        ]
        for (position, field) in table.schema.fields.enumerated() where field.isStored {
            columns.append(.of(field, values.map { $0.fields[position] }))
        }
        let names = SQL.joined(columns.map { "\(name: $0.name)" }, by: ", ")
        let now = clock.now.milliseconds
        try transaction.send(
            """
            INSERT INTO asset (\(names), "owner", "creation", "modified", "modified_by")
            SELECT \(names), \(author.id), \(now), \(now), \(author.id) FROM \(rows: Rows(columns)) r
            """)
        try audit(new: assets)
    }
}

extension Offence {
    /// The same offence with the unit of its asset.
    fileprivate func of(_ asset: Asset) -> Offence {
        Offence(rejection, serial: serial ?? asset.unit.name, field: field, label: label)
    }
}
