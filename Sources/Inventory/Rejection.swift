/// Every way in which a rule says no, with the facts that a person needs.
///
/// The order of the cases is the order of precedence: the first one gives an answer its `exc_type`.
/// Sentences are in `Rejection+Message.swift`; `docs/errors.md` is made from both, and a test keeps it so.
public enum Rejection: Error, Hashable, Sendable {
    // The request
    case notFound(type: String, name: String)
    case unknownType(String)
    case notPermitted(action: String, type: String)
    case stale
    case duplicate(type: String, name: String)
    case nameInvalid
    case unreadable(expected: String)
    case tooLong(limit: Int)
    case notAChoice(value: String, choices: [String])
    case required
    case linkUnknown(type: String, name: String)
    case outOfRange(least: String, most: String)
    case endsBeforeStart(from: Day, until: Day)
    case notAnAddress(String)
    case fixed(was: String)
    case linked(type: String, name: String)
    case notWritable(type: String)
    case noCustomFields(type: String)
    case fieldNameInvalid(String)
    case fieldTaken(String, type: String)
    case tooManyFields(limit: Int)

    // Files and notes on a record
    case fileUnfit(name: String)
    case fileTooLarge(name: String, limit: Int)
    case tooManyFiles(limit: Int)
    case tooManyNotes(limit: Int)
    case notTheirs

    // The life of a document
    case alreadySubmitted
    case alreadyCancelled
    case notSubmitted
    case submittedCannotBeDeleted
    case changedAfterSubmission(from: String, to: String)
    case amendsUncancelled(String)
    case noLines
    case tooManyUnits(limit: Int)
    case tooManyLines(limit: Int)

    // Items, series, places
    case seriesCannotCount(SeriesFault, pattern: String)
    case seriesFieldUnknown(String)
    case serializedNeedsStock
    case parentNotGroup(String)
    case ownParent
    case countedTwice(line: Int)
    case itemDisabled(String)
    case itemEnded(String, on: Day)
    case itemWithoutStock(String)
    case warehouseIsGroup(String)
    case warehouseDisabled(String)
    case warehouseForeign(String, company: String)
    case placeMissing(source: Bool)
    case placeNotWanted(source: Bool)
    case placesEqual(String)
    case unitUnknown(item: String, unit: String)
    case returnNeedsNegative
    case quantityNotPositive
    case amountTooLarge
    case quantityMismatch(accepted: Quantity, rejected: Quantity, received: Quantity)
    case invoiceNeedsDelivery
    case notOnDelivery(document: String)
    case originalUnfit(document: String)
    case originalLater(document: String)
    case partyDiffers(expected: String)
    case orderCustomerDiffers(order: String)
    case orderNotSubmitted(order: String)
    case disabledParty(String)
    case periodTooLong(years: Int)
    case tooFewWorkingDays(Int)
    case outsidePeriod(from: Day, to: Day)
    case onHoliday(Day)
    case visitsDoNotFit
    case scheduleOfOtherCustomer(schedule: String)
    case customerNeeded
    case alreadyRenewed(schedule: String, by: String)
    case noContractTicked
    case nothingDone
    case scheduleNotSubmitted(schedule: String)
    case visitNotPlanned(schedule: String)
    case visitDone(Day)
    case inFuture
    case frozen(until: Day)

    // Serial numbers
    case serialInvalid
    case serialsNotWanted(item: String)
    case mustBeWhole(quantity: Quantity, unit: String)
    case serialCount(given: Int, quantity: Quantity, item: String)
    case serialTwice(otherLine: Int?)
    case serialOfOtherItem(item: String, expected: String)
    case alreadyInStock(warehouse: String, document: UnitRecord.Mention?)
    case alreadyDelivered(document: UnitRecord.Mention?)
    case elsewhere(warehouse: String, expected: String)
    case alreadyGone(status: UnitStatus, document: UnitRecord.Mention?)
    case serialUnknown
    case neverReceived
    case notInOriginal(document: String)
    case alreadyReturned(document: String)
    case returnsTooMuch(moved: Quantity, returned: Quantity, item: String)
    case blocked(lot: String, reason: String)
    case lotBlocked(lot: String, reason: String)
    case expired(on: Day)
    case lotExpired(lot: String, on: Day)
    case reserved(order: String)
    case notReservable
    case batchDiffers(batch: String)
    case batchOfOtherItem(item: String)
    case lotNotWanted(item: String)
    case lotDisabled(lot: String)
    case lotNotInOriginal(document: String)
    case lotMissing(item: String)
    case serialsMissing(item: String)
    case seriesMissing(item: String)
    case notEnoughUnits(found: Int, item: String, warehouse: String)
    case laterMovement(documents: [UnitRecord.Mention])
    case insufficientStock(short: Quantity, item: String, warehouse: String)
    case insufficientLot(short: Quantity, lot: String, warehouse: String)
    case laterUse(documents: [String])
    case recallClosed(String)
    case moreThanLeft(customer: String, left: Quantity)

