import Testing

@testable import Web

@Suite struct `A form with files` {
    private static let form = [
        "--b0", "Content-Disposition: form-data; name=\"doctype\"", "", "Serial No", "--b0",
        "content-disposition: form-data; name=\"file\"; filename=\"photo.png\"", "Content-Type: image/png", "",
        "\u{1}\r\n--b1\r\n\u{2}", "--b0--", "",
    ].joined(separator: "\r\n")

    private static func read(_ text: String, boundary: String = "b0") throws -> Multipart {
        try Multipart(Array(text.utf8), boundary: boundary)
    }

    @Test func `gives its fields and files, with every byte of them`() throws {
        let form = try Self.read(Self.form)
        #expect(form.fields.map(\.name) == ["doctype"] && form.fields.map(\.value) == ["Serial No"])
        #expect(form.files.map(\.name) == ["photo.png"] && form.files.map(\.field) == ["file"])
        #expect(form.files.map { Array($0.bytes) } == [Array("\u{1}\r\n--b1\r\n\u{2}".utf8)])
    }

    @Test func `may have nothing in a field, nothing in a file, or no part at all`() throws {
        let empty = Self.form.replacing("Serial No", with: "").replacing("\u{1}\r\n--b1\r\n\u{2}", with: "")
        #expect(try Self.read(empty).fields.first?.value == "")
        #expect(try Self.read(empty).files.first?.bytes.count == 0)
        #expect(try Self.read("--b0--\r\n").files == [])
    }

