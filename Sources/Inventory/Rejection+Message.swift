extension Rejection {
    /// What is wrong and what to do, as a sentence.
    ///
    /// `{field}`, `{serial}` and `{line}` stand for the place that the offence names.
    public var message: Message {
        switch self {
        case .notFound(let type, let name):
            Message("{type} {name} not found", ["type": .term(type), "name": .name(name)])
        case .unknownType(let name): Message("DocType {name} not found", ["name": .name(name)])
        case .notPermitted(let action, let type):
            Message(
                "You may not {action} {type}. Ask someone who manages users for the right role.",
                ["action": .term(action), "type": .term(type)])
        case .stale:
            Message(
                "Someone has changed this document since you opened it. Refresh to see the latest version, then make your change again."
            )
        case .duplicate(let type, let name):
            Message("{type} {name} already exists", ["type": .term(type), "name": .name(name)])
        case .nameInvalid:
            Message("The name must have 1 to 140 characters and no control characters.")
        case .unreadable(let expected):
            Message("{field} cannot be read: {expected} is expected.", ["expected": .term(expected)])
        case .tooLong(let limit):
            Message("{field} is too long: at most {limit} characters fit.", ["limit": .count(limit)])
        case .notAChoice(let value, let choices):
            Message(
                "{field} cannot be “{value}”. It must be one of: {choices}.",
                ["value": .name(value), "choices": .terms(choices)])
        case .required: Message("{field} is required")
        case .linkUnknown(let type, let name):
            Message("Could not find {type}: {name}", ["type": .term(type), "name": .name(name)])
        case .outOfRange(let least, let most):
            Message("{field} must be between {least} and {most}.", ["least": .name(least), "most": .name(most)])
        case .endsBeforeStart(let start, let end):
            Message("The end, {end}, is before the start, {start}.", ["end": .day(end), "start": .day(start)])
        case .notAnAddress(let value): Message("“{value}” is not an email address.", ["value": .name(value)])
        case .fixed(let was): Message("{field} cannot be changed any more: it is {value}.", ["value": .name(was)])
        case .linked(let type, let name):
            Message("It cannot be deleted: {type} {name} refers to it.", ["type": .term(type), "name": .name(name)])
        case .notWritable(let type):
            Message("{type} is written by the ledger and cannot be changed by hand.", ["type": .term(type)])
        default: customFieldMessage
        }
    }

    private var customFieldMessage: Message {
        switch self {
        case .noCustomFields(let type):
            Message(
                "{type} cannot have custom fields. Add them to a document or a master record, not to its lines or to the ledger.",
                ["type": .term(type)])
        case .fieldNameInvalid(let name):
            Message(
                "“{name}” cannot be a field name: it must begin with a lower-case letter and have at most 64 lower-case letters, digits and _.",
                ["name": .name(name)])
        case .fieldTaken(let name, let type):
            Message(
                "{type} has {name} already. Choose another field name.", ["type": .term(type), "name": .name(name)])
        case .tooManyFields(let limit):
            Message("A type may have at most {limit} custom fields.", ["limit": .count(limit)])
        default: annotationMessage
        }
    }

    private var annotationMessage: Message {
        switch self {
        case .fileUnfit(let name):
            Message(
                "“{name}” cannot be kept: a file must be a PDF, a picture (PNG, JPEG, WebP, GIF), plain text or CSV.",
                ["name": .name(name)])
        case .fileTooLarge(let name, let limit):
            Message(
                "“{name}” is too large: a file may have at most {limit} MiB.",
                ["name": .name(name), "limit": .count(limit)])
        case .tooManyFiles(let limit):
            Message("A record may have at most {limit} files. Remove one first.", ["limit": .count(limit)])
        case .tooManyNotes(let limit):
            Message("A record may have at most {limit} notes. Remove one first.", ["limit": .count(limit)])
        case .notTheirs: Message("Only its author, or who may delete the record, may remove this.")
        default: documentMessage
        }
    }

    private var documentMessage: Message {
        switch self {
        case .alreadySubmitted: Message("This document is submitted already.")
        case .alreadyCancelled: Message("This document is cancelled and cannot be changed. Amend it instead.")
        case .notSubmitted: Message("Only a submitted document can be cancelled.")
        case .submittedCannotBeDeleted:
            Message("A submitted or cancelled document cannot be deleted: it is part of the books.")
        case .changedAfterSubmission(let from, let to):
            Message(
                "{field} may not be changed after submission, from {from} to {to}.",
                ["from": .name(from), "to": .name(to)])
        case .amendsUncancelled(let name):
            Message("{name} can only be amended once it is cancelled.", ["name": .name(name)])
        case .noLines: Message("The document has no lines. Add at least one item.")
        case .tooManyUnits(let limit):
            Message("A document may have at most {limit} units. Split it.", ["limit": .count(limit)])
        case .tooManyLines(let limit):
            Message("A document may have at most {limit} lines. Split it.", ["limit": .count(limit)])
        case .seriesCannotCount(let fault, let pattern):
            Message(fault.template, ["pattern": .name(pattern), "example": .name(fault.example(for: pattern))])
        case .seriesFieldUnknown(let name):
            Message("The series uses {name}, which is not a field of the item or the document.", ["name": .name(name)])
        case .serializedNeedsStock: Message("An item with serial numbers must be a stock item.")
        case .ownParent: Message("It cannot be its own parent.")
        case .countedTwice(let line):
            Message("This item and warehouse already stand in line {other}.", ["other": .count(line)])
        case .parentNotGroup(let name):
            Message("{name} is not a group and cannot contain others.", ["name": .name(name)])
        case .itemDisabled(let item): Message("Item {item} is disabled.", ["item": .name(item)])
        case .itemEnded(let item, let day):
            Message("Item {item} reached its end of life on {day}.", ["item": .name(item), "day": .day(day)])
        case .itemWithoutStock(let item):
            Message("Item {item} is not a stock item and cannot be moved.", ["item": .name(item)])
        case .warehouseIsGroup(let name):
            Message(
                "Warehouse {warehouse} is a group and holds no stock itself. Choose one of the warehouses in it.",
                ["warehouse": .name(name)])
        case .warehouseDisabled(let name): Message("Warehouse {warehouse} is disabled.", ["warehouse": .name(name)])
        case .warehouseForeign(let name, let company):
            Message(
                "Warehouse {warehouse} does not belong to company {company}.",
                ["warehouse": .name(name), "company": .name(company)])
        case .placeMissing(let source):
            Message(source ? "Source warehouse is required" : "Target warehouse is required")
        case .placeNotWanted(let source):
            Message(
                source
                    ? "This movement has no source warehouse. Clear it."
                    : "This movement has no target warehouse. Clear it.")
        case .placesEqual(let name):
            Message("Source and target are both {warehouse}. They must differ.", ["warehouse": .name(name)])
        case .unitUnknown(let item, let unit):
            Message(
                "Item {item} has no conversion from {unit}. Add it to the item's units of measure.",
                ["item": .name(item), "unit": .name(unit)])
        case .returnNeedsNegative: Message("The quantity of a return must be negative.")
        case .quantityNotPositive: Message("The quantity must be greater than zero.")
        case .amountTooLarge: Message("The quantity or its amount is too large. Split the document.")
        case .quantityMismatch(let accepted, let rejected, let received):
            Message(
                "Received {received} is not accepted {accepted} plus rejected {rejected}.",
                ["received": .quantity(received), "accepted": .quantity(accepted), "rejected": .quantity(rejected)])
        default: referenceMessage
        }
    }

    private var referenceMessage: Message {
        switch self {
        case .invoiceNeedsDelivery:
            Message("Serial numbers on an invoice that does not update the stock need the delivery note that it bills.")
        case .notOnDelivery(let document):
            Message("{serial} was not delivered by {document}, which this line bills.", ["document": .name(document)])
        case .originalUnfit(let document):
            Message(
                "{document} does not fit: it must be submitted, for the same customer or supplier, and not itself a return.",
                ["document": .name(document)])
        case .originalLater(let document):
            Message("The return is dated before {document}, which it returns.", ["document": .name(document)])
        case .partyDiffers(let expected):
            Message("The original document was for {party}. A return must be for the same.", ["party": .name(expected)])
        case .orderCustomerDiffers(let order):
            Message("Sales order {order} is for another customer.", ["order": .name(order)])
        case .orderNotSubmitted(let order): Message("Sales order {order} is not submitted.", ["order": .name(order)])
        case .disabledParty(let name): Message("{name} is disabled.", ["name": .name(name)])
        case .inFuture: Message("The posting date is in the future. Use today's date or an earlier one.")
        case .frozen(let day):
            Message(
                "Stock is frozen up to {day}. Use a later posting date, or ask someone who may change the stock settings.",
                ["day": .day(day)])
        case .warehouseByHand:
            Message(
                "A new serial number cannot have a warehouse. Receive the unit with a stock entry or a purchase receipt."
            )
        case .warehouseFrozen:
            Message("The warehouse of a serial number cannot be changed by hand. Move the unit with a stock entry.")
        case .itemFrozen: Message("The item of a serial number cannot be changed.")
        case .movedCannotBeDeleted: Message("Serial number {serial} has stock movements and cannot be deleted.")
        case .constantFrozen: Message("{field} cannot be changed any more: the item has stock movements.")
        default: maintenanceMessage ?? serialMessage
        }
    }

    private var serialMessage: Message {
        switch self {
        case .serialInvalid:
            Message("“{serial}” cannot be a serial number: it must have 1 to 140 characters and no control characters.")
        case .serialsNotWanted(let item):
            Message("Item {item} has no serial numbers. Leave them out.", ["item": .name(item)])
        case .mustBeWhole(let quantity, let unit):
            Message(
                "Quantity {quantity} must be a whole number of {unit}.",
                ["quantity": .quantity(quantity), "unit": .name(unit)])
        case .serialCount(let given, let quantity, let item):
            Message(
                "{quantity} serial numbers are needed for item {item}; {given} were given.",
                ["quantity": .quantity(quantity), "item": .name(item), "given": .count(given)])
        case .serialTwice(let other):
            other.map { Message("{serial} stands twice: also in line {other}.", ["other": .count($0)]) }
                ?? Message("{serial} stands twice in this line.")
        case .serialOfOtherItem(let item, let expected):
            Message("{serial} is a {item}, not a {expected}.", ["item": .name(item), "expected": .name(expected)])
        case .alreadyInStock(let warehouse, let document):
            mention(
                document, "{serial} is already in {warehouse}: {type} {document} of {day} brought it there.",
                "{serial} is already in {warehouse}.", ["warehouse": .name(warehouse)])
        case .alreadyDelivered(let document):
            mention(
                document,
                "{serial} was delivered to {party} by {type} {document} of {day}. Use a return to take it back.",
                "{serial} was delivered. Use a return to take it back.")
        case .elsewhere(let warehouse, let expected):
            Message(
                "{serial} is in {warehouse}, not in {expected}.",
                ["warehouse": .name(warehouse), "expected": .name(expected)])
        case .alreadyGone(let status, let document): gone(status, document)
        case .serialUnknown: Message("{serial} is not known. Check the number.")
        case .neverReceived: Message("{serial} is not in stock: it was never received, or its receipt was cancelled.")
        case .notInOriginal(let document):
            Message("{serial} is not among the units of {document}.", ["document": .name(document)])
        case .alreadyReturned(let document):
            Message("{serial} has already been returned from {document}.", ["document": .name(document)])
        case .returnsTooMuch(let moved, let returned, let item):
            Message(
                "More of item {item} is returned than was moved: {moved} moved, {returned} returned before.",
                ["item": .name(item), "moved": .quantity(moved), "returned": .quantity(returned)])
        default: stockMessage
        }
    }

    private var stockMessage: Message {
        switch self {
        case .blocked, .lotBlocked, .lotExpired, .batchOfOtherItem, .lotNotWanted, .lotDisabled, .lotNotInOriginal,
            .lotMissing, .insufficientLot:
            lotMessage
        case .expired(let day):
            Message("{serial} expired on {day} and may not be delivered or used.", ["day": .day(day)])
        case .reserved(let order): Message("{serial} is reserved for sales order {order}.", ["order": .name(order)])
        case .notReservable: Message("{serial} is not in stock and cannot be reserved.")
        case .batchDiffers(let batch):
            batch.isEmpty
                ? Message("{serial} belongs to no lot.")
                : Message("{serial} belongs to lot {batch}.", ["batch": .name(batch)])
        case .serialsMissing(let item):
            Message("Item {item} has serial numbers. Enter those of the units.", ["item": .name(item)])
        case .seriesMissing(let item):
            Message(
                "Item {item} has serial numbers but no series. Enter the numbers, or give the item a series.",
                ["item": .name(item)])
        case .notEnoughUnits(let found, let item, let warehouse):
            Message(
                "Only {found} units of item {item} can be taken from {warehouse}.",
                ["found": .count(found), "item": .name(item), "warehouse": .name(warehouse)])
        case .laterMovement(let documents):
            Message(
                "{serial} has moved since: {documents}. Those must be cancelled first.",
                ["documents": .names(documents.map(\.name))])
        case .insufficientStock(let short, let item, let warehouse):
            Message(
                "{short} of item {item} are missing in {warehouse}.",
                ["short": .quantity(short), "item": .name(item), "warehouse": .name(warehouse)])
        case .moreThanLeft(let customer, let left):
            Message(
                "{customer} has only {quantity} left of this recall.",
                ["customer": .name(customer), "quantity": .quantity(left)])
        case .recallClosed(let name): Message("Recall {name} is closed.", ["name": .name(name)])
        case .laterUse(let documents):
            Message(
                "Other documents build on this one: {documents}. Cancel those first.", ["documents": .names(documents)])
        default: afterSaleMessage
        }
    }

    private var lotMessage: Message {
        switch self {
        case .blocked(let lot, let reason):
            Message(
                "{serial} belongs to lot {lot}, which is blocked: {reason}",
                ["lot": .name(lot), "reason": .name(reason)])
        case .lotBlocked(let lot, let reason):
            Message("Lot {lot} is blocked: {reason}", ["lot": .name(lot), "reason": .name(reason)])
        case .lotExpired(let lot, let day):
            Message(
                "Lot {lot} expired on {day} and may not be delivered or used.",
                ["lot": .name(lot), "day": .day(day)])
        case .batchOfOtherItem(let item): Message("The lot belongs to item {item}.", ["item": .name(item)])
        case .lotNotWanted(let item):
            Message("Item {item} has no lots. Leave the lot empty.", ["item": .name(item)])
        case .lotDisabled(let lot): Message("Lot {lot} is disabled.", ["lot": .name(lot)])
        case .lotNotInOriginal(let document):
            Message("{document} moved nothing of this lot.", ["document": .name(document)])
        case .lotMissing(let item):
            Message("Item {item} has lots. Enter the lot of the goods.", ["item": .name(item)])
        case .insufficientLot(let short, let lot, let warehouse):
            Message(
                "{short} of lot {lot} are missing in {warehouse}.",
                ["short": .quantity(short), "lot": .name(lot), "warehouse": .name(warehouse)])
        default: preconditionFailure("\(code) has no sentence")
        }
    }

    private func gone(_ status: UnitStatus, _ document: UnitRecord.Mention?) -> Message {
        switch status {
        case .delivered:
            mention(
                document, "{serial} is already gone: delivered to {party} by {type} {document} of {day}.",
                "{serial} was already delivered.")
        case .returned:
            mention(
                document, "{serial} is already gone: returned to {party} by {type} {document} of {day}.",
                "{serial} was already returned to its supplier.")
        default:
            mention(
                document, "{serial} is already gone: used by {type} {document} of {day}.", "{serial} was already used.")
        }
    }

    private func mention(
        _ document: UnitRecord.Mention?, _ template: String, _ plain: String, _ facts: [String: Message.Fact] = [:]
    ) -> Message {
        guard let document else { return Message(plain, facts) }
        let known: [String: Message.Fact] = [
            "type": .term(document.type), "document": .name(document.name), "day": .day(document.postedAt.day),
            "party": .name(document.party),
        ]
        return Message(template, known.merging(facts) { $1 })
    }
}

extension SeriesFault {
    var template: String {
        switch self {
        case .empty: "The series is empty. Write for example {example}."
        case .counterMalformed:
            "The series {pattern} cannot count: its counter must be one to fifteen # and nothing else. Write for example {example}."
        case .twoCounters: "The series {pattern} has two counters. Write for example {example}."
        case .counterNotLast:
            "The series {pattern} cannot count: the counter must come last. Write for example {example}."
        case .counterInsidePart:
            "The series {pattern} cannot count: a dot must stand before the #. Write for example {example}."
        case .badCharacter:
            "The series {pattern} has a character that a serial number cannot have. Write for example {example}."
        }
    }
}
