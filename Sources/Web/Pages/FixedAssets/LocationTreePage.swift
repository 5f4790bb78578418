import HTTPTypes
import Inventory
import Storage

/// The places as a tree, each with how many assets are in it and in all that is below.
struct LocationTreePage {
    static let address = "/asset/location-tree"

    static let routes: [Route] = [
        Route(.get, address) { call in
            let needs = [Location.type, Asset.type].map { Action.Need(right: .read, type: $0.name) }
            return Action(needs: needs) { site in
                let places = try await site.database.browse { try call.books($0).locationCounts(limit: limit + 1) }
                return LocationTreePage(places, call, site).answer
            }
        }
    ]

    /// Places that the page shows; the list has them all.
    private static let limit = 2000

    private let places: [LocationCount]
    private let children: [Int64: [LocationCount]]
    private let isCut: Bool
    private let call: Call
    private let words: Words
    private let site: Site

    private init(_ found: [LocationCount], _ call: Call, _ site: Site) {
        places = Array(found.prefix(Self.limit))
        isCut = found.count > Self.limit
        let known = Set(places.map(\.id))
        // What is in a place that is not shown stands at the top.
        children = Dictionary(grouping: places) { place in place.parent.flatMap { known.contains($0) ? $0 : nil } ?? 0 }
        (self.call, self.site, words) = (call, site, Words(call, site))
    }

    private var answer: Answer {
        let title = words.translate("Locations")
        func way(_ address: String, _ icon: Icon, _ label: String, _ style: HTML = " secondary") -> HTML {
            "<a class=\"button\(style)\" href=\"\(address)\">\(icon.html)\(words.translate(label))</a>"
        }
        let add =
            call.identity?.may(.write, Location.type.name) == true
            ? way(Location.type.newAddress, .add, "New location", "") : ""
        let report = way(Report.assetsByLocation.address, .count, "Assets by Location")
        let tree: HTML =
            places.isEmpty
            ? "<p class=\"card empty\">\(words.translate("There are no locations yet."))</p>"
            : "<section class=\"card\">\(list(children[0] ?? [], depth: 0))</section>"
        let cut: HTML =
            isCut ? "<p class=\"quiet\">\(words.translate("There are more; the list has all of them."))</p>" : ""
        let content: HTML = """
            <div class="title"><h1>\(title)</h1></div><div class="steps bar-of-steps">\(add)\(report)</div>\(tree)\(cut)
            """
        let crumbs = ListPage.crumbs(Location.type, words.translate, current: title)
        return Page(title: title, crumbs: crumbs, content: content).answer(call, site)
    }

    /// How deep the tree goes at most; a place cannot be below itself, so that it ends before.
    private static let depthLimit = 30

    private func list(_ places: [LocationCount], depth: Int) -> HTML {
        let entries = places.map { place -> HTML in
            let below = depth < Self.depthLimit ? children[place.id] ?? [] : []
            let label: HTML = """
                <a href="\(Location.type.address(of: place.name))">\(place.name)</a> \(count(place))
                """
            guard !below.isEmpty else { return "<li>\(label)</li>" }
            let inside = words.translate(
                below.count == 1 ? "{count} place" : "{count} places", ["count": words.locale.count(below.count)])
            return """
                <li>\(label)<details\(depth < 2 ? " open" as HTML : "")><summary>\(inside)</summary>\
                \(list(below, depth: depth + 1))</details></li>
                """
        }
        return "<ul class=\"trace\">\(HTML.joined(entries))</ul>"
    }

    /// The assets in a place and below it, leading to them.
    private func count(_ place: LocationCount) -> HTML {
        let total = sum(place, depth: 0)
        guard total > 0 else { return "" }
        let text = words.translate(
            total == 1 ? "{count} asset" : "{count} assets", ["count": words.locale.count(total)])
        let address = Report.assetsByLocation.address + "?" + Call.query(["location": place.name])
        return "<a class=\"badge info\" href=\"\(address)\">\(text)</a>"
    }

    private func sum(_ place: LocationCount, depth: Int) -> Int {
        guard depth < Self.depthLimit else { return place.count }
        return (children[place.id] ?? []).reduce(place.count) { $0 + sum($1, depth: depth + 1) }
    }
}
