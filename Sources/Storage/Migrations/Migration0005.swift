extension Migration {
    /// Files and notes that people put on records of any type.
    ///
    /// Contents stand as base64 in a table of their own (docs/decisions/0020-attachments.md).
    static let annotations = Migration(
        number: 5, name: "annotations",
        text: """
            CREATE TABLE "attachment" (
                "id" IDENTITY,
                "type" TEXT NOT NULL,
                "record" BIGINT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "at" BIGINT NOT NULL,
                "file_name" TEXT NOT NULL,
                "media_type" TEXT NOT NULL,
                "size" BIGINT NOT NULL
            ) STRICT;
            CREATE INDEX "attachment_record" ON "attachment"("type", "record");

            CREATE TABLE "attachment_content" (
                "attachment" BIGINT PRIMARY KEY REFERENCES "attachment"("id"),
                "content" TEXT NOT NULL
            ) STRICT;

            CREATE TABLE "note" (
                "id" IDENTITY,
                "type" TEXT NOT NULL,
                "record" BIGINT NOT NULL,
                "author" BIGINT NOT NULL REFERENCES "account"("id"),
                "at" BIGINT NOT NULL,
                "text" TEXT NOT NULL
            ) STRICT;
            CREATE INDEX "note_record" ON "note"("type", "record");
            """)
}
