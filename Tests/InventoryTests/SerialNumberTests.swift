import Inventory
import Testing

@Suite struct `Serial numbers` {
    @Test(
        arguments: [
            ("  PB2L1\t", "PB2L1"), ("\u{A0}PB2L1\u{202F}", "PB2L1"), ("PB 2 L", "PB 2 L"), ("PB2L1\r\n", "PB2L1"),
            ("", ""), ("   ", ""), ("É/日本 \"x\"?#%20'; DROP TABLE unit;--", "É/日本 \"x\"?#%20'; DROP TABLE unit;--"),
        ])
    func `blanks around a number are dropped, inside they stay`(typed: String, text: String) {
        #expect(SerialNumber(typed).text == text)
    }

    @Test(arguments: [("PB2L", "pb2l"), ("ÉTÉ", "été"), ("straße", "STRAßE"), ("Ω", "ω"), ("e\u{301}1", "\u{C9}1")])
    func `case does not count`(left: String, right: String) {
        #expect(SerialNumber(left) == SerialNumber(right))
        #expect(Set([SerialNumber(left), SerialNumber(right)]).count == 1)
        #expect(
            Array(SerialNumber(left).key.utf8) == Array(SerialNumber(right).key.utf8), "the database compares bytes")
    }

    @Test func `case is kept as typed`() {
        #expect(SerialNumber("Pb2L1").description == "Pb2L1")
    }

    @Test(
        arguments: [
            ("A,B", ["A", "B"]), ("A\nB\r\nC\rD", ["A", "B", "C", "D"]), (" A , ,\n\n, B ", ["A", "B"]), ("", []),
            (" \n,\t", []), ("A A", ["A A"]), ("A;B", ["A;B"]), ("é,日本", ["é", "日本"]), ("A,a", ["A", "a"]),
        ])
    func `a cell is split on commas and new lines`(cell: String, numbers: [String]) {
        #expect(SerialCell(cell).numbers.map(\.text) == numbers)
        #expect(SerialCell(cell).isEmpty == numbers.isEmpty)
        #expect(SerialCell(cell).tidied.text == numbers.joined(separator: "\n"))
    }

    @Test(
        arguments: [
            "A", String(repeating: "x", count: 140), String(repeating: "é", count: 140),
            String(repeating: "日", count: 140), "a\"b'c;--%_\\/?#",
        ])
    func `up to 140 characters of any kind are kept`(text: String) {
        #expect(SerialNumber(text).isValid)
    }

    @Test(
        arguments: [
            "", " ", String(repeating: "x", count: 141), String(repeating: "é", count: 141),
            String(repeating: "x", count: 10_000), "A\u{0}B", "A\tB", "A\u{1B}B", "A\u{7F}B", "A\u{85}B", "A\u{9B}B",
        ])
    func `nothing, too much and control characters are not numbers`(text: String) {
        #expect(!SerialNumber(text).isValid)
    }
}
