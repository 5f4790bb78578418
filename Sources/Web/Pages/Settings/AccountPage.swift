import HTTPTypes
import Inventory
import NIOPosix
import Storage

/// How someone gets in: password, API key, sessions. Everybody has a page of their own, with language and colours; an
/// administrator has one for each user.
struct AccountPage {
    static let routes: [Route] = [
        Route(.get, own) { call in Action { site in try await AccountPage(call, site).show() } },
        Route(.post, own) { call in
            let step = try step(call)
            return Action { site in try await AccountPage(call, site).take(step) }
        },
        Route(.get, others + "/**") { call in
            Action(needs: needs) { site in try await AccountPage(call, site, call.path.joined(separator: "/")).show() }
        },
        Route(.post, others + "/**") { call in
            let step = try step(call)
            return Action(needs: needs) { site in
                try await AccountPage(call, site, call.path.joined(separator: "/")).take(step)
            }
        },
    ]

    static let own = "/account"
    static let others = "/setup/user-access"
    private static let needs = [Action.Need(right: .write, type: User.type.name)]

    /// Where an administrator sees to a user's access.
    static func address(of user: String) -> String { others + "/" + user.percentEncoded }

    /// From a user's record to their password, key and sessions, for whoever may see to them.
    static func way(
        to head: Head, _ type: RecordType, _ call: Call, _ translate: (String) -> String
    ) -> HTML {
        guard type == User.type, call.identity?.may(.write, User.type.name) == true else { return "" }
        let label = translate("Password and access")
        return "<a class=\"button secondary\" href=\"\(address(of: head.name))\">\(label)</a>"
    }

    /// What a button of the page does.
    private enum Step: String {
        case language, password, key, revoke
        case signOut = "sign-out"
        case disable, enable
    }

    private static func step(_ call: Call) throws -> Step {
        guard let step = call.text("step").flatMap(Step.init(rawValue:)) else {
            throw Problem.badParameter("step", "a step of this page")
        }
        return step
    }

    private let call: Call
    private let site: Site
    /// Whose access it is.
    private let name: String
    private let isOwn: Bool

    private init(_ call: Call, _ site: Site, _ user: String? = nil) {
        self.call = call
        self.site = site
        self.name = user ?? call.author.name
        self.isOwn = user == nil
    }

    private var path: String { isOwn ? Self.own : Self.address(of: name) }

    /// What the page says beside what is stored: what was done, what is wrong, and a secret that is shown once.
    private struct Notes {
        var done: String?
        var secret: String?
        var wrong: [String: Message] = [:]
    }

    private func take(_ step: Step) async throws -> Answer {
        switch step {
        case .language where isOwn: return try await setLanguage()
        case .password: return try await setPassword()
        case .key: return try await makeKey()
        case .revoke:
            try await change { try $0.revokeKey(of: $1) }
            return done("key-revoked")
        case .signOut:
            try await change { try $0.endSessions(of: $1) }
            return isOwn ? .redirect(to: "/login") : done("signed-out")
        case .disable where !isOwn && name != call.author.name: return try await setEnabled(false)
        case .enable where !isOwn: return try await setEnabled(true)
        default: throw Problem.badParameter("step", "a step of this page")
        }
    }

    private func change(_ body: @escaping @Sendable (Books, User) throws -> Void) async throws {
        try await site.database.write { transaction in
            let books = call.books(transaction)
            try body(books, try books.find(User.self, name))
        }
    }

    /// Back to the page, which says what was done.
    private func done(_ what: String, _ more: [String: String] = [:]) -> Answer {
        .redirect(to: path + "?" + Call.query(more.merging(["done": what]) { $1 }))
    }

    private func setLanguage() async throws -> Answer {
        let language = call.text("language").flatMap(Locale.init(rawValue:)) ?? call.locale
        try await change { books, user in
            var changed = user
            changed.language = language.rawValue
            _ = try books.update(changed, replacing: user)
        }
        let theme = call.text("theme").flatMap(Theme.init(rawValue:)) ?? .automatic
        var answer = done("language")
        answer.headers += [("lang", language.rawValue), ("theme", theme.rawValue)].map(Page.choice)
        return answer
    }

    /// One's own needs the old one, and leaves this browser signed in; all other sessions end.
    private func setPassword() async throws -> Answer {
        let (password, email) = (call.text("password") ?? "", name)
        var wrong: [String: Message] = [:]
        wrong["password"] = Secret.fault(in: password, of: email)
        if wrong.isEmpty, password != call.text("again") {
            wrong["again"] = Message("The two passwords are not the same.")
        }
        guard wrong.isEmpty else { return try await show(Notes(wrong: wrong)) }
        let hash = try await site.passwords.runIfActive { try Secret.hash(password: password) }
        guard isOwn else {
            try await change { try $0.setPassword(hash, of: $1) }
            return done("password")
        }
        let session = NewSession(at: call.clock.now)
        do {
            let identity = try await site.verify(email, call.text("current") ?? "", call) { transaction, identity in
                let books = call.books(transaction)
                try books.setPassword(hash, of: try books.find(User.self, email))
                try session.open(for: identity, transaction)
            }
            var answer = done("password")
            answer.headers += site.cookies(session, identity)
            return answer
        } catch let problem as Problem where problem.status == .unauthorized {
            return try await show(Notes(wrong: ["current": Message("This is not your password.")]))
        }
    }

