public import Inventory

/// A file that someone put on a record.
public struct Attachment: Hashable, Sendable {
    public let id: Int64
    public let fileName: String
    public let mediaType: String
    /// In bytes.
    public let size: Int
    public let author: String
    public let at: Instant

    /// The largest file that is kept.
    public static let sizeLimit = 10 * 1024 * 1024
    /// The most files that a record may have.
    public static let countLimit = 50
}

/// Something that someone wrote about a record.
public struct Note: Hashable, Sendable {
    public let id: Int64
    public let text: String
    public let author: String
    public let at: Instant

    /// The longest note, in bytes.
    public static let lengthLimit = 10_000
    /// The most notes that a record may have.
    public static let countLimit = 1_000
}

/// A file as it is handed over to be kept.
public struct NewFile: Sendable {
    public let name: String
    public let mediaType: String
    /// In bytes, of the content before it was written as base64.
    public let size: Int
    /// The content in base64: text is what every engine keeps alike.
    public let content: String

    public init(name: String, mediaType: String, size: Int, content: String) {
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.content = content
    }
}

/// Files and notes: they belong to a record by its key, so that renames follow by themselves.
extension Books {
    /// The files of a record, in the order in which they came.
    public func attachments(of type: RecordType, key: Int64?) throws -> [Attachment] {
        try attachments(where: "f.\"type\" = \(type.name) AND f.\"record\" = \(key)")
    }

    private func attachments(where condition: SQL) throws -> [Attachment] {
        try transaction.query(
            """
            SELECT f."id", f."file_name", f."media_type", f."size", a."name", f."at"
            FROM attachment f JOIN account a ON a."id" = f."author" WHERE \(condition) ORDER BY f."id"
            """
        ) { row in
            Attachment(
                id: row.integer(0) ?? 0, fileName: row.text(1) ?? "", mediaType: row.text(2) ?? "",
                size: Int(row.integer(3) ?? 0), author: row.text(4) ?? "",
                at: Instant(milliseconds: row.integer(5) ?? 0))
        }
    }

    /// The notes about a record, the newest first.
    public func notes(of type: RecordType, key: Int64?) throws -> [Note] {
        try transaction.query(
            """
            SELECT n."id", n."text", a."name", n."at" FROM note n JOIN account a ON a."id" = n."author"
            WHERE n."type" = \(type.name) AND n."record" = \(key) ORDER BY n."id" DESC
            """
        ) { row in
            Note(
                id: row.integer(0) ?? 0, text: row.text(1) ?? "", author: row.text(2) ?? "",
                at: Instant(milliseconds: row.integer(3) ?? 0))
        }
    }

    /// A file on a record of this type with its content in base64.
    public func file(_ id: Int64, on type: RecordType) throws -> (attachment: Attachment, content: String) {
        let content = try transaction.first("SELECT \"content\" FROM attachment_content WHERE \"attachment\" = \(id)") {
            $0.text(0) ?? ""
        }
        guard let content,
            let attachment = try attachments(where: "f.\"id\" = \(id) AND f.\"type\" = \(type.name)").first
        else { throw Refusal(.notFound(type: "File", name: String(id))) }
        return (attachment, content)
    }

    /// Puts files on a record: all of them or none.
    ///
    /// - Returns: them, in the order given.
    public func attach<R: Record>(_ files: [NewFile], to type: R.Type, _ name: String) throws -> [Attachment] {
        guard !files.isEmpty else { return [] }
        let record = try annotated(type, name)
        let count = try count("attachment", of: R.type, record.head.id) + files.count
        guard count <= Attachment.countLimit else {
            throw Refusal(.tooManyFiles(limit: Attachment.countLimit), field: "file")
        }
        let keys = try transaction.reserveKeys(files.count, in: "attachment")
        for (key, file) in zip(keys, files) {
            guard file.size <= Attachment.sizeLimit else {
                throw Refusal(.fileTooLarge(name: file.name, limit: Attachment.sizeLimit >> 20), field: "file")
            }
            try transaction.send(
                """
                INSERT INTO attachment ("id", "type", "record", "author", "at", "file_name", "media_type", "size") VALUES
                (\(key), \(R.type.name), \(record.head.id), \(author.id), \(clock.now.milliseconds), \(file.name),
                \(file.mediaType), \(file.size))
                """)
            try transaction.send(
                "INSERT INTO attachment_content (\"attachment\", \"content\") VALUES (\(key), \(file.content))")
            try audit(R.type, key: record.head.id, name: record.head.name, action: "attach", [change(nil, file.name)])
        }
        return try attachments(where: "f.\"id\" >= \(keys[0]) AND f.\"id\" <= \(keys[keys.count - 1])")
    }

