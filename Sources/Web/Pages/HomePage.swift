import HTTPTypes
import Inventory
import Storage

/// What people come to first: the quick ways in, what needs attention today, what moved, and what happened last.
struct HomePage {
    private let call: Call
    private let site: Site

    /// Documents in the list of the latest.
    private static let length = 12
    /// How far warranties and contracts are looked ahead, and movements back.
    private static let days = 30
    /// How far planned visits are looked ahead.
    private static let week = 7

    static func answer(_ call: Call, _ site: Site) async throws -> Answer {
        guard let identity = call.identity else { return .redirect(to: "/login") }
        let types = recordTypes.compactMap { $0 as? any Document.Type }.filter { identity.may(.read, $0.type.name) }
        let facts = try await site.database.browse { transaction in
            let books = call.books(transaction)
            return Facts(
                drafts: try books.draftCounts(of: types),
                attention: identity.may(.read, SerialNo.type.name) ? try books.attention(within: days) : nil,
                refused: identity.may(.read, SerialNo.type.name) ? try books.refusedScans(since: yesterday(call)) : 0,
                visits: identity.may(.read, MaintenanceSchedule.type.name)
                    ? try books.maintenanceAttention(within: week, contractDays: RenewalsPage.days) : nil,
                traffic: identity.may(.read, StockLedgerEntry.type.name) ? try books.traffic(days: days) : [],
                latest: try books.latestPostings(length, of: types.map { $0.type.name }))
        }
        return HomePage(call: call, site: site).page(facts, types)
    }

    /// Refused scans are told for a day.
    private static func yesterday(_ call: Call) -> Instant {
        Instant(milliseconds: call.clock.now.milliseconds - 86_400_000)
    }

    private struct Facts: Sendable {
        let drafts: [String: Int]
        let attention: Attention?
        let refused: Int
        let visits: MaintenanceAttention?
        let traffic: [DayTraffic]
        let latest: [LatestPosting]
    }

    private func translate(_ text: String) -> String { site.catalogue.text(text, in: call.locale) }

    private func page(_ facts: Facts, _ types: [any Document.Type]) -> Answer {
        let waiting = types.compactMap { type in
            count(facts.drafts[type.type.name] ?? 0, type.type.name, type.type.address + "?docstatus=0")
        }
        let refused = count(facts.refused, "Scans refused since yesterday", RefusedScansPage.address)
        let attention =
            (facts.attention.map(self.attention) ?? []) + (facts.visits.map(visits) ?? [])
            + [refused].compactMap(\.self)
        let rows = facts.latest.map(row)
        let chart = TrafficChart(days: facts.traffic, locale: call.locale, catalogue: site.catalogue)
        let model: [String: Any] = [
            "ways": HTML.joined(HomeWays.html(call, translate)).text,
            "attention": HTML.joined(attention).text, "hasAttention": !attention.isEmpty,
            "drafts": HTML.joined(waiting).text, "hasDrafts": !waiting.isEmpty,
            "isQuiet": attention.isEmpty && waiting.isEmpty, "chart": chart.html.text, "hasChart": chart.hasAny,
            "rows": HTML.joined(rows).text, "hasRows": !rows.isEmpty,
        ]
        let content = HTML(trusted: site.templates.render("home", model, in: call.locale))
        return Page(title: translate("Home"), content: content).answer(call, site)
    }

    /// A count that leads to what it counts; nothing for none.
    private func count(_ count: Int, _ label: String, _ address: String) -> HTML? {
        guard count > 0 else { return nil }
        let isMore = count > Attention.limit
        let number = call.locale.count(min(count, Attention.limit))
        let shown = isMore ? translate("more than {count}").replacing("{count}", with: number) : number
        return "<li><a href=\"\(address)\"><strong>\(shown)</strong> <span>\(translate(label))</span></a></li>"
    }

    private func visits(_ visits: MaintenanceAttention) -> [HTML] {
        let due = RemindersPage.address + "?" + Call.query(["days": String(Self.week)])
        return [
            count(visits.missed, "Missed visits", RemindersPage.address),
            count(visits.due, "Visits due within 7 days", due),
            count(visits.ending, "Contracts to renew within 60 days", RenewalsPage.address),
        ].compactMap(\.self)
    }

    private func attention(_ attention: Attention) -> [HTML] {
        let period = [
            "from_date": call.clock.today.description, "to_date": call.clock.today.adding(days: Self.days).description,
        ]
        func path(_ report: Report, _ filters: [String: String]) -> String {
            report.address + "?" + Call.query(filters)
        }
        return [
            count(attention.expired, "Expired units in stock", path(.serialStatus, ["status": "Expired"])),
            count(attention.expiring, "Units that expire within 30 days", path(.unitExpiry, period)),
            count(attention.expiringLots, "Lots that expire within 30 days", path(.lotExpiry, period)),
            count(
                attention.warranties, "Warranties that end within 30 days", path(.warrantyExpiry, period)),
            count(
                attention.contracts, "Service contracts that end within 30 days",
                path(.contractExpiry, period.merging(["status": UnitStatus.delivered.rawValue]) { $1 })),
        ].compactMap(\.self)
    }

    private func row(_ posting: LatestPosting) -> HTML {
        let mark: HTML =
            posting.isCancellation ? " <span class=\"badge inactive\">\(translate("cancellation"))</span>" : ""
        return """
            <tr><th scope="row">\(HTML.document(posting.name, of: posting.type, call))\(mark)</th>\
            <td>\(translate(posting.type))</td>\(HTML.cell(translate("Party"), "\(posting.party)"))\
            \(HTML.cell(translate("By"), "\(posting.author)"))<td class="day">\(call.locale.moment(site.zone.local(posting.at)))</td></tr>
            """
    }
}

/// The quick ways in: what one does most, for those who may.
enum HomeWays {
    private struct Way {
        let label: String
        let icon: Icon
        let address: String
        let need: Action.Need
    }

    private static let ways: [Way] = [
        way("Scan", .scan, "/stock/scan", .read, SerialNo.type),
        way("Receive", .box, entry("Material Receipt"), .write, StockEntry.type),
        way("Transfer", .transfer, entry("Material Transfer"), .write, StockEntry.type),
        way("Deliver", .truck, DeliveryNote.type.address + "/new", .write, DeliveryNote.type),
        way("Count stock", .count, StockCountPage.address, .write, StockReconciliation.type),
        way("Look Up Numbers", .search, LookUpPage.address, .read, SerialNo.type),
        way(TracePage.title, .trace, TracePage.address, .read, SerialNo.type),
        way(CalendarPage.title, .calendar, CalendarPage.address, .read, MaintenanceSchedule.type),
    ]

    private static func way(
        _ label: String, _ icon: Icon, _ address: String, _ right: Right, _ type: RecordType
    ) -> Way {
        Way(label: label, icon: icon, address: address, need: .init(right: right, type: type.name))
    }

    private static func entry(_ purpose: String) -> String {
        StockEntry.type.address + "/new?" + Call.query(["stock_entry_type": purpose])
    }

    static func html(_ call: Call, _ translate: (String) -> String) -> [HTML] {
        ways.filter { call.identity?.may($0.need.right, $0.need.type) == true }.map { way in
            "<li><a class=\"way\" href=\"\(way.address)\">\(way.icon.html)<span>\(translate(way.label))</span></a></li>"
        }
    }
}
