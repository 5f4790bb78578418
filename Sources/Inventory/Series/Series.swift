/// A pattern for numbers, such as `PB2L.#####` or `MAT-DN-.YYYY.-`: parts separated by dots.
///
/// Source: docs/rules.md, section 3.
public struct Series: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal(String)
        case year, shortYear, month, day, week, fiscalYear
        case field(String)
    }

    let parts: [Part]
    /// The least number of digits of the counter; it widens when it overflows.
    public let width: Int

    /// Reads a pattern.
    ///
    /// A pattern without `#` counts with five digits at its end.
    ///
    /// - Throws: `SeriesFault` when the pattern cannot count.
    public init(_ pattern: String) throws(SeriesFault) {
        let pieces = pattern.split(separator: ".").map { SerialNumber($0).text }.filter { !$0.isEmpty }
        guard !pieces.isEmpty else { throw .empty }
        var parts: [Part] = []
        var width: Int?
        for piece in pieces {
            if piece.hasPrefix("#") {
                guard piece.allSatisfy({ $0 == "#" }), piece.utf8.count <= 15 else { throw .counterMalformed(piece) }
                guard width == nil else { throw .twoCounters }
                width = piece.utf8.count
            } else {
                guard width == nil else { throw .counterNotLast }
                parts.append(try Self.part(piece))
            }
        }
        if width == nil, pattern.contains("#") { throw .counterInsidePart }
        self.parts = parts
        self.width = width ?? 5
    }

    private static func part(_ piece: String) throws(SeriesFault) -> Part {
        switch piece {
        case "YYYY": return .year
        case "YY": return .shortYear
        case "MM": return .month
        case "DD": return .day
        case "WW": return .week
        case "FY": return .fiscalYear
        default: break
        }
        if piece.hasPrefix("{"), piece.hasSuffix("}"), piece.utf8.count > 2 {
            return .field(String(piece.dropFirst().dropLast()))
        }
        guard !piece.contains(","), SerialNumber(piece).isValid else { throw .badCharacter(piece) }
        return .literal(piece)
    }

    /// Whether two patterns count with one counter: it belongs to what stands before it.
    public func sharesCounter(with other: Series) -> Bool { parts == other.parts }

    /// The fields that the pattern takes from the item or the document.
    public var fieldNames: [String] {
        parts.compactMap { if case .field(let name) = $0 { name } else { nil } }
    }

    /// The text before the counter on a given day; the counter belongs to this text.
    ///
    /// - Parameter field: the value of a field of the item or of the document; nil counts as empty.
    public func prefix(on day: Day, fiscalYear: String, field: (String) -> String?) -> String {
        let (year, month, dayOfMonth) = day.civil
        var result = ""
        for part in parts {
            switch part {
            case .literal(let text): result += text
            case .year: result += String(year)
            case .shortYear: result += padded(year % 100)
            case .month: result += padded(month)
            case .day: result += padded(dayOfMonth)
            case .week: result += padded(day.week)
            case .fiscalYear: result += fiscalYear
            case .field(let name): result += field(name) ?? ""
            }
        }
        return result
    }

    /// The number that `counter` makes behind `prefix`.
    public func number(_ counter: Int64, after prefix: String) -> String {
        let digits = String(counter)
        return prefix + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The counter in a number that this series could have made, or nil for any other number.
    public func counter(in number: SerialNumber, after prefix: String) -> Int64? {
        let start = prefix.lowercased()
        guard number.key.hasPrefix(start) else { return nil }
        let digits = number.key.utf8.dropFirst(start.utf8.count)
        guard digits.count >= width, digits.count <= 15,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == width || digits.first != UInt8(ascii: "0")
        else { return nil }
        return Int64(Substring(digits))
    }
}

/// Why a pattern cannot be a series.
public enum SeriesFault: Error, Hashable, Sendable {
    /// Nothing but dots and blanks.
    case empty
    /// `###A`: a part that starts with `#` but is not only that, or is longer than fifteen.
    case counterMalformed(String)
    /// `A.##.##`: which of them counts?
    case twoCounters
    /// `A.###.B`: numbers would not sort, and a longer counter would be ambiguous.
    case counterNotLast
    /// `A###`: without a dot before it the `#` is plain text and every number would be the same.
    case counterInsidePart
    /// A comma or control character, which would split or spoil the number.
    case badCharacter(String)

    /// A pattern close to the refused one that works.
    public func example(for pattern: String) -> String {
        let parts = pattern.split { $0 == "." || $0 == "#" || $0 == "," }.map { SerialNumber($0) }
        let literal = parts.first { $0.isValid }?.text ?? ""
        return (literal.isEmpty ? "SN-" : literal) + ".#####"
    }
}
