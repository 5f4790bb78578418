import HTTPTypes
import Inventory
import Storage

/// Closing a visit where it takes place, on a telephone: what was done, photographs, a signature.
struct CloseVisitPage {
    static let routes: [Route] = [
        Route(.get, "/after-sale/close-visit/**") { call in
            Action(needs: needs) { site in
                let place = try place(call)
                let open = try await site.database.read { try call.books($0).openVisit(place) }
                return try await CloseVisitPage(call: call, site: site, place: place, open: open).answer(nil)
            }
        },
        Route(.post, "/after-sale/close-visit/**") { call in
            let plans = !(call.text("rest_date") ?? "").isEmpty
            let plan = Action.Need(right: .write, type: MaintenanceSchedule.type.name)
            return Action(needs: plans ? needs + [plan] : needs) { site in try await close(call, site) }
        },
        Route(.post, "/after-sale/replan/**") { call in
            Action(needs: [.init(right: .write, type: MaintenanceSchedule.type.name)]) { site in
                try await replan(call, site)
            }
        },
    ]

    private static let needs: [Action.Need] = [
        .init(right: .write, type: MaintenanceVisit.type.name), .init(right: .submit, type: MaintenanceVisit.type.name),
    ]

    static func address(ofPlanned row: Int64) -> String { "/after-sale/close-visit/" + VisitPlace.planned(row).path }
    static func address(ofVisit name: String) -> String { "/after-sale/close-visit/" + VisitPlace.document(name).path }

    let call: Call
    let site: Site
    let place: VisitPlace
    let open: OpenVisit
    /// Whether what was typed was refused, so that all of it is to be seen.
    var refused = false

    private var words: Words { Words(call, site) }
    /// Numbers of units that the page names.
    private static let unitLimit = 200

    private static func place(_ call: Call) throws -> VisitPlace {
        guard let place = VisitPlace(call.path) else { throw Problem.pageNotFound }
        return place
    }

    // MARK: What is sent

    /// Submits the visit with what was typed, and keeps photographs and signature with it: all of it or nothing.
    private static func close(_ call: Call, _ site: Site) async throws -> Answer {
        let place = try place(call)
        do {
            let files = try VisitFiles.read(call)
            let name = try await site.database.write { transaction in
                let books = call.books(transaction)
                let open = try books.openVisit(place)
                let visit = try typed(open, call)
                let saved =
                    try open.stored.map { try books.update(document: visit, replacing: $0) }
                    ?? books.insert(document: visit)
                _ = try books.attach(files, to: MaintenanceVisit.self, saved.head.name)
                if let day = try restDay(call), let row = open.planned?.row, saved.completion == .partial {
                    let person = open.planned?.person.name ?? ""
                    _ = try books.replan(row, of: saved.schedule.name, on: day, by: person)
                }
                return saved.head.name
            }
            return .redirect(to: MaintenanceVisit.type.address(of: name) + "?saved=1")
        } catch let refusal as Refusal where !refusal.isMissing {
            let open = try await site.database.read { try call.books($0).openVisit(place) }
            return try await CloseVisitPage(call: call, site: site, place: place, open: open, refused: true).answer(
                refusal)
        }
    }

    /// The day to which the units that are left move; nil for none.
    private static func restDay(_ call: Call) throws -> Day? {
        let text = call.locale.wire(call.text("rest_date") ?? "", .day)
        do {
            return Day?(scalar: try FieldKind.day.scalar(reading: text))
        } catch {
            throw Refusal(error, field: "rest_date")
        }
    }

    /// The numbers of the units that were not done: ticked, or typed as a list.
    private static func undone(_ call: Call) -> [SerialNumber] {
        let ticked = call.parameters.keys.filter { $0.hasPrefix("undone.") }.sorted().compactMap(call.text)
        return ticked.map { SerialNumber($0) } + LookUpPage.numbers(in: call.text("undone") ?? "")
    }

    /// The visit with what was typed. Units that were not done are left out, and remain due.
    ///
    /// - Throws: `Refusal` with all that cannot be read.
    private static func typed(_ open: OpenVisit, _ call: Call) throws -> MaintenanceVisit {
        var visit = open.visit
        var offences: [Offence] = []
        func read(_ name: String, _ kind: FieldKind) -> Scalar {
            do {
                return try kind.scalar(reading: call.locale.wire(call.text(name) ?? "", kind))
            } catch {
                offences.append(Offence(error, field: name))
                return .null
            }
        }
        visit.header.postingDate = Day?(scalar: read("mntc_date", .day)) ?? call.clock.today
        visit.header.postingTime = TimeOfDay?(scalar: read("mntc_time", .time)) ?? call.clock.local.time
        visit.completion = VisitCompletion(scalar: read("completion_status", VisitCompletion.kind))
        let left = open.isDivisible ? Set(undone(call).map(\.key)) : []
        let known = Set(visit.lines.map { SerialNumber($0.serial.name).key })
        offences += undone(call).filter { !known.contains($0.key) }.prefix(100).map {
            Offence(.notInOriginal(document: visit.schedule.name), serial: $0.text, field: "undone")
        }
        visit.lines.removeAll { left.contains(SerialNumber($0.serial.name).key) }
        if visit.lines.isEmpty { offences.append(Offence(.nothingDone, field: "undone")) }
        if !left.isEmpty { visit.completion = .partial }
        visit.signedBy = String(scalar: read("signed_by", .text))
        visit.feedback = LongText(scalar: read("customer_feedback", .longText))
        let work = LongText(scalar: read("work_done", .longText))
        for index in visit.lines.indices where !work.text.isEmpty { visit.lines[index].workDone = work }
        visit.head.state = .submitted
        if !offences.isEmpty { throw Refusal(offences) }
        return visit
    }

