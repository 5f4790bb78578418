import Inventory
import InventoryTesting
import Testing

@Suite struct `Fixed point` {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("12.5", 12_500), ("+7", 7000), ("-0.5", -500), (".5", 500), ("5.", 5000),
            ("007", 7000), ("1.000", 1000), ("0.001", 1), ("1e3", 1_000_000), ("1E-3", 1), ("2.5e+1", 25_000),
            ("0e999", 0), ("1e-400", 0), ("0.000000000000000000001e21", 1000), ("1e15", 1_000_000_000_000_000_000),
            ("1.00000000000000000000000000", 1000), ("0000000000000000000000001", 1000),
            ("9223372036854775.807", Int64.max), ("-9223372036854775.807", -Int64.max),
        ])
    func `decimal text is read exactly`(text: String, thousandths: Int64) {
        #expect(FixedPoint.parse(text, digits: 3) == thousandths)
    }

    @Test(
        arguments: [
            ("0.0005", 1), ("-0.0005", -1), ("0.00049999", 0), ("1.2345", 1235), ("1.23449999999999999999999", 1234),
            ("5e-4", 1), ("4e-4", 0), ("922337203685477.58075", 922_337_203_685_477_581),
        ])
    func `digits beyond the scale are rounded half away from zero`(text: String, thousandths: Int64) {
        #expect(FixedPoint.parse(text, digits: 3) == thousandths)
    }

    @Test(
        arguments: [
            "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e-", "--1", "+-1", "1-", "1.2.3", "1,5", " 1", "1 ", "1_000",
            "0x10", "NaN", "inf", "١", "−5", "1e5.0", "1e1e1", "1e+-5", "1e-+5", "1e++5",
        ])
    func `what is not a number is refused`(text: String) {
        #expect(FixedPoint.parse(text, digits: 3) == nil)
    }

    @Test(
        arguments: [
            "9223372036854775.808", "1e16", "1e19", "1e999999999999999999999", "99999999999999999999999999",
            "18446744073709551616",
        ])
    func `what does not fit in 64 bits is refused`(text: String) {
        #expect(FixedPoint.parse(text, digits: 3) == nil)
    }

    @Test(arguments: [("100000000000000000000e-20", 1000), ("18446744073709551615e-10", 1_844_674_407_371)])
    func `many digits fit when the exponent takes them back`(text: String, thousandths: Int64) {
        #expect(FixedPoint.parse(text, digits: 3) == thousandths)
    }

    @Test(
        arguments: [
            (0, "0.0"), (1, "0.001"), (1500, "1.5"), (-500, "-0.5"), (3000, "3.0"), (-12_345, "-12.345"),
            (Int64.max, "9223372036854775.807"), (Int64.min, "-9223372036854775.808"),
        ])
    func `numbers are written with one decimal and no needless zeros`(thousandths: Int64, text: String) {
        #expect(FixedPoint.text(thousandths, digits: 3) == text)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is written is read back`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<500 {
            let value = Int64.random(in: -Int64.max...Int64.max, using: &dice) >> Int64.random(in: 0...62, using: &dice)
            for digits in [1, 3, 6] {
                #expect(FixedPoint.parse(FixedPoint.text(value, digits: digits), digits: digits) == value)
            }
        }
    }

    @Test(
        arguments: [
            (2, 3, 1, 6), (-7, 1, 2, -4), (7, -1, 2, -4), (-7, -1, 2, 4), (1, 1, 3, 0), (2, 1, 3, 1), (0, 9, 7, 0),
            (Int64.max, 1, 1, Int64.max), (Int64.max, 1000, 1000, Int64.max),
            (Int64.max, Int64.max, Int64.max, Int64.max),
        ] as [(Int64, Int64, Int64, Int64)])
    func `products are divided and rounded half away from zero`(
        left: Int64, right: Int64, divisor: Int64, result: Int64
    ) {
        #expect(FixedPoint.multiply(left, right, dividedBy: divisor) == result)
    }

    @Test(
        arguments: [(Int64.max, 2, 1), (Int64.max, Int64.max, 1), (Int64.max, 3, 2), (1, 1, 0)]
            as [(Int64, Int64, Int64)])
    func `products that do not fit are none`(left: Int64, right: Int64, divisor: Int64) {
        #expect(FixedPoint.multiply(left, right, dividedBy: divisor) == nil)
    }

    @Test func `a product just below two to the sixty-fourth does not fit`() async {
        await #expect(processExitsWith: .success) {
            // 21,508,563,998 × 857,646,474,001 = 1000 × 2⁶⁴ − 2: the quotient rounds up to 2⁶⁴.
            precondition(FixedPoint.multiply(21_508_563_998, 857_646_474_001, dividedBy: 1000) == nil)
        }
    }
}

