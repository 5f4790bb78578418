import CCodes

/// Finds bar codes in a picture of grey pixels. Files of pictures are never decoded here: browsers do that.
///
/// Source: docs/decisions/0019-codes.md.
enum CodeReader {
    struct Found: Hashable, Sendable {
        let text: String
        /// The symbology as the library names it: `QRCode`, `Code128`, `DataMatrix`, `EAN-13`, …
        let format: String
    }

    /// The most pixels that are looked through.
    static let pixelLimit = 4_000_000
    /// Codes of one picture: a sheet of labels has 130.
    private static let codeLimit: Int32 = 200

    /// - Parameter pixels: 0 for black to 255 for white, row after row; `width` × `height` of them.
    /// - Returns: the codes without those that were read twice.
    static func codes(in pixels: [UInt8], width: Int, height: Int) -> [Found] {
        precondition(pixels.count == width * height && pixels.count <= pixelLimit, "the caller has measured")
        var found: [Found] = []
        let outcome = unsafe withUnsafeMutablePointer(to: &found) { list in
            unsafe codes_read(pixels, Int32(width), Int32(height), codeLimit, list) { context, text, length, format in
                let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
                let one = unsafe Found(text: String(decoding: bytes, as: UTF8.self), format: String(cString: format))
                let list = unsafe context.assumingMemoryBound(to: [Found].self)
                if unsafe !list.pointee.contains(one) { unsafe list.pointee.append(one) }
            }
        }
        return outcome == 0 ? found : []
    }
}
