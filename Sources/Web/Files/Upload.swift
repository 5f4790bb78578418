import Foundation
import HTTPTypes
import Inventory
import Storage

/// Files that a form brought, looked at and made ready to be kept.
struct Upload: Sendable {
    let files: [NewFile]

    /// - Throws: `Refusal` with every file that cannot be kept; one for none at all.
    init(_ uploaded: [UploadedFile]) throws {
        // A form whose field was left empty sends a file without name and content.
        let sent = uploaded.filter { !($0.name.isEmpty && $0.bytes.isEmpty) }
        guard !sent.isEmpty else { throw Refusal(.required, field: "file") }
        var files: [NewFile] = []
        var offences: [Offence] = []
        for file in sent {
            guard file.bytes.count <= Attachment.sizeLimit else {
                let limit = Attachment.sizeLimit >> 20
                offences.append(Offence(.fileTooLarge(name: Self.brief(file.name), limit: limit), field: "file"))
                continue
            }
            guard let kind = FileKind(file.bytes, name: file.name) else {
                offences.append(Offence(.fileUnfit(name: Self.brief(file.name)), field: "file"))
                continue
            }
            files.append(
                NewFile(
                    name: kind.name(file.name), mediaType: kind.rawValue, size: file.bytes.count,
                    content: Data(file.bytes).base64EncodedString()))
        }
        if !offences.isEmpty { throw Refusal(offences) }
        self.files = files
    }

    private static func brief(_ name: String) -> String { String(name.prefix(140)) }
}

extension Attachment {
    /// Where the file is read.
    func address(on type: RecordType) -> String {
        "/files/\(type.name.percentEncoded)/\(id)/\(fileName.percentEncoded)"
    }
}

/// A file as it goes to a browser.
enum Download {
    /// - Throws: `StorageError.other` for a content that is damaged.
    static func answer(_ attachment: Attachment, _ content: String) throws -> Answer {
        guard let data = Data(base64Encoded: content), data.count == attachment.size else {
            throw StorageError.other("the content of attachment \(attachment.id) is damaged")
        }
        let kind = FileKind(rawValue: attachment.mediaType)
        let charset = attachment.mediaType.hasPrefix("text/") ? "; charset=utf-8" : ""
        var answer = Answer(contentType: attachment.mediaType + charset, body: Array(data))
        let way = kind?.isShown == true ? "inline" : "attachment"
        answer.headers = [
            (.contentDisposition, "\(way); \(fileName(attachment.fileName))"), (.xContentTypeOptions, "nosniff"),
            (.contentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
            (.cacheControl, "private, no-store"),
        ]
        return answer
    }

    /// The name for old clients, and as it is for those that know RFC 5987.
    private static func fileName(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar -> Character in
            let isPlain = (0x20..<0x7F).contains(scalar.value) && !"\"\\%;".unicodeScalars.contains(scalar)
            return isPlain ? Character(scalar) : "_"
        }
        return "filename=\"\(String(plain))\"; filename*=UTF-8''\(name.percentEncoded)"
    }
}
