import Inventory
import Storage
import Testing

@testable import Web

@Suite struct `The words of the reports` {
    @Test(arguments: Report.all) func `are all in the French catalogue`(report: Report) {
        var needed: Set<String> = [report.name, report.about]
        for field in report.filters + report.columns {
            needed.insert(field.label)
            if case .choice(let choices) = field.kind { needed.formUnion(choices) }
        }
        #expect(needed.subtracting(Catalogue.standard.keys(of: .french)).sorted() == [])
    }

    @Test(arguments: Report.all) func `name each column and each filter once, and types that there are`(report: Report)
    {
        for fields in [report.filters, report.columns] {
            let names = fields.map(\.name)
            #expect(Set(names).count == names.count)
            #expect(fields.compactMap(\.kind.target).allSatisfy { recordType(named: $0) != nil })
        }
        #expect(report.types.allSatisfy { recordType(named: $0) != nil } && !report.types.isEmpty)
        #expect(Set(report.totals).isSubset(of: Set(report.columns.map(\.name))))
    }
}

@Suite struct `Cells of CSV` {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("=1+1", "'=1+1"), ("@x", "'@x"), ("-A1", "'-A1"), ("-1.5", "-1.5"), ("+cmd,x", "\"'+cmd,x\""), ("", ""),
    ]) func `hold any text, and no formula`(text: String, cell: String) {
        #expect(text.csvCell == cell)
    }
}
