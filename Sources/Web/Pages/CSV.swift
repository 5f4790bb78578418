import HTTPTypes

/// A table as text that spreadsheets read (RFC 4180), as a file to keep. It begins with a byte order mark, without
/// which Excel takes accents for something else.
struct CSV {
    private var text = ""

    init(_ headings: [String]) {
        add(headings)
    }

    mutating func add(_ cells: some Sequence<String>) {
        text += cells.map(\.csvCell).joined(separator: ",") + "\r\n"
    }

    /// - Parameter name: what the file is called, without its ending; ours, of plain letters.
    func answer(named name: String) -> Answer {
        var answer = Answer.text("\u{FEFF}" + text, type: "text/csv; charset=utf-8")
        answer.headers = [
            (.contentDisposition, "attachment; filename=\"\(name).csv\""), (.xContentTypeOptions, "nosniff"),
            (.cacheControl, "no-store"),
        ]
        return answer
    }
}

extension String {
    /// The text as a cell of CSV. What a spreadsheet would take for a formula is made text by an
    /// apostrophe; a number is none.
    var csvCell: String {
        let isFormula = utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        let text = isFormula && Double(self) == nil ? "'" + self : self
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
