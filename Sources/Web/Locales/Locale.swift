import Inventory

/// A language of the product.
enum Locale: String, CaseIterable, Sendable {
    case french = "fr"
    case english = "en"

    /// The first language of an `Accept-Language` header, or of a user's setting, that the product speaks.
    init?(preferred header: String) {
        let ranges = header.split(separator: ",").enumerated().map { index, range -> (Double, Int, String) in
            let parts = range.split(separator: ";")
            let tag = parts.first.map { SerialNumber($0).key } ?? ""
            let quality =
                parts.dropFirst().compactMap { part in
                    let text = SerialNumber(part).text
                    return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
                }.first ?? 1
            return (-quality, index, tag)
        }
        for (_, _, tag) in ranges.sorted(by: <) {
            if let match = Locale.allCases.first(where: { tag == $0.rawValue || tag.hasPrefix($0.rawValue + "-") }) {
                self = match
                return
            }
        }
        return nil
    }
}

/// Numbers, dates and times as each language writes them.
extension Locale {
    /// The thin space that French sets between thousands and before `: ; ! ?`.
    static let thinSpace = "\u{202F}"

    func day(_ day: Day) -> String {
        let (year, month, dayOfMonth) = day.civil
        return self == .french ? "\(two(dayOfMonth))/\(two(month))/\(year)" : day.description
    }

    func time(_ time: TimeOfDay) -> String { String(time.description.prefix(5)) }

    func moment(_ moment: PostingTime) -> String { "\(day(moment.day)) \(time(moment.time))" }

    func count(_ count: Int) -> String { grouped(String(count)) }

    /// A quantity without needless zeros: `3`, `1,5`.
    func quantity(_ quantity: Quantity) -> String { decimal(quantity.description, least: 0) }

    /// An amount with two decimals or more: `1 234,50`.
    func money(_ money: Money) -> String { decimal(money.description, least: 2) }

    /// A number as the wire writes it, without needless zeros: `1 234,5`.
    func number(_ text: String) -> String { decimal(text, least: 0) }

    private func decimal(_ text: String, least: Int) -> String {
        let parts = text.split(separator: ".")
        var fraction = parts.count > 1 ? String(parts[1]) : ""
        while fraction.utf8.count > least, fraction.hasSuffix("0") { fraction.removeLast() }
        while fraction.utf8.count < least { fraction += "0" }
        let whole = grouped(String(parts[0]))
        return fraction.isEmpty ? whole : whole + (self == .french ? "," : ".") + fraction
    }

    private func grouped(_ digits: String) -> String {
        let negative = digits.hasPrefix("-")
        let bare = Array(negative ? digits.dropFirst() : digits[...])
        var result = ""
        for (index, digit) in bare.enumerated() {
            if index > 0, (bare.count - index) % 3 == 0 { result += self == .french ? Self.thinSpace : "," }
            result.append(digit)
        }
        return (negative ? "-" : "") + result
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
