import Testing

@testable import Web

@Suite struct `Bar codes` {
    /// Texts of all kinds that numbers have.
    private static let texts = [
        "PB2L00001", "a/b c%d\"e'f", "12345678901234567890", "N° 5 – été", "漢字 42", "🔧-7",
        "https://stock.example.org/stock/serial-no/PB2L00001", String(repeating: "X9", count: 70),
    ]

    @Test(arguments: texts) func `a QR code and a Data Matrix are read back as they were drawn`(text: String) throws {
        for (kind, format) in [(Code.Kind.qr, "QRCode"), (.dataMatrix, "DataMatrix")] {
            let code = try #require(Code(kind, text))
            #expect(Picture(code).codes == [CodeReader.Found(text: text, format: format)])
        }
    }

    @Test(arguments: ["PB2L00001", "a/b c%d\"e'f", "0123456789", "été", String(repeating: "A", count: 60)])
    func `a Code 128 is read back as it was drawn`(text: String) throws {
        let code = try #require(Code(.code128, text))
        #expect(code.height == 1)
        #expect(Picture(code).codes == [CodeReader.Found(text: text, format: "Code128")])
    }

    @Test func `a kind of code that cannot hold a text is not drawn`() {
        #expect(Code(.code128, "漢字") == nil)
        #expect(Code(.code128, String(repeating: "A", count: 500)) == nil)
        #expect(Code(.qr, "") == nil)
        #expect(Code(.qr, String(repeating: "A", count: 5000)) == nil)
        #expect(Code(.dataMatrix, String(repeating: "é", count: 3000)) == nil)
    }

    @Test func `several codes in one picture are all found, a repeated one once`() throws {
        let texts = ["A1", "B2", "A1"]
        let pictures = try texts.map { Picture(try #require(Code(.qr, $0))) }
        let joined = Picture(beside: pictures)
        #expect(Set(joined.codes.map(\.text)) == ["A1", "B2"] && joined.codes.count == 2)
    }

    @Test func `noise, darkness and slivers hold no code and do no harm`() {
        var state: UInt64 = 7
        for (width, height) in [(1, 1), (1, 5000), (5000, 1), (640, 480), (3, 3)] {
            let noise = (0..<width * height).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            _ = CodeReader.codes(in: noise, width: width, height: height)
            #expect(
                CodeReader.codes(in: Array(repeating: 0, count: width * height), width: width, height: height) == [])
        }
    }

    @Test func `a path has all dark modules and no others`() throws {
        let code = try #require(Code(.qr, "PB2L00001"))
        var drawn = Array(repeating: false, count: code.modules.count)
        for match in code.path.matches(of: /M(\d+) (\d+)\.5h(\d+)/) {
            let (column, row, length) = (
                try #require(Int(match.1)), try #require(Int(match.2)), try #require(Int(match.3))
            )
            for module in column..<column + length { drawn[row * code.width + module] = true }
        }
        #expect(drawn == code.modules)
    }
}

/// Codes as a camera sees them: grey pixels, four for a module, with a quiet zone around.
private struct Picture {
    var width: Int
    var height: Int
    var pixels: [UInt8]

    init(_ code: Code) {
        let scale = 4
        let margin = code.kind.quietZone
        let bars = code.height == 1 ? 20 : 1
        (width, height) = ((code.width + 2 * margin) * scale, (code.height * bars + 2 * margin) * scale)
        pixels = Array(repeating: 235, count: width * height)
        for y in margin * scale..<height - margin * scale {
            for x in margin * scale..<width - margin * scale {
                let row = (y / scale - margin) / bars
                if code.modules[row * code.width + x / scale - margin] { pixels[y * width + x] = 25 }
            }
        }
    }

    init(beside pictures: [Picture]) {
        width = pictures.map(\.width).reduce(0, +)
        height = pictures.map(\.height).max() ?? 0
        pixels = []
        for y in 0..<height {
            for picture in pictures {
                pixels +=
                    y < picture.height
                    ? picture.pixels[y * picture.width..<(y + 1) * picture.width]
                    : ArraySlice(repeating: 235, count: picture.width)
            }
        }
    }

    var codes: [CodeReader.Found] { CodeReader.codes(in: pixels, width: width, height: height) }
}
