extension String {
    /// The text as a cell of CSV (RFC 4180). What a spreadsheet would take for a formula is made text by an apostrophe.
    var csvCell: String {
        let isFormula = first.map { "=+-@\t\r".contains($0) } ?? false
        let text = isFormula ? "'" + self : self
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
