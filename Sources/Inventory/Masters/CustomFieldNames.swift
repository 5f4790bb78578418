extension Schema {
    /// Names that a field of a record cannot have: what clients send along beside the fields, and what it travels in.
    public static let reservedNames: Set<String> = [
        "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype", "parent", "parentfield",
        "parenttype", "status", "cmd", "data",
    ]
}

extension CustomField {
    /// Whether a name is a lower-case identifier: a letter, then letters, digits and `_`, at most 64.
    public static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, letters.contains(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// The field name that a label gives: `numero_d_atelier` for `Numéro d’atelier`; empty where no letter is left.
    public static func fieldName(from label: String) -> String {
        var words: [String] = [""]
        for character in label.lowercased() {
            let plain = accents[character] ?? String(character)
            if plain.utf8.allSatisfy({ letters.contains($0) || digits.contains($0) }) {
                words[words.count - 1] += plain
            } else if words.last != "" {
                words.append("")
            }
        }
        let name = words.filter { !$0.isEmpty }.joined(separator: "_").drop { !$0.isLetter }
        return String(name.prefix(64))
    }

    private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private static let accents: [Character: String] = [
        "à": "a", "á": "a", "â": "a", "ã": "a", "ä": "a", "å": "a", "æ": "ae", "ç": "c", "è": "e", "é": "e", "ê": "e",
        "ë": "e", "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o", "ô": "o", "õ": "o", "ö": "o",
        "œ": "oe", "ß": "ss", "ù": "u", "ú": "u", "û": "u", "ü": "u", "ý": "y", "ÿ": "y",
    ]
}
