/// Someone who works for the company and may have assets in their care.
public struct Employee: Record {
    public static let type = RecordType("Employee", naming: .field("employee_name"), section: "asset")

    public var head = Head()
    public var employeeName = ""
    public var number = ""
    public var status = EmployeeStatus.active
    public var company = Link<Company>()
    public var user = Link<User>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("employee_name", "Full Name", &employeeName, [.required, .isName, .listed])
        visitor.field("employee_number", "Employee Number", &number, .listed)
        visitor.field("status", "Status", &status, .listed)
        visitor.field("company", "Company", &company, .listed)
        visitor.field("user_id", "User", &user)
    }

    public mutating func complete(_ linked: Linked) {
        employeeName = SerialNumber(employeeName).text
        if company.isEmpty, let standard = linked.defaultCompany {
            company = Link(standard.head.name, id: standard.head.id.map(ID.init))
        }
    }
}

/// Whether somebody works for the company: only who does may be given assets.
public enum EmployeeStatus: String, Choice {
    case active = "Active"
    case inactive = "Inactive"
    case suspended = "Suspended"
    case left = "Left"

    public static var standard: EmployeeStatus { .active }
}
