import Inventory

/// The control of one field.
struct FormControl {
    let field: Field
    /// The name under which it is sent: `customer`, `items.1.qty`.
    let name: String
    let value: String
    var label: String
    var choices: [String]?
    /// What is said about the field: help, then what is wrong.
    var hint = ""
    var complaints: [String] = []
    /// Whether the form begins here.
    var isFirst = false

    /// The control beneath its label, with what is said about it.
    func block(_ words: Words) -> HTML {
        let notes = hints + wrongs
        let isRequired = field.traits.contains(.required)
        let mark: HTML =
            isRequired
            ? " <span class=\"must\" title=\"\(words.translate("Required"))\" aria-hidden=\"true\">*</span>" : ""
        if field.kind == .flag {
            return """
                <div class="field flag"><input type="hidden" name="\(name)" value="0"><label>\(flag("id=\"\(name)\"\(described)"))\
                 \(label)</label>\(notes)</div>
                """
        }
        let isWide = field.kind == .longText
        let must: HTML = isRequired ? " aria-required=\"true\"" : ""
        return """
            <div class="field\(isWide ? " wide" : "")"><label for="\(name)">\(label)\(mark)</label>\
            \(input("id=\"\(name)\"\(described)\(must)\(focus)", words))\(notes)</div>
            """
    }

    /// The control in a cell of a table.
    func cell(_ line: String, _ words: Words) -> HTML {
        let place: HTML = complaints.isEmpty ? "" : " id=\"\(name)\""
        let traits: HTML = "aria-label=\"\(label), \(line)\"\(place)\(described)\(focus)"
        if field.kind == .flag { return "<input type=\"hidden\" name=\"\(name)\" value=\"0\">\(flag(traits))\(wrongs)" }
        return input(traits, words) + wrongs
    }

    private func flag(_ traits: HTML) -> HTML {
        let state: HTML = value == "1" ? " checked" : ""
        return "<input type=\"checkbox\" name=\"\(name)\" value=\"1\" \(traits)\(state)>"
    }

    private func input(_ traits: HTML, _ words: Words) -> HTML {
        if let choices { return select(choices, traits, words) }
        switch field.kind {
        case .choice(let choices): return select(choices, traits, words)
        case .longText: return "<textarea name=\"\(name)\" rows=\"3\" \(traits)>\n\(value)</textarea>"
        case .serials:
            return
                "<textarea name=\"\(name)\" rows=\"2\" spellcheck=\"false\" data-serials \(traits)>\n\(value)</textarea>"
        case .link(let target):
            return """
                <input name="\(name)" value="\(value)" data-link="\(target)" autocomplete="off" spellcheck="false" \(traits)>
                """
        case .integer: return text("inputmode=\"numeric\" class=\"number\" autocomplete=\"off\"", traits)
        case .quantity, .money, .decimal:
            return text("inputmode=\"decimal\" class=\"number\" autocomplete=\"off\"", traits)
        // A browser's own controls show nothing for what they cannot read.
        case .day where value.isEmpty || Day(value) != nil: return text("type=\"date\" max=\"9999-12-31\"", traits)
        case .time where value.isEmpty || TimeOfDay(value) != nil: return text("type=\"time\" step=\"1\"", traits)
        default: return text("", traits)
        }
    }

    private func text(_ kind: HTML, _ traits: HTML) -> HTML {
        "<input name=\"\(name)\" value=\"\(value)\" \(kind) \(traits)>"
    }

    /// A choice that is not offered any more stays what it was.
    private func select(_ choices: [String], _ traits: HTML, _ words: Words) -> HTML {
        let all = [""] + (value.isEmpty || choices.contains(value) ? choices : choices + [value])
        let options = all.map { choice -> HTML in
            let mark: HTML = choice == value ? " selected" : ""
            return "<option value=\"\(choice)\"\(mark)>\(words.translate(field.kind.spoken(choice)))</option>"
        }
        return "<select name=\"\(name)\" \(traits)>\(HTML.joined(options))</select>"
    }

    private var focus: HTML { isFirst ? " autofocus" : "" }

    private var described: HTML {
        var places: [String] = []
        if !hint.isEmpty { places.append(name + "-hint") }
        if !complaints.isEmpty { places.append(name + "-wrong") }
        let link: HTML = places.isEmpty ? "" : " aria-describedby=\"\(places.joined(separator: " "))\""
        return complaints.isEmpty ? link : link + " aria-invalid=\"true\""
    }

    private var hints: HTML { hint.isEmpty ? "" : "<p class=\"quiet hint\" id=\"\(name)-hint\">\(hint)</p>" }

    private var wrongs: HTML {
        guard !complaints.isEmpty else { return "" }
        let sentences = complaints.map { sentence -> HTML in "<span>\(sentence)</span>" }
        return "<p class=\"wrong\" id=\"\(name)-wrong\">\(HTML.joined(sentences))</p>"
    }
}
