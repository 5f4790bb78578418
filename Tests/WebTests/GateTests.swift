import HTTPTypes
import Inventory
import Storage
import Testing

@testable import Web

/// Who may do what is decided in one place; these tests walk over everything that can be asked.
@Suite struct `The gate` {
    /// What anyone may ask for, signed in or not.
    private static let open: Set = [
        "GET /", "POST /", "GET /login", "POST /login", "POST /logout", "GET /assets/**", "GET /stock/scan-worker.js",
        "GET /health", "GET /metrics", "GET /calendar/**",
        "GET /api/method/**", "POST /api/method/**", "PUT /api/method/**",
    ]

    @Test(arguments: Site.routes) func `a route that is not open is closed to those who are not signed in`(route: Route)
    {
        let name = "\(route.method) \(route.path)"
        if case .everyone = route.access {
            #expect(
                Self.open.contains(name), "\(name) is open to everyone, and is not on the list of those that may be")
        } else {
            #expect(throws: Problem.self) { try Gate.check(route.access, Call()) }
        }
    }

    @Test(arguments: Site.routes) func `a route that is not open needs a right that a stranger has not`(route: Route)
        throws
    {
        guard case .signedIn = route.access, !Self.personal.contains(route.path) else { return }
        var call = Self.call(as: [])
        call.method = route.method
        call.parameters["step"] = "key"
        call.path = route.path.hasPrefix("/api/resource") ? ["Item", "PUMP"] : ["PUMP00001"]
        let action = try route.read(call)
        #expect(!action.needs.isEmpty, "\(route.method) \(route.path) needs no right")
        #expect(throws: Refusal.self) { try Gate.check(action.needs, call) }
    }

    /// What belongs to everyone who is signed in: the description of the interface, and one's own account.
    private static let personal: Set = ["/api/openapi.json", "/account"]

    /// Methods that need no right beyond being signed in, or not even that.
    private static let harmless: Set = [
        "ping", "frappe.ping", "login", "logout", "version", "frappe.auth.get_logged_user",
    ]

    @Test(arguments: Methods.all.keys.sorted()) func `a method needs a right that a stranger has not`(name: String)
        throws
    {
        var call = Self.call(as: [])
        call.method = .post
        let method = try #require(Methods.all[name])
        let action = try method.read(call)
        if Self.harmless.contains(name) {
            #expect(action.needs.isEmpty)
        } else {
            #expect(!action.needs.isEmpty, "\(name) needs no right")
            #expect(throws: Refusal.self) { try Gate.check(action.needs, call) }
        }
    }

    @Test(arguments: Methods.all.keys.sorted()) func `a method that changes something is refused by GET`(name: String)
        throws
    {
        guard let method = Methods.all[name], method.changes else { return }
        #expect(throws: Problem.self) { try Methods.action(named: name, Self.call(as: ["System Manager"])) }
    }

    @Test func `submitting and cancelling need their own rights`() throws {
        var call = Self.call(as: ["Auditor"])
        call.method = .put
        for (state, right) in [(0, Right.write), (1, .submit), (2, .cancel)] {
            let body: JSON = ["docstatus": .number(String(state))]
            let action = try Action.update(body, "Delivery Note", "X", call, key: "data")
            #expect(action.needs == [Action.Need(right: right, type: "Delivery Note")])
        }
        let insert = try Action.insert(["docstatus": 1], "Delivery Note", call, key: "data")
        #expect(insert.needs.map(\.right) == [.write, .submit])
    }

    /// A call with something for every parameter.
    private static func call(as roles: Set<String>) -> Call {
        var call = Call()
        let document: JSON = ["doctype": "Item", "name": "PUMP", "item_code": "PUMP"]
        call.parameters = [
            "doctype": "Item", "name": "PUMP", "doc": document, "docs": [document], "fieldname": "item_name",
            "value": "x",
            "old_name": "PUMP", "new_name": "PUMP2", "source_name": "MAT-DN-2026-00001", "serial_no": "PUMP00001",
            "serial_nos": ["PUMP00001"], "series": "PUMP.#####", "item_code": "PUMP", "warehouse": "Stores - MS",
            "qty": "1", "report_name": "Stock Ledger", "txt": "pump", "asset": "A", "usr": "a@example.com",
            "pwd": "secret", "recall": "RECALL-2026-00001",
        ]
        call.identity = Identity(
            author: Author(id: 7, name: "a@example.com"), fullName: "A", language: "", roles: roles)
        return call
    }
}

extension Route: CustomTestStringConvertible {
    public var testDescription: String { "\(method) \(path)" }
}
