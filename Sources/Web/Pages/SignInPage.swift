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
            var answer = Answer.redirect(to: destination(call))
            answer.headers += cookies
            return answer
        } catch let problem as Problem {
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

    private static func page(_ call: Call, _ site: Site, message: String?) -> Answer {
        let model: [String: Any] = [
            "next": destination(call), "email": call.text("usr") ?? "", "message": message ?? "",
            "failed": message != nil,
        ]
        let content = HTML(trusted: site.templates.render("sign-in", model, in: call.locale))
        return Page(title: site.catalogue.text("Sign in", in: call.locale), content: content).answer(call, site)
    }
}

extension HTML {
    /// Markup that a template has already escaped.
    init(trusted text: String) { self.init(stringLiteral: text) }
}
