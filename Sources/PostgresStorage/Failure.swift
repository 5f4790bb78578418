import Storage

/// Why a statement or a connection failed, as the server or libpq says it.
struct Failure: Error {
    /// The five characters of the SQL standard; empty when the connection failed.
    let code: String
    let message: String
    /// The constraint that stopped a write; empty otherwise.
    let constraint: String
    /// Whether the server was silent for as long as it may be. Whoever has waited so long is not made to wait again.
    let isSilence: Bool

    init(code: String = "", message: String, constraint: String = "", isSilence: Bool = false) {
        self.code = code
        self.message = message
        self.constraint = constraint
        self.isSilence = isSilence
    }

    /// Whether the connection can no longer be used, or leads to a server that no longer takes writes.
    ///
    /// Source: PostgreSQL documentation, appendix A: class 08 and 57P0x, 25006 on a server that became a standby.
    var isLoss: Bool { code.isEmpty || code.hasPrefix("08") || code.hasPrefix("57P") || code == "25006" }

    /// Whether doing the same again may go well, because others wrote at the same time: a serialization failure, a
    /// deadlock, or a constraint that they made true first.
    var isConflict: Bool { code == "40001" || code == "40P01" || code.hasPrefix("23") }

    /// The engine-neutral form.
    var storageError: StorageError {
        if isLoss { return .unavailable(message) }
        switch code.prefix(2) {
        case "23": return .constraint(constraint.isEmpty ? message : constraint)
        // Too much contention, too many connections, no space left, a deadline that passed.
        case "40", "53", "55", "57": return .unavailable(message)
        default: return .other("\(message) (\(code))")
        }
    }
}
