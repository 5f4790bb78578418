import Inventory
import Storage

extension FieldKind {
    /// Reads a JSON value as this kind of field: text, and where the kind allows it a number, a flag or a list.
    func scalar(from value: JSON) throws(Rejection) -> Scalar {
        switch (self, value) {
        case (_, .null): return .null
        case (.instant, _): throw .unreadable(expected: expectation)
        case (_, .string(let text)): return try scalar(reading: text)
        case (.serials, .array(let elements)): return try cell(of: elements)
        case (.choice, _), (.day, _), (.time, _): throw .unreadable(expected: expectation)
        case (_, .number(let text)): return try scalar(reading: text)
        case (_, .bool(let flag)) where isNumber: return try scalar(reading: flag ? "1" : "0")
        default: throw .unreadable(expected: expectation)
        }
    }

    /// A cell of serial numbers: text with one per line, or a list of texts.
    private func cell(of elements: [JSON]) throws(Rejection) -> Scalar {
        var numbers: [String] = []
        for element in elements {
            guard let number = element.string, !number.contains("\n") else {
                throw .unreadable(expected: "a list of serial numbers")
            }
            numbers.append(number)
        }
        return try scalar(reading: numbers.joined(separator: "\n"))
    }

    /// A stored value as JSON.
    func json(_ scalar: Scalar, _ zone: Zone) -> JSON {
        switch scalar {
        case .null: .null
        case .text(let text), .link(let text, _): .string(text)
        case .integer(let value):
            switch self {
            case .quantity: .number(FixedPoint.text(value, digits: 3))
            case .money, .decimal: .number(FixedPoint.text(value, digits: 6))
            case .day: .string(Day(number: Int(value)).description)
            case .time: .string(TimeOfDay(milliseconds: Int(value)).description)
            case .instant: .string(zone.text(Instant(milliseconds: value)))
            default: .number(String(value))
            }
        }
    }
}