    private func makeKey() async throws -> Answer {
        let (key, secret) = (Secret.random(bytes: 8), Secret.random(bytes: 20))
        try await change { try $0.setKey(key, secretHash: Secret.digest(secret), of: $1) }
        return try await show(Notes(secret: "\(key):\(secret)"))
    }

    private func setEnabled(_ isEnabled: Bool) async throws -> Answer {
        try await change { books, user in
            var changed = user
            changed.isEnabled = isEnabled
            _ = try books.update(changed, replacing: user)
        }
        return done(isEnabled ? "enabled" : "disabled")
    }
}

/// How the page looks.
extension AccountPage {
    private func show() async throws -> Answer {
        try await show(Notes(done: call.text("done").flatMap { Self.outcomes[$0] }))
    }

    private static let outcomes = [
        "language": "Your choices are saved.", "password": "The password is set. Other sessions have ended.",
        "key-revoked": "The API key no longer works.", "signed-out": "All sessions have ended.",
        "disabled": "The account is disabled.", "enabled": "The account is enabled.",
    ]

    private func show(_ notes: Notes) async throws -> Answer {
        let access = try await site.database.read { try call.books($0).access(of: name) }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = isOwn ? translate("My account") : access.user.fullName
        let content = HTML(trusted: site.templates.render("account", model(access, notes, translate), in: call.locale))
        var crumbs = [Page.Crumb(label: translate("Home"), path: "/")]
        if !isOwn {
            crumbs.append(Page.Crumb(label: translate(User.type.listName), path: User.type.address))
            crumbs.append(Page.Crumb(label: name, path: User.type.address(of: name)))
        }
        crumbs.append(Page.Crumb(label: isOwn ? title : translate("Password and access"), path: nil))
        var page = Page(title: title, crumbs: crumbs, content: content)
        if !notes.wrong.isEmpty { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private func model(_ access: Access, _ notes: Notes, _ translate: (String) -> String) -> [String: Any] {
        let moment = { (at: Instant) in call.locale.moment(site.zone.local(at)) }
        let languages = [("fr", "Français"), ("en", "English")]
        let themes = [("", "As the device has it"), ("light", "Light"), ("dark", "Dark")].map { ($0, translate($1)) }
        var model: [String: Any] = [
            "isOwn": isOwn, "path": path, "name": name, "title": isOwn ? translate("My account") : access.user.fullName,
            "hasDone": notes.done != nil, "done": translate(notes.done ?? ""),
            "hasSecret": notes.secret != nil, "secret": notes.secret ?? "",
            "hasKey": access.apiKey != nil, "key": access.apiKey ?? "",
            "hasKeyMoment": access.keyMadeAt != nil, "keyMoment": access.keyMadeAt.map(moment) ?? "",
            "lacksPassword": !access.hasPassword, "isDisabled": !access.user.isEnabled,
            "mayDisable": !isOwn && access.user.isEnabled && name != call.author.name,
            "mayEnable": !isOwn && !access.user.isEnabled,
            "roles": access.user.roles.map { translate($0.role.name) }.joined(separator: ", "),
            "hasSessions": !access.sessions.isEmpty, "sessions": sessions(access, moment, translate).text,
            "languages": HTML.options(languages, chosen: call.locale.rawValue).text,
            "themes": HTML.options(themes, chosen: Theme(of: call).rawValue).text,
        ]
        for field in ["current", "password", "again"] {
            model[field + "IsWrong"] = notes.wrong[field] != nil
            model[field + "Fault"] = notes.wrong[field].map { site.catalogue.sentence($0, in: call.locale) } ?? ""
        }
        return model
    }

    private func sessions(
        _ access: Access, _ moment: (Instant) -> String, _ translate: (String) -> String
    ) -> HTML {
        let current = call.sessionToken.map(Secret.digest)
        return HTML.joined(
            access.sessions.map { session in
                let mark: HTML =
                    session.tokenHash == current ? " <span class=\"badge good\">\(translate("this one"))</span>" : ""
                let words = translate("since {moment}, until {end} at most")
                    .replacing("{moment}", with: moment(session.openedAt))
                    .replacing("{end}", with: moment(session.endsAt))
                return "<li>\(words)\(mark)</li>"
            })
    }
}
