import Inventory
import Storage
import Testing

@testable import Web

@Suite struct `Labels` {
    private static let address = "https://stock.example.org/stock/serial-no/"
    private static let usual = Label(
        number: "PB2L00001", itemCode: "PB2L", itemName: "Pompe à eau 2 L", address: address + "PB2L00001")
    private static let hostile = [
        usual, label(String(repeating: "W", count: 140), "Long number"), label("a/b%c \"d\" <e>", "<script>&'\""),
        label(String(repeating: "漢", count: 140), String(repeating: "字", count: 140)),
        label("🔧🔩-1", String(repeating: "Donaudampfschifffahrt", count: 7)), label("A^FD~_\\&>B", "^XZ ~JR _5E"),
        label("1", ""), label("Ω-é-ñ", "אבג دهوز " + String(repeating: "x ", count: 70)),
        label(String(repeating: "12345678 ", count: 15) + "9", String(repeating: "m", count: 140)),
    ]

    private static func label(_ number: String, _ name: String) -> Label {
        Label(number: number, itemCode: "ITEM-" + name, itemName: name, address: address + number.percentEncoded)
    }

    @Test(arguments: LabelDesign.all, hostile) func `everything fits on the label`(design: LabelDesign, label: Label) {
        let marks = label.marks(on: design)
        var lowest: Length = 0
        for mark in marks {
            switch mark {
            case .code(let code, _, let x, let y, let module, let height):
                let quiet = module * code.kind.quietZone
                #expect(x - quiet >= 0 && x + module * code.width + quiet <= design.width)
                #expect(y >= 0 && y + height * code.height <= design.height)
            case .text(let lettering, let face, let x, let y, _):
                for line in lettering.lines {
                    #expect(x + lettering.size.percent(Lettering.width(of: line, face)) <= design.width)
                }
                #expect(y - lettering.size >= lowest, "texts do not cover each other")
                lowest = y - lettering.size + lettering.height
                #expect(lowest <= design.height)
            }
        }
        #expect(marks.count >= 2)
    }

    @Test(arguments: LabelDesign.all, hostile) func `words and codes do not cover each other`(
        design: LabelDesign, label: Label
    ) {
        let boxes = label.marks(on: design).flatMap(Self.boxes)
        for (index, one) in boxes.enumerated() {
            for other in boxes[(index + 1)...] {
                let isApart =
                    one.x.upperBound <= other.x.lowerBound || other.x.upperBound <= one.x.lowerBound
                    || one.y.upperBound <= other.y.lowerBound || other.y.upperBound <= one.y.lowerBound
                #expect(isApart, "\(one) \(other)")
            }
        }
    }

    private static func boxes(_ mark: Label.Mark) -> [(x: Range<Int>, y: Range<Int>)] {
        switch mark {
        case .code(let code, _, let x, let y, let module, let height):
            [
                (
                    x.micrometres..<(x + module * code.width).micrometres,
                    y.micrometres..<(y + height * code.height).micrometres
                )
            ]
        case .text(let lettering, let face, let x, let y, _):
            lettering.lines.enumerated().map { index, line in
                let top = y - lettering.size + lettering.lineHeight * index
                let width = max(1, lettering.size.percent(Lettering.width(of: line, face)).micrometres)
                return (
                    x.micrometres..<x.micrometres + width,
                    top.micrometres..<(top + lettering.lineHeight).micrometres
                )
            }
        }
    }

    @Test(arguments: LabelDesign.all) func `a number is never cut off`(design: LabelDesign) {
        let number = String(repeating: "W9", count: 70)
        let marks = Self.label(number, "").marks(on: design)
        let shown = marks.compactMap { mark -> String? in
            guard case .text(let lettering, .figures, _, _, _) = mark else { return nil }
            return lettering.lines.joined()
        }
        #expect(shown == [number])
    }

    @Test func `a name that is too long ends in an ellipsis, between words where it can be broken`() {
        let name = String(repeating: "pompe ", count: 40)
        let lettering = Lettering(name, .text, width: 20, height: 6, largest: 2, smallest: 1.5, byWords: true)
        #expect(lettering.lines.last?.hasSuffix("…") == true)
        #expect(lettering.lines.dropLast().allSatisfy { $0.hasSuffix("pompe") })
        let short = Lettering("Pompe", .text, width: 20, height: 6, largest: 2, smallest: 1.5, byWords: true)
        #expect(short.lines == ["Pompe"] && short.size == 2)
    }

    @Test(arguments: LabelDesign.all) func `the QR code holds the address, and the bars the number where they fit`(
        design: LabelDesign
    ) {
        let codes = Self.codes(Self.usual, design)
        #expect(codes[.qr] == Self.usual.address)
        let second = codes.filter { $0.key != .qr }
        #expect(Array(second.keys) == [design.height < 30 ? .dataMatrix : .code128])
        #expect(Array(second.values) == ["PB2L00001"])
    }

