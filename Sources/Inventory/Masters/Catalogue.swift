/// A group of items; groups form a tree.
public struct ItemGroup: Record {
    public static let type = RecordType("Item Group", naming: .field("item_group_name"))

    public var head = Head()
    public var groupName = ""
    public var parent = Link<ItemGroup>()
    public var isGroup = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_group_name", "Item Group Name", &groupName, [.required, .isName, .listed])
        visitor.field("parent_item_group", "Parent Item Group", &parent, .listed)
        visitor.field("is_group", "Is Group", &isGroup, .listed)
    }

    public func faults(_ linked: Linked) -> [Offence] {
        if let id = head.id, parent.id?.rawValue == id { return [Offence(.ownParent, field: "parent_item_group")] }
        guard let parentGroup = linked[parent], !parentGroup.isGroup else { return [] }
        return [Offence(.parentNotGroup(parent.name), field: "parent_item_group")]
    }
}

/// A unit of measure.
public struct UOM: Record {
    public static let type = RecordType("UOM", naming: .field("uom_name"))

    public var head = Head()
    public var unitName = ""
    public var mustBeWhole = false
    public var isEnabled = true

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("uom_name", "UOM Name", &unitName, [.required, .isName, .listed])
        visitor.field("must_be_whole_number", "Must be Whole Number", &mustBeWhole, .listed)
        visitor.field("enabled", "Enabled", &isEnabled, .listed)
    }
}

/// A brand of items.
public struct Brand: Record {
    public static let type = RecordType("Brand", naming: .field("brand"))

    public var head = Head()
    public var brand = ""
    public var details = LongText()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("brand", "Brand Name", &brand, [.required, .isName, .listed])
        visitor.field("description", "Description", &details)
    }
}
