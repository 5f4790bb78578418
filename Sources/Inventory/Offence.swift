/// One thing that is wrong with a record, and where: what a person must correct.
public struct Offence: Error, Hashable, Sendable {
    public let rejection: Rejection
    /// The document line, from 1; nil for the head.
    public let line: Int?
    public let serial: String?
    /// The field's name on the wire.
    public let field: String?
    /// What people call the field, where the product does not know it: the label of a custom field.
    public let label: String?

    public init(
        _ rejection: Rejection, line: Int? = nil, serial: String? = nil, field: String? = nil, label: String? = nil
    ) {
        self.label = label
        self.rejection = rejection
        self.line = line
        self.serial = serial
        self.field = field
    }
}

/// Everything that is wrong, in the order in which a person should read it.
public struct Refusal: Error, Sendable {
    public let offences: [Offence]

    /// Sorts offences by precedence, then by line.
    public init(_ offences: [Offence]) {
        precondition(!offences.isEmpty, "a refusal says why")
        let ranked = offences.enumerated().map { ($1.rejection.precedence, $1.line ?? 0, $0) }
        self.offences = ranked.sorted(by: <).map { offences[$0.2] }
    }

    public init(_ rejection: Rejection, field: String? = nil) {
        self.offences = [Offence(rejection, field: field)]
    }
}
