import HTTPTypes
import Inventory
import Storage

/// Methods for people with a scanner in hand.
enum Scans {
    static let methods: [String: Methods.Method] = [
        "matricule.scan": Methods.Method(read: scan),
        "matricule.check_serials": Methods.Method(read: SerialCheck.read),
        "matricule.note_refusals": Methods.Method(changes: true, read: noteRefusals),
    ]

    /// Documents whose submission is tried out for one answer: a scan of a few units has no more.
    private static let rehearsalLimit = 20

    /// What each scanned number is, whether what is to be done may be done, and the documents that do it.
    ///
    /// With `check` 0 nothing is tried out: the documents alone are wanted, to be sent.
    private static func scan(_ call: Call) throws -> Action {
        let pile = try ScanPile(call)
        let checks = call.text("check") != "0"
        return Action(needs: pile.needs) { site in
            let scanned = try await site.scanned(pile, call)
            var problems = scanned.problems
            var general: [String] = []
            if checks, pile.mode.moves, scanned.documents.count <= rehearsalLimit {
                for document in scanned.documents {
                    let offences = try await site.offences(of: document, call)
                    problems.merge(offences.units) { $0 + $1 }
                    general += offences.general
                }
            }
            let units = scanned.units.map { unit -> JSON in
                let custody = unit.standing.custody(Words(call, site))
                return unit.json(problems: problems[unit.key] ?? [], general, pile.mode, custody: custody)
            }
            return .json(
                "message",
                [
                    "units": .array(units), "documents": .array(scanned.documents),
                    "problems": .array(general.map(JSON.string)),
                ])
        }
    }

    /// Keeps what was refused on the floor: `refusals` is a list of `{key, at, mode, number, reason}`, `at` in
    /// milliseconds since 1970. A key that was told before changes nothing.
    private static func noteRefusals(_ call: Call) throws -> Action {
        Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in
            let scans = try refusals(call)
            try await site.database.write { try call.books($0).note(scans) }
            return .json("message", ["noted": .number(String(scans.count))])
        }
    }

    private static func refusals(_ call: Call) throws -> [RefusedScan] {
        guard let list = try call.json("refusals")?.array, list.count <= RefusedScan.batchLimit else {
            throw Problem.badParameter("refusals", "a list of at most \(RefusedScan.batchLimit) refusals")
        }
        return try list.map { refusal in
            func text(_ name: String, _ limit: Int) throws -> String {
                guard let text = refusal[name]?.string, !text.isEmpty, !text.unicodeScalars.contains("\0") else {
                    throw Problem.badParameter(name, "text")
                }
                return String(text.prefix(limit))
            }
            guard let at = refusal["at"]?.integer, at >= 0, let mode = ScanMode(rawValue: try text("mode", 20)) else {
                throw Problem.badParameter("refusals", "a list of refusals")
            }
            return RefusedScan(
                key: try text("key", 200), at: Instant(milliseconds: Int64(at)), mode: mode.rawValue,
                number: try text("number", SerialNumber.lengthLimit), reason: try text("reason", 500))
        }
    }
}

/// What came out of looking at a pile.
struct Scanned: Sendable {
    let units: [ScannedUnit]
    /// What is wrong with units before any document is looked at, by their keys.
    let problems: [String: [String]]
    /// What the other units become.
    let documents: [JSON]
}

extension Site {
    /// Looks the units of a pile up, each once, and makes the documents of those that may stand in one.
    func scanned(_ pile: ScanPile, _ call: Call) async throws -> Scanned {
        let standings = try await Units.standings(
            pile.units.map(\.number), and: ScannedUnit.fields, call, self)
        var units = zip(standings, pile.units).filter { !$0.0.isRepeated }.map {
            ScannedUnit(standing: $0.0, receivedAs: $0.1.item)
        }
        if pile.mode == .receive { try await findProducts(&units, call) }
        if pile.mode == .takeBack { try await findRates(&units, call) }
        var problems: [String: [String]] = [:]
        for unit in units {
            guard let message = pile.mode.problem(of: unit) else { continue }
            problems[unit.key] = [catalogue.sentence(message, in: call.locale)]
        }
        let fit = units.filter { problems[$0.key] == nil && $0.product == nil }
        guard pile.mode.moves else { return Scanned(units: units, problems: problems, documents: []) }
        let isNowhere = pile.source.isEmpty && fit.contains { $0.standing.text("warehouse").isEmpty }
        let elsewhere = isNowhere ? try await places(call).first { $0 != pile.target } : nil
        let documents = pile.documents(of: fit, elsewhere: elsewhere ?? "") { call.stateOfNew($0) }
        return Scanned(units: units, problems: problems, documents: documents)
    }

