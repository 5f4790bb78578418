import Foundation
import Inventory
import Testing

@Suite struct `Rejections` {
    @Test func `there is a sample of every case, in the order of the cases`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Inventory/Rejection.swift")
        let body = try String(contentsOf: file, encoding: .utf8).prefix { $0 != "}" }
        let cases = body.matches(of: /\n    case ([A-Za-z]+)/).map { Self.dashed(String($0.1)) }
        #expect(cases.count > 70)
        #expect(Rejection.samples.map(\.code) == cases)
    }

    static func dashed(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }

    @Test func `codes are unique and made of words and dashes`() {
        let codes = Rejection.samples.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil })
    }

    @Test func `precedence is the place among the cases`() {
        #expect(Rejection.samples.map(\.precedence) == Array(Rejection.samples.indices))
    }

    @Test(arguments: Rejection.samples)
    func `every case has a sentence and an exception type`(rejection: Rejection) {
        #expect(rejection.exceptionType.hasSuffix("Error"))
        #expect(rejection.message.template.wholeMatch(of: /[A-Z{“].{5,}/) != nil)
        let places = Set(rejection.message.template.matches(of: /\{([a-z]+)\}/).map { String($0.1) })
        let known = Set(rejection.message.facts.keys).union(["field", "serial", "line"])
        #expect(places.isSubset(of: known), "a place in the sentence that no fact fills")
    }

    @Test(
        arguments: [
            (.serialsNotWanted(item: ""), "SerialNoNotRequiredError"),
            (.mustBeWhole(quantity: .zero, unit: ""), "UOMMustBeIntegerError"),
            (.serialCount(given: 0, quantity: .zero, item: ""), "SerialNoQtyError"),
            (.serialTwice(otherLine: nil), "SerialNoDuplicateError"),
            (.serialOfOtherItem(item: "", expected: ""), "SerialNoItemError"),
            (.alreadyInStock(warehouse: "", document: nil), "SerialNoDuplicateError"),
            (.alreadyDelivered(document: nil), "SerialNoDuplicateError"),
            (.elsewhere(warehouse: "", expected: ""), "SerialNoWarehouseError"),
            (.alreadyGone(status: .consumed, document: nil), "SerialNoWarehouseError"),
            (.serialUnknown, "SerialNoNotExistsError"), (.neverReceived, "SerialNoNotExistsError"),
            (.notInOriginal(document: ""), "ValidationError"), (.alreadyReturned(document: ""), "StockOverReturnError"),
            (.returnsTooMuch(moved: .zero, returned: .zero, item: ""), "StockOverReturnError"),
            (.expired(on: Day(number: 0)), "SerialNoNotAvailableError"),
            (.reserved(order: ""), "SerialNoNotAvailableError"),
            (.batchDiffers(batch: ""), "SerialNoBatchError"), (.serialsMissing(item: ""), "SerialNoRequiredError"),
            (.seriesMissing(item: ""), "SerialNoRequiredError"),
            (.laterMovement(documents: []), "SerialNoExistsInFutureTransactionError"),
            (.insufficientStock(short: .zero, item: "", warehouse: ""), "NegativeStockError"),
            (.frozen(until: Day(number: 0)), "StockFreezeError"), (.warehouseIsGroup(""), "ValidationError"),
            (.warehouseByHand, "SerialNoCannotCreateDirectError"),
            (.warehouseFrozen, "SerialNoCannotCannotChangeError"),
            (.movedCannotBeDeleted, "LinkExistsError"), (.constantFrozen, "CannotChangeConstantError"),
            (.duplicate(type: "", name: ""), "DuplicateEntryError"), (.stale, "TimestampMismatchError"),
            (.required, "MandatoryError"), (.changedAfterSubmission(from: "", to: ""), "UpdateAfterSubmitError"),
        ] as [(Rejection, String)])
    func `clients know the exception types`(rejection: Rejection, type: String) {
        #expect(rejection.exceptionType == type)
    }

    @Test func `a refusal is sorted by precedence, then by line`() {
        let offences = [
            Offence(.serialUnknown, line: 2), Offence(.serialUnknown, line: 1), Offence(.frozen(until: Day(number: 0))),
            Offence(.required, line: 9),
        ]
        #expect(Refusal(offences).offences == [offences[3], offences[2], offences[1], offences[0]])
    }

    @Test(
        arguments: [
            (.delivered, "delivered to {party}"), (.returned, "returned to {party}"),
            (.consumed, "used by {type} {document}"),
        ] as [(UnitStatus, String)])
    func `a unit that is gone says how, and by which document`(status: UnitStatus, words: String) {
        let mention = UnitRecord.Mention(
            type: "Delivery Note", name: "MAT-DN-2026-00007", postedAt: PostingTime(milliseconds: 0),
            party: "Martin SARL")
        let message = Rejection.alreadyGone(status: status, document: mention).message
        #expect(message.template.contains(words))
        #expect(message.facts["document"] == .name("MAT-DN-2026-00007"))
        #expect(message.facts["party"] == .name("Martin SARL"))
    }

    @Test(arguments: Rejection.samples)
    func `a sentence holds together without its facts`(rejection: Rejection) {
        guard case .alreadyGone = rejection else { return }
        for status in UnitStatus.allCases {
            #expect(!Rejection.alreadyGone(status: status, document: nil).message.template.contains("{document}"))
        }
    }

    @Test(
        arguments: [
            .empty, .counterMalformed("##a"), .twoCounters, .counterNotLast, .counterInsidePart, .badCharacter(","),
        ] as [SeriesFault])
    func `every fault of a series has a sentence with an example that works`(fault: SeriesFault) throws {
        let message = Rejection.seriesCannotCount(fault, pattern: "A##").message
        #expect(message.template.contains("{example}"))
        guard case .name(let example) = message.facts["example"] else { throw fault }
        #expect(throws: Never.self) { try Series(example) }
    }
}
