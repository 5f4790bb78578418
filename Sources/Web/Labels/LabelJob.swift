import Inventory
import Storage

/// Labels that someone wants: of which units, on what, and from which place of the first sheet.
struct LabelJob: Sendable {
    var numbers: [SerialNumber]
    let design: LabelDesign
    /// The first free label of the first sheet, from 1.
    let start: Int
    /// Labels for each unit.
    let copies: Int
    let resolution: Label.Resolution

    /// The most labels that are printed at once.
    static let limit = 10_000
    static let copyLimit = 20

    /// What a form asks for; a place or a number that there is not becomes the nearest.
    init(_ call: Call) {
        var seen: Set<String> = []
        numbers = SerialNumber.list(in: (call.text("serial_nos") ?? "").replacing("\t", with: "\n"))
            .filter { seen.insert($0.key).inserted }
        design = LabelDesign.named(call.text("design"))
        start = Self.number(call.text("start"), upTo: design.perPage)
        copies = Self.number(call.text("copies"), upTo: Self.copyLimit)
        resolution = call.text("dpi").flatMap(Int.init).flatMap(Label.Resolution.init) ?? .dpi203
    }

    private static func number(_ text: String?, upTo most: Int) -> Int {
        max(1, min(text.flatMap(Int.init) ?? 1, most))
    }

    var count: Int { numbers.count * copies }
    var pages: Int { (count + start - 1 + design.perPage - 1) / design.perPage }

    /// What keeps the labels from being printed.
    func problem(asZPL: Bool) -> Message? {
        if numbers.isEmpty { return Message("Give the serial numbers of the labels.") }
        if let wrong = numbers.first(where: { !$0.isValid }) {
            return Message("{name} cannot be a serial number.", ["name": .name(String(wrong.text.prefix(60)))])
        }
        if count > Self.limit {
            return Message("At most {limit} labels are printed at once.", ["limit": .count(Self.limit)])
        }
        if asZPL, !design.isRoll {
            return Message("ZPL is for label printers. Choose a label of one, or open the print page of the sheet.")
        }
        return nil
    }

    /// What stands on the labels, once for each unit, and how many units nobody knows; one question for all.
    ///
    /// - Parameter base: the beginning of the product's addresses, such as `https://stock.example.org`.
    func labels(_ books: Books, base: String) throws -> (labels: [Label], unknown: Int) {
        var listing = Listing(fields: ["name", "item_code", "item_name"])
        listing.filters = [Listing.Filter(field: "name", test: .among, values: numbers.map { .text($0.text) })]
        listing.length = Self.limit
        let rows = try books.list(SerialNo.self, listing).map { row in row.map { $0.textValue ?? "" } }
        let known = Dictionary(rows.map { (SerialNumber($0[0]).key, $0) }) { first, _ in first }
        let labels = numbers.map { number in
            let row = known[number.key] ?? [number.text, "", ""]
            let name = row[2] == row[1] ? "" : row[2]
            return Label(
                number: row[0], itemCode: row[1], itemName: name, address: base + SerialNo.type.address(of: row[0]))
        }
        return (labels, numbers.count - known.count)
    }

    /// The sheets with their labels; the places before the first free one stay empty.
    func sheets(_ labels: [Label]) -> HTML {
        var sheets: HTML = ""
        var cells: [HTML] = Array(repeating: "<i></i>", count: start - 1)
        func close() {
            if cells.count > 0 { sheets += "<section class=\"sheet\">\(HTML.joined(cells))</section>" }
            cells = []
        }
        for label in labels {
            let drawing = label.svg(on: design)
            for _ in 0..<copies {
                cells.append(drawing)
                if cells.count == design.perPage { close() }
            }
        }
        close()
        return sheets
    }

    /// The labels for a label printer, each as a format of its own.
    func zpl(_ labels: [Label]) -> String {
        labels.map { label in String(repeating: label.zpl(on: design, at: resolution), count: copies) }.joined()
    }
}
