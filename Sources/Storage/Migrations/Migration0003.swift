extension Migration {
    /// Marks a database that `matricule copy` has begun to fill, so that nobody works with half of the books.
    static let unfinishedCopy = Migration(
        number: 3, name: "unfinishedCopy",
        text: """
            CREATE TABLE "unfinished_copy" (
                "source" TEXT PRIMARY KEY
            ) STRICT;
            """)
}
