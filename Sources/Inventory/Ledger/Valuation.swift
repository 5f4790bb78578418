extension Balance {
    /// What a quantity that leaves now is worth: its share of the value, all of it with the last piece.
    ///
    /// Source: `docs/decisions/0012-valuation.md`.
    func share(of quantity: Quantity) -> Money {
        if quantityNow <= quantity { return value }
        let share = FixedPoint.multiply(value.millionths, quantity.thousandths, dividedBy: quantityNow.thousandths)
        return Money(millionths: share ?? 0)
    }
}

extension [Decision.Entry] {
    /// The entries that take a posting back, valued so that they fit what is there now.
    ///
    /// They carry the opposite of the values that the posting brought. Where goods have left at another average since,
    /// that would leave an empty place with a value, or goods with less than none: there they take their share instead.
    public func fitted(to balances: [StockKey: Balance]) -> [Decision.Entry] {
        var fitted = self
        let places = Dictionary(grouping: indices) { StockKey(item: self[$0].item, warehouse: self[$0].warehouse) }
        for (key, indices) in places {
            guard let balance = balances[key], let last = indices.last else { continue }
            let quantity = indices.reduce(Quantity.zero) { $0 + self[$1].quantity }
            let value = indices.reduce(Money.zero) { $0 + self[$1].value }
            let left = balance.value + value
            let isEmpty = balance.quantityNow + quantity == .zero
            guard quantity.isNegative, left < .zero || isEmpty && left != .zero else { continue }
            fitted[last].value += -balance.share(of: -quantity) - value
        }
        return fitted
    }
}
