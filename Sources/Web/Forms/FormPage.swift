import HTTPTypes
import Inventory
import Storage

/// Making and changing a record of any type: a form, and what its buttons do.
enum FormPage {
    /// The form for a new record, empty or filled in from the address, from what was sent, or from another record.
    static func blank(_ type: any Record.Type, _ call: Call) throws -> Action {
        let origin = FormOrigin(call)
        return Action(needs: [.init(right: .write, type: type.type.name)] + origin.needs(for: type)) { site in
            let given = try FormValues(call.parameters, type)
            var form = try await open(type, nil, given, call, site) { books, custom in
                try origin.values(for: type, custom, in: books, call.locale)
            }
            // What an address holds can be had again.
            form.isChanged = call.method == .post
            if case .reversal(let name) = origin, form.typed.tables["items"]?.isEmpty == true {
                let told = Words(call, site)
                    .translate("Everything of {name} has been returned already.", ["name": name])
                form.notice = "<p class=\"warning\" role=\"status\" tabindex=\"-1\" autofocus>\(told)</p>"
            }
            return FormView(form, call, site).answer(site)
        }
    }

    /// The form of a record.
    static func edit(_ type: any Record.Type, _ name: String, _ call: Call) -> Action {
        Action(needs: [.init(right: .write, type: type.type.name)]) { site in
            let form = try await open(type, name, FormValues(), call, site)
            if form.state == .cancelled { return .redirect(to: type.type.address(of: name)) }
            return FormView(form, call, site).answer(site)
        }
    }

    /// A press of one of a form's buttons.
    ///
    /// - Parameter name: the record that the form changes; nil for a new one.
    static func press(_ type: any Record.Type, _ name: String?, _ call: Call) throws -> Action {
        if name == nil, call.text("prefill") != nil { return try blank(type, call) }
        let order = FormOrder(call)
        return Action(needs: order.rights.map { .init(right: $0, type: type.type.name) }) { site in
            var form = try await open(type, name, FormValues(call.parameters, type), call, site)
            form.seen = call.text("modified") ?? form.seen
            form.opened = call.text("_opened") ?? form.opened
            form.key = call.text("_key") ?? form.key
            switch order {
            case .save: return try await save(form, submits: false, call, site)
            case .submit: return try await save(form, submits: true, call, site)
            case .ask: form = try await asking(form, call, site)
            case .show: form.isChanged = true
            case .line(let change):
                form.typed = change.applied(to: form.typed)
                form.focus = change.focus(in: form)
                form.isChanged = true
            }
            return FormView(form, call, site).answer(site)
        }
    }

