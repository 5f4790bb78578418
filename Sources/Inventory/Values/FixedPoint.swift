/// Decimal numbers kept as whole multiples of a power of ten: exact, without floating point.
public enum FixedPoint {
    /// Reads decimal text such as `-12.5` or `1e3` as a multiple of `10^-digits`.
    ///
    /// Digits beyond the scale are rounded half away from zero.
    ///
    /// - Returns: nil for anything that is not a number, and for one that does not fit in 64 bits.
    public static func parse(_ text: some StringProtocol, digits: Int) -> Int64? {
        var reader = DecimalReader()
        for byte in text.utf8 {
            guard reader.accept(byte) else { return nil }
        }
        return reader.value(scaledBy: digits)
    }

    /// Writes a multiple of `10^-digits` with at least one decimal and no needless zeros, such as `3.0` or `1.25`.
    public static func text(_ value: Int64, digits: Int) -> String {
        let scale = Int64(pow10(digits))
        let whole = (value / scale).magnitude
        var fraction = String((value % scale).magnitude)
        fraction = String(repeating: "0", count: digits - fraction.utf8.count) + fraction
        while fraction.utf8.count > 1, fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
        return (value < 0 ? "-" : "") + String(whole) + "." + fraction
    }

    /// `a × b ÷ divisor`, rounded half away from zero; nil when it does not fit.
    public static func multiply(_ left: Int64, _ right: Int64, dividedBy divisor: Int64) -> Int64? {
        let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
        guard product.high < divisor.magnitude else { return nil }
        var (quotient, remainder) = divisor.magnitude.dividingFullWidth(product)
        if remainder >= divisor.magnitude - remainder, quotient < UInt64.max { quotient += 1 }
        guard quotient <= UInt64(Int64.max) else { return nil }
        return (left < 0) != (right < 0) ? -Int64(quotient) : Int64(quotient)
    }

    static func pow10(_ exponent: Int) -> UInt64 {
        var result: UInt64 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}

/// Collects the digits of one decimal number, byte by byte.
private struct DecimalReader {
    private enum Part {
        case start, sign, whole, point, fraction, exponent, exponentSign, exponentDigits
    }

    private var part = Part.start
    private var negative = false
    private var digits: [UInt8] = []
    private var decimals = 0
    private var hasDigits = false
    private var exponent = 0
    private var exponentNegative = false

    /// More digits than any number needs that fits in 64 bits, whatever its exponent.
    private static let digitLimit = 400

    mutating func accept(_ byte: UInt8) -> Bool {
        switch (byte, part) {
        case (UInt8(ascii: "0")...UInt8(ascii: "9"), _): return accept(digit: byte - UInt8(ascii: "0"))
        case (UInt8(ascii: "-"), .start), (UInt8(ascii: "+"), .start):
            negative = byte == UInt8(ascii: "-")
            part = .sign
        case (UInt8(ascii: "."), .start), (UInt8(ascii: "."), .sign), (UInt8(ascii: "."), .whole): part = .point
        case (UInt8(ascii: "e"), .whole), (UInt8(ascii: "E"), .whole), (UInt8(ascii: "e"), .fraction),
            (UInt8(ascii: "E"), .fraction), (UInt8(ascii: "e"), .point), (UInt8(ascii: "E"), .point):
            part = .exponent
            return hasDigits
        case (UInt8(ascii: "-"), .exponent), (UInt8(ascii: "+"), .exponent):
            exponentNegative = byte == UInt8(ascii: "-")
            part = .exponentSign
        default: return false
        }
        return true
    }

    private mutating func accept(digit: UInt8) -> Bool {
        switch part {
        case .exponent, .exponentSign, .exponentDigits:
            part = .exponentDigits
            exponent = min(exponent * 10 + Int(digit), 10_000)
            return true
        case .start, .sign, .whole: part = .whole
        case .point, .fraction:
            part = .fraction
            decimals += 1
        }
        hasDigits = true
        if digit != 0 || !digits.isEmpty { digits.append(digit) }
        return digits.count <= Self.digitLimit
    }

    /// The number as a multiple of `10^-scale`, rounded half away from zero.
    func value(scaledBy scale: Int) -> Int64? {
        guard hasDigits, part != .exponent, part != .exponentSign else { return nil }
        if digits.isEmpty { return 0 }
        let shift = scale - decimals + (exponentNegative ? -exponent : exponent)
        // How many of the digits stand before the point once it has been shifted.
        let kept = digits.count + shift
        guard kept <= 19 else { return nil }
        if kept < 0 { return 0 }
        var magnitude: UInt64 = 0
        for position in 0..<kept {
            let digit = position < digits.count ? UInt64(digits[position]) : 0
            magnitude = magnitude * 10 + digit
        }
        if kept < digits.count, digits[kept] >= 5 { magnitude += 1 }
        guard magnitude <= UInt64(Int64.max) else { return nil }
        return negative ? -Int64(magnitude) : Int64(magnitude)
    }
}
