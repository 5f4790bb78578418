import HTTPTypes
import Inventory
import Storage

/// The page on which people sign in.
enum SignInPage {
    static let routes: [Route] = [
        Route(.get, "/login", .everyone) { call in
            Action { site in page(call, site, message: nil) }
        },
        Route(.post, "/login", .everyone) { call in
            try Site.checkOrigin(call)
            return Action { site in try await signIn(call, site) }
        },
        Route(.post, "/logout", .everyone) { call in
            Action { site in
                var answer = Answer.redirect(to: "/login")
                answer.headers += try await site.signOut(call)
                return answer
            }
        },
    ]

    private static func signIn(_ call: Call, _ site: Site) async throws -> Answer {
        do {
            let (_, cookies) = try await site.signIn(call.text("usr") ?? "", call.text("pwd") ?? "", call)
            var answer = try resume(call, site) ?? .redirect(to: destination(call))
            answer.headers += cookies
            return answer
        } catch let problem as Problem where problem.status != .badRequest {
            let message = problem.status == .unauthorized ? Message("Wrong email or password.") : problem.message
            var answer = page(call, site, message: site.catalogue.sentence(message, in: call.locale))
            answer.status = problem.status
            answer.headers += problem.headers
            return answer
        }
    }

    /// Only a path of ours: a page must not send anyone elsewhere.
    private static func destination(_ call: Call) -> String {
        guard let next = call.text("next"), next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\") else {
            return "/"
        }
        return next
    }

    /// What was sent from one of our pages by someone whose session has ended: asks them to sign in, and keeps it.
    /// Nil where nothing was typed, and for passwords.
    static func keeping(_ call: Call, _ site: Site) -> Answer? {
        let isFromBrowser = (call.headers[.secFetchSite] ?? call.headers[.origin]) != nil
        let isSecret = ["/login", AccountPage.own, AccountPage.others].contains { call.target.hasPrefix($0) }
        guard call.method == .post, isFromBrowser, !isSecret, (try? Site.checkOrigin(call)) != nil else { return nil }
        let typed = call.parameters.compactMap { name, value in value.string.map { JSON.Member(name, .string($0)) } }
        let message = site.catalogue.text(
            "Your session has ended. Sign in again: nothing that you typed is lost.", in: call.locale)
        var again = call
        let user = call.cookie("user_id")?.percentDecoded ?? ""
        again.parameters = [
            "next": .string(call.target), "kept": .string(JSON.object(typed).text), "usr": .string(user),
        ]
        var answer = page(again, site, message: message)
        answer.status = .forbidden
        return answer
    }

    /// The page from which what was kept is sent again, once its sender has signed in; nil where nothing was kept.
    private static func resume(_ call: Call, _ site: Site) throws -> Answer? {
        guard let kept = call.text("kept"), !kept.isEmpty else { return nil }
        guard let typed = (try? JSON(parsing: kept))?.members else {
            throw Problem.badParameter("kept", "a JSON object")
        }
        let fields = typed.map { member -> HTML in
            "<input type=\"hidden\" name=\"\(member.name)\" value=\"\(member.value.string ?? "")\">"
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate("You are signed in again")
        let content: HTML = """
            <section class="card narrow"><h1>\(title)</h1>\
            <p>\(translate("Nothing that you typed is lost. Send it now, or leave it."))</p>\
            <form method="post" action="\(destination(call))">\(HTML.joined(fields))\
            <button class="button" type="submit" autofocus>\(translate("Send it"))</button>\
            <a class="button secondary" href="/">\(translate("Leave it"))</a></form></section>
            """
        return Page(title: title, content: content).answer(call, site)
    }

    private static func page(_ call: Call, _ site: Site, message: String?) -> Answer {
        let kept = call.text("kept") ?? ""
        let model: [String: Any] = [
            "next": destination(call), "email": call.text("usr") ?? "", "message": message ?? "",
            "failed": message != nil, "hasKept": !kept.isEmpty, "kept": kept,
        ]
        let content = HTML(trusted: site.templates.render("sign-in", model, in: call.locale))
        return Page(title: site.catalogue.text("Sign in", in: call.locale), content: content).answer(call, site)
    }
}

extension HTML {
    /// Markup that a template has already escaped.
    init(trusted text: String) { self.init(stringLiteral: text) }
}
