/// Where assets are: a site, a building, a room. Places form a tree.
///
/// Source: docs/rules.md, section 5.
public struct Location: Record {
    public static let type = RecordType("Location", naming: .field("location_name"), section: "asset")

    public var head = Head()
    public var locationName = ""
    public var parent = Link<Location>()
    public var isGroup = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("location_name", "Location Name", &locationName, [.required, .isName, .listed])
        visitor.field("parent_location", "Parent Location", &parent, [.listed, .indexed])
        visitor.field("is_group", "Is Group", &isGroup, .listed)
    }

    public mutating func complete(_ linked: Linked) {
        locationName = SerialNumber(locationName).text
    }

    public func faults(_ linked: Linked) -> [Offence] {
        guard let place = linked[parent], !place.isGroup else { return [] }
        return [Offence(.parentNotGroup(parent.name), field: "parent_location")]
    }
}
