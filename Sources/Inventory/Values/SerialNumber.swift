@_spi(_Unicode) import Swift

/// The number on one physical unit, as a person typed or scanned it.
///
/// Blanks around it are dropped; case is kept as typed and does not count when numbers are compared.
/// Source: docs/rules.md, section 1.
public struct SerialNumber: Hashable, Sendable {
    /// The number as typed, without the blanks around it.
    public let text: String
    /// The number as it is compared: in lower case.
    public let key: String

    /// The longest number, in characters of the key's UTF-8 form counted generously for accents.
    public static let lengthLimit = 140

    public init(_ text: some StringProtocol) {
        self.text = Self.trimmed(text)
        self.key = Self.folded(self.text)
    }

    public static func == (left: Self, right: Self) -> Bool { left.key == right.key }

    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// Whether the number can be kept: not empty, at most 140 characters, no control characters.
    public var isValid: Bool {
        !text.isEmpty && text.utf8.count <= Self.lengthLimit * 4
            && (text.utf8.count <= Self.lengthLimit || text.count <= Self.lengthLimit)
            && text != "." && text != ".." && !text.unicodeScalars.contains(where: Self.isControl)
    }

    /// Characters that no label shows and no scanner sends: controls, and what would break a line.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }

    /// Lower case, with accents composed: however a keyboard or scanner writes é, it is the same number.
    private static func folded(_ text: String) -> String {
        let lower = text.lowercased()
        if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: lower._nfc)
        return String(composed)
    }

    /// The numbers in a cell of many: split on new lines and commas, blanks dropped.
    public static func list(in cell: String) -> [SerialNumber] {
        let parts = cell.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\r") }
        var numbers: [SerialNumber] = []
        numbers.reserveCapacity(parts.count)
        for part in parts {
            let number = SerialNumber(Substring(part))
            if !number.text.isEmpty { numbers.append(number) }
        }
        return numbers
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let blank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, blank(first) || blank(last)
        else { return String(text) }
        let scalars = text.unicodeScalars.drop(while: blank)
        var result = String.UnicodeScalarView(scalars)
        while let last = result.last, blank(last) { result.removeLast() }
        return String(result)
    }
}

extension SerialNumber: CustomStringConvertible {
    public var description: String { text }
}

/// The serial numbers of a document line, one per line of the cell.
public struct SerialCell: Hashable, Sendable {
    public var text: String

    public init(_ text: String = "") {
        self.text = text
    }

    public init(_ numbers: [SerialNumber]) {
        self.text = numbers.lazy.map(\.text).joined(separator: "\n")
    }

    public var numbers: [SerialNumber] { SerialNumber.list(in: text) }

    /// Whether nothing but blanks, commas and new lines stands in the cell.
    public var isEmpty: Bool {
        !text.unicodeScalars.contains { $0 != "," && !$0.properties.isWhitespace }
    }
}
