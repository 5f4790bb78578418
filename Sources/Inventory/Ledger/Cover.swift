/// What may cover a unit after it was sold.
///
/// Source: docs/rules.md, section 5.
public enum CoverKind: String, Choice {
    case warranty = "Warranty"
    /// An annual maintenance contract.
    case contract = "Contract"

    public static var standard: CoverKind { .warranty }

    /// The field of a serial number that shows until when it covers.
    public var field: String { self == .warranty ? "warranty_expiry_date" : "amc_expiry_date" }
}

/// A dated record that a unit is covered: computed by a delivery, set by a document, or typed by a person.
///
/// Records are appended and withdrawn, never changed. Of each kind the last one that has not been withdrawn counts,
/// and a delivery's counts only while the unit is out by that delivery.
public struct Cover: Hashable, Sendable {
    public var kind: CoverKind
    public var starts: Day?
    /// Nil where the record says that nothing covers the unit any more.
    public var ends: Day?
    /// The unit's latest movement when the record was written; of what a delivery computed, that delivery's.
    public var movement: Int64
    /// The order of writing; 0 for what a delivery computed.
    public var order: Int64

    public init(kind: CoverKind, starts: Day?, ends: Day?, movement: Int64, order: Int64) {
        self.kind = kind
        self.starts = starts
        self.ends = ends
        self.movement = movement
        self.order = order
    }
}

extension Sequence<Cover> {
    /// The record that counts among these, none of which has been withdrawn.
    public func inForce(_ kind: CoverKind) -> Cover? {
        filter { $0.kind == kind }.max { ($0.movement, $0.order) < ($1.movement, $1.order) }
    }
}
