public import Inventory

extension Books {
    /// Adds a document, as a draft or submitted, by its `head.state`.
    public func insert<D: Document>(document: D) throws -> D {
        guard document.head.state != .cancelled else { throw Refusal(.notSubmitted, field: "docstatus") }
        return try save(document, replacing: nil)
    }

    /// Changes a draft, submits it, or changes what may be changed on a submitted document.
    public func update<D: Document>(document: D, replacing old: D) throws -> D {
        switch (old.head.state, document.head.state) {
        case (.draft, .draft), (.draft, .submitted): return try save(document, replacing: old)
        case (.submitted, .submitted): return try saveSubmitted(document, replacing: old)
        case (.submitted, .cancelled): return try cancel(old)
        case (.cancelled, _): throw Refusal(.alreadyCancelled)
        case (.draft, .cancelled): throw Refusal(.notSubmitted, field: "docstatus")
        case (.submitted, .draft): throw Refusal(.alreadySubmitted, field: "docstatus")
        }
    }

    private func save<D: Document>(_ given: D, replacing old: D?) throws -> D {
        var document = given
        let (linked, decision, offences) = try weigh(&document, replacing: old)
        if !offences.isEmpty { throw Refusal(offences) }
        let isSubmission = document.head.state == .submitted
        if old == nil {
            try number(&document, linked)
        } else if isSubmission, document.header.amendedFrom.isEmpty, case .seriesAtSubmission = D.type.naming {
            try number(&document, linked)
            try keep(formerName: given.head.name, of: D.type, key: document.head.id)
        }
        try write(&document, replacing: old, action: isSubmission ? "submit" : nil)
        if isSubmission { try apply(decision, of: document, linked) }
        return document
    }

    /// Completes a document and finds what is wrong with it and, where it is to be submitted, what it moves.
    private func weigh<D: Document>(
        _ document: inout D, replacing old: D?
    ) throws -> (linked: Linked, decision: Decision, offences: [Offence]) {
        var (linked, offences) = try examine(&document, replacing: old)
        let amendment = old == nil ? try amendmentFaults(document) : []
        offences += amendment
        let decides = document.head.state == .submitted && amendment.isEmpty
        let decision = decides ? try decide(&document, linked, &offences) : Decision()
        return (linked, decision, offences)
    }

    /// What submitting a document would say: everything that is wrong with it, and the document as it would stand.
    ///
    /// Nothing of it is written but the counters of series, from which empty cells draw, and the lots that receipts
    /// make: the transaction is to be undone.
    ///
    /// - Parameter old: the document as it is stored; nil for a new one.
    public func rehearse<D: Document>(_ document: D, replacing old: (any Record)?) throws -> (D, [Offence]) {
        var document = document
        document.head.state = .submitted
        if let old, old.head.state != .draft { throw Refusal(.alreadySubmitted, field: "docstatus") }
        let offences = try weigh(&document, replacing: old as? D).offences
        return (document, offences.isEmpty ? [] : Refusal(offences).offences)
    }

    /// Loads what the document touches, draws numbers for empty cells, and asks the rules.
    ///
    /// - Parameter offences: what is wrong already; lines that have an offence are not looked at again. What the
    ///   rules find is added, so that one answer tells everything.
    private func decide<D: Document>(
        _ document: inout D, _ linked: Linked, _ offences: inout [Offence]
    ) throws -> Decision {
        try checkSize(document, linked)
        try chooseLots(for: &document, linked, except: Set(offences.compactMap(\.line)))
        var stock = try stockState(for: document, linked)
        if let time = stock.latestChange, document.header.catchUp(with: time) {
            stock = try stockState(for: document, linked)
        }
        stock.faultyLines = Set(offences.compactMap(\.line))
        stock.drawn = try draw(for: document, stock)
        var drawn: [SerialNumber] = []
        for numbers in stock.drawn.values { drawn += numbers }
        try loadUnits(drawn, into: &stock)
        try loadLots(of: document.transfers, into: &stock)
        document.fill(stock.lotsOfUnits(in: document.transfers, isReturn: document.counterpart.isReturn))
        var decision = document.decide(on: stock)
        if !decision.offences.isEmpty {
            // Only now do sentences need names and documents; the rules run again to put them in.
            try explain(decision.offences, in: &stock)
            decision = document.decide(on: stock)
            offences += decision.offences
        }
        document.fill(stock.drawn.mapValues(SerialCell.init))
        return decision
    }

    /// Before numbers are drawn: no document may have more units than the limit.
    private func checkSize<D: Document>(_ document: D, _ linked: Linked) throws {
        var units = 0
        for transfer in document.transfers where linked[transfer.item]?.hasSerialNumbers == true {
            units += max(
                transfer.quantity.magnitude.units, transfer.serials.text.utf8.count / (SerialNumber.lengthLimit * 4))
        }
        units = max(units, document.namedUnits.count)
        if units > unitLimit { throw Refusal(.tooManyUnits(limit: unitLimit), field: "items") }
    }

    private func amendmentFaults<D: Document>(_ document: D) throws -> [Offence] {
        let name = document.header.amendedFrom
        guard !name.isEmpty else { return [] }
        let original = try load(D.self, where: "d.\"name\" = \(name)", withLines: false).first
        guard let original else { return [Offence(.linkUnknown(type: D.type.name, name: name), field: "amended_from")] }
        return original.head.state == .cancelled ? [] : [Offence(.amendsUncancelled(name), field: "amended_from")]
    }

    /// A submitted document keeps everything but the few fields that say nothing about the stock.
    private func saveSubmitted<D: Document>(_ document: D, replacing old: D) throws -> D {
        let schema = Table.of(D.self).schema
        var offences: [Offence] = []
        let (new, was) = (document.values, old.values)
        func compare(_ fields: [Field], _ left: [Scalar], _ right: [Scalar], line: Int?) {
            for (index, field) in fields.enumerated()
            where left[index] != right[index] && !field.traits.contains(.afterSubmit)
                && !field.traits.contains(.readOnly)
            {
                let change = Rejection.changedAfterSubmission(
                    from: field.kind.text(left[index]), to: field.kind.text(right[index]))
                offences.append(Offence(change, line: line, field: field.name))
            }
        }
        compare(schema.fields, was.fields, new.fields, line: nil)
        for (index, table) in schema.tables.enumerated() {
            let (left, right) = (was.tables[index], new.tables[index])
            if left.count != right.count {
                let change = Rejection.changedAfterSubmission(from: String(left.count), to: String(right.count))
                offences.append(Offence(change, field: table.name))
            }
            for (line, rows) in zip(left, right).enumerated() {
                compare(table.fields, rows.0.fields, rows.1.fields, line: line + 1)
            }
        }
        let isCustom = document.head.custom != old.head.custom
        if isCustom {
            offences += document.head.custom.faults(
                replacingSubmitted: old.head.custom, try customFields(of: D.type))
        }
        if !offences.isEmpty { throw Refusal(offences) }
        guard isCustom || new != was else { return document }
        var document = document
        try write(&document, replacing: old)
        return document
    }
}