    /// Moves a planned visit to another day or technician.
    private static func replan(_ call: Call, _ site: Site) async throws -> Answer {
        guard case .planned(let row)? = VisitPlace(call.path) else { throw Problem.pageNotFound }
        let place = VisitPlace.planned(row)
        do {
            let day = try FieldKind.day.scalar(reading: call.locale.wire(call.required("scheduled_date"), .day))
            try await site.database.write { transaction in
                let books = call.books(transaction)
                let name = try books.plannedVisit(row).schedule.head.name
                _ = try books.replan(
                    row, of: name, on: Day?(scalar: day) ?? call.clock.today, by: call.text("sales_person") ?? "")
            }
            return .redirect(to: address(ofPlanned: row) + "?saved=1")
        } catch let error where (error as? Refusal)?.isMissing != true {
            let refusal =
                error as? Refusal ?? (error as? Rejection).map { Refusal($0, field: "scheduled_date") }
            guard let refusal else { throw error }
            let open = try await site.database.read { try call.books($0).openVisit(place) }
            return try await CloseVisitPage(call: call, site: site, place: place, open: open).answer(refusal)
        }
    }

    // MARK: The page

    private func answer(_ refusal: Refusal?) async throws -> Answer {
        let title = words.translate("Close the visit")
        let isDone = open.planned?.completion == .full || open.stored.map { $0.head.state != .draft } == true
        let saved: HTML =
            call.text("saved") == "1" ? "<p class=\"success\" role=\"status\">\(words.translate("Saved."))</p>" : ""
        let notice: HTML = refusal.map { Page.notice(about: $0, call, site) } ?? saved
        let done: HTML = "<p class=\"warning\">\(words.translate("This visit is closed."))</p>"
        let content: HTML = """
            <div class="closing"><div class="title"><h1>\(AfterSale.holder(open.customerName, words))</h1></div>\(notice)\(facts)\
            \(isDone ? done : form)\(try await planning(isDone))</div>
            """
        var page = Page(
            title: title, crumbs: AfterSale.crumbs(title, words), content: content, scripts: isDone ? [] : ["signature"]
        )
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    /// Who is visited, where, and which units.
    private var facts: HTML {
        let visit = open.visit
        let call = visit.telephone.filter { $0.isNumber || $0 == "+" }
        let telephone: HTML = call.isEmpty ? "\(visit.telephone)" : "<a href=\"tel:\(call)\">\(visit.telephone)</a>"
        let document =
            open.stored.map { ($0.head.name, MaintenanceVisit.type.name) } ?? (
                open.visit.schedule.name, MaintenanceSchedule.type.name
            )
        var rows: [(String, HTML)] = [
            ("Scheduled Date", open.day.map { "\(words.locale.day($0))" } ?? ""), ("Address", "\(visit.address.text)"),
            ("Contact Phone", telephone), ("Technician", "\(open.person)"),
            (document.1, HTML.document(document.0, of: document.1, self.call)),
        ]
        rows.removeAll { $0.1.text.isEmpty }
        let facts = rows.map { "<div><dt>\(words.translate($0.0))</dt><dd>\($0.1)</dd></div>" as HTML }
        let lines = visit.lines.prefix(Self.unitLimit).map { line -> HTML in
            "<li>\(HTML.document(line.serial.name, of: SerialNo.type.name, self.call)) <span class=\"quiet\">\(line.itemName)</span></li>"
        }
        let units = words.translate("Units") + " (" + words.locale.count(visit.lines.count) + ")"
        let before =
            open.doneBefore > 0
            ? words.translate("{count} were done before.", ["count": words.locale.count(open.doneBefore)]) : ""
        let sheet = "/after-sale/visit-sheet/" + place.path
        return """
            <section class="card"><dl class="facts">\(HTML.joined(facts))</dl>\
            <details\(visit.lines.count <= 10 ? " open" : "")><summary>\(units)</summary><ul class="numbers">\(HTML.joined(lines))</ul>\
            <p class="quiet">\(before)</p>\(HTML.rest(visit.lines.count - Self.unitLimit, self.call, words.translate))</details>\
            <p>\(AfterSale.way(sheet, "Visit sheet", .print, words))</p></section>
            """
    }

    private func value(_ name: String, _ standard: String) -> String { call.text(name) ?? standard }

    private var form: HTML {
        let visit = open.visit
        let chosen = value("completion_status", VisitCompletion.full.rawValue)
        let choices = [VisitCompletion.full, .partial].map { choice -> HTML in
            let mark: HTML = choice.rawValue == chosen ? " checked" : ""
            return """
                <label class="tile"><input type="radio" name="completion_status" value="\(choice.rawValue)"\(mark)>\
                <span>\(words.translate(choice.rawValue))</span></label>
                """
        }
        let work = value("work_done", visit.lines.first?.workDone.text ?? "")
        let (day, time) = (call.clock.today.description, call.locale.time(call.clock.local.time))
        return """
            <form class="card floor" method="post" action="/after-sale/close-visit/\(place.path)" enctype="multipart/form-data">\
            <fieldset class="tiles"><legend class="hidden-text">\(words.translate("Completion Status"))</legend>\(HTML.joined(choices))</fieldset>\
            <div class="place"><p><label for="mntc_date">\(words.translate("Date"))</label>\
            <input id="mntc_date" name="mntc_date" type="date" value="\(value("mntc_date", day))" required></p>\
            <p><label for="mntc_time">\(words.translate("Time"))</label>\
            <input id="mntc_time" name="mntc_time" type="time" value="\(value("mntc_time", time))"></p></div>\
            \(leftOver)\(area("work_done", "Work Done", work))\
            \(area("customer_feedback", "Customer Feedback", value("customer_feedback", visit.feedback.text)))\
            <p><label for="photos">\(words.translate("Photographs"))</label>\
            <input id="photos" name="photos" type="file" accept="image/*" multiple></p>\
            <p><label for="signed_by">\(words.translate("Name of who signs"))</label>\
            <input id="signed_by" name="signed_by" maxlength="140" autocomplete="name" value="\(value("signed_by", visit.signedBy))"></p>\
            <div id="signing" hidden><p id="sign">\(words.translate("Sign with a finger"))</p>\
            <canvas width="900" height="300" role="img" aria-labelledby="sign"></canvas>\
            <button class="button secondary" type="button">\(words.translate("Erase the signature"))</button></div>\
            <input type="hidden" name="signature"><p class="floor-foot"><button class="button" type="submit">\
            \(Icon.check.html)\(words.translate("Close the visit"))</button></p></form>
            """
    }

    /// Which units were not done, for a planned visit of several, and when they are.
    private var leftOver: HTML {
        guard open.isDivisible else { return "" }
        let lines = open.visit.lines
        let ticks = lines.enumerated().map { index, line -> HTML in
            let name = "undone.\(index)"
            let mark: HTML = call.text(name) == line.serial.name ? " checked" : ""
            return """
                <li><label class="row"><input type="checkbox" name="\(name)" value="\(line.serial.name)"\(mark)>\
                <span>\(line.serial.name)</span></label></li>
                """
        }
        let list: HTML = """
            <p><label for="undone">\(words.translate("Serial numbers that were not done"))</label>\
            <textarea id="undone" name="undone" rows="4" spellcheck="false">\(call.text("undone") ?? "")</textarea></p>
            """
        let day: HTML =
            call.identity?.may(.write, MaintenanceSchedule.type.name) == true
            ? """
            <p><label for="rest_date">\(words.translate("New day for what is left"))</label>\
            <input id="rest_date" name="rest_date" type="date" value="\(value("rest_date", ""))"></p>
            """ : ""
        let isOpen: HTML = refused ? " open" : ""
        return """
            <details class="undone"\(isOpen)><summary>\(words.translate("Some units were not done"))</summary>\
            <p class="quiet">\(words.translate("Tick the units that were not done: they remain due. The visit is then partially completed."))</p>\
            \(lines.count <= Self.unitLimit ? "<ul class=\"numbers\">\(HTML.joined(ticks))</ul>" : list)\(day)</details>
            """
    }

    private func area(_ name: String, _ label: String, _ text: String) -> HTML {
        """
        <p><label for="\(name)">\(words.translate(label))</label><textarea id="\(name)" name="\(name)" rows="4">\(text)</textarea></p>
        """
    }

    /// Moving the visit to another day or technician, for whoever plans.
    private func planning(_ isDone: Bool) async throws -> HTML {
        guard case .planned(let row) = place, let planned = open.planned, !isDone,
            call.identity?.may(.write, MaintenanceSchedule.type.name) == true
        else { return "" }
        let names = try await site.database.browse { try call.books($0).technicians().names }
        let choices = [("", words.translate("Nobody yet"))] + names.map { ($0, $0) }
        let day = value("scheduled_date", planned.day?.description ?? "")
        return """
            <details class="card"><summary><h2>\(words.translate("Plan it anew"))</h2></summary>\
            <form method="post" action="/after-sale/replan/planned/\(String(row))"><div class="place">\
            <p><label for="scheduled_date">\(words.translate("Scheduled Date"))</label>\
            <input id="scheduled_date" name="scheduled_date" type="date" value="\(day)" required></p>\
            <p><label for="sales_person">\(words.translate("Technician"))</label><select id="sales_person" name="sales_person">\
            \(HTML.options(choices, chosen: value("sales_person", planned.person.name)))</select></p></div>\
            <button class="button secondary" type="submit">\(words.translate("Move the visit"))</button></form></details>
            """
    }
}
