import HTTPTypes
import Inventory
import Storage

/// The sheet of a visit for paper: who, where, which units, room for what was done and for a signature.
enum VisitSheet {
    static let routes: [Route] = [
        Route(.get, "/after-sale/visit-sheet/**") { call in
            Action(needs: [.init(right: .read, type: MaintenanceVisit.type.name)]) { site in
                guard let place = VisitPlace(call.path) else { throw Problem.pageNotFound }
                let (open, files) = try await site.database.read { transaction in
                    let books = call.books(transaction)
                    let open = try books.openVisit(place)
                    let files = try books.attachments(of: MaintenanceVisit.type, key: open.stored?.head.id)
                    return (open, files)
                }
                return page(open, files, call, site)
            }
        }
    ]

    static func address(ofVisit name: String) -> String { "/after-sale/visit-sheet/" + VisitPlace.document(name).path }

    private static let lineLimit = 1000

    private static func page(_ open: OpenVisit, _ files: [Attachment], _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("Visit sheet")
        let visit = open.visit
        let isOpen = open.stored.map { $0.head.state == .draft } ?? true
        let name = open.stored?.head.name ?? visit.schedule.name
        let facts: [(String, String)] = [
            ("Customer", AfterSale.holder(open.customerName, words)), ("Address", visit.address.text), ("Contact Phone", visit.telephone),
            ("Date", open.day.map(words.locale.day) ?? ""),
            ("Time", isOpen ? "" : visit.header.postingTime.map(words.locale.time) ?? ""),
            ("Technician", open.person), ("Maintenance Type", words.translate(visit.kind.rawValue)),
            ("Completion Status", isOpen ? "" : words.translate(visit.completion.rawValue)),
        ]
        var rows = facts.filter { !$0.1.isEmpty }.map { fact -> HTML in
            "<div><dt>\(words.translate(fact.0))</dt><dd>\(fact.1)</dd></div>"
        }
        if isOpen {
            // Written by hand on the spot.
            rows += ["Arrival", "Departure"].map { label -> HTML in
                "<div><dt>\(words.translate(label))</dt><dd class=\"blank\"></dd></div>"
            }
        }
        let content: HTML = """
            <article class="sheet\(isOpen ? " open" : "")"><div class="title"><h1>\(title) \(name)</h1>\
            <button class="button secondary no-print" type="button" data-print hidden>\(Icon.print.html)\(words.translate("Print"))</button></div>\
            <p class="quiet">\(visit.header.company.name)</p><dl class="facts">\(HTML.joined(rows))</dl>\
            \(units(visit, isOpen, words))\(remarks(visit, isOpen, words))\(signature(open, files, words))</article>
            """
        let crumbs = AfterSale.crumbs(title, words)
        return Page(title: "\(title) \(name)", crumbs: crumbs, content: content, scripts: ["record"]).answer(call, site)
    }

    /// The units, each with what was done; on an open sheet with a box to tick and room to write.
    private static func units(_ visit: MaintenanceVisit, _ isOpen: Bool, _ words: Words) -> HTML {
        let box: HTML = isOpen ? "<td class=\"box-cell\"><span class=\"tick\"></span></td>" : ""
        let lines = visit.lines.prefix(lineLimit).enumerated().map { index, line -> HTML in
            """
            <tr><td class="number">\(words.locale.count(index + 1))</td><th scope="row" class="figures">\(line.serial.name)</th>\
            <td>\(line.itemName)<br><span class="quiet">\(line.item.name)</span></td>\(box)\
            <td class="long room">\(line.workDone.text)</td></tr>
            """
        }
        let labels = ["Line", "Serial No", "Item"] + (isOpen ? ["Done"] : []) + ["Work Done"]
        let headings = labels.map { "<th scope=\"col\">\(words.translate($0))</th>" as HTML }
        return """
            <div class="table" role="region" aria-label="\(words.translate("Units"))" tabindex="0"><table><thead><tr>\
            \(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(lines))</tbody></table></div>
            """
    }

    /// What the customer said, or room for it.
    private static func remarks(_ visit: MaintenanceVisit, _ isOpen: Bool, _ words: Words) -> HTML {
        guard isOpen || !visit.feedback.text.isEmpty else { return "" }
        return
            "<section class=\"box\"><h2>\(words.translate("Customer Feedback"))</h2><p class=\"note\">\(visit.feedback.text)</p></section>"
    }

    private static func signature(_ open: OpenVisit, _ files: [Attachment], _ words: Words) -> HTML {
        let visit = open.visit
        let label = words.translate(visit.customer.isEmpty ? "Signature" : "Signature of the customer")
        let picture = files.last { $0.fileName == VisitFiles.signatureName }.map { file -> HTML in
            "<img src=\"\(file.address(on: MaintenanceVisit.type))\" alt=\"\(label)\">"
        }
        return """
            <div class="boxes"><section class="box"><h2>\(words.translate("Technician"))</h2><p class="note">\(open.person)</p></section>\
            <section class="box"><h2>\(label)</h2><p class="note">\(visit.signedBy)</p>\(picture ?? "")</section></div>
            """
    }
}
