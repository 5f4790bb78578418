import Hummingbird
import Inventory
import Storage

/// `/api/resource/{DocType}[/{name}]`.
enum Resources {
    static let routes: [Route] = [
        Route(.get, "/api/resource/:doctype") { call in try .list(typeName(call), call, key: "data") },
        Route(.post, "/api/resource/:doctype") { call in
            try .insert(document(call), typeName(call), call, key: "data")
        },
        Route(.get, "/api/resource/:doctype/**") { call in
            call.path.count < 2
                ? try .list(typeName(call), call, key: "data") : try .get(typeName(call), name(call), call, key: "data")
        },
        Route(.put, "/api/resource/:doctype/**") { call in
            try .update(document(call), typeName(call), name(call), call, key: "data")
        },
        Route(.delete, "/api/resource/:doctype/**") { call in try .delete(typeName(call), name(call), call) },
    ]

    private static func typeName(_ call: Call) throws -> String {
        guard let name = call.path.first else { throw Problem.pageNotFound }
        return name
    }

    /// Names may contain slashes, escaped or not.
    private static func name(_ call: Call) -> String { call.path.dropFirst().joined(separator: "/") }

    /// The document itself, or in the field `data` of a form, as old clients send it.
    private static func document(_ call: Call) throws -> JSON {
        // A file has no place in a record; `upload_file` puts it on one.
        guard call.files.isEmpty else { throw Problem.unreadableBody }
        if let data = try call.json("data") {
            guard data.members != nil else { throw Problem.badParameter("data", "a JSON object") }
            return data
        }
        return call.body ?? .object(call.parameters.sorted { $0.key < $1.key }.map { JSON.Member($0, $1) })
    }
}
