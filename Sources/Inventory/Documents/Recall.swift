/// Goods that are called back: a lot, or any list of units, wherever they are by now.
///
/// It moves nothing. Submitting it writes down which units it concerns, with the products that they were built into,
/// and who has them; from then on each unit that comes back is ticked off. Source: docs/rules.md, section 9.
public struct Recall: Document {
    public static let type = RecordType("Recall", naming: .series("RECALL-.YYYY.-"))

    public var head = Head()
    public var header = DocumentHeader(series: "RECALL-.YYYY.-")
    public var batch = Link<Batch>()
    public var serials = SerialCell()
    public var reason = LongText()
    /// What the letters to customers say after the salutation; empty for the product's own words.
    public var letter = LongText()
    public var isClosed = false
    public var closedBy = ""
    public var closedOn: Day?

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("batch_no", "Batch No", &batch, [.listed, .indexed])
        visitor.field("serial_no", "Serial No", &serials)
        visitor.field("reason", "Reason", &reason, [.required, .listed])
        visitor.field("letter", "Text of the letters", &letter, .afterSubmit)
        visitor.field("closed", "Recall closed", &isClosed, [.listed, .afterSubmit, .noCopy])
        visitor.field("closed_by", "Closed by", &closedBy, [.readOnly, .noCopy])
        visitor.field("closed_on", "Closed on", &closedOn, [.readOnly, .noCopy])
        header.visit(&visitor)
    }

    public var counterpart: Counterpart { Counterpart() }
    public var movesStock: Bool { false }
    public var transfers: [Transfer] { [] }
    public var namedUnits: [SerialNumber] { serials.numbers }
    public mutating func fill(_ cells: [CellKey: SerialCell]) {}

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        serials = serials.tidied
    }

    public func faults(_ linked: Linked) -> [Offence] {
        batch.isEmpty && serials.isEmpty ? [Offence(.required, field: "batch_no")] : []
    }

    /// Every named unit must be known; where it is does not matter.
    public func decide(on stock: borrowing StockState) -> Decision {
        var decision = Decision()
        var seen: Set<SerialNumber> = []
        for number in serials.numbers {
            let rejection: Rejection? =
                !seen.insert(number).inserted
                ? .serialTwice(otherLine: nil) : stock.units[number.key] == nil ? .serialUnknown : nil
            if let rejection {
                decision.offences.append(Offence(rejection, serial: number.text, field: "serial_no"))
            }
        }
        return decision
    }

    public mutating func sign(by author: String, on day: Day, replacing old: Recall?) {
        guard isClosed != (old?.isClosed ?? false) else { return }
        (closedBy, closedOn) = isClosed ? (author, day) : ("", nil)
    }
}

/// What became of a recalled unit that did not come back by a return.
public enum RecallOutcome: String, CaseIterable, Sendable {
    case destroyed = "Destroyed"
    case lost = "Lost"
    case mended = "Mended on Site"
    case unaffected = "Not Affected"
}

/// What became of recalled goods without serial numbers, of which somebody ticked off a quantity by hand.
public enum GoodsOutcome: String, CaseIterable, Sendable {
    case cameBack = "Came Back"
    case destroyed = "Destroyed"
    case lost = "Lost"
    case mended = "Mended on Site"
    case unaffected = "Not Affected"
}
