import Inventory

extension Books {
    /// Gives a new record its name and refuses one that is taken.
    func name<R: Record>(_ record: inout R, _ linked: Linked) throws {
        switch R.type.naming {
        case .single: record.head.name = R.type.name
        case .key: throw Refusal(.notWritable(type: R.type.name))
        case .field: record.head.name = record.proposedName(linked) ?? ""
        case .series(let standard):
            // A record that is no document counts by the day on which it is made.
            let pattern = Table.of(R.self).schema.position(of: "naming_series").flatMap {
                record.values.fields[$0].textValue
            }
            record.head.name = try nextName(
                try series(pattern ?? standard), prefixOf: record, on: clock.today,
                fiscalYear: fiscalYear(of: clock.today, Link(), linked))
        case .seriesAtSubmission: preconditionFailure("only documents are submitted")
        }
        guard SerialNumber(record.head.name).isValid else { throw Refusal(.nameInvalid, field: "name") }
        if try isTaken(record.head.name, R.type) {
            throw Refusal(.duplicate(type: R.type.name, name: record.head.name), field: "name")
        }
    }

    func isTaken(_ name: String, _ type: RecordType) throws -> Bool {
        try transaction.first("SELECT 1 FROM \(name: type.table) d WHERE \(Self.named(name, type)) LIMIT 1") { _ in true
        }
            ?? false
    }

    /// Gives a document its number: the next of its series, or its predecessor's with a count behind it.
    func number<D: Document>(_ document: inout D, _ linked: Linked) throws {
        let type = D.type
        if !document.header.amendedFrom.isEmpty {
            document.head.name = try amendmentName(document.header.amendedFrom, type)
            return
        }
        let day = document.header.postingDate ?? clock.today
        let year = fiscalYear(of: day, document.header.company, linked)
        let isLate = if case .seriesAtSubmission = type.naming { true } else { false }
        if isLate, document.head.state == .draft {
            // The final number comes at submission; until then the name says that it is a draft.
            document.head.name = try nextName(
                try series(Self.draftSeries(of: type)), prefixOf: document, on: day, fiscalYear: year)
        } else {
            document.head.name = try nextName(
                try series(document.header.series), prefixOf: document, on: day, fiscalYear: year)
        }
    }

    /// What drafts count with whose number comes at submission.
    static func draftSeries(of type: RecordType) -> String { "Draft-\(type.path)-.#####" }

    private func series(_ pattern: String) throws -> Series {
        do {
            return try Series(pattern)
        } catch {
            throw Refusal(.seriesCannotCount(error, pattern: pattern), field: "naming_series")
        }
    }

    private func nextName<R: Record>(
        _ series: Series, prefixOf record: R, on day: Day, fiscalYear: String
    ) throws -> String {
        let prefix = prefix(series, record, on: day, fiscalYear)
        return try freeNames(1, of: R.type, series, after: prefix)[0]
    }

    private func prefix<R: Record>(
        _ series: Series, _ record: R, on day: Day, _ fiscalYear: String
    ) -> String {
        let schema = Table.of(R.self).schema
        let values = record.values
        return series.prefix(on: day, fiscalYear: fiscalYear) { name in
            schema.position(of: name).flatMap { values.fields[$0].textValue }
        }
    }

    /// The next names of a series that no record has yet; as many statements for one as for a thousand.
    private func freeNames(_ count: Int, of type: RecordType, _ series: Series, after prefix: String) throws -> [String]
    {
        var names: [String] = []
        while names.count < count {
            let drawn = try reserve(count - names.count, after: prefix).map { series.number($0, after: prefix) }
            guard drawn.allSatisfy({ SerialNumber($0).isValid }) else {
                throw Refusal(.nameInvalid, field: "naming_series")
            }
            let taken = try taken(among: drawn, type)
            names += drawn.filter { !taken.contains($0) }
        }
        return names
    }

    private func taken(among names: [String], _ type: RecordType) throws -> Set<String> {
        if names.count == 1 { return try isTaken(names[0], type) ? [names[0]] : [] }
        let rows = Rows(.texts("name", names))
        return try Set(
            transaction.query(
                "SELECT d.\"name\" FROM \(rows: rows) k JOIN \(name: type.table) d ON d.\"name\" = k.\"name\""
            ) { $0.text(0) ?? "" })
    }

    /// Gives documents of one type their numbers: a block of each series, in their order.
    func number<D: Document>(_ documents: inout [D], _ linked: Linked) throws {
        var blocks: [String: (series: Series, indices: [Int])] = [:]
        for (index, document) in documents.enumerated() {
            let series = try series(document.header.series)
            let day = document.header.postingDate ?? clock.today
            let year = fiscalYear(of: day, document.header.company, linked)
            blocks[prefix(series, document, on: day, year), default: (series, [])].indices.append(index)
        }
        for (prefix, block) in blocks.sorted(by: { $0.key < $1.key }) {
            let names = try freeNames(block.indices.count, of: D.type, block.series, after: prefix)
            for (index, name) in zip(block.indices, names) { documents[index].head.name = name }
        }
    }

    /// `X-1` for the first amendment of `X`, `X-2` for an amendment of `X-1`.
    private func amendmentName(_ original: String, _ type: RecordType) throws -> String {
        var base = original
        if try isAmendment(original, type), let dash = original.lastIndex(of: "-") { base = String(original[..<dash]) }
        var count = 1
        while try isTaken("\(base)-\(count)", type) { count += 1 }
        return "\(base)-\(count)"
    }

    private func isAmendment(_ name: String, _ type: RecordType) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM \(name: type.table) WHERE \"name\" = \(name) AND \"amended_from\" IS NOT NULL"
        ) { _ in true } ?? false
    }

    func fiscalYear(of day: Day, _ company: Link<Company>, _ linked: Linked) -> String {
        linked[company]?.fiscalYear(of: day) ?? String(day.civil.year)
    }

    /// Sets `count` numbers of a series aside, in one step; a rollback gives them back.
    func reserve(_ count: Int, after prefix: String) throws -> ClosedRange<Int64> {
        let last =
            try transaction.first(
                """
                INSERT INTO series ("prefix", "current") VALUES (\(prefix), \(count))
                ON CONFLICT ("prefix") DO UPDATE SET "current" = series."current" + excluded."current" RETURNING "current"
                """
            ) { $0.integer(0) ?? 0 } ?? 0
        return (last - Int64(count) + 1)...last
    }

    /// Moves counters past numbers that were typed by hand.
    func advance(_ counters: [String: Int64]) throws {
        guard !counters.isEmpty else { return }
        let sorted = counters.sorted { $0.key < $1.key }
        let rows = Rows(.texts("prefix", sorted.map(\.key)), .integers("current", sorted.map(\.value)))
        try transaction.send(
            """
            INSERT INTO series ("prefix", "current") SELECT r."prefix", r."current" FROM \(rows: rows) r WHERE true
            ON CONFLICT ("prefix") DO UPDATE SET "current" = CASE WHEN series."current" < excluded."current"
            THEN excluded."current" ELSE series."current" END
            """)
    }
}
