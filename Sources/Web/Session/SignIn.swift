import HTTPTypes
import Hummingbird
import Inventory
import NIOPosix
import Storage

/// Signing in and out, over the interface and from the page.
enum SignIn {
    static let methods: [String: Methods.Method] = [
        "login": Methods.Method(.everyone, changes: true) { call in
            try Site.checkOrigin(call)
            let (user, password) = (try call.required("usr"), try call.required("pwd"))
            return Action { site in
                let (identity, cookies) = try await site.signIn(user, password, call)
                var answer = Answer.json([
                    "message": "Logged In", "home_page": "/", "full_name": .string(identity.fullName),
                ])
                answer.headers = cookies
                return answer
            }
        },
        "logout": Methods.Method(.everyone) { call in
            Action { site in
                var answer = Answer.json([:])
                answer.headers = try await site.signOut(call)
                return answer
            }
        },
        "frappe.auth.get_logged_user": Methods.Method { call in
            Action { _ in .json("message", .string(call.author.name)) }
        },
    ]
}

extension Site {
    /// How many failures an account or an address may have in how many minutes.
    private static let attempts = (ofAccount: 5, ofAddress: 50, minutes: 10)

    /// Opens a session for the right password.
    ///
    /// - Throws: `Problem` with 401 for wrong ones, with 429 after too many.
    func signIn(_ user: String, _ password: String, _ call: Call) async throws -> (Identity, [(HTTPField.Name, String)])
    {
        let session = NewSession(at: call.clock.now)
        let identity = try await verify(user, password, call) { try session.open(for: $1, $0) }
        return (identity, cookies(session, identity))
    }

    /// Does something for whoever has the right password, in the transaction that finds it right.
    ///
    /// - Throws: `Problem` with 401 for wrong ones, with 429 after too many.
    @discardableResult
    func verify(
        _ user: String, _ password: String, _ call: Call,
        then body: @escaping @Sendable (any Transaction, Identity) throws -> Void
    ) async throws -> Identity {
        let now = call.clock.now
        let start = Instant(milliseconds: now.milliseconds - Int64(Self.attempts.minutes) * 60_000)
        let account = "account " + String(SerialNumber(user).key.prefix(140))
        let address = "address " + call.remoteAddress
        let stored = try await database.read { transaction -> Credential? in
            let accounts = Accounts(transaction)
            guard try accounts.failures(of: account, since: start) < Self.attempts.ofAccount,
                try accounts.failures(of: address, since: start) < Self.attempts.ofAddress
            else { throw Problem.tooManyAttempts(retryAfter: Self.attempts.minutes * 60) }
            return try accounts.password(of: user)
        }
        let matches = try await passwords.runIfActive {
            Secret.verify(password: password, against: stored?.secretHash ?? Secret.impossible)
        }
        let identity = try await database.write { transaction -> Identity? in
            let accounts = Accounts(transaction)
            guard matches, let credential = stored, let identity = try accounts.identity(credential.account) else {
                try accounts.noteFailure(of: account, at: now, since: start)
                try accounts.noteFailure(of: address, at: now, since: start)
                try call.books(transaction).noteFailedSignIn(stored?.name ?? user, from: call.remoteAddress)
                return nil
            }
            try accounts.forgetFailures(of: account)
            try body(transaction, identity)
            return identity
        }
        guard let identity else { throw Problem.badCredentials }
        return identity
    }

    func signOut(_ call: Call) async throws -> [(HTTPField.Name, String)] {
        if let token = call.sessionToken {
            try await database.write { try Accounts($0).closeSession(Secret.digest(token)) }
        }
        return [(.setCookie, "sid=; Max-Age=0; HttpOnly; Path=/; SameSite=Lax")]
    }

    /// What a browser keeps of a session.
    func cookies(_ session: NewSession, _ identity: Identity) -> [(HTTPField.Name, String)] {
        let secure = settings.isSecure ? "; Secure" : ""
        let age = "; Max-Age=\(NewSession.days * 86_400)"
        return [
            (.setCookie, "sid=\(session.token)\(age); HttpOnly; Path=/; SameSite=Lax\(secure)"),
            (.setCookie, "system_user=yes; Path=/; SameSite=Lax\(secure)"),
            (.setCookie, "user_id=\(identity.author.name.percentEncoded); Path=/; SameSite=Lax\(secure)"),
            (.setCookie, "full_name=\(identity.fullName.percentEncoded); Path=/; SameSite=Lax\(secure)"),
        ]
    }
}

/// A session that is about to be opened.
struct NewSession: Sendable {
    static let days: Int64 = 3

    let token = Secret.random(bytes: 28)
    private let now: Instant

    init(at now: Instant) {
        self.now = now
    }

    func open(for identity: Identity, _ transaction: any Transaction) throws {
        let end = Instant(milliseconds: now.milliseconds + Self.days * 86_400_000)
        try Accounts(transaction).openSession(Secret.digest(token), of: identity.author.id, at: now, until: end)
    }
}

extension String {
    /// The text as a cookie or a path part may carry it: everything but letters, digits and `-._~` escaped.
    var percentEncoded: String {
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
