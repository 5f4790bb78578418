import Inventory
import Storage

/// A list as CSV: the names of the fields in the first line, values as the wire has them, so that it can be read in
/// again.
enum ListExport {
    /// The most records of one file.
    static let limit = 100_000
    private static let stretch = 5_000

    static func answer(
        _ type: any Record.Type, _ call: Call, _ site: Site, only names: [String]? = nil
    ) async throws -> Answer {
        let table = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let view = ListView(call, ListFields(type, try books.customFields(of: type.type)))
            var listing = view.listing
            if let names {
                listing.filters = [Listing.Filter(field: "name", test: .among, values: names.map(Scalar.text))]
                listing.search = nil
            }
            listing.length = stretch
            return try lines(type, listing, [view.fields.own[0]] + view.shownColumns, books, site.zone)
        }
        return table.answer(named: type.type.path)
    }

    private static func lines(
        _ type: any Record.Type, _ listing: Listing, _ columns: [Field], _ books: Books, _ zone: Zone
    ) throws -> CSV {
        var table = CSV(columns.map(\.name))
        var start = Listing.Start.first
        var left = limit
        while left > 0 {
            let page = try books.page(type, listing, from: start)
            for row in page.rows.prefix(left) {
                table.add(zip(columns, row).map { cell($1, $0, zone) })
            }
            left -= page.rows.count
            guard let next = page.next else { break }
            start = .after(next)
        }
        return table
    }

    private static func cell(_ scalar: Scalar, _ field: Field, _ zone: Zone) -> String {
        guard field.kind == .instant, let moment = scalar.integerValue else { return field.kind.text(scalar) }
        return zone.text(Instant(milliseconds: moment))
    }
}
