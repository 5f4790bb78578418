extension Label {
    /// The label as a drawing; its size and colours come from the design's stylesheet.
    func svg(on design: LabelDesign) -> HTML {
        let name = [number, itemCode, itemName].filter { !$0.isEmpty }.joined(separator: ", ")
        let marks = HTML.joined(marks(on: design).map(\.svg))
        return """
            <svg class="label" viewBox="0 0 \(design.width.text) \(design.height.text)" role="img" aria-label="\(name)">\(marks)</svg>
            """
    }
}

extension Label.Mark {
    fileprivate var svg: HTML {
        switch self {
        case .code(let code, _, let x, let y, let module, let height):
            let scale = "\(module.text) \(height.text)"
            return "<path transform=\"translate(\(x.text) \(y.text)) scale(\(scale))\" d=\"\(code.path)\"/>"
        case .text(let lettering, let face, let x, let y, let isBold):
            let style: HTML = (face == .figures ? " class=\"figures\"" : "") + (isBold ? " font-weight=\"700\"" : "")
            let lines = lettering.lines.enumerated().map { index, line -> HTML in
                let base = y + lettering.lineHeight * index
                let place: HTML = "x=\"\(x.text)\" y=\"\(base.text)\" font-size=\"\(lettering.size.text)\""
                return "<text \(place)\(style)>\(line)</text>"
            }
            return HTML.joined(lines)
        }
    }
}
