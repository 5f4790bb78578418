import CPostgres
import Storage

/// What the server answered to one statement.
@safe final class Answer {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) {
        unsafe self.result = result
    }

    deinit { unsafe PQclear(result) }

    var rowCount: Int { Int(unsafe PQntuples(result)) }

    /// How many rows the statement changed.
    var changeCount: Int { Int(unsafe String(cString: PQcmdTuples(result))) ?? 0 }

    /// What the server did, such as `COMMIT`.
    var command: String { unsafe String(cString: PQcmdStatus(result)) }

    /// Whether this is no answer, but the end of all that was asked for.
    var isEnd: Bool { unsafe PQresultStatus(result) == PGRES_PIPELINE_SYNC }

    /// Why the statement failed; nil when it did not.
    var failure: Failure? {
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: return nil
        default:
            return Failure(
                code: field("C"), message: field("M"), constraint: field("n"))
        }
    }

    /// Part of an error by its letter in the protocol: C code, M message, n constraint.
    private func field(_ letter: Unicode.Scalar) -> String {
        unsafe PQresultErrorField(result, Int32(letter.value)).map { unsafe String(cString: $0) } ?? ""
    }

    /// Row `index` of the result.
    func row(_ index: Int) -> AnswerRow { AnswerRow(answer: self, index: Int32(index)) }

    fileprivate func bytes(_ row: Int32, _ column: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
        let count = Int(unsafe PQgetlength(result, row, column))
        return unsafe PQgetvalue(result, row, column).withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe UnsafeBufferPointer(start: bytes, count: count)
        }
    }
}

/// A row of an answer; values come as text.
@safe struct AnswerRow: Row {
    let answer: Answer
    let index: Int32

    /// A whole number; of a condition 1 or 0.
    func integer(_ column: Int) -> Int64? {
        guard let bytes = unsafe answer.bytes(index, Int32(column)), let first = unsafe bytes.first else { return nil }
        if first == UInt8(ascii: "t") { return 1 }
        if first == UInt8(ascii: "f") { return 0 }
        let isNegative = first == UInt8(ascii: "-")
        var value: Int64 = 0
        for place in (isNegative ? 1 : 0)..<bytes.count {
            let digit = unsafe bytes[place]
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            // Counted downwards, so that the least number fits. A sum may be larger than any number that is kept.
            let (tens, isTooLong) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLarge) = tens.subtractingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            if isTooLong || isTooLarge { return nil }
            value = sum
        }
        return isNegative ? value : value == .min ? nil : -value
    }

    func text(_ column: Int) -> String? {
        unsafe answer.bytes(index, Int32(column)).map { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
