/// What stands on the label of one unit.
struct Label: Hashable, Sendable {
    let number: String
    var itemCode = ""
    var itemName = ""
    /// The whole address of the unit's page, for phones.
    let address: String

    /// Something on the label, in millimetres from its upper left corner.
    enum Mark: Hashable, Sendable {
        /// The base line of the first line begins at `x`, `y`.
        case text(Lettering, Lettering.Face, x: Length, y: Length, isBold: Bool)
        /// The code without its quiet zone, which stays free around it; `height` is that of bars.
        case code(Code, text: String, x: Length, y: Length, module: Length, height: Length)
    }

    /// Modules that phones and scanners read in any print.
    ///
    /// Those of bars on a label printer are two dots wide at its coarsest.
    private static let least = (
        qr: 0.25 as Length, dataMatrix: 0.25 as Length, bars: 0.19 as Length, barsOfRoll: 0.25 as Length
    )
    /// Larger ones read no better.
    private static let most = (qr: 0.9 as Length, dataMatrix: 0.7 as Length, bars: 0.4 as Length)

    /// Everything on the label: the QR code on the left, the words beside it, and the number as Code 128 below where
    /// its bars come out wide enough, else as Data Matrix under the words.
    func marks(on design: LabelDesign) -> [Mark] {
        let edge = max(1, design.height.percent(5))
        let width = design.width - edge * 2
        var height = design.height - edge * 2
        var marks: [Mark] = []
        let bars = design.height < 30 ? nil : bars(in: width, isRoll: design.isRoll)
        if let bars {
            let barHeight = height.percent(22)
            height = height - barHeight - 1
            marks.append(
                .code(
                    bars.code, text: number, x: edge + bars.module * bars.code.kind.quietZone, y: edge + height + 1,
                    module: bars.module, height: barHeight))
        }
        let side = min(height, width.percent(45))
        if let qr = qr(side) { marks.append(qr.placed(at: edge, edge + (height - qr.side) / 2)) }
        let column = (x: edge + side, width: width - side)
        var words = height
        if bars == nil, let matrix = dataMatrix(column.width, height.percent(45)) {
            words = height - matrix.side
            marks.append(matrix.placed(at: column.x, edge + words))
        }
        return marks + lettering(at: column.x, edge, column.width, words)
    }

    private func lettering(at x: Length, _ top: Length, _ width: Length, _ height: Length) -> [Mark] {
        var marks: [Mark] = []
        var y = top
        func add(_ text: String, _ face: Lettering.Face, _ room: Length, _ largest: Length, _ smallest: Length) {
            guard !text.isEmpty, room >= smallest.percent(120) else { return }
            let lettering = Lettering(
                text, face, width: width, height: room, largest: largest, smallest: smallest, byWords: face == .text)
            marks.append(.text(lettering, face, x: x, y: y + lettering.size, isBold: face == .figures))
            y = y + lettering.height
        }
        let largest = min(7, height.percent(24))
        add(number, .figures, height.percent(itemCode.isEmpty ? 100 : 55), largest, 0.9)
        add(itemCode, .text, height.percent(25), largest.percent(65), 1.2)
        add(itemName, .text, top + height - y, largest.percent(65), 1.2)
        return marks
    }

    private func bars(in width: Length, isRoll: Bool) -> (code: Code, module: Length)? {
        // Signs that the languages of label printers have a use for are left to the Data Matrix.
        guard number.utf8.allSatisfy({ $0 < 0x7E }), !number.contains(where: { ">^".contains($0) }),
            let code = Code(.code128, number)
        else { return nil }
        let module = min(Self.most.bars, width / (code.width + 2 * code.kind.quietZone))
        return module < (isRoll ? Self.least.barsOfRoll : Self.least.bars) ? nil : (code, module)
    }

    /// The address where its modules come out large enough, else the number alone.
    private func qr(_ side: Length) -> Square? {
        let whole = Square(.qr, address, side, Self.most.qr)
        if let whole, whole.module >= Self.least.qr { return whole }
        return Square(.qr, number, side, Self.most.qr) ?? whole
    }

    private func dataMatrix(_ width: Length, _ height: Length) -> Square? {
        guard let square = Square(.dataMatrix, number, min(width, height), Self.most.dataMatrix),
            square.module >= Self.least.dataMatrix
        else { return nil }
        return square
    }

    /// A square code with its quiet zone, as large as fits.
    private struct Square {
        let code: Code
        let text: String
        let module: Length

        init?(_ kind: Code.Kind, _ text: String, _ side: Length, _ most: Length) {
            guard let code = Code(kind, text) else { return nil }
            self.code = code
            self.text = text
            self.module = min(most, side / (code.width + 2 * kind.quietZone))
        }

        var side: Length { module * (code.width + 2 * code.kind.quietZone) }

        func placed(at x: Length, _ y: Length) -> Mark {
            let quiet = module * code.kind.quietZone
            return .code(code, text: text, x: x + quiet, y: y + quiet, module: module, height: module)
        }
    }
}
