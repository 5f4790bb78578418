/// A lot of an item: goods made or received together.
///
/// A blocked lot stays where it is: nothing of it may be delivered or built in, until somebody takes the block off and
/// says why. Source: docs/rules.md, section 9.
public struct Batch: Record {
    public static let type = RecordType("Batch", naming: .field("batch_id"))

    public var head = Head()
    public var number = ""
    public var item = Link<Item>()
    public var manufacturedOn: Day?
    public var expiresOn: Day?
    public var details = LongText()
    public var isDisabled = false
    public var isBlocked = false
    /// Why it was blocked, or why the block was taken off.
    public var blockReason = LongText()
    public var blockedBy = ""
    public var blockedOn: Day?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("batch_id", "Batch ID", &number, [.required, .isName, .listed, .setOnce])
        visitor.field("item", "Item", &item, [.required, .listed, .indexed, .setOnce])
        visitor.field("manufacturing_date", "Manufacturing Date", &manufacturedOn, .listed)
        visitor.field("expiry_date", "Expiry Date", &expiresOn, .listed)
        visitor.field("description", "Description", &details)
        visitor.field("disabled", "Disabled", &isDisabled)
        visitor.field("blocked", "Blocked", &isBlocked, [.listed, .noCopy])
        visitor.field("block_reason", "Reason for the block, or for its end", &blockReason, .noCopy)
        visitor.field("blocked_by", "Blocked or released by", &blockedBy, [.readOnly, .noCopy])
        visitor.field("blocked_on", "Blocked or released on", &blockedOn, [.readOnly, .noCopy])
        visitor.computed("item_name", "Item Name", .text, .listed)
        visitor.computed("batch_qty", "Batch Quantity", .quantity, .listed)
        visitor.computed("stock_uom", "Stock UOM", .text)
        visitor.computed("supplier", "Supplier", .text)
        visitor.computed("reference_doctype", "Source Document Type", .text)
        visitor.computed("reference_name", "Source Document Name", .text)
    }

    public mutating func complete(_ linked: Linked) {
        number = SerialNumber(number).text
        guard expiresOn == nil, let item = linked[item], item.hasExpiryDate, item.shelfLifeDays > 0 else { return }
        expiresOn = (manufacturedOn ?? linked.now.day).adding(days: item.shelfLifeDays)
    }

    public func faults(_ linked: Linked) -> [Offence] {
        if let expiresOn, let manufacturedOn, expiresOn < manufacturedOn {
            return [
                Offence(.outOfRange(least: manufacturedOn.description, most: "2999-12-31"), field: "expiry_date")
            ]
        }
        let needsExpiry = linked[item]?.hasExpiryDate == true && expiresOn == nil
        return needsExpiry ? [Offence(.required, field: "expiry_date")] : []
    }

    /// Whoever blocks a lot, or takes the block off, says why.
    public func faults(replacing old: Batch?, isUsed: Bool) -> [Offence] {
        guard isBlocked != (old?.isBlocked ?? false) else { return [] }
        let isSaid = !blockReason.text.isBlank && (blockReason.text != old?.blockReason.text)
        return isSaid ? [] : [Offence(.required, field: "block_reason")]
    }

    public mutating func sign(by author: String, on day: Day, replacing old: Batch?) {
        guard isBlocked != (old?.isBlocked ?? false) else { return }
        (blockedBy, blockedOn) = (author, day)
    }
}

extension String {
    /// Whether there is nothing to read in it.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
