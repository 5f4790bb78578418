import Inventory
import Storage

/// What stands around the rows of a list: its states, columns and kept filters, how many there are, what one may do.
struct ListTools {
    let contents: ListPage.Contents
    let call: Call
    let site: Site
    let translate: (String) -> String

    private var view: ListView { contents.view }
    private var type: RecordType { view.fields.type.type }

    private func may(_ right: Right) -> Bool { call.identity?.may(right, type.name) == true }

    private func say(_ template: String, _ facts: [String: Message.Fact]) -> String {
        site.catalogue.sentence(Message(template, facts), in: call.locale)
    }

    /// The way to the form for a new record, for whoever may write one.
    var add: HTML {
        guard may(.write), type.isWritable else { return "" }
        let label =
            type == SerialNo.type ? translate("Add Serial No") : say("Add {type}", ["type": .term(type.name)])
        return """
            <a class="button" href="\(type.address)/new" data-key="n">\(Icon.add.html)\(label)</a>
            """
    }

    /// The states that records can be in, one click each.
    var states: HTML {
        let name = type == SerialNo.type ? "status" : "docstatus"
        guard let field = view.fields.own.first(where: { $0.name == name }) else { return "" }
        let current = view.conditions.first { Self.state($0, name) != nil }.flatMap { Self.state($0, name) }
        func way(_ label: String, _ value: String?) -> HTML {
            let path = view.address { view in
                view.conditions.removeAll { Self.state($0, name) != nil }
                guard let value else { return }
                view.conditions.append(
                    .init(element: [.string(name), "=", .string(value)], result: .failure(.pageNotFound)))
            }
            let mark: HTML = value == current ? " aria-current=\"true\"" : ""
            return "<a href=\"\(path)\"\(mark)>\(label)</a>"
        }
        let ways = view.fields.words(of: field, translate).map { way($0.word, $0.value) }
        return """
            <nav class="states" aria-label="\(translate("Status"))">\(way(translate("All"), nil))\(HTML.joined(ways))</nav>
            """
    }

    /// The state that a condition asks for, if it is about nothing else.
    private static func state(_ condition: ListView.Condition, _ name: String) -> String? {
        guard let parts = condition.element.array, parts.count == 3, parts[0].string == name, parts[1] == "=" else {
            return nil
        }
        return parts[2].string
    }

    /// How many records there are, as far as that is known.
    var count: HTML {
        switch contents.page.count {
        case .exactly(1): "\(translate("1 record"))"
        case .exactly(let count): "\(say("{count} records", ["count": .count(count)]))"
        case .moreThan(let count): "\(say("More than {count} records", ["count": .count(count)]))"
        case .unknown: "\(translate("Not counted: too many records to look at all of them"))"
        }
    }

    /// Where a list does less than was asked, it says so.
    var notices: HTML {
        var notices: [HTML] = []
        let deleted = call.text("deleted").map { name -> HTML in
            let text = say("{name} was deleted.", ["name": .name(String(name.prefix(140)))])
            return "<p class=\"success\" role=\"status\" tabindex=\"-1\" autofocus>\(text)</p>"
        }
        let page = contents.page
        if !page.isSorted, let order = view.order {
            let facts: [String: Message.Fact] = [
                "field": .term(order.field.label), "count": .count(Listing.Limits().count),
            ]
            let text = say(
                "More than {count} records cannot be sorted by {field}. They come in another order; a filter that leaves fewer helps.",
                facts)
            notices.append("\(text)")
        }
        if page.isPartial {
            notices.append(
                "\(translate("Only a part of the records was looked at for this page. There are more: go on with “Next”."))"
            )
        }
        if page.isBeginning {
            let text = say("Names that begin with “{words}”.", ["words": .name(view.search)])
            let path = view.address { $0.isInside = true }
            notices.append("\(text) <a href=\"\(path)\">\(translate("Look inside names too"))</a>")
        }
        return (deleted ?? "") + HTML.joined(notices.map { "<p class=\"warning\">\($0)</p>" })
    }

    var html: HTML { columns + saved + export }

    private var columns: HTML {
        let shown = Set(view.shownColumns.map(\.name))
        let boxes = view.fields.own.dropFirst().map { field -> HTML in
            let mark: HTML = shown.contains(field.name) ? " checked" : ""
            return """
                <label><input type="checkbox" name="column.\(field.name)" value="1"\(mark)> \(translate(field.label))</label>
                """
        }
        return """
            <details class="tool" name="tools"><summary>\(translate("Columns"))</summary>\
            <form method="get" action="\(type.address)" class="panel boxes">\(view.hidden(without: ["columns"]))\
            <input type="hidden" name="choose" value="columns"><div>\(HTML.joined(boxes))</div>\
            <button class="button" type="submit">\(translate("Show these columns"))</button></form></details>
            """
    }

