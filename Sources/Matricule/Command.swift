import Foundation
import Inventory
import SQLiteStorage
import Storage

@main struct Command {
    static func main() async throws {
        let db = try SQLiteDatabase(path: CommandLine.arguments[1])
        try await db.migrate(Migration.all)
        let clock = Clock(now: Instant(milliseconds: 1_795_400_000_000), local: PostingTime(milliseconds: 1_795_400_000_000))
        try await db.write { tx in
            let books = Books(tx, author: .administrator, clock: clock)
            do {
            try books.furnish(company: "Ma Société")
            var item = Item(); item.code = "PB2L"; item.hasSerialNumbers = true; item.serialSeries = "PB2L.#####"; item.warrantyDays = 365
            _ = try books.insert(item)
            var c = Customer(); c.customerName = "Martin"; _ = try books.insert(c)
            var e = StockEntry(); e.entryType = .materialReceipt
            var l = StockEntryDetail(); l.goods.item = Link("PB2L"); l.goods.quantity = Quantity(3); l.target = Link("Stores"); l.goods.rate = Money(millionths: 10_000_000)
            e.lines = [l]; e.head.state = .submitted
            let r = try books.insert(document: e)
            print(r.head.name, r.lines[0].units.serials.text)
            var d = DeliveryNote(); d.sale.customer = Link("Martin")
            var dl = DeliveryNoteItem(); dl.goods.item = Link("PB2L"); dl.goods.quantity = Quantity(1); dl.warehouse = Link("Stores"); dl.units.serials = SerialCell("pb2l00002")
            d.lines = [dl]; d.head.state = .submitted
            let dd = try books.insert(document: d)
            print(dd.head.name)
            print(try books.show(SerialNo.self, "pb2l00002"))
            do { _ = try books.insert(document: d) } catch let r as Refusal { for o in r.offences { print(o) } }
            _ = try books.update(document: { var x = dd; x.head.state = .cancelled; return x }(), replacing: dd)
            print(try books.show(SerialNo.self, "pb2l00002").values.fields[5])
            print(try books.checkUnits(after: 0, count: 100), try books.checkBalances())
            print(try books.list(StockLedgerEntry.self, Listing(fields: ["name","item_code","warehouse","actual_qty","qty_after_transaction","serial_no","is_cancelled","valuation_rate"])))
            } catch let r as Refusal { print(r.offences); throw r }
        }
    }
}
