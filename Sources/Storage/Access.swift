public import Inventory

/// How someone gets into the product, as they or an administrator may see it. Secrets are not among it.
public struct Access: Sendable {
    public let user: User
    public let hasPassword: Bool
    /// The API key; its secret was shown when it was made.
    public let apiKey: String?
    /// When the key was made; nil where the trail does not say.
    public let keyMadeAt: Instant?
    /// The sessions that are open, the newest first.
    public let sessions: [Session]

    /// An open session.
    public struct Session: Sendable {
        public let tokenHash: String
        public let openedAt: Instant
        public let endsAt: Instant
    }
}

/// What is done to somebody's access; each leaves a row in the audit trail, and no secret in it.
extension Books {
    public func access(of name: String) throws -> Access {
        let user = try find(User.self, name)
        let sessions = try transaction.query(
            """
            SELECT s."token_hash", s."created_at", s."expires_at" FROM session s WHERE s."account" = \(user.head.id)
            AND s."expires_at" > \(clock.now.milliseconds) ORDER BY s."created_at" DESC LIMIT 100
            """
        ) { row in
            Access.Session(
                tokenHash: row.text(0) ?? "", openedAt: Instant(milliseconds: row.integer(1) ?? 0),
                endsAt: Instant(milliseconds: row.integer(2) ?? 0))
        }
        let secrets = try transaction.first(
            "SELECT \"password_hash\", \"api_key\" FROM credential WHERE \"account\" = \(user.head.id)"
        ) { ($0.text(0), $0.text(1)) }
        let made = try transaction.first(
            """
            SELECT u."at" FROM audit u WHERE u."type" = \(User.type.name) AND u."record" = \(user.head.id)
            AND u."action" = 'new key' ORDER BY u."id" DESC LIMIT 1
            """
        ) { Instant(milliseconds: $0.integer(0) ?? 0) }
        return Access(
            user: user, hasPassword: secrets?.0 != nil, apiKey: secrets?.1, keyMadeAt: made, sessions: sessions)
    }

    /// Sets a password and ends the user's sessions.
    public func setPassword(_ hash: String, of user: User) throws {
        try accounts.setPassword(hash, of: user.head.id ?? 0)
        try note("new password", user)
    }

    /// Gives a user an API key; an earlier one no longer works.
    public func setKey(_ key: String, secretHash: String, of user: User) throws {
        try accounts.setKey(key, secretHash: secretHash, of: user.head.id ?? 0)
        try note("new key", user, [JSON.Member("api_key", [.null, .string(key)])])
    }

    /// Takes a user's API key away.
    public func revokeKey(of user: User) throws {
        try transaction.send(
            "UPDATE credential SET \"api_key\" = NULL, \"api_secret_hash\" = NULL WHERE \"account\" = \(user.head.id)")
        try note("key revoked", user)
    }

    /// Signs a user out everywhere.
    public func endSessions(of user: User) throws {
        try accounts.closeSessions(of: user.head.id ?? 0)
        try note("signed out everywhere", user)
    }

    /// Keeps in the trail that someone tried to sign in with a wrong password, or a name that nobody has.
    public func noteFailedSignIn(_ name: String, from address: String) throws {
        let key = try transaction.first("SELECT \"id\" FROM account WHERE \"name\" = \(name)") { $0.integer(0) } ?? nil
        try audit(
            User.type, key: key, name: String(name.prefix(SerialNumber.lengthLimit)), action: "sign-in failed",
            [JSON.Member("address", [.null, .string(address)])])
    }

    private var accounts: Accounts { Accounts(transaction) }

    private func note(_ action: String, _ user: User, _ changes: [JSON.Member] = []) throws {
        try audit(User.type, key: user.head.id, name: user.head.name, action: action, changes)
    }
}
