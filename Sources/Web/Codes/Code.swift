import CCodes

/// A bar code as a grid of dark and light modules, without the quiet zone that must stay free around it.
struct Code: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case qr
        case dataMatrix
        /// One row of bars.
        case code128

        /// The modules that must stay free on each side.
        ///
        /// Source: ISO/IEC 18004, 16022 and 15417.
        var quietZone: Int {
            switch self {
            case .qr: 4
            case .dataMatrix: 1
            case .code128: 10
            }
        }
    }

    let kind: Kind
    let width: Int
    let height: Int
    /// Row after row, true for dark.
    let modules: [Bool]

    /// The modules of the largest code that is drawn: a QR code of version 40.
    private static let capacity = 177 * 177

    /// - Returns: nil when this kind of code cannot hold the text.
    init?(_ kind: Kind, _ text: String) {
        let bytes = Array(text.utf8)
        var (width, height): (Int32, Int32) = (0, 0)
        var modules = [UInt8](repeating: 0, count: Self.capacity)
        let outcome = unsafe codes_draw(
            kind.symbology, bytes, bytes.count, &modules, modules.count, &width, &height)
        guard outcome == 0 else { return nil }
        (self.kind, self.width, self.height) = (kind, Int(width), Int(height))
        self.modules = modules.prefix(self.width * self.height).map { $0 == 1 }
    }

    /// The dark modules as the data of an SVG path that is drawn with a stroke as wide as a module.
    var path: String {
        var data = ""
        for row in 0..<height {
            var column = 0
            while let start = dark(in: row, from: column) {
                let end = (start..<width).first { !modules[row * width + $0] } ?? width
                data += "M\(start) \(row).5h\(end - start)"
                column = end
            }
        }
        return data
    }

    private func dark(in row: Int, from column: Int) -> Int? {
        (column..<width).first { modules[row * width + $0] }
    }
}

extension Code.Kind {
    fileprivate var symbology: codes_kind {
        switch self {
        case .qr: codes_qr
        case .dataMatrix: codes_data_matrix
        case .code128: codes_code_128
        }
    }
}
