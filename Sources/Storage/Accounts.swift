public import Inventory

/// Who signed in, and as what.
public struct Identity: Hashable, Sendable {
    public let author: Author
    public let fullName: String
    public let language: String
    public let roles: Set<String>

    public init(author: Author, fullName: String, language: String, roles: Set<String>) {
        self.author = author
        self.fullName = fullName
        self.language = language
        self.roles = roles
    }

    /// Whether one of the roles gives a right on a type.
    public func may(_ right: Right, _ type: String) -> Bool { Permissions.allows(roles, right, on: type) }
}

/// A stored secret to compare with, and whose it is.
public struct Credential: Sendable {
    public let account: Int64
    public let name: String
    public let secretHash: String
}

/// Accounts, their secrets and their sessions. Secrets come hashed; the database never sees one.
public struct Accounts {
    let transaction: any Transaction

    public init(_ transaction: any Transaction) {
        self.transaction = transaction
    }

    /// The password hash of an enabled account, by its email in any case.
    public func password(of email: String) throws -> Credential? {
        try credential("c.\"password_hash\"", where: "a.\"name\" IN (\(email), \(SerialNumber(email).key))")
    }

    /// Who an API key belongs to, with the hash of the secret that must come with it.
    public func identity(apiKey: String) throws -> (identity: Identity, secretHash: String)? {
        try identities(where: "c.\"api_key\" = \(apiKey)")
    }

    private func credential(_ column: SQL, where condition: SQL) throws -> Credential? {
        try transaction.first(
            """
            SELECT a."id", a."name", \(column) FROM account a JOIN credential c ON c."account" = a."id"
            WHERE a."enabled" = 1 AND \(condition)
            """
        ) { row in
            row.text(2).map { Credential(account: row.integer(0) ?? 0, name: row.text(1) ?? "", secretHash: $0) }
        } ?? nil
    }

    /// The account with its roles; nil when it is gone or disabled.
    public func identity(_ account: Int64) throws -> Identity? {
        try identity(where: "a.\"id\" = \(account)")
    }

    /// The account behind a session that has not expired.
    public func identity(session tokenHash: String, at now: Instant) throws -> Identity? {
        try identity(
            where: """
                a."id" = (SELECT s."account" FROM session s
                WHERE s."token_hash" = \(tokenHash) AND s."expires_at" > \(now.milliseconds))
                """)
    }

    private func identity(where condition: SQL) throws -> Identity? {
        try identities(where: condition)?.identity
    }

    private func identities(where condition: SQL) throws -> (identity: Identity, secretHash: String)? {
        var roles: Set<String> = []
        let rows = try transaction.query(
            """
            SELECT a."id", a."name", a."full_name", a."language", r."name", c."api_secret_hash" FROM account a
            LEFT JOIN credential c ON c."account" = a."id"
            LEFT JOIN has_role h ON h."parent" = a."id" LEFT JOIN role r ON r."id" = h."role"
            WHERE a."enabled" = 1 AND \(condition)
            """
        ) { row in
            if let role = row.text(4) { roles.insert(role) }
            return (
                Author(id: row.integer(0) ?? 0, name: row.text(1) ?? ""), row.text(2) ?? "", row.text(3) ?? "",
                row.text(5) ?? ""
            )
        }
        guard let first = rows.first else { return nil }
        return (Identity(author: first.0, fullName: first.1, language: first.2, roles: roles), first.3)
    }

    public func setPassword(_ hash: String, of account: Int64) throws {
        try transaction.send(
            """
            INSERT INTO credential ("account", "password_hash") VALUES (\(account), \(hash))
            ON CONFLICT ("account") DO UPDATE SET "password_hash" = excluded."password_hash"
            """)
        try transaction.send("DELETE FROM session WHERE \"account\" = \(account)")
    }

    public func setKey(_ key: String, secretHash: String, of account: Int64) throws {
        try transaction.send(
            """
            INSERT INTO credential ("account", "api_key", "api_secret_hash") VALUES (\(account), \(key), \(secretHash))
            ON CONFLICT ("account") DO UPDATE SET "api_key" = excluded."api_key",
                "api_secret_hash" = excluded."api_secret_hash"
            """)
    }

    /// Whether anyone can sign in at all.
    public func hasCredentials() throws -> Bool {
        try transaction.first("SELECT 1 FROM credential LIMIT 1") { _ in true } ?? false
    }

    /// Opens a session and forgets expired ones.
    public func openSession(_ tokenHash: String, of account: Int64, at now: Instant, until end: Instant) throws {
        try transaction.send("DELETE FROM session WHERE \"expires_at\" <= \(now.milliseconds)")
        try transaction.send(
            """
            INSERT INTO session ("token_hash", "account", "created_at", "expires_at")
            VALUES (\(tokenHash), \(account), \(now.milliseconds), \(end.milliseconds))
            """)
    }

    public func closeSession(_ tokenHash: String) throws {
        try transaction.send("DELETE FROM session WHERE \"token_hash\" = \(tokenHash)")
    }

    public func closeSessions(of account: Int64) throws {
        try transaction.send("DELETE FROM session WHERE \"account\" = \(account)")
    }

    /// How often signing in failed for a subject (an account or an address) since `start`.
    public func failures(of subject: String, since start: Instant) throws -> Int {
        let count = try transaction.first(
            "SELECT \"failures\" FROM sign_in_failure WHERE \"subject\" = \(subject) AND \"since\" > \(start.milliseconds)"
        ) { $0.integer(0) ?? 0 }
        return Int(count ?? 0)
    }

    /// Counts a failure; a count that began before `start` begins anew.
    public func noteFailure(of subject: String, at now: Instant, since start: Instant) throws {
        try transaction.send("DELETE FROM sign_in_failure WHERE \"since\" <= \(start.milliseconds)")
        try transaction.send(
            """
            INSERT INTO sign_in_failure ("subject", "failures", "since") VALUES (\(subject), 1, \(now.milliseconds))
            ON CONFLICT ("subject") DO UPDATE SET "failures" = sign_in_failure."failures" + 1
            """)
    }

    public func forgetFailures(of subject: String) throws {
        try transaction.send("DELETE FROM sign_in_failure WHERE \"subject\" = \(subject)")
    }
}