    @Test func `a code that would be too fine for phones holds the number alone, or is left out`() {
        let number = String(repeating: "🔧", count: 40)
        let codes = Self.codes(Self.label(number, ""), LabelDesign.named("a4-65"))
        #expect(codes == [.qr: number])
    }

    private static func codes(_ label: Label, _ design: LabelDesign) -> [Code.Kind: String] {
        var codes: [Code.Kind: String] = [:]
        for case .code(let code, let text, _, _, _, _) in label.marks(on: design) { codes[code.kind] = text }
        return codes
    }

    @Test(arguments: LabelDesign.all) func `the labels of a sheet fit on its page`(design: LabelDesign) {
        let width = design.left + design.width * design.columns + design.gap * (design.columns - 1)
        #expect(width <= design.pageWidth)
        #expect(design.top + design.height * design.rows <= design.pageHeight)
    }

    @Test func `a partly used sheet begins at its first free label`() {
        var call = Call()
        call.parameters = ["serial_nos": "A1\nA2,A1\n a1 ", "design": "a4-21", "start": "21", "copies": "2"]
        let job = LabelJob(call)
        #expect(job.numbers.map(\.text) == ["A1", "A2"])
        #expect(job.count == 4 && job.pages == 2)
        let sheets = job.sheets([Self.usual, Self.usual]).text
        #expect(sheets.matches(of: /<section/).count == 2)
        #expect(sheets.matches(of: /<i><\/i>/).count == 20)
        #expect(sheets.matches(of: /<svg/).count == 4)
    }

    @Test func `too many labels, none, and wrong numbers are refused`() {
        func problem(_ numbers: String, copies: Int = 1, zpl: Bool = false, design: String = "a4-65") -> String? {
            var call = Call()
            call.parameters = [
                "serial_nos": .string(numbers), "copies": .string(String(copies)), "design": .string(design),
            ]
            return LabelJob(call).problem(asZPL: zpl)?.template
        }
        let many = (1...1001).map { "N\($0)" }.joined(separator: "\n")
        #expect(problem("A1") == nil)
        #expect(problem(" ,\n") != nil)
        #expect(problem(many, copies: 9) == nil)
        #expect(problem(many, copies: 10) != nil)
        #expect(problem(String(repeating: "x", count: 141)) != nil)
        #expect(problem("A1", zpl: true) != nil)
        #expect(problem("A1", zpl: true, design: "roll-57x32") == nil)
    }

    @Test func `text for a label printer is escaped, so that it is never a command`() {
        #expect("A1".zplField == "^FH_^FD" + "A1^FS")
        #expect("^XZ~JR_5E\\&\n\u{7F}é".zplField == "^FH_^FD_5EXZ_7EJR_5F5E_5C&_0A_7Fé^FS")
    }

    @Test(arguments: hostile) func `a label for a label printer has only the commands that belong to it`(label: Label) {
        for design in LabelDesign.all where design.isRoll {
            let zpl = label.zpl(on: design, at: .dpi203)
            #expect(zpl.hasPrefix("^XA^CI28^PW") && zpl.hasSuffix("^XZ\n"))
            #expect(!zpl.contains("~"))
            let commands = Set(zpl.matches(of: /\^([A-Z][A-Z0-9])/).map { String($0.1) })
            let known: Set = ["XA", "CI", "PW", "LL", "LH", "FO", "A0", "BQ", "BX", "BY", "BC", "FH", "FD", "FS", "XZ"]
            #expect(commands.isSubset(of: known))
            #expect(zpl.matches(of: /\^XA/).count == 1 && zpl.matches(of: /\^XZ/).count == 1)
        }
    }

    @Test(arguments: 1...40) func `bars of a label printer are at least two dots wide`(length: Int) {
        let label = Self.label(String(repeating: "A", count: length), "")
        for design in LabelDesign.all where design.isRoll {
            let zpl = label.zpl(on: design, at: .dpi203)
            #expect(!zpl.contains("^BY1^") && !zpl.contains("^BQN,2,1^") && !zpl.contains("^BXN,1,"))
            #expect(zpl.contains("^BC") || zpl.contains("^BX"))
        }
    }

    @Test func `a label for a label printer says what it has to`() {
        let zpl = Self.usual.zpl(on: .named("roll-57x32"), at: .dpi300)
        #expect(zpl.contains("^PW684^LL384"))
        #expect(zpl.contains("^BQN,2,"))
        #expect(zpl.contains("^FH_^FDMA,https://stock.example.org/stock/serial-no/PB2L00001^FS"))
        #expect(zpl.contains("N,N,N,A^FH_^FDPB2L00001^FS"))
    }
}
