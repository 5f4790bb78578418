/// The decision under way: walks over a document's transfers and collects movements and offences.
struct Posting<D: Document> {
    let document: D
    let counterpart: Counterpart
    let postedAt: PostingTime
    let stock: StockState
    var decision = Decision()
    /// The line in which a serial number was first seen, by direction.
    private var seenIn: [String: Int] = [:]
    private var seenOut: [String: Int] = [:]
    private var balances: [StockKey: Balance] = [:]
    private var returning: [ID<Item>: Quantity] = [:]
    private var firstLine: [StockKey: Int] = [:]
    var lotBalances: [LotKey: Balance] = [:]
    var firstLotLine: [LotKey: Int] = [:]

    init(document: D, stock: StockState) {
        self.document = document
        self.counterpart = document.counterpart
        self.postedAt = document.postedAt
        self.stock = stock
    }

    mutating func refuse(_ rejection: Rejection, line: Int? = nil, serial: String? = nil, field: String? = nil) {
        decision.offences.append(Offence(rejection, line: line, serial: serial, field: field))
    }

    /// The rules about the document as a whole.
    mutating func checkDocument() {
        if postedAt.day > stock.linked.now.day { refuse(.inFuture, field: "posting_date") }
        if let frozen = stock.frozenUntil, postedAt.day <= frozen {
            refuse(.frozen(until: frozen), field: "posting_date")
        }
        checkOriginal()
    }

    /// A return names a submitted document of the same party that is not itself a return.
    mutating func checkOriginal() {
        guard counterpart.isReturn else { return }
        let name = counterpart.returnAgainst
        guard let original = stock.original, original.isSubmitted, !original.isReturn else {
            return refuse(.originalUnfit(document: name), field: "return_against")
        }
        if original.postedAt > postedAt { refuse(.originalLater(document: name), field: "posting_date") }
        if original.customer != counterpart.customer.id {
            refuse(.partyDiffers(expected: original.party), field: "customer")
        }
        if original.supplier != counterpart.supplier.id {
            refuse(.partyDiffers(expected: original.party), field: "supplier")
        }
    }

    /// One cell of a line: where it goes, then its units or its quantity.
    mutating func add(_ transfer: Transfer) {
        guard !stock.faultyLines.contains(transfer.line), let item = stock.linked[transfer.item],
            let itemID = item.head.id.map(ID<Item>.init)
        else { return }
        guard item.isStockItem else {
            return refuse(.itemWithoutStock(item.code), line: transfer.line, field: "item_code")
        }
        checkPlace(transfer.source, line: transfer.line)
        checkPlace(transfer.target, line: transfer.line)
        checkLot(transfer, item)
        checkReturned(transfer, item)
        let unitValue =
            item.hasSerialNumbers
            ? addUnits(transfer, item, itemID) : addQuantity(transfer, item, itemID)
        guard !transfer.quantity.isZero else { return }
        if let warehouse = transfer.source.warehouse?.id {
            enter(transfer, StockKey(item: itemID, warehouse: warehouse), -transfer.quantity, -unitValue)
        }
        if let warehouse = transfer.target.warehouse?.id {
            enter(transfer, StockKey(item: itemID, warehouse: warehouse), transfer.quantity, unitValue)
        }
    }

    private mutating func checkPlace(_ place: Place, line: Int) {
        guard let link = place.warehouse, let warehouse = stock.linked[link] else { return }
        if warehouse.isGroup { refuse(.warehouseIsGroup(link.name), line: line, field: "warehouse") }
        if warehouse.isDisabled { refuse(.warehouseDisabled(link.name), line: line, field: "warehouse") }
        if warehouse.company != document.header.company {
            refuse(
                .warehouseForeign(link.name, company: document.header.company.name), line: line, field: "warehouse")
        }
    }

    /// A return may take back no more than its original moved, less what earlier returns took back.
    private mutating func checkReturned(_ transfer: Transfer, _ item: Item) {
        guard counterpart.isReturn, let original = stock.original, let id = transfer.item.id else { return }
        returning[id, default: .zero] += transfer.quantity
        let moved = original.moved[id] ?? .zero
        let before = original.returned[id] ?? .zero
        // Units say more exactly which of them is too many.
        if !item.hasSerialNumbers, (returning[id] ?? .zero) + before > moved {
            refuse(.returnsTooMuch(moved: moved, returned: before, item: item.code), line: transfer.line, field: "qty")
        }
    }