    private var export: HTML {
        let parameters = view.parameters().merging(["format": "csv"]) { $1 }
        return """
            <a class="tool" href="\(type.address)?\(Call.query(parameters))" download>\(Icon.download.html)\(translate("Export CSV"))</a>
            """
    }

    private var saved: HTML {
        let entries = contents.saved.map { filter -> HTML in
            let query = filter.query.isEmpty ? "" : "?" + filter.query
            let isMine = filter.owner == call.identity?.author.name
            let owner: HTML =
                isMine ? "" : " <span class=\"quiet\">\(say("shared by {user}", ["user": .name(filter.owner)]))</span>"
            let shared: HTML =
                isMine && filter.isShared ? " <span class=\"badge\">\(translate("shared"))</span>" : ""
            let change = isMine || call.identity?.roles.contains("System Manager") == true ? self.change(filter) : ""
            return "<li><a href=\"\(type.address)\(query)\">\(filter.name)</a>\(owner)\(shared)\(change)</li>"
        }
        let list: HTML = entries.isEmpty ? "" : "<ul>\(HTML.joined(entries))</ul>"
        return """
            <details class="tool" name="tools"><summary>\(translate("Saved filters"))</summary><div class="panel saved">\(list)\
            <form method="post" action="\(ListActions.address(view))">\
            <label>\(translate("Keep this list under the name"))<input name="filter_name" maxlength="140" required></label>\
            <label class="box"><input type="checkbox" name="shared" value="1"> \(translate("Share with everybody"))</label>\
            <button class="button" name="action" value="keep" type="submit">\(translate("Save filter"))</button></form></div></details>
            """
    }

    /// Renaming and deleting a kept filter.
    private func change(_ filter: SavedFilter) -> HTML {
        let name = say("New name of “{name}”", ["name": .name(filter.name)])
        let delete = say("Delete the filter “{name}”", ["name": .name(filter.name)])
        return """
            <details><summary>\(translate("Change"))</summary><form method="post" action="\(ListActions.address(view))">\
            <input type="hidden" name="filter_id" value="\(String(filter.id))">\
            <input name="filter_name" value="\(filter.name)" maxlength="140" aria-label="\(name)">\
            <button class="button secondary" name="action" value="rename" type="submit">\(translate("Rename"))</button>\
            <button class="button danger" name="action" value="forget" type="submit" aria-label="\(delete)">\(translate("Delete"))</button>\
            </form></details>
            """
    }

    /// What can be done with the records that are chosen, or with all that match.
    var actions: HTML {
        var buttons: [HTML] = []
        func button(_ action: String, _ label: String, _ icon: Icon, _ style: String = "secondary") {
            buttons.append(
                """
                <button class="button \(style)" name="action" value="\(action)" type="submit">\(icon.html)\(label)</button>
                """)
        }
        let isDocument = view.fields.type is any Document.Type
        if type == SerialNo.type { button("labels", translate("Print labels"), .print) }
        button("export", translate("Export CSV"), .download)
        if isDocument, may(.submit) { button("submit", translate("Submit drafts"), .check) }
        if isDocument, may(.delete) { button("delete", translate("Delete drafts"), .trash, "danger") }
        let all = say(
            "All that match, at most {count}", ["count": .count(ListActions.limit)])
        return """
            <div class="bulk"><span class="quiet" role="status"></span>\
            <label class="box"><input type="checkbox" name="all" value="1" data-key="a"> \(all)</label>\(HTML.joined(buttons))</div>
            """
    }

    /// The ways to the pages around this one.
    var pager: HTML {
        func way(_ relation: String, _ label: String, _ start: Listing.Start, _ traits: HTML = "") -> HTML {
            let path = view.address { $0.start = start }
            return "<a class=\"button secondary\" rel=\"\(relation)\" href=\"\(path)\"\(traits)>\(label)</a>"
        }
        var ways: [HTML] = []
        if view.start != .first, contents.page.previous != nil {
            ways.append(way("first", translate("First page"), .first))
        }
        if let place = contents.page.previous {
            ways.append(way("prev", translate("Previous"), .before(place), " data-key=\"k\""))
        }
        if let place = contents.page.next {
            ways.append(way("next", translate("Next"), .after(place), " data-key=\"j\""))
        }
        guard !ways.isEmpty else { return "" }
        return "<nav class=\"pager\" aria-label=\"\(translate("Pages"))\">\(HTML.joined(ways))</nav>"
    }
}
