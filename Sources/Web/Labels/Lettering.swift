/// A text that is set on a label: broken into lines and as large as its place allows.
struct Lettering: Hashable, Sendable {
    enum Face: Sendable {
        /// Letters of one width: what is compared letter by letter.
        case figures
        case text
    }

    let lines: [String]
    /// The height of the letters' body.
    let size: Length

    /// From one line to the next.
    var lineHeight: Length { size.percent(120) }
    var height: Length { lineHeight * lines.count }

    /// Sets a text as large as it fits, on one line rather than on several; where even the smallest size does not
    /// fit, the text ends in an ellipsis.
    ///
    /// - Parameter byWords: whether lines end between words; a word that is too long is broken all the same.
    init(
        _ text: String, _ face: Face, width: Length, height: Length, largest: Length, smallest: Length, byWords: Bool
    ) {
        let least = largest.percent(byWords ? 85 : 50)
        var size = max(smallest, min(largest, Self.size(ofOneLine: text, face, width, atLeast: least)))
        var lines = Self.lines(of: text, face, width, size, byWords)
        while Self.height(lines.count, size) > height, size > smallest {
            size = max(smallest, size - 0.1)
            lines = Self.lines(of: text, face, width, size, byWords)
        }
        let room = max(1, height.micrometres / max(1, size.percent(120).micrometres))
        if lines.count > room {
            let last = Self.shortened(lines[room - 1] + "…", face, width, size)
            lines = lines.prefix(room - 1) + [last]
        }
        self.lines = lines
        self.size = size
    }

    /// The size at which a text fits on one line; twice the least where it would be smaller than that.
    private static func size(
        ofOneLine text: String, _ face: Face, _ width: Length, atLeast least: Length
    ) -> Length {
        let whole = width.micrometres * 100 / max(1, Self.width(of: text, face))
        return whole < least.micrometres ? least * 2 : Length(micrometres: whole)
    }

    private static func height(_ lines: Int, _ size: Length) -> Length { size.percent(120) * lines }

    private static func lines(
        of text: String, _ face: Face, _ width: Length, _ size: Length, _ byWords: Bool
    ) -> [String] {
        var lines: [String] = []
        var line = ""
        var (used, blank) = (0, line.endIndex)
        let room = width.micrometres * 100 / max(1, size.micrometres)
        for character in text {
            let width = Self.width(of: character, face)
            if used + width > room, !line.isEmpty {
                let breaksAtWord = byWords && blank > line.startIndex && character != " "
                let rest = breaksAtWord ? String(line[blank...].drop { $0 == " " }) : ""
                lines.append(breaksAtWord ? String(line[..<blank]) : line)
                line = rest
                used = Self.width(of: rest, face)
                blank = line.startIndex
            }
            if character == " " { blank = line.endIndex }
            if character == " ", line.isEmpty, byWords { continue }
            line.append(character)
            used += width
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    /// Takes letters from the end, before the ellipsis, until the line fits.
    private static func shortened(_ line: String, _ face: Face, _ width: Length, _ size: Length) -> String {
        var kept = line.dropLast()
        while !kept.isEmpty, width < size.percent(Self.width(of: kept + "…", face)) { kept.removeLast() }
        return kept + "…"
    }

    /// How wide a text may come out, in hundredths of its size, in any usual face.
    static func width(of text: some StringProtocol, _ face: Face) -> Int {
        text.reduce(0) { $0 + width(of: $1, face) }
    }

    private static func width(of character: Character, _ face: Face) -> Int {
        character.unicodeScalars.reduce(0) { $0 + width(of: $1, face) }
    }

    private static func width(of scalar: Unicode.Scalar, _ face: Face) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if scalar.value >= 0x1100 { return scalar.value < 0x2000 || scalar.value > 0x2E7F ? 130 : 105 }
        if face == .figures { return scalar.value < 0x80 ? 62 : 85 }
        return switch scalar {
        case "i", "j", "l", "t", "f", "I", ".", ",", ";", ":", "'", "|", "!", "(", ")", "[", "]", " ", "-", "/": 42
        case "m", "w", "M", "W", "@", "%": 102
        case "a"..."z", "0"..."9": 66
        default: 80
        }
    }
}
