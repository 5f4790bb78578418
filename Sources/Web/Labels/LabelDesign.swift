/// A kind of label that one can buy: its size, and how the labels stand on a page.
struct LabelDesign: Hashable, Sendable {
    /// The word for it in addresses.
    let name: String
    /// What people call it, as a key of the catalogue.
    let title: String
    let width: Length
    let height: Length
    let pageWidth: Length
    let pageHeight: Length
    let columns: Int
    let rows: Int
    /// From the page's edge to the first label.
    var left: Length = 0
    var top: Length = 0
    /// Between two labels beside each other.
    var gap: Length = 0

    var perPage: Int { columns * rows }
    /// Whether each label is a page of its own, as on the roll of a label printer.
    var isRoll: Bool { perPage == 1 }

    static let all: [LabelDesign] = [
        // Avery L7651 and its many equals.
        LabelDesign(
            name: "a4-65", title: "A4 sheet, 65 labels of 38.1 × 21.2 mm", width: 38.1, height: 21.2, pageWidth: 210,
            pageHeight: 297, columns: 5, rows: 13, left: 4.75, top: 10.7, gap: 2.5),
        // Avery L7160.
        LabelDesign(
            name: "a4-21", title: "A4 sheet, 21 labels of 63.5 × 38.1 mm", width: 63.5, height: 38.1, pageWidth: 210,
            pageHeight: 297, columns: 3, rows: 7, left: 7.25, top: 15.15, gap: 2.5),
        roll("roll-57x32", "Label printer, 57 × 32 mm", 57, 32),
        roll("roll-100x50", "Label printer, 100 × 50 mm", 100, 50),
    ]

    /// The design with this name; the first one for a name that is not known.
    static func named(_ name: String?) -> LabelDesign { all.first { $0.name == name } ?? all[0] }

    private static func roll(_ name: String, _ title: String, _ width: Length, _ height: Length) -> LabelDesign {
        LabelDesign(
            name: name, title: title, width: width, height: height, pageWidth: width, pageHeight: height, columns: 1,
            rows: 1)
    }

    /// The stylesheet of its print page: pages of the paper's size, labels where the paper has them.
    var stylesheet: String {
        // A hair less than the page, or rounding makes an empty page after each.
        """
        @page { size: \(pageWidth.text)mm \(pageHeight.text)mm; margin: 0; }
        .sheet { width: \(pageWidth.text)mm; height: \((pageHeight - 0.1).text)mm;
          padding: \(top.text)mm 0 0 \(left.text)mm; column-gap: \(gap.text)mm;
          grid-template-columns: repeat(\(columns), \(width.text)mm); grid-auto-rows: \(height.text)mm; }
        .label { width: \(width.text)mm; height: \(height.text)mm; }

        """
    }
}
