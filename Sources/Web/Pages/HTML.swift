/// Markup whose text is trusted and whose values are escaped: literals stay, whatever is interpolated becomes text.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral value: String) {
        self.text = value
    }

    init(stringInterpolation interpolation: Interpolation) {
        self.text = interpolation.text
    }

    static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    static func joined(_ parts: some Sequence<HTML>) -> HTML {
        var result: HTML = ""
        for part in parts { result += part }
        return result
    }

    struct Interpolation: StringInterpolationProtocol {
        var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { text += value.htmlEscaped }
        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
    }
}

extension HTML {
    /// That there are more of something than a page shows; nothing where there are not.
    static func rest(_ count: Int, _ call: Call, _ translate: (String) -> String) -> HTML {
        guard count > 0 else { return "" }
        let sentence = translate("and {count} more").replacing("{count}", with: call.locale.count(count))
        return "<p class=\"quiet\">\(sentence)</p>"
    }
}

extension String {
    /// The text with everything escaped that markup would take for its own, also inside attributes.
    var htmlEscaped: String {
        guard utf8.contains(where: { Self.special.contains($0) }) else { return self }
        var result = ""
        result.reserveCapacity(utf8.count + 16)
        for character in unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static let special: Set<UInt8> = Set("&<>\"'".utf8)
}
