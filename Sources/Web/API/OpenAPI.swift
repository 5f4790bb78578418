import Inventory
import Storage

/// The description of the interface, made from the types' fields.
enum OpenAPI {
    /// The description with the custom fields that people have added; what has none is made once.
    static func document(with custom: [CustomField]) -> [UInt8] {
        custom.isEmpty ? plain : made(with: Dictionary(grouping: custom, by: \.typeName))
    }

    private static let plain = made(with: [:])

    private static func made(with custom: [String: [CustomField]]) -> [UInt8] {
        JSON.object([
            JSON.Member("openapi", "3.1.0"),
            JSON.Member("info", ["title": "Matricule", "version": .string(Operations.version)]),
            JSON.Member("security", [["token": []], ["session": []]]),
            JSON.Member("paths", .object(paths)),
            JSON.Member(
                "components",
                [
                    "securitySchemes": [
                        "token": ["type": "apiKey", "in": "header", "name": "Authorization"],
                        "session": ["type": "apiKey", "in": "cookie", "name": "sid"],
                    ],
                    "schemas": .object(schemas(with: custom)),
                ]),
        ]).bytes
    }

    private static var paths: [JSON.Member] {
        recordTypes.flatMap { type in
            let path = "/api/resource/" + type.type.name.percentEncoded
            let item: JSON = [
                "name": "name", "in": "path", "required": true, "schema": ["type": "string"],
            ]
            var list: [JSON.Member] = [JSON.Member("get", operation("List", type, parameters: .array(listParameters)))]
            var one: [JSON.Member] = [JSON.Member("get", operation("Read", type, parameters: [item]))]
            if type.type.isWritable {
                list.append(JSON.Member("post", operation("Add", type, parameters: [], body: type)))
                one.append(JSON.Member("put", operation("Change", type, parameters: [item], body: type)))
                one.append(JSON.Member("delete", operation("Delete", type, parameters: [item])))
            }
            return [JSON.Member(path, .object(list)), JSON.Member(path + "/{name}", .object(one))]
        }
            + Methods.all.keys.sorted().map { name in
                let call: JSON = [
                    "summary": .string(name), "responses": ["200": ["description": "The answer in `message`"]],
                ]
                return JSON.Member("/api/method/" + name, .object([JSON.Member("post", call)]))
            }
    }

    private static let listParameters: [JSON] = [
        "fields", "filters", "or_filters", "order_by", "limit_start", "limit_page_length",
    ].map { ["name": .string($0), "in": "query", "schema": ["type": "string"]] }

    private static func operation(
        _ verb: String, _ type: any Record.Type, parameters: JSON, body: (any Record.Type)? = nil
    ) -> JSON {
        let reference: JSON = ["$ref": .string("#/components/schemas/" + component(type.type.name))]
        var members = [
            JSON.Member("summary", .string("\(verb) \(type.type.name)")), JSON.Member("parameters", parameters),
            JSON.Member(
                "responses",
                [
                    "200": [
                        "description": "The record in `data`",
                        "content": [
                            "application/json": ["schema": ["type": "object", "properties": ["data": reference]]]
                        ],
                    ],
                    "403": ["description": "Not allowed"], "404": ["description": "Not found"],
                    "417": ["description": "A rule says no; `offences` lists every reason"],
                ]),
        ]
        if body != nil {
            members.append(JSON.Member("requestBody", ["content": ["application/json": ["schema": reference]]]))
        }
        return .object(members)
    }

    private static func component(_ name: String) -> String { name.split(separator: " ").joined() }

    private static func schemas(with custom: [String: [CustomField]]) -> [JSON.Member] {
        recordTypes.flatMap { type -> [JSON.Member] in
            let schema = Schema.of(type)
            let fields = schema.fields + (custom[type.type.name] ?? []).map(\.field)
            var properties = (Schema.headFields + fields).map(property)
            for table in schema.tables {
                let reference: JSON = ["$ref": .string("#/components/schemas/" + component(table.typeName))]
                properties.append(JSON.Member(table.name, ["type": "array", "items": reference]))
            }
            let lines = schema.tables.map { table in
                JSON.Member(component(table.typeName), object(table.fields.map(property), table.fields))
            }
            return [JSON.Member(component(type.type.name), object(properties, fields))] + lines
        }
    }

    private static func object(_ properties: [JSON.Member], _ fields: [Field]) -> JSON {
        let required = fields.filter { $0.traits.contains(.required) }.map { JSON.string($0.name) }
        return ["type": "object", "properties": .object(properties), "required": .array(required)]
    }

    private static func property(_ field: Field) -> JSON.Member {
        var members = [JSON.Member("title", .string(field.label))]
        switch field.kind {
        case .integer, .flag: members.append(JSON.Member("type", "integer"))
        case .quantity, .money, .decimal: members.append(JSON.Member("type", "number"))
        case .day: members += [JSON.Member("type", "string"), JSON.Member("format", "date")]
        case .choice(let choices):
            members += [JSON.Member("type", "string"), JSON.Member("enum", .array(choices.map(JSON.string)))]
        case .link(let target):
            members += [JSON.Member("type", "string"), JSON.Member("description", .string("The name of a \(target)"))]
        case .serials:
            members += [JSON.Member("type", "string"), JSON.Member("description", "Serial numbers, one per line")]
        case .text, .longText, .time, .instant: members.append(JSON.Member("type", "string"))
        }
        if field.traits.contains(.readOnly) { members.append(JSON.Member("readOnly", true)) }
        return JSON.Member(field.name, .object(members))
    }
}
