/// The kinds of files that are kept, told by their first bytes, never by their names.
enum FileKind: String, CaseIterable, Sendable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webp = "image/webp"
    case gif = "image/gif"
    case csv = "text/csv"
    case text = "text/plain"

    /// What a file is; nil for a kind that is not kept.
    ///
    /// - Parameter name: only tells CSV from other text.
    init?(_ bytes: some Collection<UInt8>, name: String) {
        let head = Array(bytes.prefix(12))
        if head.starts(with: "%PDF-".utf8) {
            self = .pdf
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: "RIFF".utf8), head.dropFirst(8).elementsEqual("WEBP".utf8) {
            self = .webp
        } else if head.starts(with: "GIF87a".utf8) || head.starts(with: "GIF89a".utf8) {
            self = .gif
        } else if Self.isText(bytes) {
            self = name.lowercased().hasSuffix(".csv") ? .csv : .text
        } else {
            return nil
        }
    }

    /// Whether browsers may show it in their window. Text goes to the disk: it may look like a page.
    var isShown: Bool { self != .csv && self != .text }

    /// The endings that names of this kind have; the first one is added to a name that has none of them.
    private var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg"]
        case .webp: ["webp"]
        case .gif: ["gif"]
        case .csv: ["csv"]
        case .text: ["txt", "log", "md", "tsv", "json", "xml", "zpl"]
        }
    }

    /// UTF-8 without control characters other than those that lay text out.
    private static func isText(_ bytes: some Collection<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return false }
        return String(validating: bytes, as: UTF8.self) != nil
            && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B }
    }

    private static let lengthLimit = 140

    /// A name as it is kept: without folders and without signs that hide what it is, ending as its kind does.
    func name(_ given: String) -> String {
        let last = given.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: last.unicodeScalars.filter(Self.isSeen))
        var name = String(String(scalars).drop { $0 == " " || $0 == "." })
        while name.last == " " || name.last == "." { name.removeLast() }
        let ending = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
        let stem = ending.isEmpty ? name : String(name.dropLast(ending.count + 1))
        let fits = endings.contains(ending.lowercased())
        let kept = fits ? stem : name
        let tail = "." + (fits ? ending : endings[0])
        return (kept.isEmpty ? "file" : String(kept.prefix(Self.lengthLimit - tail.count))) + tail
    }

    /// Neither a control nor a mark that turns the direction of text, with which `exe` can be made to look like `fdp`.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
        default: true
        }
    }
}
