import Inventory
import NIOPosix
import Storage

/// The product's own methods about what is printed and filed.
enum Papers {
    static let methods: [String: Methods.Method] = [
        "matricule.read_code": Methods.Method(read: readCode),
        "upload_file": Methods.Method(changes: true, read: uploadFile),
    ]

    /// Puts the files of a form on the record that `doctype` and `docname` name. Answers as the ecosystem does, with
    /// one file, or with a list where the form has several.
    private static func uploadFile(_ call: Call) throws -> Action {
        let typeName = call.text("doctype") ?? ""
        let needs: [Action.Need] = typeName.isEmpty ? [] : [.init(right: .annotate, type: typeName)]
        return Action(needs: needs) { site in
            let type = try Action.type(try call.required("doctype"))
            let name = try call.required("docname")
            let upload = try Upload(call.files)
            return try await site.write(call) { books in
                let kept = try books.attach(upload.files, to: type, name)
                let answers = kept.map { file -> JSON in file.json(on: type.type, name, site.zone) }
                return .json("message", answers.count == 1 ? answers[0] : .array(answers))
            }
        }
    }

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

extension Attachment {
    /// The file as the ecosystem describes one; all of them are private.
    fileprivate func json(on type: RecordType, _ name: String, _ zone: Zone) -> JSON {
        [
            "doctype": "File", "name": .string(String(id)), "file_name": .string(fileName), "is_private": 1,
            "file_url": .string(address(on: type)), "file_size": .number(String(size)),
            "attached_to_doctype": .string(type.name), "attached_to_name": .string(name), "owner": .string(author),
            "creation": .string(zone.text(at)), "modified": .string(zone.text(at)),
        ]
    }
}
