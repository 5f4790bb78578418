import Inventory
import NIOPosix
import Storage

/// The product's own methods about what is printed and filed.
enum Papers {
    static let methods: [String: Methods.Method] = [
        "matricule.read_code": Methods.Method(read: readCode)
    ]

    /// The codes in a picture: `width` × `height` bytes of grey, row after row.
    private static func readCode(_ call: Call) throws -> Action {
        Action(needs: [.init(right: .read, type: "Serial No")]) { site in
            let (width, height) = (try side("width", call), try side("height", call))
            let count = width.multipliedReportingOverflow(by: height)
            guard !count.overflow, count.partialValue <= CodeReader.pixelLimit else {
                throw Problem.badParameter("width", "a picture of at most 4 million pixels")
            }
            guard call.bytes.count == count.partialValue else {
                throw Problem.badParameter("body", "one byte for each pixel, sent as application/octet-stream")
            }
            let codes = try await site.codes.runIfActive {
                CodeReader.codes(in: call.bytes, width: width, height: height)
            }
            return .json(
                "message", .array(codes.map { ["text": .string($0.text), "format": .string($0.format)] }))
        }
    }

    private static func side(_ name: String, _ call: Call) throws -> Int {
        guard let side = call.text(name).flatMap(Int.init), (1...CodeReader.pixelLimit).contains(side) else {
            throw Problem.badParameter(name, "a whole number of pixels")
        }
        return side
    }
}
