import Foundation
import Inventory
import Storage

/// What the form of a visit brings to be kept with it: photographs, and the signature that was drawn.
enum VisitFiles {
    static let signatureName = "signature.png"
    private static let head = "data:image/png;base64,"

    /// - Throws: `Refusal` for a file that cannot be kept, and for a signature that is no picture.
    static func read(_ call: Call) throws -> [NewFile] {
        let photographs = call.files.filter { $0.field == "photos" && !$0.bytes.isEmpty }
        let files = photographs.isEmpty ? [] : try Upload(photographs).files
        return try files + [signature(call.text("signature") ?? "")].compactMap(\.self)
    }

    private static func signature(_ text: String) throws -> NewFile? {
        guard !text.isEmpty else { return nil }
        guard text.hasPrefix(head), let data = Data(base64Encoded: String(text.dropFirst(head.count))),
            FileKind(data, name: signatureName) == .png
        else { throw Refusal(.fileUnfit(name: signatureName), field: "signature") }
        return NewFile(
            name: signatureName, mediaType: FileKind.png.rawValue, size: data.count, content: data.base64EncodedString()
        )
    }
}
