import Inventory
import Storage

/// The conditions of a list as chips that can be taken away, and the form that adds one.
struct FilterChips {
    let view: ListView
    let call: Call
    let site: Site
    let translate: (String) -> String
    /// What somebody wrote into the form and could not be read, with the reason.
    let refused: (filter: NewFilter, reason: Problem)?

    var html: HTML {
        var chips = view.conditions.indices.map(chip)
        if let problem = view.problem {
            let sentence = site.catalogue.sentence(problem.message, in: call.locale)
            chips.append(chip(sentence, isWrong: true, without: view.address { $0.problem = nil }))
        }
        let list: HTML =
            chips.isEmpty
            ? "" : "<ul class=\"chips\" aria-label=\"\(translate("Filters"))\">\(HTML.joined(chips))</ul>"
        return list + form
    }

    private func chip(_ index: Int) -> HTML {
        let condition = view.conditions[index]
        let without = view.address { $0.conditions.remove(at: index) }
        switch condition.result {
        case .success(let filter): return chip(sentence(filter, condition.element), isWrong: false, without: without)
        case .failure(let problem):
            let field = view.fields.choice(of: condition.element)?.field
            return chip(sentence(problem, field), isWrong: true, without: without)
        }
    }

    /// What is wrong with a filter, with the field's name as people know it.
    private func sentence(_ problem: Problem, _ field: Field?) -> String {
        var facts = problem.message.facts
        if let field, facts["name"] != nil { facts["name"] = .term(field.label) }
        if case .term(let expected) = facts["expected"] {
            facts["expected"] = .term(call.locale.typed(expected: expected))
        }
        return site.catalogue.sentence(Message(problem.message.template, facts), in: call.locale)
    }

    private func chip(_ sentence: String, isWrong: Bool, without: String) -> HTML {
        let (mark, alert): (HTML, HTML) = isWrong ? (" wrong", " role=\"alert\"") : ("", "")
        let note: HTML = isWrong ? " <em>\(translate("This filter is not applied."))</em>" : ""
        let remove = site.catalogue.sentence(
            Message("Take away the filter “{sentence}”", ["sentence": .name(sentence)]), in: call.locale)
        return """
            <li class="chip\(mark)"><span\(alert)>\(sentence)\(note)</span>\
            <a href="\(without)" title="\(remove)">\(Icon.close.html)<span class="hidden-text">\(remove)</span></a></li>
            """
    }

    /// A condition as a sentence, with values as people write them.
    private func sentence(_ filter: Listing.Filter, _ element: JSON) -> String {
        guard let choice = view.fields.choice(of: element) else { return element.text }
        let words = view.fields.words(of: choice.field, translate)
        var values = filter.values.map { text($0, choice.field, words) }
        if filter.test == .like || filter.test == .notLike { values = values.map(Self.contained) }
        if filter.test == .among || filter.test == .notAmong {
            let shown = values.prefix(5).joined(separator: ", ")
            values = [values.count > 5 ? shown + "…" : shown]
        }
        let table = choice.table.map { translate($0.label) + " › " } ?? ""
        let facts: [String: Message.Fact] = [
            "field": .name(table + translate(choice.field.label)),
            "value": .name(values.first ?? ""), "other": .name(values.dropFirst().first ?? ""),
        ]
        return site.catalogue.sentence(Message(FilterWord.sentence(filter, choice.field), facts), in: call.locale)
    }

    private func text(_ scalar: Scalar, _ field: Field, _ words: [(value: String, word: String)]) -> String {
        let wire = field.kind.text(scalar)
        if let known = words.first(where: { $0.value == wire }) { return known.word }
        if field.kind == .instant, let moment = scalar.integerValue {
            let local = site.zone.local(Instant(milliseconds: moment))
            let text = call.locale.moment(local)
            // The first and the last minute of a day stand for the day.
            return text.hasSuffix("00:00") || text.hasSuffix("23:59") ? call.locale.day(local.day) : text
        }
        return String(call.locale.written(scalar, field.kind, translate).prefix(140))
    }

    /// The words of a pattern that looks for them anywhere.
    private static func contained(_ pattern: String) -> String {
        guard pattern.count >= 2, pattern.hasPrefix("%"), pattern.hasSuffix("%") else { return pattern }
        return String(pattern.dropFirst().dropLast()).replacing("\\%", with: "%").replacing("\\_", with: "_")
            .replacing("\\\\", with: "\\")
    }

    private var form: HTML {
        let chosen = refused?.filter
        let error: HTML =
            refused.map { refused in
                let sentence = sentence(refused.reason, view.fields.choice(refused.filter.key)?.field)
                return "<p class=\"error\" id=\"filter-error\" role=\"alert\">\(sentence)</p>"
            } ?? ""
        let invalid: HTML = refused == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"filter-error\""
        let operators = FilterWord.allCases.map { word -> HTML in
            let mark: HTML = chosen?.word == word ? " selected" : ""
            return "<option value=\"\(word.rawValue)\"\(mark)>\(word.label(translate))</option>"
        }
        return """
            <details class="tool" name="tools"\(refused == nil ? "" : " open")><summary data-key="f">\(Icon.filter.html)\(translate("Add a filter"))</summary>\
            <form method="get" action="\(view.fields.type.type.address)" class="panel" id="new-filter">\(view.hidden())\
            <label>\(translate("Field"))<select name="new.field">\(options(chosen?.key))</select></label>\
            <label>\(translate("Condition"))<select name="new.operator">\(HTML.joined(operators))</select></label>\
            <label>\(translate("Value"))<input name="new.value" value="\(chosen?.value ?? "")" maxlength="1000" list="filter-words"\(invalid)></label><datalist id="filter-words"></datalist>\
            <label>\(translate("and (for “is between”)"))<input name="new.other" value="\(chosen?.other ?? "")" maxlength="140"></label>\
            \(error)<button class="button" type="submit">\(translate("Filter"))</button></form></details>
            """
    }

    /// The fields that a filter can be about; those of lines under the name of their table. With its kind each field
    /// tells scripts how a value is entered.
    private func options(_ chosen: String?) -> HTML {
        var result: HTML = ""
        var table: String?
        for choice in view.fields.choices {
            if choice.table?.name != table, let next = choice.table {
                if table != nil { result += "</optgroup>" }
                result += "<optgroup label=\"\(translate(next.label))\">"
                table = next.name
            }
            let mark: HTML = choice.key == chosen ? " selected" : ""
            result += """
                <option value="\(choice.key)"\(entry(choice.field))\(mark)>\(translate(choice.field.label))</option>
                """
        }
        return table == nil ? result : result + "</optgroup>"
    }

    private func entry(_ field: Field) -> HTML {
        let words = view.fields.words(of: field, translate).map(\.word)
        if !words.isEmpty { return " data-words=\"\(words.joined(separator: ";"))\"" }
        return field.kind == .day || field.kind == .instant ? " data-type=\"date\"" : ""
    }
}
