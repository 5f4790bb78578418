import Inventory
import Storage

extension FieldKind {
    /// Reads a JSON value as this kind of field.
    func scalar(from value: JSON) throws(Rejection) -> Scalar {
        if value == .null { return .null }
        switch self {
        case .text, .longText, .link: return try text(from: value)
        case .serials: return try cell(from: value)
        case .choice(let choices): return try option(from: value, choices)
        case .flag: return try flag(from: value)
        case .integer: return try number(from: value, digits: 0, expected: "a whole number")
        case .quantity:
            let limit = Quantity.limit.thousandths
            return try number(from: value, digits: 3, expected: "a number", within: -limit...limit)
        case .money:
            let limit = Money.limit.millionths
            return try number(from: value, digits: 6, expected: "a number", within: -limit...limit)
        case .day: return try point(from: value, "a date such as 2026-11-23") { Day($0).map { Int64($0.number) } }
        case .time:
            return try point(from: value, "a time such as 14:30:00") { TimeOfDay($0).map { Int64($0.milliseconds) } }
        case .instant: throw .unreadable(expected: "nothing")
        }
    }

    private func text(from value: JSON) throws(Rejection) -> Scalar {
        let text: String
        switch value {
        case .string(let string): text = string
        case .number(let number): text = number
        default: throw .unreadable(expected: "text")
        }
        if text.utf8.count > lengthLimit, text.count > lengthLimit { throw .tooLong(limit: lengthLimit) }
        if text.utf8.contains(0) { throw .unreadable(expected: "text") }
        return text.isEmpty ? .null : .text(text)
    }

    /// A cell of serial numbers: text with one per line, or a list of texts.
    private func cell(from value: JSON) throws(Rejection) -> Scalar {
        guard let elements = value.array else { return try text(from: value) }
        var numbers: [String] = []
        for element in elements {
            guard let number = element.string, !number.contains("\n") else {
                throw .unreadable(expected: "a list of serial numbers")
            }
            numbers.append(number)
        }
        return try text(from: .string(numbers.joined(separator: "\n")))
    }

    private func option(from value: JSON, _ choices: [String]) throws(Rejection) -> Scalar {
        guard let text = value.string else { throw .unreadable(expected: "text") }
        if text.isEmpty { return .null }
        guard choices.contains(text) else { throw .notAChoice(value: String(text.prefix(140)), choices: choices) }
        return .text(text)
    }

    private func flag(from value: JSON) throws(Rejection) -> Scalar {
        let word: String
        switch value {
        case .bool(let flag): return .integer(flag ? 1 : 0)
        case .number(let text), .string(let text): word = text.lowercased()
        default: throw .unreadable(expected: "0 or 1")
        }
        if ["1", "true", "yes"].contains(word) { return .integer(1) }
        if ["0", "false", "no", "", "0.0"].contains(word) { return .integer(0) }
        throw .unreadable(expected: "0 or 1")
    }

    private func number(
        from value: JSON, digits: Int, expected: String,
        within bounds: ClosedRange<Int64> = Int64(Int32.min)...Int64(Int32.max)
    ) throws(Rejection) -> Scalar {
        let text: String
        switch value {
        case .bool(let flag): text = flag ? "1" : "0"
        case .number(let number), .string(let number): text = number
        default: throw .unreadable(expected: expected)
        }
        if text.isEmpty { return .null }
        guard let parsed = FixedPoint.parse(text, digits: digits) else { throw .unreadable(expected: expected) }
        if !bounds.contains(parsed) {
            let scale = FixedPoint.parse("1", digits: digits) ?? 1
            throw .outOfRange(least: String(bounds.lowerBound / scale), most: String(bounds.upperBound / scale))
        }
        let isWhole = digits > 0 || FixedPoint.parse(text, digits: 3).map { $0 % 1000 == 0 } ?? false
        guard isWhole else { throw .unreadable(expected: expected) }
        return .integer(parsed)
    }

    private func point(
        from value: JSON, _ expected: String, _ read: (String) -> Int64?
    ) throws(Rejection) -> Scalar {
        guard let text = value.string else { throw .unreadable(expected: expected) }
        if text.isEmpty { return .null }
        guard let number = read(text) else { throw .unreadable(expected: expected) }
        return .integer(number)
    }

    /// A stored value as JSON.
    func json(_ scalar: Scalar, _ zone: Zone) -> JSON {
        switch scalar {
        case .null: .null
        case .text(let text), .link(let text, _): .string(text)
        case .integer(let value):
            switch self {
            case .quantity: .number(FixedPoint.text(value, digits: 3))
            case .money: .number(FixedPoint.text(value, digits: 6))
            case .day: .string(Day(number: Int(value)).description)
            case .time: .string(TimeOfDay(milliseconds: Int(value)).description)
            case .instant: .string(zone.text(Instant(milliseconds: value)))
            default: .number(String(value))
            }
        }
    }
}