    // At the customer's, after the sale
    case tooEarly(least: Day)
    case tooLate(most: Day)
    case notDeliveredBy(document: String)
    case alreadyInstalled(document: String)
    case installsTooMuch(delivered: Quantity, installed: Quantity, item: String)
    case inWorkshop(claim: String)
    case notWithCustomer
    case claimSettled(claim: String)
    case notCovered
    case exchanged(replacement: String)
    case replacementUnfit
    case replacementOfOtherItem(item: String, expected: String)
    case deliveredOtherwise(type: String)

    // Assets
    case notFixedAsset(item: String)
    case alreadyAsset(asset: String)
    case heldAsAsset(asset: String)
    case disposalNeedsReason(asset: String)
    case assetNotSubmitted(asset: String)
    case assetGone(asset: String, status: UnitStatus)
    case assetTwice(otherLine: Int)
    case assetElsewhere(asset: String, place: String)
    case assetWithOther(asset: String, keeper: String)
    case assetThere(asset: String, place: String)
    case assetMovedLater(asset: String, at: PostingTime)
    case notForPurpose(String)
    case employeeInactive(String)
    case followsAsset(asset: String)

    // Serial records kept by hand
    case warehouseByHand
    case warehouseFrozen
    case itemFrozen
    case movedCannotBeDeleted
    case constantFrozen
}

extension Rejection {
    /// The `exc_type` of the answer: the exception names that the ecosystem's clients know.
    public var exceptionType: String {
        switch self {
        case .notFound, .unknownType: "DoesNotExistError"
        case .notPermitted, .notWritable, .notTheirs: "PermissionError"
        case .stale: "TimestampMismatchError"
        case .duplicate, .alreadyAsset: "DuplicateEntryError"
        case .nameInvalid: "NameError"
        case .tooLong: "CharacterLengthExceededError"
        case .required, .noLines: "MandatoryError"
        case .linkUnknown: "LinkValidationError"
        case .linked, .movedCannotBeDeleted, .laterUse: "LinkExistsError"
        case .fixed, .constantFrozen, .followsAsset: "CannotChangeConstantError"
        case .alreadySubmitted, .alreadyCancelled, .notSubmitted, .submittedCannotBeDeleted: "DocstatusTransitionError"
        case .changedAfterSubmission: "UpdateAfterSubmitError"
        case .frozen: "StockFreezeError"
        case .mustBeWhole: "UOMMustBeIntegerError"
        case .serialsNotWanted: "SerialNoNotRequiredError"
        case .serialCount: "SerialNoQtyError"
        case .serialTwice, .alreadyInStock, .alreadyDelivered: "SerialNoDuplicateError"
        case .serialOfOtherItem: "SerialNoItemError"
        case .elsewhere, .alreadyGone: "SerialNoWarehouseError"
        case .serialUnknown, .neverReceived: "SerialNoNotExistsError"
        case .alreadyReturned, .returnsTooMuch: "StockOverReturnError"
        case .blocked, .lotBlocked, .expired, .lotExpired, .reserved, .notReservable, .replacementUnfit, .heldAsAsset,
            .disposalNeedsReason:
            "SerialNoNotAvailableError"
        case .batchDiffers, .batchOfOtherItem, .lotNotWanted, .lotMissing: "SerialNoBatchError"
        case .serialsMissing, .seriesMissing, .notEnoughUnits: "SerialNoRequiredError"
        case .laterMovement: "SerialNoExistsInFutureTransactionError"
        case .insufficientStock, .insufficientLot: "NegativeStockError"
        case .warehouseByHand: "SerialNoCannotCreateDirectError"
        case .warehouseFrozen, .itemFrozen: "SerialNoCannotCannotChangeError"
        default: "ValidationError"
        }
    }

    /// The stable name of the case, with dashes: `already-delivered`.
    public var code: String {
        var name = "\(self)"
        if let end = name.firstIndex(of: "(") { name = String(name[..<end]) }
        var code = ""
        for character in name {
            if character.isUppercase { code += "-" }
            code += character.lowercased()
        }
        return code
    }

    /// The place of the case in the order of precedence.
    public var precedence: Int { Self.order[code] ?? Self.order.count }

    private static let order: [String: Int] = Dictionary(
        uniqueKeysWithValues: samples.enumerated().map { ($1.code, $0) })
}
