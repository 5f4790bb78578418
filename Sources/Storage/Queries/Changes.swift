public import Inventory

/// A change of a record as the audit trail has it.
public struct RecordChange: Sendable {
    public let at: Instant
    public let author: String
    /// Of each changed field its name (`items.1.qty` for one of a row), the value before and the value after, as they
    /// are stored.
    public let fields: [(name: String, before: Scalar, after: Scalar)]
}

extension Books {
    /// Who changed what of a record after an instant, oldest first; at most 100 changes.
    public func changes(of record: StoredRecord, _ type: RecordType, after instant: Instant) throws -> [RecordChange] {
        let rows = try transaction.query(
            """
            SELECT u."at", a."name", u."changes" FROM audit u JOIN account a ON a."id" = u."author"
            WHERE u."type" = \(type.name) AND u."record" = \(record.head.id) AND u."at" > \(instant.milliseconds)
            ORDER BY u."id" LIMIT 100
            """
        ) { ($0.integer(0) ?? 0, $0.text(1) ?? "", $0.text(2) ?? "{}") }
        return rows.map { at, author, changes in
            let members = (try? JSON(parsing: changes))?.members ?? []
            let fields = members.compactMap { member -> (String, Scalar, Scalar)? in
                guard let pair = member.value.array, pair.count == 2 else { return nil }
                return (member.name, Scalar(trail: pair[0]), Scalar(trail: pair[1]))
            }
            return RecordChange(at: Instant(milliseconds: at), author: author, fields: fields)
        }
    }
}

extension Scalar {
    /// A value as the trail writes it.
    init(trail json: JSON) {
        switch json {
        case .string(let text): self = .text(text)
        case .number(let text): self = Int64(text).map(Scalar.integer) ?? .text(text)
        default: self = .null
        }
    }
}
