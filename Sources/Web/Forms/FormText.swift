import Inventory
import Storage

/// Values as a form's fields hold them, and what people type as the wire writes it.
extension Locale {
    /// A value as a field holds it: numbers without groups, dates and times as browsers' own controls want them.
    ///
    /// - Parameter writesZero: whether a zero is shown; a field of the product takes an empty one for it.
    func typed(_ scalar: Scalar, _ kind: FieldKind, writesZero: Bool = false) -> String {
        guard case .integer(let value) = scalar else { return scalar.textValue ?? "" }
        switch kind {
        case .time:
            return TimeOfDay(milliseconds: Int(value) / 1000 * 1000).description
        case .integer, .quantity, .money, .decimal:
            return value == 0 && !writesZero ? "" : plain(kind.text(scalar))
        default: return kind.text(scalar)
        }
    }

    /// A number of the wire without needless zeros, with the language's decimal sign.
    private func plain(_ text: String) -> String {
        let bare = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return self == .french ? bare.replacing(".", with: ",") : bare
    }

    /// What someone typed as the wire writes it. What cannot be read stays as it is, for the rules to refuse.
    func wire(_ typed: String, _ kind: FieldKind) -> String {
        switch kind {
        case .text, .longText, .serials: typed.replacing("\r\n", with: "\n")
        case .integer, .quantity, .money, .decimal: wireNumber(typed)
        case .day: wireDay(SerialNumber(typed).text)
        default: SerialNumber(typed).text
        }
    }

    /// What is expected of someone who types, as the language writes it: a date with its day first in French.
    func typed(expected: String) -> String {
        self == .french && expected == "a date such as 2026-11-23" ? "a date such as 23/11/2026" : expected
    }

    /// `1 234,5` and `1,234.5` as `1234.5`.
    private func wireNumber(_ typed: String) -> String {
        let bare = typed.filter { !$0.isWhitespace }.replacing("\u{2212}", with: "-")
        guard let comma = bare.lastIndex(of: ",") else {
            // More points than one can only be groups.
            return bare.count { $0 == "." } > 1 ? bare.replacing(".", with: "") : bare
        }
        if let point = bare.lastIndex(of: "."), point > comma { return bare.replacing(",", with: "") }
        let isGroup = bare.wholeMatch(of: /-?\d{1,3}(,\d{3})+/) != nil
        if isGroup, self == .english || bare.count(where: { $0 == "," }) > 1 { return bare.replacing(",", with: "") }
        return bare.replacing(".", with: "").replacing(",", with: ".")
    }

    /// `23/11/2026` and `23/11/26` as `2026-11-23`, where the language writes the day first.
    private func wireDay(_ typed: String) -> String {
        guard self == .french, let parts = typed.wholeMatch(of: /(\d{1,2})[\/.\-](\d{1,2})[\/.\-](\d{4}|\d\d)/) else {
            return typed
        }
        let two = { (digits: Substring) in digits.count == 1 ? "0" + digits : String(digits) }
        let year = parts.3.count == 2 ? "20" + parts.3 : String(parts.3)
        return "\(year)-\(two(parts.2))-\(two(parts.1))"
    }
}
