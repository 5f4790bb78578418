import Storage

/// The values of a statement in the server's binary form, in one run of bytes.
struct Parameters {
    /// The types that the server must know to prepare the statement, 0 where it is to find out by itself.
    ///
    /// Source: PostgreSQL's catalogue `pg_type`: int8 20, text 25, their arrays 1016 and 1009.
    private(set) var types: [UInt32] = []
    private(set) var bytes: [UInt8] = []
    /// Where each value stands in `bytes`; nil for NULL.
    private(set) var places: [Range<Int>?] = []

    init(_ values: [Bind]) {
        for value in values { append(value) }
    }

    /// Tells statements apart whose text is the same but whose values have other types.
    var signature: String { types.map(String.init).joined(separator: ",") }

    private mutating func append(_ value: Bind) {
        let start = bytes.count
        switch value {
        case .null:
            types.append(0)
            return places.append(nil)
        case .integer(let number):
            types.append(20)
            put(number)
        case .text(let text):
            types.append(25)
            bytes.append(contentsOf: text.utf8)
        case .column(.integers(_, let values)):
            types.append(1016)
            header(count: values.count, element: 20)
            bytes.reserveCapacity(bytes.count + values.count * 12)
            for value in values {
                put(Int32(value == nil ? -1 : 8))
                if let value { put(value) }
            }
        case .column(.texts(_, let values)):
            types.append(1009)
            header(count: values.count, element: 25)
            for value in values {
                put(Int32(value?.utf8.count ?? -1))
                if let value { bytes.append(contentsOf: value.utf8) }
            }
        }
        places.append(start..<bytes.count)
    }

    /// What stands before the elements of an array with one dimension: dimensions, whether there may be NULL, the
    /// elements' type, how many, and where they begin to count.
    private mutating func header(count: Int, element: Int32) {
        put(Int32(1))
        put(Int32(1))
        put(element)
        put(Int32(count))
        put(Int32(1))
    }

    private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
