import HTTPTypes
import Inventory
import Storage

/// A contract over what a customer has: choose the customer, then the items; all of their units become one schedule.
enum ContractPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: needs) { site in try await page(nil, call, site) }
        },
        Route(.post, address) { call in
            Action(needs: needs) { site in
                do {
                    return .redirect(
                        to: MaintenanceSchedule.type.address(of: try await draft(call, site)) + "?saved=1")
                } catch let refusal as Refusal {
                    return try await page(refusal, call, site)
                }
            }
        },
    ]

    static let address = "/after-sale/new-contract"
    static let title = "New contract"
    private static let needs: [Action.Need] = [
        .init(right: .write, type: MaintenanceSchedule.type.name), .init(right: .read, type: SerialNo.type.name),
    ]

    /// What the form asks for each line, beside the items.
    private static func terms() -> [Field] {
        Schema.of(MaintenanceSchedule.self).tables[0].fields.filter {
            ["start_date", "end_date", "periodicity", "no_of_visits", "sales_person"].contains($0.name)
        }
    }

    /// Makes the schedule as a draft: a line for each item, with the units that no contract covers when it starts.
    private static func draft(_ call: Call, _ site: Site) async throws -> String {
        let customer = try call.required("customer")
        let items = call.parameters.keys.filter { $0.hasPrefix("item.") }.sorted().compactMap(call.text)
        guard !items.isEmpty else { throw Refusal(.noLines, field: "items") }
        var line = MaintenanceScheduleItem()
        var values: [String: Scalar] = [:]
        var offences: [Offence] = []
        for field in terms() {
            do {
                let text = call.locale.wire(call.text(field.name) ?? "", field.kind)
                values[field.name] = try field.kind.scalar(reading: text)
            } catch {
                offences.append(Offence(error, field: field.name))
            }
        }
        if !offences.isEmpty { throw Refusal(offences) }
        line.start = Day?(scalar: values["start_date"] ?? .null)
        line.end = Day?(scalar: values["end_date"] ?? .null)
        line.periodicity = Periodicity(scalar: values["periodicity"] ?? .null)
        line.visitCount = Int(scalar: values["no_of_visits"] ?? .null)
        line.person = Link(scalar: values["sales_person"] ?? .null)
        let terms = line
        return try await site.database.write { transaction in
            let books = call.books(transaction)
            let day = terms.start ?? call.clock.today
            let units = try books.uncoveredUnits(of: customer, items: items, on: day)
            guard !units.isEmpty else { throw Refusal(.noLines, field: "items") }
            var schedule = MaintenanceSchedule()
            schedule.customer = Link(customer)
            schedule.lines = units.sorted { $0.key < $1.key }.map { item, numbers in
                var line = terms
                (line.item, line.serials) = (Link(item), SerialCell(numbers))
                return line
            }
            return try books.insert(document: schedule).head.name
        }
    }

    private static func page(_ refusal: Refusal?, _ call: Call, _ site: Site) async throws -> Answer {
        let words = Words(call, site)
        let title = words.translate(title)
        let customer = call.text("customer") ?? ""
        var notice: HTML = refusal.map { Page.notice(about: $0, call, site) } ?? ""
        var terms: HTML = ""
        var isWrong = refusal != nil
        if !customer.isEmpty {
            do {
                let units = try await site.database.browse {
                    try call.books($0).units(of: customer, coveredOn: call.clock.today)
                }
                terms = form(customer, units, call, words)
            } catch let missing as Refusal where refusal == nil {
                notice = Page.notice(about: missing, call, site)
                isWrong = true
            }
        }
        let content: HTML = """
            <h1>\(title)</h1>\(notice)<form class="card" method="get"><label for="customer">\(words.translate("Customer"))</label>\
            <div class="steps"><input id="customer" name="customer" value="\(customer)" data-link="\(Customer.type.name)" autocomplete="off" required>\
            <button class="button\(terms.text.isEmpty ? "" : " secondary")" type="submit">\(words.translate("Show the units"))</button></div></form>\(terms)
            """
        var page = Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content)
        if isWrong { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private static func form(
        _ customer: String, _ units: [CustomerUnits], _ call: Call, _ words: Words
    ) -> HTML {
        guard !units.isEmpty else {
            return "<p class=\"card empty\">\(words.translate("This customer has no unit."))</p>"
        }
        let isFresh = call.method == .get
        let rows = units.enumerated().map { index, unit -> HTML in
            let free = unit.count - unit.covered
            let mark: HTML =
                free > 0 && (isFresh || call.text("item.\(index)") == unit.item) ? " checked" : ""
            return """
                <tr><td><input type="checkbox" id="item-\(String(index))" name="item.\(String(index))" value="\(unit.item)"\(mark)></td>\
                <th scope="row"><label for="item-\(String(index))">\(unit.item)</label></th><td>\(unit.itemName)</td>\
                <td class="number">\(words.locale.count(unit.count))</td><td class="number">\(words.locale.count(free))</td></tr>
                """
        }
        let headings = ["Item Code", "Item Name", "Units", "Without contract"].map { label -> HTML in
            "<th scope=\"col\">\(words.translate(label))</th>"
        }
        return """
            <form method="post"><input type="hidden" name="customer" value="\(customer)">\
            <div class="table" role="region" aria-label="\(words.translate("Units"))" tabindex="0"><table><thead><tr><td></td>\
            \(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>\
            <p class="quiet">\(words.translate("Units that are under a contract when this one starts are left out."))</p>\
            <section class="card"><div class="fields">\(fields(call, words))</div>\
            <p><button class="button" type="submit">\(Icon.save.html)\(words.translate("Make the draft"))</button></p></section></form>
            """
    }

    private static func fields(_ call: Call, _ words: Words) -> HTML {
        let start = call.clock.today
        let standards = [
            "start_date": start.description, "end_date": start.adding(months: 12).adding(days: -1).description,
            "periodicity": Periodicity.quarterly.rawValue,
        ]
        return HTML.joined(
            terms().map { field in
                let value = call.text(field.name) ?? standards[field.name] ?? ""
                return FormControl(field: field, name: field.name, value: value, label: words.translate(field.label))
                    .block(words)
            })
    }
}