    /// - Parameter origin: the values that another record hands over.
    private static func open(
        _ type: any Record.Type, _ name: String?, _ typed: FormValues, _ call: Call, _ site: Site,
        origin: @escaping @Sendable (Books, [CustomField]) throws -> FormValues = { _, _ in FormValues() }
    ) async throws -> Form {
        let locale = call.locale
        let (stored, custom, base, handed, offered) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let custom = try books.customFields(of: type.type)
            let stored = try name.map { try books.show(type, $0) }
            let base =
                try stored.map { FormValues($0, type, custom, locale) }
                ?? books.standardValues(of: type, custom, locale)
            return (stored, custom, base, try origin(books, custom), try books.offered(for: type))
        }
        var form = Form(
            type: type, custom: custom, offered: offered, stored: stored, base: base,
            typed: handed.overlaid(with: typed))
        if let stored {
            form.seen = site.zone.text(stored.head.modified)
            form.opened = String(stored.head.modified.milliseconds)
        } else {
            form.key = Secret.random(bytes: 12)
        }
        return form
    }

    private static func save(_ given: Form, submits: Bool, _ call: Call, _ site: Site) async throws -> Answer {
        var form = given
        form.typed.dropBlankRows()
        let saved: String
        do {
            saved = try await name(ofSaved: form, submits: submits, call, site)
        } catch let refusal as Refusal {
            if refusal.offences.contains(where: { $0.rejection == .stale }), let stored = form.stored {
                form = try await ConcurrentChange.shown(on: form, stored, call, site)
            }
            form.complaints = try await complaints(refusal, form, submits: submits, call, site)
            return FormView(form, call, site).answer(site)
        } catch let error where error is StorageError || error is Problem {
            if (error as? Problem)?.status == Problem.keyReused.status {
                form.complaints = Complaints([], sentence: site.catalogue.text(savedBefore, in: call.locale))
                form.key = Secret.random(bytes: 12)
            } else {
                let told = try JSON(parsing: Problem.answer(to: error, call, site).body)["exception"]?.string ?? ""
                form.complaints = Complaints(
                    [], sentence: told.split(separator: ": ", maxSplits: 1).last.map(String.init))
            }
            return FormView(form, call, site).answer(site)
        }
        let made = call.text("_made").map { "&made=" + $0.percentEncoded } ?? ""
        let address = form.type.type.address(of: saved)
        return .redirect(to: address + (address.contains("?") ? "&" : "?") + "saved=\(submits ? "submit" : "1")" + made)
    }

    /// What is said where a form comes back that has made a record already, with something else in it.
    private static let savedBefore =
        "This form was saved before. Save again to make another record of it, or edit the one that it made."

    /// Everything that is wrong at once, also where a part could not even be read.
    private static func complaints(
        _ refusal: Refusal, _ form: Form, submits: Bool, _ call: Call, _ site: Site
    ) async throws -> Complaints {
        guard let trial = FormTrial(form.members(call.locale), submits: submits, refused: refusal) else {
            return Complaints(Complaints.offences(refusal, form))
        }
        let offences = try await trial.offences(form, call, site)
        return Complaints(Complaints.offences(Refusal(offences), form))
    }

    /// Saves, and says under which name.
    private static func name(ofSaved form: Form, submits: Bool, _ given: Call, _ site: Site) async throws -> String {
        var call = given
        var members = form.members(call.locale)
        if submits { members.append(JSON.Member("docstatus", "1")) }
        let type = form.type.type.name
        let action: Action
        if let stored = form.stored {
            members.append(JSON.Member("modified", .string(form.seen)))
            action = try .update(.object(members), type, stored.head.name, call, key: "data")
        } else {
            if (1...200).contains(form.key.utf8.count) { call.headers[.idempotencyKey] = form.key }
            action = try .insert(.object(members), type, call, key: "data")
        }
        let answer = try await action.perform(site)
        return try JSON(parsing: answer.body)["data"]?["name"]?.string ?? ""
    }

    /// The form with the question whether to submit, or with what stands against it.
    private static func asking(_ given: Form, _ call: Call, _ site: Site) async throws -> Form {
        var form = given
        guard let type = form.type as? any Document.Type else { return form }
        form.isChanged = true
        form.typed.dropBlankRows()
        var members = form.members(call.locale)
        if let stored = form.stored { members.append(JSON.Member("name", .string(stored.head.name))) }
        let (document, offences) = try await site.rehearse(members, type, call)
        if !offences.isEmpty {
            form.complaints = try await complaints(Refusal(offences), form, submits: true, call, site)
        } else if let document {
            form.notice = Consequences(of: document, type, Words(call, site)).question(
                confirm: "<button class=\"button\" type=\"submit\" name=\"docstatus\" value=\"1\" "
                    + "data-confirm data-key=\"Control+Enter\">"
                    + Icon.check.html + "\(site.catalogue.text("Submit now", in: call.locale))</button>",
                leave: "")
        }
        return form
    }
}

extension Books {
    /// What the boxes of a form offer: the roles of the product in their order, then others.
    fileprivate func offered(for type: any Record.Type) throws -> [String] {
        guard Schema.of(type).tables.contains(where: { FormLayout.choice(of: $0) != nil }) else { return [] }
        var listing = Listing(fields: ["name"])
        listing.length = 200
        let names = try list(Role.self, listing).compactMap { $0[0].textValue }
        return Permissions.roles.filter(names.contains) + names.filter { !Permissions.roles.contains($0) }.sorted()
    }

    /// What the form of a new record begins with.
    fileprivate func standardValues(
        of type: any Record.Type, _ custom: [CustomField], _ locale: Locale
    ) throws -> FormValues {
        let fresh = type.init()
        var values = FormValues(StoredRecord(head: fresh.head, values: fresh.values), type, custom, locale)
        for field in custom where !field.standard.isEmpty {
            guard let scalar = try? field.kind.scalar(reading: field.standard) else { continue }
            values.fields[field.fieldName] = locale.typed(scalar, field.kind, writesZero: true)
        }
        if values.fields["company"] == "", type != SerialNo.self {
            var first = Listing(fields: ["name"])
            first.length = 1
            values.fields["company"] = try list(Company.self, first).first?.first?.textValue ?? ""
        }
        return values
    }
}
