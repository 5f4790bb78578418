extension Label {
    /// How fine a label printer prints.
    enum Resolution: Int, CaseIterable, Sendable {
        case dpi203 = 203
        case dpi300 = 300
        case dpi600 = 600

        var dotsPerMillimetre: Int {
            switch self {
            case .dpi203: 8
            case .dpi300: 12
            case .dpi600: 24
            }
        }

        /// Whole dots, rounded down.
        func dots(_ length: Length) -> Int { length.micrometres * dotsPerMillimetre / 1000 }
    }

    /// The label in ZPL II, the language of label printers; they draw text and codes themselves.
    ///
    /// Source: Zebra, Programming Guide for ZPL II: ^BC, ^BQ, ^BX, ^CI, ^FH.
    func zpl(on design: LabelDesign, at resolution: Resolution) -> String {
        let size = "^PW\(resolution.dots(design.width))^LL\(resolution.dots(design.height))"
        let fields = marks(on: design).flatMap { $0.zpl(resolution) }
        return "^XA^CI28\(size)^LH0,0\n" + fields.map { $0 + "\n" }.joined() + "^XZ\n"
    }
}

extension Label.Mark {
    fileprivate func zpl(_ resolution: Label.Resolution) -> [String] {
        switch self {
        case .text(let lettering, _, let x, let y, _):
            let height = resolution.dots(lettering.size)
            return lettering.lines.enumerated().map { index, line in
                // A field begins at its upper edge, a drawing at its base line.
                let top = y - lettering.size + lettering.lineHeight * index
                return origin(x, top, resolution) + "^A0N,\(height),\(height)" + line.zplField
            }
        case .code(let code, let text, let x, let y, let module, let height):
            let dots = max(1, resolution.dots(module))
            let begin = origin(x, y, resolution)
            switch code.kind {
            case .qr: return [begin + "^BQN,2,\(min(100, dots))" + "MA,\(text)".zplField]
            case .dataMatrix:
                guard let escape = text.unusedCharacter else { return [] }
                return [begin + "^BXN,\(dots),200,,,,\(escape)" + text.zplField]
            case .code128:
                let bars = "^BY\(dots)^BCN,\(resolution.dots(height)),N,N,N,A"
                return [begin + bars + text.zplField]
            }
        }
    }

    private func origin(_ x: Length, _ y: Length, _ resolution: Label.Resolution) -> String {
        "^FO\(max(0, resolution.dots(x))),\(max(0, resolution.dots(y)))"
    }
}

extension String {
    /// The text as the data of a ZPL field. What the language would take for its own is written as bytes.
    var zplField: String {
        var data = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "^", "~", "_", "\\", "\u{0}"..."\u{1F}", "\u{7F}":
                data += "_" + String(256 + scalar.value, radix: 16, uppercase: true).dropFirst()
            default: data.unicodeScalars.append(scalar)
            }
        }
        return "^FH_^FD\(data)^FS"
    }

    /// A sign that the text does not have: what begins escapes in a Data Matrix, which the text must not.
    fileprivate var unusedCharacter: Character? { "|@#$%&!?;:=+*<>()[]{}".first { !contains($0) } }
}
