public import Inventory

/// A question to a list that someone keeps: the address's query under a name.
public struct SavedFilter: Hashable, Sendable {
    public let id: Int64
    public var name: String
    /// Who keeps it.
    public let owner: String
    /// Whether everybody sees it who may see the list.
    public var isShared: Bool
    public var query: String
}

extension Books {
    /// The most filters that one person keeps for one type.
    public static let savedFilterLimit = 100

    /// The filters of a type that the author keeps, and those that others share, by name.
    public func savedFilters(of type: RecordType) throws -> [SavedFilter] {
        try transaction.query(
            """
            SELECT f."id", f."name", a."name", f."is_shared", f."query"
            FROM saved_filter f JOIN account a ON a."id" = f."account"
            WHERE f."type" = \(type.name) AND (f."account" = \(author.id) OR f."is_shared" = 1)
            ORDER BY f."name", f."id" LIMIT 500
            """
        ) { row in
            SavedFilter(
                id: row.integer(0) ?? 0, name: row.text(1) ?? "", owner: row.text(2) ?? "",
                isShared: row.integer(3) == 1, query: row.text(4) ?? "")
        }
    }

    /// Keeps a filter of the author under a name; one that has the name already is replaced.
    ///
    /// - Throws: `Refusal` for a name that cannot be kept, and for more filters than one person may keep.
    public func saveFilter(_ name: String, of type: RecordType, query: String, isShared: Bool) throws {
        let name = try filterName(name)
        let mine = try savedFilters(of: type).filter { $0.owner == author.name && $0.name != name }
        guard mine.count < Self.savedFilterLimit else {
            throw Refusal(.outOfRange(least: "0", most: String(Self.savedFilterLimit)), field: "Saved Filters")
        }
        try transaction.send(
            """
            INSERT INTO saved_filter ("account", "type", "name", "is_shared", "query")
            VALUES (\(author.id), \(type.name), \(name), \(isShared ? 1 : 0), \(query))
            ON CONFLICT ("type", "account", "name") DO UPDATE
            SET "query" = excluded."query", "is_shared" = excluded."is_shared"
            """)
    }

    /// Gives a filter another name; the author's own, or any where `ofAnyone`.
    ///
    /// - Throws: `Refusal` where there is no such filter, or the name is taken or cannot be kept.
    public func renameFilter(_ id: Int64, of type: RecordType, to name: String, ofAnyone: Bool) throws {
        let name = try filterName(name)
        let filter = try filter(id, of: type, ofAnyone)
        let isTaken = try transaction.first(
            """
            SELECT 1 FROM saved_filter f JOIN account a ON a."id" = f."account"
            WHERE f."type" = \(type.name) AND a."name" = \(filter.owner) AND f."name" = \(name) AND f."id" <> \(id)
            """
        ) { _ in true }
        if isTaken != nil { throw Refusal(.duplicate(type: "Saved Filter", name: name)) }
        _ = try transaction.execute("UPDATE saved_filter SET \"name\" = \(name) WHERE \"id\" = \(id)")
    }

    /// Deletes a filter; the author's own, or any where `ofAnyone`.
    public func deleteFilter(_ id: Int64, of type: RecordType, ofAnyone: Bool) throws {
        _ = try filter(id, of: type, ofAnyone)
        _ = try transaction.execute("DELETE FROM saved_filter WHERE \"id\" = \(id)")
    }

    private func filter(_ id: Int64, of type: RecordType, _ ofAnyone: Bool) throws -> SavedFilter {
        let found = try savedFilters(of: type).first { $0.id == id }
        guard let found else { throw Refusal(.notFound(type: "Saved Filter", name: String(id))) }
        guard ofAnyone || found.owner == author.name else {
            throw Refusal(.notPermitted(action: "write", type: "Saved Filter"))
        }
        return found
    }

    private func filterName(_ name: String) throws -> String {
        let name = SerialNumber(name).text
        if name.isEmpty { throw Refusal(.required, field: "filter_name") }
        do {
            _ = try FieldKind.text.scalar(reading: name)
        } catch {
            throw Refusal(error, field: "filter_name")
        }
        return name
    }
}
