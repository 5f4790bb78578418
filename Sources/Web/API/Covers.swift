import Inventory
import Storage

/// Warranties and contracts of units: what covers them, and setting it by hand.
enum Covers {
    static let methods: [String: Methods.Method] = [
        "matricule.covers": Methods.Method(read: covers),
        "matricule.set_cover": Methods.Method(changes: true) { call in
            let numbers = try numbers(call)
            return Action(needs: needs) { site in
                let wish = try CoverWish(call, numbers)
                return try await site.write(call) { books in
                    try wish.fulfil(books)
                    return .json("message", .number(String(Set(numbers.map(\.key)).count)))
                }
            }
        },
    ]

    static let needs: [Action.Need] = [.init(right: .write, type: SerialNo.type.name)]

    private static func numbers(_ call: Call) throws -> [SerialNumber] {
        let value = try call.json("serial_nos")
        let cell = value?.string ?? value?.array?.compactMap(\.string).joined(separator: "\n") ?? ""
        return try Units.question(SerialNumber.list(in: cell))
    }

    /// Every record of what covers a unit or once did, the latest first.
    private static func covers(_ call: Call) throws -> Action {
        let serial = try call.required("serial_no")
        return Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in
            let covers = try await site.database.read { try call.books($0).covers(of: serial) }
            return .json("message", .array(covers.map { $0.json(site.zone) }))
        }
    }
}

/// What someone wants to cover units with.
struct CoverWish: Sendable {
    let numbers: [SerialNumber]
    let kind: CoverKind
    let starts: Day?
    /// Nil where nothing is to cover them any more.
    let ends: Day?
    let reason: String

    static let reasonLimit = 500

    /// Reads `kind`, `from_date`, `until`, `is_ended` and `reason`.
    ///
    /// - Throws: `Refusal` with everything that is missing or cannot be read.
    init(_ call: Call, _ numbers: [SerialNumber]) throws {
        var offences: [Offence] = []
        func day(_ name: String, _ label: String) -> Day? {
            let text = call.locale.wire(call.text(name) ?? "", .day)
            let day = Day(text)
            if day == nil, !text.isEmpty {
                offences.append(Offence(.unreadable(expected: FieldKind.day.expectation), field: name, label: label))
            }
            return day
        }
        func require(_ isThere: Bool, _ field: String, _ label: String) {
            let isTold = offences.contains { $0.field == field }
            if !isThere, !isTold { offences.append(Offence(.required, field: field, label: label)) }
        }
        let isEnded = call.text("is_ended") == "1"
        (self.numbers, self.starts, self.ends) = (
            numbers, day("from_date", "From"), isEnded ? nil : day("until", "Until")
        )
        let word = call.text("kind") ?? CoverKind.warranty.rawValue
        self.kind = CoverKind(rawValue: word) ?? .warranty
        self.reason = SerialNumber(call.text("reason") ?? "").text
        if CoverKind(rawValue: word) == nil {
            let choices = CoverKind.allCases.map(\.rawValue)
            offences.append(
                Offence(.notAChoice(value: word, choices: choices), field: "kind", label: "What covers the units"))
        }
        require(!numbers.isEmpty, "serial_nos", "Serial numbers")
        require(isEnded || ends != nil, "until", "Until")
        require(!reason.isEmpty, "reason", "Reason")
        if reason.utf8.count > Self.reasonLimit {
            offences.append(Offence(.tooLong(limit: Self.reasonLimit), field: "reason", label: "Reason"))
        }
        if let starts, let ends, ends < starts {
            offences.append(Offence(.endsBeforeStart(from: starts, until: ends), field: "until"))
        }
        if !offences.isEmpty { throw Refusal(offences) }
    }

    func fulfil(_ books: Books) throws {
        try books.cover(numbers, kind, from: starts, until: ends, reason: reason)
    }
}

extension UnitCover {
    func json(_ zone: Zone) -> JSON {
        func day(_ day: Day?) -> JSON { day.map { .string($0.description) } ?? .null }
        return [
            "kind": .string(kind.rawValue), "from_date": day(starts), "until": day(ends),
            "document_type": .string(documentType), "document_no": .string(document), "reason": .string(reason),
            "user": .string(author), "at": .string(zone.text(at)), "counts": counts ? 1 : 0,
            "withdrawn_by": withdrawal.map { .string($0.author) } ?? .null,
        ]
    }
}