    private mutating func enter(_ transfer: Transfer, _ key: StockKey, _ quantity: Quantity, _ value: Money) {
        var balance = balances[key] ?? stock.balance(key)
        balance.quantity += quantity
        balance.quantityNow += quantity
        balance.least += quantity
        balance.value += value
        balances[key] = balance
        enterLot(transfer, key, quantity)
        if firstLine[key] == nil || quantity.isNegative { firstLine[key] = transfer.line }
        decision.entries.append(
            Decision.Entry(
                line: transfer.line, item: key.item, warehouse: key.warehouse, quantity: quantity, value: value,
                batch: transfer.batch.id))
    }

    /// - Returns: the value of the goods: what they cost coming in, or their share of the stock's value going out.
    private mutating func addQuantity(_ transfer: Transfer, _ item: Item, _ id: ID<Item>) -> Money {
        if !transfer.serials.isEmpty {
            refuse(.serialsNotWanted(item: item.code), line: transfer.line, field: transfer.cell)
        }
        guard let warehouse = transfer.source.warehouse?.id else {
            // What comes back is worth what it was worth when it left.
            guard counterpart.isReturn, let original = stock.original, let moved = original.moved[id] else {
                return transfer.rate.times(transfer.quantity)
            }
            return (original.value[id] ?? .zero).per(moved).times(transfer.quantity)
        }
        let key = StockKey(item: id, warehouse: warehouse)
        let balance = balances[key] ?? stock.balance(key)
        return balance.share(of: transfer.quantity)
    }

    /// No balance may be negative at the posting time or at any later time.
    mutating func checkBalances() {
        for (key, balance) in balances where balance.least.isNegative {
            guard let item = stock.linked[Link<Item>("", id: key.item)], !item.hasSerialNumbers else { continue }
            guard balance.least < stock.balance(key).least else { continue }
            let warehouse = stock.linked[Link<Warehouse>("", id: key.warehouse)]?.head.name ?? ""
            refuse(
                .insufficientStock(short: -balance.least, item: item.code, warehouse: warehouse), line: firstLine[key],
                field: "qty")
        }
        checkLotBalances()
    }

    /// - Returns: what the units are worth together.
    private mutating func addUnits(_ transfer: Transfer, _ item: Item, _ id: ID<Item>) -> Money {
        guard transfer.quantity.isWhole else { return .zero }
        let drawn = transfer.serials.isEmpty ? stock.drawn[CellKey(line: transfer.line, cell: transfer.cell)] : nil
        let numbers = drawn ?? transfer.serials.numbers
        if numbers.isEmpty, drawn == nil, !transfer.quantity.isZero {
            let draws = transfer.isWayIn && !counterpart.isReturn
            refuse(
                draws ? .seriesMissing(item: item.code) : .serialsMissing(item: item.code), line: transfer.line,
                field: transfer.cell)
            return .zero
        }
        if numbers.count != transfer.quantity.units {
            refuse(
                drawn == nil
                    ? .serialCount(given: numbers.count, quantity: transfer.quantity, item: item.code)
                    : .notEnoughUnits(
                        found: numbers.count, item: item.code, warehouse: transfer.source.warehouse?.name ?? ""),
                line: transfer.line, field: transfer.cell)
        }
        decision.moves.reserveCapacity(decision.moves.count + numbers.count)
        var value = Money.zero
        for number in numbers { value += addUnit(number, transfer, item, id) }
        return value
    }

    private mutating func addUnit(_ number: SerialNumber, _ transfer: Transfer, _ item: Item, _ id: ID<Item>) -> Money {
        let unit = stock.units[number.key]
        if let rejection = repetition(of: number, transfer)
            ?? (transfer.isWayOut ? refusalOut(unit, transfer, item) : refusalIn(number, unit, transfer, item))
        {
            refuse(rejection, line: transfer.line, serial: number.text, field: transfer.cell)
            return .zero
        }
        let keepsRate = transfer.isWayOut || counterpart.isReturn
        let rate = keepsRate ? unit?.state.purchaseRate ?? transfer.rate : transfer.rate
        let subject: Decision.Subject
        if let unit {
            subject = .known(unit.id)
        } else {
            subject = .new(decision.newUnits.count)
            decision.newUnits.append(Decision.NewUnit(number: number, item: id))
        }
        decision.moves.append(
            Decision.Move(
                unit: subject, line: transfer.line, item: id, batch: transfer.isWayIn ? transfer.batch.id : nil,
                source: transfer.source.warehouse?.id, target: transfer.target.warehouse?.id, rate: rate,
                salesOrder: transfer.salesOrder.id, warranty: warranty(transfer, item),
                expiry: expiry(transfer, item)))
        return rate
    }

    /// A delivery covers a unit for the item's warranty period.
    private func warranty(_ transfer: Transfer, _ item: Item) -> Day? {
        guard transfer.target == .outside, counterpart.customer.id != nil, !counterpart.isExchange,
            item.warrantyDays > 0
        else { return nil }
        return postedAt.day.adding(days: item.warrantyDays)
    }

