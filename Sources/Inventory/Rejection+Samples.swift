extension Rejection {
    /// One value of every case, in order of precedence: what `docs/errors.md` and the tests of sentences go through.
    public static let samples: [Rejection] = {
        let mention = UnitRecord.Mention(
            type: "Delivery Note", name: "MAT-DN-2026-00007", postedAt: PostingTime(milliseconds: 1_795_400_000_000),
            party: "Martin SARL")
        let day = Day(number: 20_780)
        let one = Quantity(1)
        let asset = "ACC-ASS-2026-00001"
        return [
            .notFound(type: "Serial No", name: "PB2L00009"), .unknownType("Widget"),
            .notPermitted(action: "submit", type: "Delivery Note"), .stale,
            .duplicate(type: "Item", name: "PB2L"), .nameInvalid, .unreadable(expected: "a number"),
            .tooLong(limit: 140),
            .notAChoice(value: "Gift", choices: ["Material Receipt", "Material Issue"]), .required,
            .linkUnknown(type: "Warehouse", name: "Attic"), .outOfRange(least: "0", most: "100"),
            .endsBeforeStart(from: day, until: Day(number: day.number - 1)), .notAnAddress("lea"), .fixed(was: "PB2L"),
            .linked(type: "Item", name: "PB2L"),
            .notWritable(type: "Bin"), .noCustomFields(type: "Delivery Note Item"), .fieldNameInvalid("Colour!"),
            .fieldTaken("status", type: "Serial No"), .tooManyFields(limit: 100),
            .fileUnfit(name: "setup.exe"), .fileTooLarge(name: "film.pdf", limit: 10), .tooManyFiles(limit: 50),
            .tooManyNotes(limit: 1000), .notTheirs, .alreadySubmitted, .alreadyCancelled, .notSubmitted,
            .submittedCannotBeDeleted,
            .changedAfterSubmission(from: "1", to: "2"), .amendsUncancelled("MAT-DN-2026-00007"), .noLines,
            .tooManyUnits(limit: 100_000), .tooManyLines(limit: 20_000),
            .seriesCannotCount(.counterNotLast, pattern: "A.##.B"),
            .seriesFieldUnknown("colour"), .serializedNeedsStock, .parentNotGroup("Stores - M"), .ownParent,
            .countedTwice(line: 2), .itemDisabled("PB2L"),
            .itemEnded("PB2L", on: day), .itemWithoutStock("PB2L"), .warehouseIsGroup("All Warehouses - M"),
            .warehouseDisabled("Stores - M"), .warehouseForeign("Stores - M", company: "Fourcade SARL"),
            .placeMissing(source: true), .placeNotWanted(source: false), .placesEqual("Stores - M"),
            .unitUnknown(item: "PB2L", unit: "Box"), .returnNeedsNegative, .quantityNotPositive,
            .amountTooLarge,
            .quantityMismatch(accepted: one, rejected: one, received: one), .invoiceNeedsDelivery,
            .notOnDelivery(document: "MAT-DN-2026-00007"), .originalUnfit(document: "MAT-DN-2026-00007"),
            .originalLater(document: "MAT-DN-2026-00007"), .partyDiffers(expected: "Martin SARL"),
            .orderCustomerDiffers(order: "SAL-ORD-2026-00001"), .orderNotSubmitted(order: "SAL-ORD-2026-00001"),
            .disabledParty("Martin SARL"), .inFuture, .frozen(until: day), .serialInvalid,
            .serialsNotWanted(item: "SCREW"), .mustBeWhole(quantity: one, unit: "Nos"),
            .serialCount(given: 2, quantity: one, item: "PB2L"), .serialTwice(otherLine: 2),
            .serialOfOtherItem(item: "PB2L", expected: "PB3L"),
            .alreadyInStock(warehouse: "Stores - M", document: mention), .alreadyDelivered(document: mention),
            .elsewhere(warehouse: "Stores - M", expected: "Workshop - M"),
            .alreadyGone(status: .delivered, document: mention), .serialUnknown, .neverReceived,
            .notInOriginal(document: "MAT-DN-2026-00007"), .alreadyReturned(document: "MAT-DN-2026-00007"),
            .returnsTooMuch(moved: one, returned: one, item: "SCREW"), .expired(on: day),
            .reserved(order: "SAL-ORD-2026-00001"), .notReservable, .batchDiffers(batch: "L-12"),
            .batchOfOtherItem(item: "PB3L"), .serialsMissing(item: "PB2L"), .seriesMissing(item: "PB2L"),
            .notEnoughUnits(found: 2, item: "PB2L", warehouse: "Stores - M"), .laterMovement(documents: [mention]),
            .insufficientStock(short: one, item: "SCREW", warehouse: "Stores - M"),
            .laterUse(documents: ["MAT-DN-2026-00007"]), .notFixedAsset(item: "PB2L"),
            .alreadyAsset(asset: asset), .heldAsAsset(asset: asset), .disposalNeedsReason(asset: asset),
            .assetNotSubmitted(asset: asset), .assetGone(asset: asset, status: .delivered), .assetTwice(otherLine: 2),
            .assetElsewhere(asset: asset, place: "Lyon"), .assetWithOther(asset: asset, keeper: "Léa Martin"),
            .assetThere(asset: asset, place: "Lyon"), .assetMovedLater(asset: asset, at: mention.postedAt),
            .notForPurpose("Issue"), .tooEarly(after: day), .employeeInactive("Léa Martin"),
            .followsAsset(asset: asset), .warehouseByHand, .warehouseFrozen, .itemFrozen,
            .movedCannotBeDeleted, .constantFrozen,
        ]
    }()
}
