import HTTPTypes
import Inventory
import Storage

/// Who changed what, and when: the audit trail, newest first, with filters in the address; as a page or as CSV.
enum AuditLogPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            // Whoever may look at the users may see what they did.
            Action(needs: [.init(right: .read, type: User.type.name)]) { site in
                if let answer = call.redirect(readingDays: days) { return answer }
                return call.text("format") == "csv" ? try await csv(call, site) : try await page(call, site)
            }
        }
    ]

    static let address = "/setup/audit-log"
    private static let length = 35
    private static let csvLength = 10_000
    private static let days = ["from", "to"]
    /// Changed fields of an entry that are shown at once; the others unfold.
    private static let fieldLimit = 4

    /// What can have been done, in the words of the trail and of people.
    static let actions = [
        ("insert", "created"), ("update", "changed"), ("submit", "submitted"), ("cancel", "cancelled"),
        ("delete", "deleted"), ("rename", "renamed"), ("new password", "new password"), ("new key", "new API key"),
        ("key revoked", "API key revoked"), ("signed out everywhere", "signed out everywhere"),
        ("sign-in failed", "sign-in failed"), ("counter moved", "counter moved"),
    ]

    private static func question(_ call: Call, _ site: Site) -> AuditQuestion {
        let text = { (name: String) in SerialNumber(call.text(name) ?? "").text }
        var question = AuditQuestion()
        question.author = text("by")
        question.type = text("type")
        question.name = text("record")
        question.action = text("action")
        question.from = Day(text("from")).map { site.zone.instant(PostingTime($0, TimeOfDay(milliseconds: 0))) }
        question.until = Day(text("to")).map {
            site.zone.instant(PostingTime(Day(number: $0.number + 1), TimeOfDay(milliseconds: 0)))
        }
        let place = text("behind").split(separator: "-").compactMap { Int64($0) }
        if place.count == 2 { question.behind = AuditPlace(at: Instant(milliseconds: place[0]), id: place[1]) }
        return question
    }

    private static func page(_ call: Call, _ site: Site) async throws -> Answer {
        let question = question(call, site)
        let refusal = unreadable(call)
        let (found, next) = try await site.database.browse {
            refusal == nil ? try call.books($0).auditTrail(question, length: length) : ([], nil)
        }
        let words = Words(call, site)
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate("Audit Log")
        let older = next.map { call.path(with: ["behind": "\($0.at.milliseconds)-\($0.id)"]) } ?? ""
        let reached = next.map { call.locale.moment(site.zone.local($0.at)) } ?? ""
        let types = recordTypes.map { $0.type }.filter(\.isWritable).map { ($0.name, translate($0.name)) }
        let model: [String: Any] = [
            "path": address, "title": title, "by": call.text("by") ?? "", "record": call.text("record") ?? "",
            "from": FilterForm.day("from", call.text("from") ?? "", words).text,
            "to": FilterForm.day("to", call.text("to") ?? "", words).text,
            "problem": refusal?.offences.map(words.sentence).joined(separator: " ") ?? "", "hasProblem": refusal != nil,
            "types": HTML.options(types.sorted { $0.1 < $1.1 }, chosen: question.type).text,
            "actions": HTML.options(actions.map { ($0.0, translate($0.1)) }, chosen: question.action).text,
            "rows": HTML.joined(found.map { row($0, call, site, translate) }).text, "isEmpty": found.isEmpty,
            "hasOlder": next != nil, "older": older, "isLater": question.behind != nil,
            "newest": call.path(with: ["behind": ""]), "csv": call.path(with: ["format": "csv", "behind": ""]),
            "reached": translate("Searched back to {moment}.").replacing("{moment}", with: reached),
        ]
        let content = HTML(trusted: site.templates.render("audit-log", model, in: call.locale))
        let crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: translate("Setup"), path: "/"),
            Page.Crumb(label: title, path: nil),
        ]
        var page = Page(title: title, crumbs: crumbs, content: content)
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    /// What is wrong with the days that are asked for; nil where nothing is.
    private static func unreadable(_ call: Call) -> Refusal? {
        let wrong = days.filter { name in
            let text = SerialNumber(call.text(name) ?? "").text
            return !text.isEmpty && Day(text) == nil
        }
        let labels = ["from": "From day", "to": "To day"]
        let offences = wrong.map {
            Offence(.unreadable(expected: FieldKind.day.expectation), field: $0, label: labels[$0])
        }
        return offences.isEmpty ? nil : Refusal(offences)
    }

    private static func row(
        _ entry: AuditEntry, _ call: Call, _ site: Site, _ translate: (String) -> String
    ) -> HTML {
        let words = entry.changes.map { change($0, entry.type, call.locale, translate) }
        let rest = words.count - fieldLimit
        let more = translate("and {count} more").replacing("{count}", with: call.locale.count(rest))
        let unfolded: HTML =
            rest > 0
            ? "<details><summary>\(more)</summary><ul class=\"changes\">\(HTML.joined(words.dropFirst(fieldLimit)))</ul></details>"
            : ""
        return """
            <tr><td class="day">\(call.locale.moment(site.zone.local(entry.place.at)))</td>\
            \(HTML.cell(translate("By"), "\(author(entry))"))<td>\(translate(action(entry)))</td><td>\(translate(type(entry)))</td>\
            <th scope="row">\(record(entry, call, translate))</th>\
            <td class="changed"><ul class="changes">\(HTML.joined(words.prefix(fieldLimit)))</ul>\(unfolded)</td></tr>
            """
    }

    /// Who did it; nobody knows who fails to sign in.
    private static func author(_ entry: AuditEntry) -> String {
        entry.action == "sign-in failed" ? "—" : entry.author
    }

    private static func action(_ entry: AuditEntry) -> String {
        actions.first { $0.0 == entry.action }?.1 ?? entry.action
    }

    private static func type(_ entry: AuditEntry) -> String { entry.action == "counter moved" ? "Counter" : entry.type }

    /// The record's name, leading to it unless it is gone or is none.
    private static func record(_ entry: AuditEntry, _ call: Call, _ translate: (String) -> String) -> HTML {
        let isThere = !["delete", "sign-in failed", "counter moved"].contains(entry.action)
        guard let type = recordType(named: entry.type)?.type else { return "\(entry.name)" }
        let name = type.shown(entry.name, translate)
        guard isThere, call.identity?.may(.read, entry.type) == true else { return "\(name)" }
        return "<a href=\"\(type.address(of: entry.name))\">\(name)</a>"
    }

    private static func change(
        _ change: (field: String, before: Scalar, after: Scalar), _ type: String, _ locale: Locale,
        _ translate: (String) -> String
    ) -> HTML {
        let field = ChangedField(change.field, of: type)
        func written(_ scalar: Scalar) -> String { scalar.isBlank ? "—" : field.written(scalar, locale, translate) }
        let before: HTML = change.before.isBlank ? "" : "<del>\(written(change.before))</del> → "
        return """
            <li><span class="quiet">\(field.label(locale, translate))</span> \(before)<ins>\(written(change.after))</ins></li>
            """
    }

    /// What a page would show, and more of it, for programs: values as they are stored.
    private static func csv(_ call: Call, _ site: Site) async throws -> Answer {
        if let refusal = unreadable(call) { throw refusal }
        let question = question(call, site)
        let (found, _) = try await site.database.browse {
            try call.books($0).auditTrail(question, length: csvLength)
        }
        var text = "at,by,action,type,record,field,before,after\r\n"
        for entry in found {
            let head = [site.zone.text(entry.place.at), author(entry), entry.action, type(entry), entry.name]
            let changes = entry.changes.isEmpty ? [("", Scalar.null, Scalar.null)] : entry.changes
            for (field, before, after) in changes {
                let kind = ChangedField(field, of: entry.type).kind
                let cells = head + [field, kind.text(before), kind.text(after)]
                text += cells.map(\.csvCell).joined(separator: ",") + "\r\n"
            }
        }
        var answer = Answer.text(text, type: "text/csv; charset=utf-8")
        answer.headers = [
            (.contentDisposition, "attachment; filename=\"audit-log.csv\""), (.xContentTypeOptions, "nosniff"),
        ]
        return answer
    }
}

