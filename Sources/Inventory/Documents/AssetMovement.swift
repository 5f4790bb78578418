/// Assets that change their place or their keeper.
///
/// Source: docs/rules.md, section 5.
public struct AssetMovement: Document {
    public static let type = RecordType("Asset Movement", naming: .series("ACC-ASM-.YYYY.-"), section: "asset")

    public var head = Head()
    public var header = DocumentHeader(series: "ACC-ASM-.YYYY.-")
    public var purpose = AssetMovementPurpose.transfer
    public var lines: [AssetMovementItem] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("purpose", "Purpose", &purpose, [.required, .listed])
        header.visit(&visitor, date: ("transaction_date", "Posting Date"))
        visitor.table("assets", "Assets", &lines, .required)
    }

    public var counterpart: Counterpart { Counterpart() }
    public var movesStock: Bool { false }
    public var transfers: [Transfer] { [] }
    public var movedAssets: [ID<Asset>] { lines.compactMap(\.asset.id) }
    public mutating func fill(_ cells: [CellKey: SerialCell]) {}

    /// Says from where and from whom, where nobody has.
    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        for index in lines.indices {
            guard let asset = linked[lines[index].asset] else { continue }
            lines[index].assetName = asset.assetName
            if lines[index].source.isEmpty { lines[index].source = asset.location }
            if lines[index].giver.isEmpty { lines[index].giver = asset.custodian }
        }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        lines.enumerated().flatMap { index, line -> [Offence] in
            var offences: [Offence] = []
            func check(_ isGiven: Bool, _ isWanted: Bool, _ field: String) {
                guard isGiven != isWanted else { return }
                let rejection: Rejection = isWanted ? .required : .notForPurpose(purpose.rawValue)
                offences.append(Offence(rejection, line: index + 1, field: field))
            }
            check(!line.target.isEmpty, purpose.wantsPlace, "target_location")
            check(!line.taker.isEmpty, purpose.wantsKeeper, "to_employee")
            if let taker = linked[line.taker], taker.status != .active {
                offences.append(Offence(.employeeInactive(taker.employeeName), line: index + 1, field: "to_employee"))
            }
            return offences
        }
    }

    /// Each asset once, submitted, still ours, where the line says it is, and not moved later.
    public func decide(on stock: borrowing StockState) -> Decision {
        var decision = Decision()
        if postedAt.day > stock.linked.now.day {
            decision.offences.append(Offence(.inFuture, field: "transaction_date"))
        }
        var seen: [ID<Asset>: Int] = [:]
        for (index, line) in lines.enumerated() {
            guard let id = line.asset.id, let asset = stock.linked[line.asset] else { continue }
            if let other = seen.updateValue(index + 1, forKey: id) {
                decision.offences.append(Offence(.assetTwice(otherLine: other), line: index + 1, field: "asset"))
            } else if let (rejection, field) = refusal(line, asset, stock.standings[id]) {
                decision.offences.append(Offence(rejection, line: index + 1, field: field))
            } else {
                let location = purpose.wantsPlace ? line.target.id : asset.location.id
                let keeper: ID<Employee>? =
                    switch purpose {
                    case .issue, .transferAndIssue: line.taker.id
                    case .receipt: nil
                    case .transfer: asset.custodian.id
                    }
                decision.placements.append(Decision.Placement(asset: id, location: location, custodian: keeper))
            }
        }
        return decision
    }

    private func refusal(
        _ line: AssetMovementItem, _ asset: Asset, _ standing: AssetStanding?
    ) -> (Rejection, field: String)? {
        let name = asset.head.name
        guard asset.head.state == .submitted, let standing else { return (.assetNotSubmitted(asset: name), "asset") }
        if standing.unit != .active { return (.assetGone(asset: name, status: standing.unit), "asset") }
        if let placedAt = standing.placedAt, placedAt > postedAt {
            return (.assetMovedLater(asset: name, at: placedAt), "asset")
        }
        if line.source != asset.location {
            return (.assetElsewhere(asset: name, place: asset.location.name), "source_location")
        }
        if line.giver != asset.custodian {
            return (.assetWithOther(asset: name, keeper: asset.custodian.name), "from_employee")
        }
        if purpose == .transfer, line.target == asset.location {
            return (.assetThere(asset: name, place: line.target.name), "target_location")
        }
        return nil
    }
}

/// What becomes of assets that move.
public enum AssetMovementPurpose: String, Choice {
    /// Someone takes them into their care; they stay where they are.
    case issue = "Issue"
    /// They come back from whoever had them, to a place.
    case receipt = "Receipt"
    /// They go to another place; whoever has them keeps them.
    case transfer = "Transfer"
    /// They go to another place and into someone's care.
    case transferAndIssue = "Transfer and Issue"

    public static var standard: AssetMovementPurpose { .transfer }

    var wantsPlace: Bool { self != .issue }
    var wantsKeeper: Bool { self == .issue || self == .transferAndIssue }
}

/// An asset that moves.
public struct AssetMovementItem: Line {
    public static let typeName = "Asset Movement Item"

    public var row: Int64?
    public var asset = Link<Asset>()
    public var assetName = ""
    public var source = Link<Location>()
    public var giver = Link<Employee>()
    public var target = Link<Location>()
    public var taker = Link<Employee>()

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("asset", "Asset", &asset, [.required, .listed, .indexed])
        visitor.field("asset_name", "Asset Name", &assetName, .readOnly)
        visitor.field("source_location", "Source Location", &source, .listed)
        visitor.field("target_location", "Target Location", &target, .listed)
        visitor.field("from_employee", "From Employee", &giver)
        visitor.field("to_employee", "To Employee", &taker, .listed)
    }
}
