/// A length on paper, exact to a thousandth of a millimetre. Literals are millimetres.
struct Length: Hashable, Comparable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    let micrometres: Int

    init(micrometres: Int) {
        self.micrometres = micrometres
    }

    init(floatLiteral value: Double) {
        self.micrometres = Int((value * 1000).rounded())
    }

    init(integerLiteral value: Int) {
        self.micrometres = value * 1000
    }

    static func < (left: Length, right: Length) -> Bool { left.micrometres < right.micrometres }
    static func + (left: Length, right: Length) -> Length { Length(micrometres: left.micrometres + right.micrometres) }
    static func - (left: Length, right: Length) -> Length { Length(micrometres: left.micrometres - right.micrometres) }
    static func * (left: Length, right: Int) -> Length { Length(micrometres: left.micrometres * right) }
    /// Rounded down, so that so many parts fit.
    static func / (left: Length, right: Int) -> Length { Length(micrometres: left.micrometres / right) }

    /// So many hundredths of the length.
    func percent(_ share: Int) -> Length { Length(micrometres: micrometres * share / 100) }

    /// Millimetres as markup and stylesheets write them: `38.1`.
    var text: String {
        let magnitude = micrometres.magnitude
        var fraction = String(String(1000 + magnitude % 1000).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = micrometres < 0 ? "-" : ""
        return sign + String(magnitude / 1000) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
