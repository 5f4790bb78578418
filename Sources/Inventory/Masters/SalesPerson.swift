/// Someone of the company whom customers know: a seller, or the technician who comes.
public struct SalesPerson: Record {
    public static let type = RecordType("Sales Person", naming: .field("sales_person_name"), section: "after-sale")

    public var head = Head()
    public var personName = ""
    public var isEnabled = true
    public var user = Link<User>()
    public var email = ""
    public var mobileNumber = ""

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("sales_person_name", "Sales Person Name", &personName, [.required, .isName, .listed])
        visitor.field("enabled", "Enabled", &isEnabled, .listed)
        visitor.field("user", "User", &user, [.listed, .indexed])
        visitor.field("email", "Email", &email, .listed)
        visitor.field("mobile_no", "Mobile No", &mobileNumber, .listed)
    }
}
