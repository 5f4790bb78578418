import HTTPTypes
import Mustache
import Storage

/// A page: its title, the way to it from the start, and its contents.
struct Page: Sendable {
    /// One step of the breadcrumb; the last one has no address.
    struct Crumb: Sendable {
        let label: String
        let path: String?
    }

    var title: String
    var crumbs: [Crumb] = []
    var content: HTML
    /// The scripts that the page needs beside the frame's own, without their ending.
    var scripts: [String] = []
    var status: HTTPResponse.Status = .ok
    /// Whether a browser may show the page again to someone who goes back to it, although it answers what was sent.
    var isThereOnReturn = false

    /// The page in the frame that all pages share.
    func answer(_ call: Call, _ site: Site) -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let crumbs = self.crumbs.map { crumb -> HTML in
            crumb.path.map { "<li><a href=\"\($0)\">\(crumb.label)</a></li>" }
                ?? "<li aria-current=\"page\">\(crumb.label)</li>"
        }
        let other: Locale = call.locale == .french ? .english : .french
        var model: [String: Any] = [
            "lang": call.locale.rawValue, "title": title, "crumbs": HTML.joined(crumbs).text, "content": content.text,
            "hasCrumbs": !crumbs.isEmpty, "signedIn": call.identity != nil, "assets": Assets.address,
            "scripts": Assets.elements(["desk"] + scripts).text,
            "otherLang": other.rawValue, "otherName": other == .french ? "Français" : "English",
            "otherPath": call.ownPath(with: ["_lang": other.rawValue]),
            "theme": Theme(of: call).rawValue, "hasTheme": Theme(of: call) != .automatic,
            "darkPath": call.ownPath(with: ["_theme": Theme.dark.rawValue]), "darkIcon": Icon.moon.html.text,
            "lightPath": call.ownPath(with: ["_theme": Theme.light.rawValue]), "lightIcon": Icon.sun.html.text,
        ]
        if let identity = call.identity {
            model["user"] = identity.fullName
            model["email"] = identity.author.name
            model["menu"] = Menu.html(call, translate).text
            model["accountLinks"] = Menu.account(call, translate).text
            model["searchIcon"] = Icon.search.html.text
            model["menuIcon"] = Icon.menu.html.text
            model["helpIcon"] = Icon.help.html.text
            model["userIcon"] = Icon.user.html.text
        }
        var answer = Answer.text(
            site.templates.render("layout", model, in: call.locale), type: "text/html; charset=utf-8")
        answer.status = status
        answer.headers = Self.headers + Self.choices(call)
        if isThereOnReturn {
            answer.headers.removeAll { $0.0 == .cacheControl }
            answer.headers.append((.cacheControl, "private, no-cache"))
        }
        return answer
    }

    /// Keeps what the address chose: the language and the theme.
    private static func choices(_ call: Call) -> [(HTTPField.Name, String)] {
        let language = call.text("_lang").flatMap(Locale.init(rawValue:)).map { ("lang", $0.rawValue) }
        let theme = call.text("_theme").flatMap(Theme.init(rawValue:)).map { ("theme", $0.rawValue) }
        return [language, theme].compactMap(\.self).map(choice)
    }

    /// A choice that a browser keeps for a year.
    static func choice(_ name: String, _ value: String) -> (HTTPField.Name, String) {
        (.setCookie, "\(name)=\(value); Max-Age=31536000; Path=/; SameSite=Lax")
    }

    /// What a browser may do with a page: load from here, and nothing inline.
    static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"), (.cacheControl, "no-store"),
        (HTTPField.Name("Referrer-Policy") ?? .referer, "same-origin"),
    ]
}

/// Light, dark, or as the device has it.
enum Theme: String {
    case automatic = ""
    case light, dark

    /// What the address asks for, or an earlier choice.
    init(of call: Call) {
        self = (call.text("_theme") ?? call.cookie("theme")).flatMap(Theme.init(rawValue:)) ?? .automatic
    }
}

/// The page skeletons, translated once when the program starts: one library for each language.
struct Templates: Sendable {
    static let standard = Templates(.standard)

