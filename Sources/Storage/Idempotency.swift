import Inventory

/// An answer kept for a client that may ask again.
public struct StoredAnswer: Hashable, Sendable {
    public let status: Int
    public let body: String
    /// A digest of the request: the same key with another request is a client's mistake.
    public let fingerprint: String

    public init(status: Int, body: String, fingerprint: String) {
        self.status = status
        self.body = body
        self.fingerprint = fingerprint
    }
}

extension Books {
    /// The answer given to this key before, if any.
    public func answer(to key: String) throws -> StoredAnswer? {
        try transaction.first(
            "SELECT \"status\", \"body\", \"fingerprint\" FROM idempotency WHERE \"account\" = \(author.id) AND \"key\" = \(key)"
        ) { StoredAnswer(status: Int($0.integer(0) ?? 0), body: $0.text(1) ?? "", fingerprint: $0.text(2) ?? "") }
    }

    /// Keeps the answer to a key in the transaction that did the work; answers older than a week are forgotten.
    public func keep(_ answer: StoredAnswer, to key: String) throws {
        let week: Int64 = 7 * 86_400_000
        try transaction.send("DELETE FROM idempotency WHERE \"at\" < \(clock.now.milliseconds - week)")
        try transaction.send(
            """
            INSERT INTO idempotency ("account", "key", "fingerprint", "status", "body", "at") VALUES
            (\(author.id), \(key), \(answer.fingerprint), \(answer.status), \(answer.body), \(clock.now.milliseconds))
            """)
    }
}
