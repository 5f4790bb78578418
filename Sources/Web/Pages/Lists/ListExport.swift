import HTTPTypes
import Inventory
import Storage

/// A list as CSV (RFC 4180): the names of the fields in the first line, values as the wire has them, so that it can be
/// read in again; with a byte order mark, without which Excel takes accents for something else.
enum ListExport {
    /// The most records of one file.
    static let limit = 100_000
    private static let stretch = 5_000

    static func answer(
        _ type: any Record.Type, _ call: Call, _ site: Site, only names: [String]? = nil
    ) async throws -> Answer {
        let text = try await site.database.browse { transaction in
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
        var answer = Answer(contentType: "text/csv; charset=utf-8", body: Array(("\u{FEFF}" + text).utf8))
        answer.headers = [
            (.contentDisposition, "attachment; filename=\"\(type.type.path).csv\""), (.xContentTypeOptions, "nosniff"),
            (.cacheControl, "no-store"),
        ]
        return answer
    }

    private static func lines(
        _ type: any Record.Type, _ listing: Listing, _ columns: [Field], _ books: Books, _ zone: Zone
    ) throws -> String {
        var text = columns.map(\.name.csvCell).joined(separator: ",") + "\r\n"
        var start = Listing.Start.first
        var left = limit
        while left > 0 {
            let page = try books.page(type, listing, from: start)
            for row in page.rows.prefix(left) {
                text += zip(columns, row).map { cell($1, $0, zone) }.joined(separator: ",") + "\r\n"
            }
            left -= page.rows.count
            guard let next = page.next else { break }
            start = .after(next)
        }
        return text
    }

    /// Figures stay figures; only text can be taken for a formula.
    private static func cell(_ scalar: Scalar, _ field: Field, _ zone: Zone) -> String {
        guard let value = scalar.integerValue else { return (scalar.textValue ?? "").csvCell }
        return field.kind == .instant ? zone.text(Instant(milliseconds: value)) : field.kind.text(scalar)
    }
}
