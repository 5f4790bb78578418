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
        if remainder >= divisor.magnitude - remainder { quotient += 1 }
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
    private var negative = false
    private var digits: UInt64 = 0
    private var digitCount = 0
    private var decimals = 0
    private var sawPoint = false
    private var exponent: Int?
    private var exponentNegative = false
    private var exponentDigits = 0
    private var started = false

    mutating func accept(_ byte: UInt8) -> Bool {
        defer { started = true }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return accept(digit: UInt64(byte - UInt8(ascii: "0")))
        case UInt8(ascii: "-") where !started:
            negative = true
        case UInt8(ascii: "+") where !started: break
        case UInt8(ascii: "-") where exponent != nil && exponentDigits == 0 && !exponentNegative:
            exponentNegative = true
        case UInt8(ascii: "+") where exponent != nil && exponentDigits == 0: break
        case UInt8(ascii: ".") where !sawPoint && exponent == nil:
            sawPoint = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            guard exponent == nil, digitCount > 0 else { return false }
            exponent = 0
        default: return false
        }
        return true
    }

    private mutating func accept(digit: UInt64) -> Bool {
        if let value = exponent {
            exponentDigits += 1
            exponent = min(value * 10 + Int(digit), 1000)
            return true
        }
        digitCount += 1
        // Nineteen digits are all that 64 bits hold; later decimals only matter for rounding, and are below it.
        if digits > (UInt64.max - 9) / 10 { return sawPoint }
        digits = digits * 10 + digit
        if sawPoint { decimals += 1 }
        return true
    }

    func value(scaledBy scale: Int) -> Int64? {
        guard digitCount > 0, exponent == nil || exponentDigits > 0 else { return nil }
        var shift = scale - decimals + (exponentNegative ? -1 : 1) * (exponent ?? 0)
        var magnitude = digits
        while shift > 0, magnitude != 0 {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            magnitude = product
            shift -= 1
        }
        if shift < -19 { return 0 }
        if shift < 0 {
            let divisor = FixedPoint.pow10(-shift)
            let remainder = magnitude % divisor
            magnitude /= divisor
            if remainder >= divisor - remainder { magnitude += 1 }
        }
        guard magnitude <= UInt64(Int64.max) else { return nil }
        return negative ? -Int64(magnitude) : Int64(magnitude)
    }
}