    private let libraries: [Locale: MustacheLibrary]

    /// - Precondition: every template parses; a broken one must not reach anyone.
    init(_ catalogue: Catalogue) {
        var libraries: [Locale: MustacheLibrary] = [:]
        for locale in Locale.allCases {
            var library = MustacheLibrary()
            for (name, bytes) in Self.sources {
                let text = Self.translated(String(decoding: bytes, as: UTF8.self), catalogue, locale)
                do {
                    try library.register(text, named: name)
                } catch {
                    preconditionFailure("template \(name): \(error)")
                }
            }
            libraries[locale] = library
        }
        self.libraries = libraries
    }

    func render(_ name: String, _ model: [String: Any], in locale: Locale) -> String {
        libraries[locale]?.render(model, withTemplate: name) ?? ""
    }

    static let sources: [(String, [UInt8])] = [
        ("layout", PackageResources.layout_mustache),
        ("sign-in", PackageResources.sign_in_mustache),
        ("serial", PackageResources.serial_mustache),
        ("list", PackageResources.list_mustache),
        ("look-up", PackageResources.look_up_mustache),
        ("home", PackageResources.home_mustache),
        ("search", PackageResources.search_mustache),
        ("labels", PackageResources.labels_mustache),
        ("letters", PackageResources.letters_mustache),
        ("label-sheets", PackageResources.label_sheets_mustache),
        ("account", PackageResources.account_mustache),
        ("audit-log", PackageResources.audit_log_mustache),
        ("counters", PackageResources.counters_mustache),
        ("counter", PackageResources.counter_mustache),
        ("stock-count", PackageResources.stock_count_mustache),
        ("report", PackageResources.report_mustache),
        ("trace", PackageResources.trace_mustache),
        ("scan", PackageResources.scan_mustache),
        ("refused-scans", PackageResources.refused_scans_mustache),
        ("pad", PackageResources.pad_mustache),
    ]

    /// Replaces `[[English text]]` by its translation.
    private static func translated(_ source: String, _ catalogue: Catalogue, _ locale: Locale) -> String {
        var result = ""
        var rest = source[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            result += rest[..<open.lowerBound]
            result += catalogue.text(String(rest[open.upperBound..<close.lowerBound]), in: locale).htmlEscaped
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}

extension Page {
    /// What is wrong, for people: each sentence once, at most a hundred.
    static func notice(about error: any Error, _ call: Call, _ site: Site) -> HTML {
        let body = try? JSON(parsing: Problem.answer(to: error, call, site).body)
        let told = (try? JSON(parsing: body?["_server_messages"]?.string ?? ""))?.array ?? []
        let sentences = told.compactMap { (try? JSON(parsing: $0.string ?? ""))?["message"]?.string }
        let lines = sentences.map { sentence -> HTML in "<p>\(sentence)</p>" }
        return "<div class=\"error\" role=\"alert\">\(HTML.joined(lines))</div>"
    }
}

extension Answer {
    /// A part of a page, for a script to put in its place.
    static func fragment(_ html: HTML) -> Answer {
        var answer = Answer.text(html.text, type: "text/html; charset=utf-8")
        answer.headers = Page.headers
        return answer
    }
}

extension Call {
    /// As `path(with:)`; the answer to what was posted has no address of its own, and leads home.
    func ownPath(with changes: [String: String]) -> String {
        guard method == .get || method == .head else { return "/?" + Self.query(changes) }
        return path(with: changes)
    }

    /// The page's own address with some of its parameters replaced; an empty value removes one.
    func path(with changes: [String: String]) -> String {
        let base = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
        var query = parameters.compactMapValues(\.string)
        query["_lang"] = nil
        query["_theme"] = nil
        query.merge(changes) { $1 }
        let pairs = Self.query(query)
        return pairs.isEmpty ? String(base) : base + "?" + pairs
    }

    /// Parameters as an address has them; empty ones are left out.
    static func query(_ parameters: [String: String]) -> String {
        parameters.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\($0.key.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }
}
