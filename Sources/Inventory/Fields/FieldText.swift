/// Values as text: how people and clients write each kind of field.
extension FieldKind {
    /// The value that text stands for; empty text is no value.
    ///
    /// - Throws: `unreadable`, `tooLong`, `notAChoice` or `outOfRange`.
    public func scalar(reading text: String) throws(Rejection) -> Scalar {
        switch self {
        case .text, .longText, .link, .serials: return try words(text)
        case .choice(let choices): return try option(text, of: choices)
        case .flag: return try flag(text)
        case .integer: return try number(text, digits: 0, within: Int64(Int32.min)...Int64(Int32.max))
        case .quantity:
            return try number(text, digits: 3, within: -Quantity.limit.thousandths...Quantity.limit.thousandths)
        case .money: return try number(text, digits: 6, within: -Money.limit.millionths...Money.limit.millionths)
        case .decimal: return try number(text, digits: 6, within: -Self.decimalLimit...Self.decimalLimit)
        case .day: return try point(text) { Day($0).map { Int64($0.number) } }
        case .time: return try point(text) { TimeOfDay($0).map { Int64($0.milliseconds) } }
        case .instant: throw .unreadable(expected: expectation)
        }
    }

    /// The largest `decimal`, in millionths: a billion, up to which floating point tells millionths apart.
    public static let decimalLimit: Int64 = 1_000_000_000_000_000

    /// What can be written into the field, as words in a sentence.
    public var expectation: String {
        switch self {
        case .text, .longText, .link, .serials, .choice: "text"
        case .flag: "0 or 1"
        case .integer: "a whole number"
        case .quantity, .money, .decimal: "a number"
        case .day: "a date such as 2026-11-23"
        case .time: "a time such as 14:30:00"
        case .instant: "nothing"
        }
    }

    /// The value as the wire writes it, for sentences and exports.
    public func text(_ scalar: Scalar) -> String {
        guard case .integer(let value) = scalar else { return scalar.textValue ?? "" }
        return switch self {
        case .quantity: Quantity(thousandths: value).description
        case .money, .decimal: Money(millionths: value).description
        case .day: Day(number: Int(value)).description
        case .time: TimeOfDay(milliseconds: Int(value)).description
        default: String(value)
        }
    }

    private func words(_ text: String) throws(Rejection) -> Scalar {
        if text.utf8.count > lengthLimit, text.count > lengthLimit { throw .tooLong(limit: lengthLimit) }
        if text.utf8.contains(0) { throw .unreadable(expected: expectation) }
        return text.isEmpty ? .null : .text(text)
    }

    private func option(_ text: String, of choices: [String]) throws(Rejection) -> Scalar {
        if text.isEmpty { return .null }
        guard choices.contains(text) else {
            let shown = choices.count > 50 ? choices.prefix(50) + ["…"] : choices
            throw .notAChoice(value: String(text.prefix(140)), choices: shown)
        }
        return .text(text)
    }

    private func flag(_ text: String) throws(Rejection) -> Scalar {
        switch text.lowercased() {
        case "1", "true", "yes": return .integer(1)
        case "0", "false", "no", "", "0.0": return .integer(0)
        default: throw .unreadable(expected: expectation)
        }
    }

    private func number(_ text: String, digits: Int, within bounds: ClosedRange<Int64>) throws(Rejection) -> Scalar {
        if text.isEmpty { return .null }
        guard let parsed = FixedPoint.parse(text, digits: digits) else { throw .unreadable(expected: expectation) }
        if !bounds.contains(parsed) {
            let scale = FixedPoint.parse("1", digits: digits) ?? 1
            throw .outOfRange(least: String(bounds.lowerBound / scale), most: String(bounds.upperBound / scale))
        }
        let isWhole = digits > 0 || FixedPoint.parse(text, digits: 3).map { $0 % 1000 == 0 } ?? false
        guard isWhole else { throw .unreadable(expected: expectation) }
        return .integer(parsed)
    }

    private func point(_ text: String, _ read: (String) -> Int64?) throws(Rejection) -> Scalar {
        if text.isEmpty { return .null }
        guard let number = read(text) else { throw .unreadable(expected: expectation) }
        return .integer(number)
    }
}
