import HTTPTypes
import Inventory
import Storage

/// What is done with many assets at once: units become assets, or assets move.
enum AssetTask: String, CaseIterable, Sendable {
    case make, move

    static let routes: [Route] = allCases.flatMap { task in
        [
            Route(.get, task.address) { call in
                Action(needs: [task.need(.write)]) { site in
                    try await AssetTaskPage(task, call, site, listed: task.listed(call, site)).answer
                }
            },
            Route(.post, task.address) { call in
                let pressed = call.text("_do") ?? ""
                let needs = [task.need(.write)] + (pressed == "submit" ? [task.need(.submit)] : [])
                return Action(needs: needs) { site in try await task.press(pressed, call, site) }
            },
        ]
    }

    /// The type of the documents that it makes.
    var type: any Document.Type { self == .make ? Asset.self : AssetMovement.self }

    /// The fields that all documents or lines get.
    var fields: [String] {
        switch self {
        case .make:
            [
                "location", "custodian", "available_for_use_date", "total_number_of_depreciations",
                "frequency_of_depreciation", "expected_value_after_useful_life",
            ]
        case .move: ["purpose", "target_location", "to_employee"]
        }
    }

    var address: String { "/asset/\(rawValue)" }

    func address(with parameters: [String: String]) -> String { address + "?" + Call.query(parameters) }

    /// The most units or assets of one press.
    static let limit = 1000

    /// The parameter that holds what it is done with.
    var list: String { self == .make ? "serial_nos" : "assets" }

    private func need(_ right: Right) -> Action.Need { .init(right: right, type: type.type.name) }

    /// What the list begins with: what the address says, or the units that a document brought in.
    private func listed(_ call: Call, _ site: Site) async throws -> String {
        guard self == .make, let type = call.text("doctype"), let name = call.text("docname") else {
            return call.text(list) ?? ""
        }
        return try await site.database.read {
            try call.books($0).assetCandidates(of: type, name, limit: Self.limit).joined(separator: "\n")
        }
    }

    /// Makes the documents, all or none; a page that hands a list over presses nothing.
    private func press(_ pressed: String, _ call: Call, _ site: Site) async throws -> Answer {
        let text = call.text(list) ?? ""
        guard ["save", "submit"].contains(pressed) else {
            return AssetTaskPage(self, call, site, listed: text).answer
        }
        do {
            let names = LookUpPage.numbers(in: text)
            if names.isEmpty { throw Refusal(.required, field: list) }
            if names.count > Self.limit {
                throw Refusal(.outOfRange(least: "1", most: String(Self.limit)), field: list)
            }
            let isSubmitted = pressed == "submit"
            let made = try await site.database.write { transaction in
                let books = call.books(transaction)
                return try self == .make
                    ? self.make(names, isSubmitted, call, books) : [self.move(names, isSubmitted, call, books)]
            }
            guard made.count > 1 else { return .redirect(to: type.type.address(of: made.first ?? "")) }
            return .redirect(to: Asset.type.address)
        } catch let refusal as Refusal {
            var page = AssetTaskPage(self, call, site, listed: text)
            page.refusal = refusal
            return page.answer
        }
    }

    /// What was typed for all of them, as the wire has it.
    private func typed(_ call: Call, _ fields: [Field]) -> [JSON.Member] {
        fields.compactMap { field in
            guard let text = call.text(field.name), !text.isEmpty else { return nil }
            return JSON.Member(field.name, .string(call.locale.wire(text, field.kind)))
        }
    }

    private func make(_ numbers: [SerialNumber], _ isSubmitted: Bool, _ call: Call, _ books: Books) throws -> [String] {
        let schema = Schema.of(Asset.self)
        var members = typed(call, fields.compactMap { schema.field(named: $0) })
        let isPlanned = members.contains { $0.name == "total_number_of_depreciations" && $0.value.string != "0" }
        members.append(JSON.Member("calculate_depreciation", isPlanned ? 1 : 0))
        members.append(JSON.Member("docstatus", isSubmitted ? 1 : 0))
        let places = try books.typedPlaces(of: numbers)
        var (assets, offences): ([Asset], [Offence]) = ([], [])
        for number in numbers {
            var own = members + [JSON.Member("serial_no", .string(places[number.key]?.number ?? number.text))]
            for (field, place) in [
                ("location", places[number.key]?.location), ("custodian", places[number.key]?.keeper),
            ] {
                guard let place, !members.contains(where: { $0.name == field }) else { continue }
                own.append(JSON.Member(field, .string(place)))
            }
            do {
                let new = try NewRecord(.object(own), Asset.type.name).record(in: books).record
                if let asset = new as? Asset { assets.append(asset) }
            } catch let refusal as Refusal {
                offences += refusal.offences.map { Offence($0.rejection, serial: number.text, field: $0.field) }
            }
        }
        do {
            if !offences.isEmpty { throw Refusal(offences) }
            return try books.insert(assets: assets).map(\.head.name)
        } catch let refusal as Refusal {
            throw Refusal(
                refusal.offences.map {
                    Offence($0.rejection, serial: $0.serial, field: $0.field == "serial_no" ? list : $0.field)
                })
        }
    }

    private func move(_ names: [SerialNumber], _ isSubmitted: Bool, _ call: Call, _ books: Books) throws -> String {
        let known = try books.assets(named: names)
        let unknown = names.filter { known[$0.key] == nil }
        if !unknown.isEmpty {
            throw Refusal(
                unknown.map {
                    Offence(.linkUnknown(type: Asset.type.name, name: $0.text), serial: $0.text, field: list)
                })
        }
        let own = Schema.of(AssetMovement.self)
        let places = own.tables[0].fields.filter { fields.contains($0.name) }
        let line = typed(call, places)
        let lines = names.map { name in
            JSON.object([JSON.Member("asset", .string(known[name.key] ?? ""))] + line)
        }
        let purpose = typed(call, own.fields.filter { $0.name == "purpose" })
        let state = JSON.Member("docstatus", isSubmitted ? 1 : 0)
        let new = try NewRecord(
            .object(purpose + [state, JSON.Member("assets", .array(lines))]), AssetMovement.type.name)
        return try books.insert(any: new.record(in: books).record).head.name
    }
}