/// A field as the audit trail names it: `customer`, or `items.1.qty` for one of a row.
struct ChangedField {
    private let table: Schema.Table?
    private let line: Int?
    private let name: String
    private let field: Field?

    init(_ path: String, of type: String) {
        let parts = path.split(separator: ".", maxSplits: 2).map(String.init)
        let isOfRow = parts.count == 3
        let name = parts.last ?? path
        var schema: Schema?
        if let type = recordType(named: type) { schema = Schema.of(type) }
        let table = isOfRow ? schema?.tables.first { $0.name == parts[0] } : nil
        let fields: [Field] = isOfRow ? table?.fields ?? [] : schema?.fields ?? []
        self.table = table
        self.line = isOfRow ? Int(parts[1]) : nil
        self.name = name
        self.field = fields.first { $0.name == name }
    }

    var kind: FieldKind { field?.kind ?? .text }

    /// `Client`, `Articles 1 · Qté`.
    func label(_ locale: Locale, _ translate: (String) -> String) -> String {
        let label = translate(field?.label ?? Self.events[name] ?? FieldLabels.label(of: name))
        guard let table, let line else { return label }
        return "\(translate(table.label)) \(locale.count(line)) · \(label)"
    }

    func written(_ scalar: Scalar, _ locale: Locale, _ translate: (String) -> String) -> String {
        // A computed state is text, and a word of the product's own all the same.
        if name == "status", let state = scalar.textValue { return translate(state) }
        if name == "docstatus", let state = scalar.integerValue.flatMap({ DocumentState(rawValue: Int($0)) }) {
            return translate(state == .draft ? "Draft" : state == .submitted ? "Submitted" : "Cancelled")
        }
        // Of what is no field the trail keeps numbers as they are.
        guard field != nil else { return scalar.textValue ?? scalar.integerValue.map { locale.count(Int($0)) } ?? "" }
        let text = locale.written(scalar, kind, translate)
        return field?.isTerm == true || kind.target == Role.type.name ? translate(text) : text
    }

    /// What the trail keeps of events that are no changes of fields.
    private static let events = [
        "docstatus": "Status", "address": "From address", "api_key": "Key", "current": "Last number given",
        "reason": "Reason", "name": "Name", "values": "Values",
    ]
}
