/// The rules about lots. A unit answers for its own lot; goods without serial numbers have a balance for each.
extension Posting {
    /// Whether goods go to a customer, or away to be built into something.
    func isHandedOut(_ transfer: Transfer) -> Bool {
        transfer.isWayOut && (transfer.isForUse || transfer.target == .outside && counterpart.customer.id != nil)
    }

    /// The rules about the lot that a transfer names, or should name.
    mutating func checkLot(_ transfer: Transfer, _ item: Item) {
        func refuse(_ rejection: Rejection) {
            decision.offences.append(Offence(rejection, line: transfer.line, field: "batch_no"))
        }
        guard let id = transfer.batch.id, let lot = stock.lots[id] else {
            let isNew = transfer.isWayIn && !counterpart.isReturn
            let isWanted = item.hasBatches && (isNew || !item.hasSerialNumbers) && !transfer.quantity.isZero
            return isWanted ? refuse(.lotMissing(item: item.code)) : ()
        }
        if !item.hasSerialNumbers, !item.hasBatches { return refuse(.lotNotWanted(item: item.code)) }
        if lot.item.rawValue != item.head.id { return refuse(.batchOfOtherItem(item: lot.itemCode)) }
        if lot.isDisabled { refuse(.lotDisabled(lot: lot.name)) }
        guard !item.hasSerialNumbers else { return }
        if counterpart.isReturn, let original = stock.original, !original.lots.contains(id) {
            refuse(.lotNotInOriginal(document: counterpart.returnAgainst))
        }
        guard isHandedOut(transfer) else { return }
        if let reason = lot.blockReason { return refuse(.lotBlocked(lot: lot.name, reason: reason)) }
        guard let expiry = lot.expiry, expiry < postedAt.day, transfer.target == .outside else { return }
        refuse(.lotExpired(lot: lot.name, on: expiry))
    }

    mutating func enterLot(_ transfer: Transfer, _ place: StockKey, _ quantity: Quantity) {
        guard let lot = transfer.batch.id, stock.linked[transfer.item]?.hasSerialNumbers == false else { return }
        let key = LotKey(place: place, lot: lot)
        var balance = lotBalances[key] ?? stock.balance(key)
        balance.quantity += quantity
        balance.quantityNow += quantity
        balance.least += quantity
        lotBalances[key] = balance
        if firstLotLine[key] == nil || quantity.isNegative { firstLotLine[key] = transfer.line }
    }

    /// No lot may be short at the posting time or at any later time.
    mutating func checkLotBalances() {
        for (key, balance) in lotBalances where balance.least.isNegative {
            guard balance.least < stock.balance(key).least, let lot = stock.lots[key.lot] else { continue }
            let warehouse = stock.linked[Link<Warehouse>("", id: key.place.warehouse)]?.head.name ?? ""
            refuse(
                .insufficientLot(short: -balance.least, lot: lot.name, warehouse: warehouse), line: firstLotLine[key],
                field: "qty")
        }
    }

    /// Until when what a receipt brings may be used, by the item's shelf life; a return does not make it fresh again.
    ///
    /// A lot that has a date of its own stands above it, and what a person typed above both: the projection sees to it.
    func expiry(_ transfer: Transfer, _ item: Item) -> Day? {
        guard transfer.isWayIn, !counterpart.isReturn, item.shelfLifeDays > 0 else { return nil }
        return postedAt.day.adding(days: item.shelfLifeDays)
    }
}

extension StockState {
    /// The lots of lines that name none and whose units, which the books know, are all of one lot.
    ///
    /// - Parameter isReturn: whether what comes in has been here before.
    public func lotsOfUnits(in transfers: [Transfer], isReturn: Bool) -> [Int: Link<Batch>] {
        var found: [Int: Set<ID<Batch>?>] = [:]
        for transfer in transfers where transfer.batch.isEmpty && (transfer.isWayOut || isReturn) {
            let numbers = drawn[CellKey(line: transfer.line, cell: transfer.cell)] ?? transfer.serials.numbers
            for number in numbers { found[transfer.line, default: []].insert(units[number.key]?.state.batch) }
        }
        return found.compactMapValues { lots in
            guard lots.count == 1, let id = lots.first ?? nil, let lot = self.lots[id] else { return nil }
            return Link(lot.name, id: id)
        }
    }
}