    /// A number stands once in a document; only a transformation may use it up and bring it out again.
    private mutating func repetition(of number: SerialNumber, _ transfer: Transfer) -> Rejection? {
        let earlier: Int?
        if transfer.isWayOut {
            earlier = seenOut.updateValue(transfer.line, forKey: number.key) ?? seenIn[number.key]
        } else {
            earlier =
                seenIn.updateValue(transfer.line, forKey: number.key)
                ?? (transfer.isTransformed ? nil : seenOut[number.key])
        }
        return earlier.map { .serialTwice(otherLine: $0 == transfer.line ? nil : $0) }
    }

    /// Why a unit may not leave its warehouse, if so.
    private func refusalOut(_ unit: UnitRecord?, _ transfer: Transfer, _ item: Item) -> Rejection? {
        guard let unit else { return .serialUnknown }
        if let rejection = refusalByReturn(unit) { return rejection }
        if unit.state.item.rawValue != item.head.id {
            return .serialOfOtherItem(item: unit.itemCode, expected: item.code)
        }
        guard let movedAt = unit.state.movedAt, unit.state.status != .inactive else { return .neverReceived }
        if movedAt > postedAt { return .laterMovement(documents: unit.mentions.filter { $0.postedAt > postedAt }) }
        guard unit.state.status == .active else {
            return .alreadyGone(status: unit.state.status, document: unit.mentions.last)
        }
        if unit.state.warehouse != transfer.source.warehouse?.id {
            return .elsewhere(warehouse: unit.warehouseName, expected: transfer.source.warehouse?.name ?? "")
        }
        if transfer.batch.id != nil, unit.state.batch != transfer.batch.id {
            return .batchDiffers(batch: unit.batchName)
        }
        return refusalToLeave(unit, transfer)
    }

    /// An expired unit may be moved, destroyed or sent back, but not delivered or built in; a reserved one stays ours.
    ///
    /// Of a blocked lot nothing is handed out for use either.
    private func refusalToLeave(_ unit: UnitRecord, _ transfer: Transfer) -> Rejection? {
        if isHandedOut(transfer), let lot = unit.state.batch.flatMap({ stock.lots[$0] }), let reason = lot.blockReason {
            return .blocked(lot: lot.name, reason: reason)
        }
        guard transfer.target == .outside else { return nil }
        if unit.asset != nil, document.disposal != .disposes {
            return document.disposal == .keeps
                ? .heldAsAsset(asset: unit.assetName) : .disposalNeedsReason(asset: unit.assetName)
        }
        guard transfer.target == .outside else { return nil }
        if let expiry = unit.expiry, expiry < postedAt.day, isHandedOut(transfer) { return .expired(on: expiry) }
        if let order = unit.reservedFor, order != transfer.salesOrder.id {
            return .reserved(order: unit.reservedForName)
        }
        return nil
    }

    /// Why a unit may not come into a warehouse, if so.
    private func refusalIn(
        _ number: SerialNumber, _ unit: UnitRecord?, _ transfer: Transfer, _ item: Item
    ) -> Rejection? {
        guard let unit else { return counterpart.isReturn ? .serialUnknown : number.isValid ? nil : .serialInvalid }
        if let rejection = refusalByReturn(unit) { return rejection }
        let usedUpHere = transfer.isTransformed && seenOut[number.key] != nil
        if usedUpHere { return nil }
        if unit.state.item.rawValue != item.head.id {
            return .serialOfOtherItem(item: unit.itemCode, expected: item.code)
        }
        if unit.state.status == .active {
            return .alreadyInStock(warehouse: unit.warehouseName, document: unit.mentions.last)
        }
        if unit.state.status == .delivered, !counterpart.isReturn {
            return .alreadyDelivered(document: unit.mentions.last)
        }
        if let movedAt = unit.state.movedAt, movedAt > postedAt {
            return .laterMovement(documents: unit.mentions.filter { $0.postedAt > postedAt })
        }
        if counterpart.isReturn, let lot = transfer.batch.id, unit.state.batch != lot {
            return .batchDiffers(batch: unit.batchName)
        }
        return nil
    }

    /// A returned unit must be one that the original moved and that no return has taken back.
    private func refusalByReturn(_ unit: UnitRecord) -> Rejection? {
        guard counterpart.isReturn, let original = stock.original else { return nil }
        if !original.units.contains(unit.id) { return .notInOriginal(document: counterpart.returnAgainst) }
        if original.returnedUnits.contains(unit.id) { return .alreadyReturned(document: counterpart.returnAgainst) }
        return nil
    }
}
