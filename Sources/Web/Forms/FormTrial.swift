import Inventory
import Storage

/// Saving that leaves nothing behind, for what the rules say about the rest of a form of which a part cannot be read.
struct FormTrial {
    private let members: [JSON.Member]
    private let submits: Bool
    private let unreadable: [Offence]

    /// - Returns: nil where the refusal is not about reading.
    init?(_ members: [JSON.Member], submits: Bool, refused refusal: Refusal) {
        let unreadable = refusal.offences.filter(\.isAboutReading)
        guard !unreadable.isEmpty, unreadable.count == refusal.offences.count else { return nil }
        self.unreadable = unreadable
        self.submits = submits
        self.members = members.map { member in
            guard case .array(let rows) = member.value else { return member }
            let readable = rows.enumerated().map { index, row in
                JSON.object((row.members ?? []).filter { cell in !unreadable.names(cell.name, line: index + 1) })
            }
            return JSON.Member(member.name, .array(readable))
        }.filter { !unreadable.names($0.name, line: nil) }
    }

    /// Everything that is wrong: what cannot be read, and what the rules say about everything else.
    func offences(_ form: Form, _ call: Call, _ site: Site) async throws -> [Offence] {
        let (members, state, type) = (members, submits ? DocumentState.submitted : form.state, form.type)
        let name = form.stored?.head.name
        do {
            try await site.database.write { transaction in
                let books = call.books(transaction)
                let old = try name.map { try books.find(any: type, $0) }
                let reader = RecordReader(members, over: old ?? type.init())
                var (record, _) = try reader.record(with: books.customFields(of: type.type))
                record.head.state = state
                _ = try old.map { try books.update(any: record, replacing: $0) } ?? books.insert(any: record)
                throw Undone()
            }
        } catch let refusal as Refusal {
            let found = refusal.offences.filter { !unreadable.names($0.field ?? "", line: $0.line) }
            return Refusal(unreadable + found).offences
        } catch is Undone {}
        return unreadable
    }

    /// Thrown so that the transaction is undone.
    private struct Undone: Error {}
}

extension Offence {
    fileprivate var isAboutReading: Bool {
        switch rejection {
        case .unreadable, .tooLong, .notAChoice, .outOfRange: true
        default: false
        }
    }
}

extension [Offence] {
    /// Whether one of them is about this field.
    fileprivate func names(_ field: String, line: Int?) -> Bool { contains { $0.field == field && $0.line == line } }
}
