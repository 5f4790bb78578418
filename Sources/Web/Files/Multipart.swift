/// A file as a form sends it.
struct UploadedFile: Hashable, Sendable {
    /// The name of the form's field.
    let field: String
    /// The name that the sender gives; it may be anything.
    let name: String
    let bytes: ArraySlice<UInt8>
}

/// Reads the body of a form with files (RFC 7578), strictly: what is cut off or malformed is no form.
struct Multipart {
    enum Fault: Error, Hashable {
        case malformed
        case tooManyParts(limit: Int)
    }

    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [UploadedFile] = []

    static let partLimit = 200
    private static let headLimit = 4096

    private let bytes: [UInt8]
    private let delimiter: [UInt8]
    private var place: Int

    /// - Parameter boundary: what stands between parts, without the dashes before it.
    init(_ bytes: [UInt8], boundary: String) throws(Fault) {
        self.bytes = bytes
        self.delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line before it.
        guard bytes.starts(with: delimiter.dropFirst(2)) else { throw .malformed }
        self.place = delimiter.count - 2
        var parts = 0
        while try !isAtEnd() {
            parts += 1
            if parts > Self.partLimit { throw .tooManyParts(limit: Self.partLimit) }
            try readPart()
        }
    }

    /// The boundary that a `Content-Type` names.
    static func boundary(in contentType: String) -> String? {
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: true).dropFirst()
        for part in parts {
            let text = part.drop { $0 == " " || $0 == "\t" }
            guard text.lowercased().hasPrefix("boundary=") else { continue }
            var value = text.dropFirst(9)
            while let last = value.last, last == " " || last == "\t" { value.removeLast() }
            if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            let isBoundary = value.utf8.allSatisfy { (0x21...0x7E).contains($0) || $0 == 0x20 }
            return isBoundary && (1...70).contains(value.utf8.count) ? String(value) : nil
        }
        return nil
    }

    /// Behind a delimiter: two dashes end the form, a new line begins a part.
    private mutating func isAtEnd() throws(Fault) -> Bool {
        let rest = bytes[place...]
        if rest.starts(with: "--".utf8) {
            guard rest.count == 2 || rest.dropFirst(2).elementsEqual("\r\n".utf8) else { throw .malformed }
            return true
        }
        guard rest.starts(with: "\r\n".utf8) else { throw .malformed }
        place += 2
        return false
    }

    private mutating func readPart() throws(Fault) {
        let disposition = try head()
        guard let end = next(delimiter, from: place) else { throw .malformed }
        let content = bytes[place..<end]
        place = end + delimiter.count
        if let file = disposition.file {
            files.append(UploadedFile(field: disposition.name, name: file, bytes: content))
        } else {
            guard let value = String(validating: content, as: UTF8.self), !content.contains(0) else {
                throw .malformed
            }
            fields.append((disposition.name, value))
        }
    }

    /// The lines before the content, of which only `Content-Disposition` says something that we need.
    private mutating func head() throws(Fault) -> (name: String, file: String?) {
        let start = place
        var found: (name: String, file: String?)?
        while true {
            guard let end = next([0x0D, 0x0A], from: place), end - start <= Self.headLimit,
                let line = String(validating: bytes[place..<end], as: UTF8.self), !line.utf8.contains(0)
            else { throw .malformed }
            place = end + 2
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":") else { throw .malformed }
            guard line[..<colon].lowercased() == "content-disposition" else { continue }
            guard found == nil, let parsed = Disposition(line[line.index(after: colon)...]) else { throw .malformed }
            found = (parsed.name, parsed.file)
        }
        guard let found else { throw .malformed }
        return found
    }

    private func next(_ pattern: [UInt8], from start: Int) -> Int? {
        let first = pattern[0]
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index] == first, bytes[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }
}

/// `form-data; name="file"; filename="photo.jpg"`.
private struct Disposition {
    var name = ""
    var file: String?

    init?(_ text: Substring) {
        var rest = text.utf8[...]
        guard let kind = Self.token(&rest), kind.lowercased() == "form-data" else { return nil }
        var names: [String: String] = [:]
        while Self.skip(";", &rest) {
            guard let key = Self.token(&rest)?.lowercased(), Self.skip("=", &rest),
                let value = Self.quoted(&rest) ?? Self.token(&rest), names[key] == nil
            else { return nil }
            names[key] = value
        }
        guard rest.isEmpty, let name = names["name"], !name.isEmpty else { return nil }
        self.name = name
        self.file = names["filename"]
        // The name in another alphabet (RFC 5987), as some clients have it: UTF-8''caf%C3%A9.pdf
        if let extended = names["filename*"] {
            guard extended.lowercased().hasPrefix("utf-8'"), let last = extended.lastIndex(of: "'"),
                let decoded = String(extended[extended.index(after: last)...]).percentDecoded
            else { return nil }
            self.file = decoded
        }
    }

    private static func skipBlanks(_ rest: inout Substring.UTF8View.SubSequence) {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    private static func skip(_ sign: Unicode.Scalar, _ rest: inout Substring.UTF8View.SubSequence) -> Bool {
        skipBlanks(&rest)
        guard rest.first == UInt8(ascii: sign) else { return false }
        rest = rest.dropFirst()
        skipBlanks(&rest)
        return true
    }

    private static func token(_ rest: inout Substring.UTF8View.SubSequence) -> String? {
        skipBlanks(&rest)
        let token = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "=") && $0 != 0x22 }
        rest = rest.dropFirst(token.count)
        skipBlanks(&rest)
        return token.isEmpty ? nil : String(Substring(token))
    }

    /// A text in quotes; browsers write a quote inside as `%22`, other clients as `\"`.
    private static func quoted(_ rest: inout Substring.UTF8View.SubSequence) -> String? {
        guard rest.first == 0x22 else { return nil }
        var bytes: [UInt8] = []
        var left = rest.dropFirst()
        while let byte = left.popFirst() {
            if byte == 0x22 {
                rest = left
                skipBlanks(&rest)
                let text = String(validating: bytes, as: UTF8.self)
                return text?.replacing("%22", with: "\"").replacing("%0D", with: " ").replacing("%0A", with: " ")
            }
            if byte == UInt8(ascii: "\\"), let escaped = left.first, escaped == 0x22 || escaped == UInt8(ascii: "\\") {
                bytes.append(escaped)
                left = left.dropFirst()
            } else {
                bytes.append(byte)
            }
        }
        return nil
    }
}