    @Test(arguments: [
        (#"form-data; name="file"; filename="a\"b.pdf""#, "a\"b.pdf"),
        (#"form-data; name="file"; filename="a%22b.pdf""#, "a\"b.pdf"),
        (#"form-data; name=file; filename=plain.pdf"#, "plain.pdf"),
        (#"form-data ;name="file" ; filename="Plan é 漢.pdf""#, "Plan é 漢.pdf"),
        (#"form-data; name="file"; filename="x"; filename*=UTF-8''caf%C3%A9.pdf"#, "café.pdf"),
        (#"form-data; name="file"; filename="C:\dir\a;b=c.pdf""#, "C:\\dir\\a;b=c.pdf"),
        (#"form-data; name="file"; filename="""#, ""),
    ]) func `may write the name of a file in many ways`(disposition: String, name: String) throws {
        let text = "--b0\r\nContent-Disposition: \(disposition)\r\n\r\nx\r\n--b0--\r\n"
        #expect(try Self.read(text).files.map(\.name) == [name])
    }

    @Test(arguments: [
        "", "--", "--b0", "--b0\r\n", "--b1--\r\n", "x--b0--\r\n", "--b0--x", "--b0 --\r\n",
        "--b0\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\" rubbish\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\nno colon\r\n\r\nx\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
        "--b0\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b0--\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\u{0}y\r\n--b0--\r\n",
        "--b0\r\nContent-Disposition: form-data; name=\"a\"; filename*=latin1''x\r\n\r\nx\r\n--b0--\r\n",
    ]) func `that is malformed is refused`(text: String) {
        #expect(throws: Multipart.Fault.malformed) { try Self.read(text) }
    }

    @Test func `with too many parts or too long a head is refused`() {
        let part = "--b0\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
        #expect(throws: Multipart.Fault.tooManyParts(limit: 200)) {
            try Self.read(String(repeating: part, count: 201) + "--b0--\r\n")
        }
        let long = part.replacing("\r\n\r\n", with: "\r\nX: \(String(repeating: "y", count: 5000))\r\n\r\n")
        #expect(throws: Multipart.Fault.malformed) { try Self.read(long + "--b0--\r\n") }
    }

    @Test func `cut off anywhere is refused`() throws {
        let bytes = Array(Self.form.utf8)
        // The last line end may be missing.
        for length in 0..<bytes.count - 2 {
            #expect(throws: Multipart.Fault.malformed) { try Multipart(Array(bytes.prefix(length)), boundary: "b0") }
        }
    }

    /// Changes, drops and doubles bytes at random; whatever comes, it is read or refused, and nothing is made up.
    @Test(arguments: 1...20) func `with random damage is read or refused, never made up`(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % count
        }
        let signs = Array("\r\n-\"=;:b0 %\\\u{0}".utf8) + [0xFF, 0xC3]
        for _ in 0..<300 {
            var bytes = Array(Self.form.utf8)
            for _ in 0...random(6) {
                let place = random(bytes.count)
                switch random(3) {
                case 0: bytes[place] = signs[random(signs.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(signs[random(signs.count)], at: place)
                }
            }
            guard let form = try? Multipart(bytes, boundary: "b0") else { continue }
            let size = form.files.reduce(0) { $0 + $1.bytes.count } + form.fields.reduce(0) { $0 + $1.value.utf8.count }
            #expect(size < bytes.count && form.files.count + form.fields.count <= 2)
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=b0", "b0"), ("multipart/form-data; charset=utf-8; Boundary=\"a b:c\"", "a b:c"),
        ("multipart/form-data", nil), ("multipart/form-data; boundary=", nil), ("multipart/form-data; boundary=é", nil),
        ("multipart/form-data; boundary=" + String(repeating: "b", count: 71), nil),
    ]) func `names its boundary`(type: String, boundary: String?) {
        #expect(Multipart.boundary(in: type) == boundary)
    }
}

@Suite struct `The kind of a file` {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]

    @Test func `is told by its first bytes, whatever its name`() {
        func kind(_ text: String, _ name: String = "x.pdf") -> FileKind? { FileKind(Array(text.utf8), name: name) }
        #expect(kind("%PDF-1.7\n") == .pdf)
        #expect(kind("GIF89a…") == .gif && kind("RIFF1234WEBPVP8") == .webp)
        #expect(FileKind(Self.png, name: "a.txt") == .png && FileKind([0xFF, 0xD8, 0xFF, 0xE0], name: "") == .jpeg)
        #expect(kind("<html><script>", "x.html") == .text && kind("a;b\r\n", "x.CSV") == .csv)
        #expect(kind("<svg xmlns='…'/>", "x.svg") == .text)
        #expect(kind("") == nil && kind("MZ\u{0}") == nil && FileKind([0x50, 0x4B, 3, 4, 0xFF], name: "a.csv") == nil)
        #expect(FileKind([0xE9, 0x0A], name: "latin1.txt") == nil)
    }

    @Test func `is what browsers may show, unless it is text`() {
        #expect(FileKind.allCases.filter(\.isShown) == [.pdf, .png, .jpeg, .webp, .gif])
    }

    @Test(arguments: [
        (FileKind.pdf, "../../etc/passwd", "passwd.pdf"), (.pdf, "C:\\temp\\Plan.PDF", "Plan.PDF"),
        (.text, "page.html", "page.html.txt"), (.png, "photo\u{202E}fdp.exe", "photofdp.exe.png"),
        (.jpeg, "a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"), (.csv, "", "file.csv"), (.csv, "...", "file.csv"),
        (.gif, "  .htaccess ", "htaccess.gif"), (.text, "notes.md", "notes.md"), (.pdf, "/", "file.pdf"),
        (.pdf, "Facture n° 12 – é 漢 'x' \"y\".pdf", "Facture n° 12 – é 漢 'x' \"y\".pdf"),
    ]) func `decides how its name ends, and names hide nothing`(kind: FileKind, given: String, kept: String) {
        #expect(kind.name(given) == kept)
    }

    @Test func `keeps the ending of a name that is too long`() {
        let name = FileKind.pdf.name(String(repeating: "é", count: 500) + ".pdf")
        #expect(name.count == 140 && name.hasSuffix("é.pdf"))
    }
}