    /// Finds the items whose code or barcode was scanned instead of a unit's number.
    private func findProducts(_ units: inout [ScannedUnit], _ call: Call) async throws {
        let unknown = units.filter { !$0.isKnown }.map { Scalar.text($0.standing.number) }
        guard !unknown.isEmpty else { return }
        var listing = Listing(fields: ["name", "barcode", "item_name"])
        listing.anyOf = ["name", "barcode"].map { Listing.Filter(field: $0, test: .among, values: unknown) }
        listing.filters = [Listing.Filter(field: "has_serial_no", test: .equal, values: [.integer(1)])]
        listing.length = unknown.count * 2
        let question = listing
        let rows = try await database.read { try call.books($0).list(Item.self, question) }
        var products: [String: ScannedUnit.Product] = [:]
        for row in rows {
            let product = ScannedUnit.Product(code: row[0].textValue ?? "", name: row[2].textValue ?? "")
            for text in [row[1], row[0]].compactMap(\.textValue) { products[SerialNumber(text).key] = product }
        }
        // A code says as what the units after it are received.
        var current: String?
        for index in units.indices where !units[index].isKnown {
            units[index].product = products[units[index].key]
            current = units[index].product?.code ?? current
            units[index].receivedAs = current ?? units[index].receivedAs
        }
    }

    /// Finds out at which rates the units that come back were sold.
    private func findRates(_ units: inout [ScannedUnit], _ call: Call) async throws {
        var names: [String: Set<String>] = [:]
        for unit in units where unit.status == "Delivered" {
            let sale = unit.standing
            names[sale.text("delivery_document_type"), default: []].insert(sale.text("delivery_document_no"))
        }
        let (numbers, sold) = (units.map { SerialNumber($0.standing.number) }, names)
        let sales = try await database.read { try call.books($0).sales(of: numbers, in: sold) }
        for index in units.indices { units[index].saleRate = sales[units[index].key]?.rate }
    }

    /// What submitting a document would refuse, by unit; what concerns no unit concerns all of its line, or everything.
    func offences(of document: JSON, _ call: Call) async throws -> (units: [String: [String]], general: [String]) {
        guard let type = recordType(named: document["doctype"]?.string ?? "") as? any Document.Type else {
            throw Problem.badParameter("doctype", "a type of document")
        }
        var units: [String: [String]] = [:]
        var general: [String] = []
        for offence in try await rehearse(document.members ?? [], type, call).offences {
            let plain = Offence(offence.rejection, serial: offence.serial, field: offence.field, label: offence.label)
            let sentence = catalogue.sentence(plain, in: call.locale)
            if let serial = offence.serial {
                units[SerialNumber(serial).key, default: []].append(sentence)
            } else if let line = offence.line, let lines = document["items"]?.array, lines.indices.contains(line - 1) {
                let cell = lines[line - 1]["serial_no"]?.string ?? ""
                for number in SerialNumber.list(in: cell) { units[number.key, default: []].append(sentence) }
            } else {
                general.append(sentence)
            }
        }
        return (units, general)
    }
}

extension ScanMode {
    /// Why a unit cannot stand in a document at all.
    func problem(of unit: ScannedUnit) -> Message? {
        guard unit.product == nil else { return nil }
        switch self {
        case .lookUp: return nil
        case .receive where unit.item.isEmpty: return Message("Choose an item, or scan its barcode first.")
        case .receive: return nil
        case _ where !unit.isKnown:
            return Message("{serial} is not known. Check the number.", ["serial": .name(unit.standing.number)])
        case .takeBack where unit.status != "Delivered":
            return Message("{serial} is not with a customer.", ["serial": .name(unit.standing.number)])
        default: return nil
        }
    }
}

extension ScannedUnit {
    /// The unit as the interface tells it, with the sentences that refuse it, and how it stands: `state`, `why`.
    ///
    /// - Parameter general: what is wrong with none of the units.
    /// - Parameter custody: that it is in our workshop, where it is.
    func json(problems: [String], _ general: [String], _ mode: ScanMode, custody: String) -> JSON {
        let known = [custody, item, itemName, standing.text("warehouse"), standing.text("customer")].filter {
            !$0.isEmpty
        }
        let why = [problems, general].first { !$0.isEmpty }?.joined(separator: " ") ?? known.joined(separator: " · ")
        let product: JSON = product.map { ["item_code": .string($0.code), "item_name": .string($0.name)] } ?? .null
        return [
            "serial_no": .string(standing.number), "found": isKnown ? 1 : 0, "item_code": .string(item),
            "item_name": .string(itemName), "status": .string(status), "warehouse": .string(standing.text("warehouse")),
            "customer": .string(standing.text("customer")), "product": product,
            "problems": .array(problems.map(JSON.string)),
            "state": .string(problems.isEmpty ? state(general.isEmpty, mode) : "refused"), "why": .string(why),
        ]
    }

    /// The state of a unit that nothing refuses, as the pad of numbers knows them.
    private func state(_ isChecked: Bool, _ mode: ScanMode) -> String {
        if mode == .lookUp { return status.isEmpty ? "unknown" : status }
        return !isChecked ? "unchecked" : isKnown ? "good" : "new"
    }
}

extension Call {
    /// Submitted where the person may submit such documents, else a draft.
    func stateOfNew(_ type: String) -> DocumentState { identity?.may(.submit, type) == true ? .submitted : .draft }
}
