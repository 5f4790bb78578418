import Inventory
import Storage

/// How the numbers of one cell stand while people write it, before the document is saved.
struct SerialCheck: Sendable {
    /// A number's state, as the pad of numbers knows them, and why.
    struct Result: Sendable {
        var state: String
        var why = ""
    }

    private let doc: JSON
    private let line: Int
    private let field: String
    private let numbers: [SerialNumber]

    /// Reads `serial_nos`, and for numbers in a document `doc`, `line`, from 1, and the `field` of the cell. The cell
    /// itself may be empty in `doc`: only `serial_nos` are looked at.
    init(_ call: Call) throws {
        let value = try call.json("serial_nos")
        guard let texts = value?.array?.map(\.string) ?? value?.string.map({ [$0] }) else {
            throw Refusal(.required, field: "serial_nos")
        }
        self.numbers = try Units.question(texts.compactMap(\.self).map { SerialNumber($0) })
        self.doc = try call.json("doc") ?? .null
        self.line = call.text("line").flatMap(Int.init) ?? 1
        self.field = call.text("field") ?? "serial_no"
    }

    static func read(_ call: Call) throws -> Action {
        let check = try SerialCheck(call)
        let type = check.doc["doctype"]?.string
        let need = type.map { Action.Need(right: .write, type: $0) } ?? .init(right: .read, type: SerialNo.type.name)
        return Action(needs: [need]) { site in
            let results = try await check.results(call, site)
            return .json("message", .array(results.map { ["state": .string($0.state), "why": .string($0.why)] }))
        }
    }

    private var rows: [JSON] { doc["items"]?.array ?? [] }
    private var row: JSON? { rows.indices.contains(line - 1) ? rows[line - 1] : nil }

    private func results(_ call: Call, _ site: Site) async throws -> [Result] {
        let standings = try await Units.standings(numbers, call, site)
        guard let row else {
            return standings.map { standing in
                guard let values = standing.values else { return Result(state: "unknown") }
                let places = [1, 3, 4].compactMap { values[$0].textValue }.filter { !$0.isEmpty }
                return Result(state: values[2].textValue ?? "", why: places.joined(separator: " · "))
            }
        }
        let refusals = try await refusals(standings, row, call, site)
        let others = elsewhere
        return zip(numbers, standings).map { number, standing in
            if let line = others[number.key] {
                let message = Message("It stands on line {line} already.", ["line": .count(line)])
                return Result(state: "refused", why: site.catalogue.sentence(message, in: call.locale))
            }
            if let sentences = refusals.units[number.key] {
                return Result(state: "refused", why: sentences.joined(separator: " "))
            }
            if !refusals.general.isEmpty {
                return Result(state: "unchecked", why: refusals.general.joined(separator: " "))
            }
            return Result(state: standing.values == nil ? "new" : "good")
        }
    }

    /// The numbers in the other cells of the document, with their lines.
    private var elsewhere: [String: Int] {
        var lines: [String: Int] = [:]
        for (index, row) in rows.enumerated() {
            for name in ["serial_no", "rejected_serial_no"] where index != line - 1 || name != field {
                for number in SerialNumber.list(in: row[name]?.string ?? "") { lines[number.key] = index + 1 }
            }
        }
        return lines
    }

    /// What submitting the document would refuse, had it this line alone with these numbers.
    private func refusals(
        _ standings: [Units.Standing], _ row: JSON, _ call: Call, _ site: Site
    ) async throws -> (units: [String: [String]], general: [String]) {
        guard doc["doctype"]?.string != StockReconciliation.type.name else {
            return (ofOtherItems(standings, row, call, site), [])
        }
        guard let type = recordType(named: doc["doctype"]?.string ?? "") as? any Document.Type else {
            throw Problem.badParameter("doctype", "a type of document")
        }
        var units: [String: [String]] = [:]
        var general: [String] = []
        for offence in try await site.rehearse(document(row), type, call).offences {
            let plain = Offence(offence.rejection, serial: offence.serial, field: offence.field, label: offence.label)
            let sentence = site.catalogue.sentence(plain, in: call.locale)
            if let serial = offence.serial {
                units[SerialNumber(serial).key, default: []].append(sentence)
            } else {
                general.append(sentence)
            }
        }
        return (units, general)
    }

    /// A count takes out what it does not list, so it is not tried out in parts: only the item can be wrong.
    private func ofOtherItems(
        _ standings: [Units.Standing], _ row: JSON, _ call: Call, _ site: Site
    ) -> [String: [String]] {
        let wanted = row["item_code"]?.string ?? ""
        var refusals: [String: [String]] = [:]
        for (number, standing) in zip(numbers, standings) {
            guard let item = standing.values?[1].textValue, item != wanted else { continue }
            let offence = Offence(.serialOfOtherItem(item: item, expected: wanted), serial: number.text)
            refusals[number.key] = [site.catalogue.sentence(offence, in: call.locale)]
        }
        return refusals
    }

    /// The document cut down to this line and these numbers, in stock units.
    private func document(_ row: JSON) -> [JSON.Member] {
        let isReturn = doc["is_return"]?.isTrue == true
        let quantity = JSON.number((isReturn ? "-" : "") + String(numbers.count))
        let isRejected = field == "rejected_serial_no"
        let replaced: Set = [
            "name", "uom", "conversion_factor", "received_qty", "qty", "rejected_qty", "serial_no",
            "rejected_serial_no",
        ]
        var members = (row.members ?? []).filter { !replaced.contains($0.name) }
        members.append(JSON.Member(isRejected ? "rejected_qty" : "qty", quantity))
        members.append(JSON.Member(field, .string(numbers.map(\.text).joined(separator: "\n"))))
        if isRejected { members.append(JSON.Member("qty", 0)) }
        let others = (doc.members ?? []).filter { !["items", "modified", "docstatus"].contains($0.name) }
        return others + [JSON.Member("items", [.object(members)])]
    }
}
