import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Inventory
import Storage

extension Site {
    /// Who sends a request: by API key and secret, or by the session in the cookie.
    ///
    /// - Throws: `Problem` for a wrong key, and for a changing request that a browser sends from another site.
    func identity(of call: Call, _ transaction: any Transaction) throws -> Identity? {
        let accounts = Accounts(transaction)
        if let header = call.headers[.authorization], let key = Self.apiKey(header) {
            guard let found = try accounts.identity(apiKey: key.key),
                Secret.isEqual(Secret.digest(key.secret), found.secretHash)
            else { throw Problem.badKey }
            return found.identity
        }
        guard let token = call.sessionToken, token != "Guest" else { return nil }
        let identity = try accounts.identity(session: Secret.digest(token), at: call.clock.now)
        if identity != nil { try Self.checkOrigin(call) }
        return identity
    }

    /// `token key:secret`, or the same in base 64 behind `Basic`.
    private static func apiKey(_ header: String) -> (key: String, secret: String)? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        var pair = String(parts[1])
        switch parts[0].lowercased() {
        case "token", "bearer": break
        case "basic":
            guard let data = Data(base64Encoded: pair), let text = String(data: data, encoding: .utf8),
                !text.utf8.contains(0)
            else {
                return nil
            }
            pair = text
        default: return nil
        }
        let halves = pair.split(separator: ":", maxSplits: 1)
        return halves.count == 2 ? (String(halves[0]), String(halves[1])) : (pair, "")
    }

    /// A browser says where a request comes from; one that changes something must come from our own pages.
    ///
    /// Clients that are not browsers say nothing and hold no cookies that another site could use.
    /// Source: docs/decisions/0006-cross-site-requests.md.
    static func checkOrigin(_ call: Call) throws {
        guard call.method != .get, call.method != .head else { return }
        if let site = call.headers[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { throw Problem.foreignOrigin }
            return
        }
        guard let origin = call.headers[.origin] else { return }
        let host = origin.split(separator: "/").last.map(String.init) ?? ""
        guard host == call.host else { throw Problem.foreignOrigin }
    }
}

extension Call {
    var sessionToken: String? { cookie("sid") }

    /// What a repeated request must have in common with the first one: method, address, parameters and files, but not
    /// the language, which the person may have changed meanwhile.
    var fingerprint: String {
        let kept = parameters.filter { $0.key != "_lang" }.sorted { $0.key < $1.key }
        let members = kept.map { JSON.Member($0.key, $0.value) }
        let contents = files.map { "\($0.name) \(Secret.digest($0.bytes))" }.joined(separator: " ")
        return Secret.digest("\(method) \(path.joined(separator: "/")) \(JSON.object(members).text) \(contents)")
    }
}
