extension Rejection {
    /// The sentences about assets.
    var assetMessage: Message {
        switch self {
        case .notFixedAsset(let item):
            Message(
                "Item {item} is not marked as a fixed asset. Mark it, or choose a unit of another item.",
                ["item": .name(item)])
        case .alreadyAsset(let asset): Message("{serial} is asset {asset} already.", ["asset": .name(asset)])
        case .heldAsAsset(let asset):
            Message(
                "{serial} is held as asset {asset}. Sell it, or write it off by a material issue that says why.",
                ["asset": .name(asset)])
        case .disposalNeedsReason(let asset):
            Message(
                "{serial} is held as asset {asset}. Say under Remarks why it is written off.", ["asset": .name(asset)])
        case .assetNotSubmitted(let asset): Message("Asset {asset} is not submitted.", ["asset": .name(asset)])
        case .assetGone(let asset, let status):
            Message(Self.gone(status), ["asset": .name(asset)])
        case .assetTwice(let line):
            Message("This asset stands twice: also in line {other}.", ["other": .count(line)])
        case .assetElsewhere(let asset, let place):
            place.isEmpty
                ? Message("Asset {asset} has no location yet. Clear the source.", ["asset": .name(asset)])
                : Message("Asset {asset} is at {place} now.", ["asset": .name(asset), "place": .name(place)])
        case .assetWithOther(let asset, let keeper):
            keeper.isEmpty
                ? Message("Nobody has asset {asset} now. Clear who it comes from.", ["asset": .name(asset)])
                : Message("Asset {asset} is with {person} now.", ["asset": .name(asset), "person": .name(keeper)])
        case .assetThere(let asset, let place):
            Message("Asset {asset} is at {place} already.", ["asset": .name(asset), "place": .name(place)])
        case .assetMovedLater(let asset, let moment):
            Message(
                "Asset {asset} was put where it is on {time}. A movement before that is not possible.",
                ["asset": .name(asset), "time": .time(moment)])
        case .notForPurpose(let purpose):
            Message("{field} does not go with purpose {purpose}. Clear it.", ["purpose": .term(purpose)])
        case .employeeInactive(let name):
            Message("{person} is not an active employee.", ["person": .name(name)])
        case .followsAsset(let asset):
            Message("{field} follows from asset {asset}. Move the asset instead.", ["asset": .name(asset)])
        default: preconditionFailure("\(code) has no sentence")
        }
    }

    private static func gone(_ status: UnitStatus) -> String {
        switch status {
        case .delivered: "Asset {asset} has been sold."
        case .returned: "Asset {asset} has been sent back to its supplier."
        default: "Asset {asset} has been written off."
        }
    }
}
