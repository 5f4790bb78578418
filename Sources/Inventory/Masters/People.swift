/// Someone or some program that signs in. Passwords and keys are kept apart, hashed.
public struct User: Record {
    public static let type = RecordType("User", table: "account", naming: .field("email"), section: "setup")

    public var head = Head()
    public var email = ""
    public var firstName = ""
    public var fullName = ""
    public var isEnabled = true
    public var language = ""
    public var roles: [UserRole] = []

    public init() {}

    private static let administrator = "Administrator"

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("email", "Email", &email, [.required, .isName, .listed, .setOnce])
        visitor.field("first_name", "First Name", &firstName)
        visitor.field("full_name", "Full Name", &fullName, .listed)
        visitor.field("enabled", "Enabled", &isEnabled, .listed)
        visitor.field("language", "Language", &language)
        visitor.table("roles", "Roles", &roles)
    }

    public mutating func complete(_ linked: Linked) {
        // The account that every company begins with has a name instead.
        if email != Self.administrator { email = SerialNumber(email).key }
        if fullName.isEmpty { fullName = firstName.isEmpty ? email : firstName }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isAddress = parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && !email.contains(" ")
        return isAddress || email == Self.administrator ? [] : [Offence(.notAnAddress(email), field: "email")]
    }
}

/// A role that a user has.
public struct UserRole: Line {
    public static let typeName = "Has Role"

    public var row: Int64?
    public var role = Link<Role>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("role", "Role", &role, .required)
    }
}

/// A set of rights; which ones is written in `Permissions`.
public struct Role: Record {
    public static let type = RecordType("Role", naming: .field("role_name"), section: "setup")

    public var head = Head()
    public var roleName = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("role_name", "Role Name", &roleName, [.required, .isName, .listed])
    }
}

/// How the stock is run; there is one such record.
public struct StockSettings: Record {
    public static let type = RecordType("Stock Settings", naming: .single, section: "setup")

    public var head = Head()
    public var frozenUntil: Day?
    public var picksOldest = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("stock_frozen_upto", "Stock Frozen Up To", &frozenUntil, .listed)
        visitor.field(
            "automatically_set_serial_nos_based_on_fifo", "Automatically Set Serial Nos Based on FIFO", &picksOldest)
    }
}
