extension Rejection {
    /// The sentences about what happens at the customer's, after the sale.
    var afterSaleMessage: Message {
        switch self {
        case .tooEarly(let day): Message("{field} cannot be before {day}.", ["day": .day(day)])
        case .tooLate(let day): Message("{field} cannot be after {day}.", ["day": .day(day)])
        case .notDeliveredBy(let document):
            Message(
                "{serial} is not with the customer by {document}, which this line names.", ["document": .name(document)]
            )
        case .alreadyInstalled(let document):
            Message("{serial} is installed already, by {document}.", ["document": .name(document)])
        case .installsTooMuch(let delivered, let installed, let item):
            Message(
                "More of item {item} is installed than was delivered: {delivered} delivered, {installed} installed before.",
                ["item": .name(item), "delivered": .quantity(delivered), "installed": .quantity(installed)])
        case .inWorkshop(let claim):
            Message("{serial} is in our workshop already, by claim {claim}.", ["claim": .name(claim)])
        case .notWithCustomer:
            Message("{serial} is not with a customer: only a customer's unit is taken in for repair or exchanged.")
        case .claimSettled(let claim):
            Message("Claim {claim} is closed or cancelled. Open it again first.", ["claim": .name(claim)])
        case .notCovered:
            Message(
                "{serial} was covered by nothing on the day of the complaint, so it cannot be exchanged under cover.")
        case .exchanged(let replacement):
            Message(
                "The unit of this claim was exchanged already, for {replacement}.", ["replacement": .name(replacement)])
        case .replacementUnfit: Message("{serial} is not available in stock. Choose another unit.")
        case .replacementOfOtherItem(let item, let expected):
            Message(
                "{serial} is a {item}, not a {expected}. Say why another item replaces it.",
                ["item": .name(item), "expected": .name(expected)])
        case .deliveredOtherwise(let type):
            Message("The unit was delivered by a document of type {type}: so is it taken back.", ["type": .term(type)])
        default: assetMessage
        }
    }
}