@Suite struct `Quantity and money` {
    @Test(arguments: [(Quantity(3), "3.0"), (Quantity(thousandths: 1250), "1.25"), (-Quantity(2), "-2.0")])
    func `quantities have three decimals`(quantity: Quantity, text: String) {
        #expect(quantity.description == text)
    }

    @Test func `a whole quantity has no thousandths`() {
        #expect(Quantity(5).isWhole && !Quantity(thousandths: 5001).isWhole)
        #expect(Quantity(thousandths: 5999).units == 5)
    }

    @Test(
        arguments: [
            (12_500_000, 2000, 25_000_000), (333_333, 3, 1000), (1, 500, 1), (1, 499, 0),
            (-1_000_000, 1500, -1_500_000),
            (Money.limit.millionths, Quantity.limit.thousandths, Int64.max / 4),
            (Money.limit.millionths, -Quantity.limit.thousandths, Int64.min / 4),
        ] as [(Int64, Int64, Int64)])
    func `an amount is quantity times rate`(rate: Int64, thousandths: Int64, amount: Int64) {
        #expect(Money(millionths: rate).times(Quantity(thousandths: thousandths)).millionths == amount)
    }

    @Test(
        arguments: [(10_000_000, 3000, 3_333_333), (10_000_000, 0, 0), (2, 4000, 1), (-10_000_000, 4000, -2_500_000)]
            as [(Int64, Int64, Int64)])
    func `a rate is an amount per quantity`(amount: Int64, thousandths: Int64, rate: Int64) {
        #expect(Money(millionths: amount).per(Quantity(thousandths: thousandths)).millionths == rate)
    }

    @Test func `a factor turns a quantity into stock units, or says that it does not fit`() {
        #expect(Factor(millionths: 12_000_000).applied(to: Quantity(3)) == Quantity(36))
        #expect(Factor(millionths: 333_333).applied(to: Quantity(3)) == Quantity(1))
        #expect(Factor(millionths: .max).applied(to: .limit) == nil)
    }

    @Test func `absurd quantities are refused, not added until the program stops`() async {
        await #expect(processExitsWith: .success) {
            var note = DeliveryNote()
            note.lines = [DeliveryNoteItem(), DeliveryNoteItem()]
            for index in note.lines.indices { note.lines[index].goods.quantity = Quantity(thousandths: .max) }
            let linked = Linked(now: PostingTime(milliseconds: 0))
            note.complete(linked)
            precondition(note.faults(linked).contains { $0.rejection.code == "out-of-range" })
        }
    }

    @Test func `absurd rejected quantities are refused, not added until the program stops`() async {
        await #expect(processExitsWith: .success) {
            var receipt = PurchaseReceipt()
            receipt.lines = [PurchaseReceiptItem()]
            receipt.lines[0].goods.quantity = Quantity(thousandths: .max)
            receipt.lines[0].receipt.rejected = Quantity(thousandths: .max)
            let linked = Linked(now: PostingTime(milliseconds: 0))
            receipt.complete(linked)
            precondition(receipt.faults(linked).contains { $0.rejection.code == "out-of-range" })
        }
    }
}
