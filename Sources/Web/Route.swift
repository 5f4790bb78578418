import HTTPTypes
import Hummingbird
import Inventory
import Storage

/// One address of the product: who may come, and what it does.
struct Route: Sendable {
    enum Access: Sendable {
        /// Anyone, signed in or not.
        case everyone
        /// Whoever has signed in; what is asked may need more.
        case signedIn
    }

    let method: HTTPRequest.Method
    let path: String
    let access: Access
    /// Reads what is asked for. Nothing happens before the gate has looked at what it needs.
    let read: @Sendable (Call) throws -> Action

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access = .signedIn,
        read: @escaping @Sendable (Call) throws -> Action
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.read = read
    }
}

/// What a request asks for, once read: the rights that it needs, and how it is done.
struct Action: Sendable {
    struct Need: Hashable, Sendable {
        let right: Right
        let type: String
    }

    let needs: [Need]
    /// The answer, where a few keys find it: given in the very read that found out who asks.
    let look: (@Sendable (any Transaction, Site) throws -> Answer)?
    let perform: @Sendable (Site) async throws -> Answer

    init(needs: [Need] = [], perform: @escaping @Sendable (Site) async throws -> Answer) {
        self.needs = needs
        self.look = nil
        self.perform = perform
    }

    init(needs: [Need], look: @escaping @Sendable (any Transaction, Site) throws -> Answer) {
        self.needs = needs
        self.look = look
        self.perform = { site in try await site.database.lookUp { try look($0, site) } }
    }
}

/// The one place where it is decided whether someone may do what they ask for.
enum Gate {
    /// - Throws: `Problem` with 403 for someone who is not signed in, `Refusal` for someone without the right.
    static func check(_ access: Route.Access, _ call: Call) throws {
        if case .signedIn = access, call.identity == nil { throw Problem.notSignedIn }
    }

    static func check(_ needs: [Action.Need], _ call: Call) throws {
        for need in needs {
            guard let identity = call.identity else { throw Problem.notSignedIn }
            guard identity.may(need.right, need.type) else {
                throw Refusal(.notPermitted(action: need.right.rawValue, type: need.type))
            }
        }
    }
}

/// What goes back.
struct Answer: Sendable {
    var status: HTTPResponse.Status = .ok
    var contentType = "application/json"
    var headers: [(HTTPField.Name, String)] = []
    var body: [UInt8]

    /// `{"data": …}` or `{"message": …}`, with messages for people beside it.
    static func json(_ key: String, _ value: JSON, messages: [JSON] = []) -> Answer {
        var members = [JSON.Member(key, value)]
        if !messages.isEmpty { members.append(serverMessages(messages)) }
        return Answer(body: JSON.object(members).bytes)
    }

    static func json(_ value: JSON) -> Answer { Answer(body: value.bytes) }

    static func text(_ text: String, type: String) -> Answer { Answer(contentType: type, body: Array(text.utf8)) }

    static func redirect(to path: String) -> Answer {
        Answer(status: .seeOther, headers: [(.location, path)], body: [])
    }

    /// The JSON text of a list of JSON texts, as clients expect it.
    static func serverMessages(_ messages: [JSON]) -> JSON.Member {
        JSON.Member("_server_messages", .string(JSON.array(messages.map { .string($0.text) }).text))
    }

    func response() -> Response {
        var fields: HTTPFields = [.contentType: contentType]
        for (name, value) in headers { fields.append(HTTPField(name: name, value: value)) }
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