    /// Writes a note about a record.
    public func note<R: Record>(_ text: String, on type: R.Type, _ name: String) throws {
        guard text.contains(where: { !$0.isWhitespace }) else { throw Refusal(.required, field: "note") }
        guard text.utf8.count <= Note.lengthLimit else {
            throw Refusal(.tooLong(limit: Note.lengthLimit), field: "note")
        }
        let record = try annotated(type, name)
        guard try count("note", of: R.type, record.head.id) < Note.countLimit else {
            throw Refusal(.tooManyNotes(limit: Note.countLimit), field: "note")
        }
        try transaction.send(
            """
            INSERT INTO note ("type", "record", "author", "at", "text") VALUES
            (\(R.type.name), \(record.head.id), \(author.id), \(clock.now.milliseconds), \(text))
            """)
        try audit(R.type, key: record.head.id, name: record.head.name, action: "note")
    }

    /// Takes a file from a record.
    ///
    /// - Parameter ofAnyone: whether also what someone else put there.
    public func removeFile<R: Record>(_ id: Int64, from type: R.Type, _ name: String, ofAnyone: Bool) throws {
        let record = try annotated(type, name)
        let condition = Self.one(id, R.type, record.head.id)
        let found = try transaction.first("SELECT \"author\", \"file_name\" FROM attachment WHERE \(condition)") {
            (author: $0.integer(0), name: $0.text(1))
        }
        guard let found else { throw Refusal(.notFound(type: "File", name: String(id))) }
        guard ofAnyone || found.author == author.id else { throw Refusal(.notTheirs) }
        try transaction.send("DELETE FROM attachment_content WHERE \"attachment\" = \(id)")
        try transaction.send("DELETE FROM attachment WHERE \(condition)")
        try audit(R.type, key: record.head.id, name: record.head.name, action: "detach", [change(found.name, nil)])
    }

    /// Takes a note away. The trail says that there was one, not what it said.
    ///
    /// - Parameter ofAnyone: whether also one that someone else wrote.
    public func removeNote<R: Record>(_ id: Int64, from type: R.Type, _ name: String, ofAnyone: Bool) throws {
        let record = try annotated(type, name)
        let condition = Self.one(id, R.type, record.head.id)
        let writer = try transaction.first("SELECT \"author\" FROM note WHERE \(condition)") { $0.integer(0) }
        guard let writer else { throw Refusal(.notFound(type: "Note", name: String(id))) }
        guard ofAnyone || writer == author.id else { throw Refusal(.notTheirs) }
        try transaction.send("DELETE FROM note WHERE \(condition)")
        try audit(R.type, key: record.head.id, name: record.head.name, action: "unnote")
    }

    /// Takes everything away that was put on a record that is gone.
    func removeAnnotations(of type: RecordType, key: Int64) throws {
        let files: SQL = "\"type\" = \(type.name) AND \"record\" = \(key)"
        try transaction.send(
            "DELETE FROM attachment_content WHERE \"attachment\" IN (SELECT \"id\" FROM attachment WHERE \(files))")
        try transaction.send("DELETE FROM attachment WHERE \(files)")
        try transaction.send("DELETE FROM note WHERE \(files)")
    }

    /// The record, kept from being deleted, and from getting more from others, until the transaction ends.
    private func annotated<R: Record>(_ type: R.Type, _ name: String) throws -> R {
        guard R.type.isWritable else { throw Refusal(.notWritable(type: R.type.name)) }
        let record = try find(type, name)
        let row: SQL = "SELECT d.\"id\" FROM \(name: R.type.table) d WHERE d.\"id\" = \(record.head.id)"
        try transaction.lock(row)
        guard try transaction.first(row, { _ in true }) != nil else {
            throw Refusal(.notFound(type: R.type.name, name: name))
        }
        return record
    }

    private func count(_ table: String, of type: RecordType, _ key: Int64?) throws -> Int {
        let count = try transaction.first(
            "SELECT count(*) FROM \(name: table) WHERE \"type\" = \(type.name) AND \"record\" = \(key)"
        ) { $0.integer(0) ?? 0 }
        return Int(count ?? 0)
    }

    private static func one(_ id: Int64, _ type: RecordType, _ key: Int64?) -> SQL {
        "\"id\" = \(id) AND \"type\" = \(type.name) AND \"record\" = \(key)"
    }

    private func change(_ before: String?, _ after: String?) -> JSON.Member {
        JSON.Member("file", .array([before, after].map { $0.map(JSON.string) ?? .null }))
    }
}
