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
    var status: HTTPResponse.Status = .ok

    /// The page in the frame that all pages share.
    func answer(_ call: Call, _ site: Site) -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let crumbs = self.crumbs.map { crumb -> HTML in
            crumb.path.map { "<li><a href=\"\($0)\">\(crumb.label)</a></li>" }
                ?? "<li aria-current=\"page\">\(crumb.label)</li>"
        }
        let other: Locale = call.locale == .french ? .english : .french
        let model: [String: Any] = [
            "lang": call.locale.rawValue, "title": title, "crumbs": HTML.joined(crumbs).text, "content": content.text,
            "hasCrumbs": !crumbs.isEmpty, "menu": Menu.html(call, translate).text,
            "user": call.identity?.fullName ?? "", "signedIn": call.identity != nil,
            "otherLang": other.rawValue, "otherName": other == .french ? "Français" : "English",
            "otherPath": call.path(with: ["_lang": other.rawValue]), "signedInAs": translate("Signed in as {user}"),
        ]
        let text = site.templates.render("layout", model, in: call.locale)
        var answer = Answer.text(text, type: "text/html; charset=utf-8")
        answer.status = status
        answer.headers = Self.headers
        if let language = call.text("_lang").flatMap(Locale.init(rawValue:)) {
            answer.headers.append((.setCookie, "lang=\(language.rawValue); Max-Age=31536000; Path=/; SameSite=Lax"))
        }
        return answer
    }

    /// What a browser may do with a page: load from here, and nothing inline.
    static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"), (.cacheControl, "no-store"),
        (HTTPField.Name("Referrer-Policy") ?? .referer, "same-origin"),
    ]
}

/// The page skeletons, translated once when the program starts: one library for each language.
struct Templates: Sendable {
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

    private static let sources: [(String, [UInt8])] = [
        ("layout", PackageResources.layout_mustache), ("sign-in", PackageResources.sign_in_mustache),
        ("serial-list", PackageResources.serial_list_mustache), ("serial", PackageResources.serial_mustache),
        ("list", PackageResources.list_mustache),
        ("look-up", PackageResources.look_up_mustache), ("home", PackageResources.home_mustache),
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
    /// The ways to the pages before and behind this one of a list.
    static func pager(hasNext: Bool, _ call: Call, _ translate: (String) -> String) -> HTML {
        let number = call.pageNumber
        func way(_ step: Int, _ relation: String, _ label: String) -> HTML {
            let path = call.path(with: ["page": String(number + step)])
            return "<a class=\"button\" rel=\"\(relation)\" href=\"\(path)\">\(label)</a>"
        }
        let place = translate("Page {page}").replacing("{page}", with: call.locale.count(number))
        return """
            <nav class="pager" aria-label="\(translate("Pages"))">\(number > 1 ? way(-1, "prev", translate("Previous")) : "")\
            <span>\(place)</span>\(hasNext ? way(1, "next", translate("Next")) : "")</nav>
            """
    }
}

extension Call {
    /// The page of a list that is asked for, from 1.
    var pageNumber: Int { max(1, min(text("page").flatMap(Int.init) ?? 1, 1_000_000)) }

    /// The page's own address with some of its parameters replaced; an empty value removes one.
    func path(with changes: [String: String]) -> String {
        let base = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
        var query = parameters.compactMapValues(\.string)
        query["_lang"] = nil
        query.merge(changes) { $1 }
        let pairs = query.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\($0.key.percentEncoded)=\($0.value.percentEncoded)" }
        return pairs.isEmpty ? String(base) : base + "?" + pairs.joined(separator: "&")
    }
}
