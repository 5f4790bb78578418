import HTTPTypes
import Hummingbird
import Inventory
import NIOCore
import Storage

/// One request as the product sees it: its parameters from address, form and body together, and who sends it.
struct Call: Sendable {
    var method: HTTPRequest.Method = .get
    /// The path's parts after the route's fixed ones, decoded: a type, and a name that may contain slashes.
    var path: [String] = []
    var parameters: [String: JSON] = [:]
    /// The body, where it is a JSON value.
    var body: JSON?
    /// The body as it came, where it is `application/octet-stream`.
    var bytes: [UInt8] = []
    /// The files of a form.
    var files: [UploadedFile] = []
    var headers: HTTPFields = [:]
    var identity: Identity?
    var locale = Locale.french
    var clock = Clock(now: Instant(milliseconds: 0), local: PostingTime(milliseconds: 0))
    var remoteAddress = ""
    /// The host and port that the client asked for.
    var host = ""
    /// The path and query as they came, for going back to after signing in.
    var target = "/"

    /// The most bytes that a body may have: a document of 100,000 long numbers fits.
    static let bodyLimit = 16 * 1024 * 1024

    /// A parameter as text; numbers and flags as they were written.
    func text(_ name: String) -> String? {
        switch parameters[name] {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "1" : "0"
        default: nil
        }
    }

    func required(_ name: String) throws -> String {
        guard let value = text(name), !value.isEmpty else { throw Refusal(.required, field: name) }
        return value
    }

    /// A parameter that is JSON: a value of the body, or text of the address or a form that is read now.
    func json(_ name: String) throws -> JSON? {
        guard let value = parameters[name] else { return nil }
        guard case .string(let text) = value, let first = text.utf8.first,
            UInt8(ascii: "[") == first || UInt8(ascii: "{") == first
                || UInt8(ascii: "\"") == first
        else { return value }
        do {
            return try JSON(parsing: text)
        } catch {
            throw Problem.malformed(name, error)
        }
    }

    /// The language that the address, an earlier choice on this device or the person's account asks for.
    var chosenLocale: Locale? {
        let asked = text("_lang") ?? cookie("lang") ?? identity?.language
        return asked.flatMap(Locale.init(rawValue:))
    }

    func cookie(_ name: String) -> String? {
        for value in headers[values: .cookie] {
            for pair in value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, SerialNumber(parts[0]).text == name { return SerialNumber(parts[1]).text }
            }
        }
        return nil
    }

    /// Whether the request says who sends it.
    var hasCredentials: Bool { headers[.authorization] != nil || cookie("sid") != nil }

    var author: Author { identity?.author ?? .administrator }

    func books(_ transaction: any Transaction) -> Books {
        Books(transaction, author: author, clock: clock, completesCustomFields: true)
    }
}

extension Call {
    /// Reads address and body; the sender is found out later.
    ///
    /// - Throws: `Problem` for a body that is too large or cannot be read.
    static func reading(_ request: Request, fixedParts: Int) async throws -> Call {
        var call = Call()
        call.method = request.method
        call.headers = request.headers
        call.target = request.uri.string
        call.host = request.head.authority ?? ""
        let raw = request.uri.path.split(separator: "/", omittingEmptySubsequences: true).dropFirst(fixedParts)
        call.path = raw.map { String($0).percentDecoded ?? String($0) }
        for pair in (request.uri.query ?? "").split(separator: "&") { try call.addPair(pair) }
        guard request.method != .get, request.method != .head else { return call }
        try await call.addBody(of: request)
        return call
    }

    private mutating func addPair(_ pair: Substring) throws {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = String(parts[0]).formDecoded, let value = parts.count > 1 ? String(parts[1]).formDecoded : ""
        else {
            throw Problem.badParameter(String(parts[0].prefix(140)), "text with valid percent escapes")
        }
        if !name.isEmpty { parameters[name] = .string(value) }
    }

    private mutating func addBody(of request: Request) async throws {
        var bytes: [UInt8] = []
        var size = 0
        // A body over the limit is read to its end and forgotten, so that the client gets to see the answer.
        for try await chunk in request.body {
            size += chunk.readableBytes
            if size <= Self.bodyLimit { bytes.append(contentsOf: chunk.readableBytesView) }
            if size > Self.bodyLimit * 16 { break }
        }
        guard size <= Self.bodyLimit else { throw Problem.tooLarge }
        guard !bytes.isEmpty else { return }
        let type = (request.headers[.contentType] ?? "").lowercased()
        // Many clients call JSON a form, as curl does; no form begins with a brace.
        if type.hasPrefix("application/x-www-form-urlencoded"), bytes.first != UInt8(ascii: "{") {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw Problem.unreadableBody }
            for pair in text.split(separator: "&") { try addPair(pair) }
        } else if type.hasPrefix("multipart/form-data") {
            try addForm(bytes, request.headers[.contentType] ?? "")
        } else if type.hasPrefix("application/octet-stream") {
            self.bytes = bytes
        } else {
            try addJSON(bytes)
        }
    }

    private mutating func addForm(_ bytes: [UInt8], _ type: String) throws {
        guard let boundary = Multipart.boundary(in: type) else { throw Problem.brokenForm }
        do throws(Multipart.Fault) {
            let form = try Multipart(bytes, boundary: boundary)
            for (name, value) in form.fields { parameters[name] = .string(value) }
            files = form.files
        } catch {
            switch error {
            case .malformed: throw Problem.brokenForm
            case .tooManyParts(let limit): throw Problem.tooManyParts(limit)
            }
        }
    }

    private mutating func addJSON(_ bytes: [UInt8]) throws {
        let value: JSON
        do {
            value = try JSON(parsing: bytes)
        } catch {
            throw Problem.malformed("body", error)
        }
        guard let members = value.members else { throw Problem.bodyNotObject }
        body = value
        for member in members { parameters[member.name] = member.value }
    }
}

extension String {
    /// The text behind percent escapes; nil when they are broken or not UTF-8.
    var percentDecoded: String? { decoded(plusIsBlank: false) }

    /// As `percentDecoded`, with `+` for a blank, as forms have it.
    var formDecoded: String? { decoded(plusIsBlank: true) }

    private func decoded(plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexadecimal, let low = rest.popFirst()?.hexadecimal else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        // No engine keeps a zero character in a text.
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var hexadecimal: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
