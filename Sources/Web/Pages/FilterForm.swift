import HTTPTypes
import Inventory

/// The inputs of filters, each with its value and with what is wrong with it.
struct FilterForm {
    let fields: [Field]
    /// The values by the fields' names, as text.
    let values: [String: String]
    let refusal: Refusal?
    let words: Words

    var html: HTML { HTML.joined(fields.filter { $0.kind != .flag }.map(field)) }

    /// What is either asked or not.
    var flags: HTML {
        HTML.joined(
            fields.filter { $0.kind == .flag }.map { field in
                let isSet = !["", "0"].contains(values[field.name] ?? "")
                return """
                    <label class="flag"><input name="\(field.name)" type="checkbox" value="1"\(isSet ? " checked" as HTML : "")> \
                    \(translate(field.label))</label>
                    """
            })
    }

    /// What is wrong with none of the inputs.
    var rest: HTML {
        let offences = (refusal?.offences ?? []).filter { offence in
            !fields.contains { $0.name == offence.field && $0.kind != .flag }
        }
        if refusal != nil, offences.isEmpty { return "\(translate("Look at the filters that are marked."))" }
        return HTML.joined(offences.map { "\(words.sentence($0)) " })
    }

    private func translate(_ text: String) -> String { words.translate(text) }

    private func field(_ field: Field) -> HTML {
        let value = values[field.name] ?? ""
        let problem = refusal?.offences.first { $0.field == field.name }
        let told = problem.map { offence -> HTML in
            "<p class=\"error\" id=\"\(field.name)-problem\">\(words.sentence(offence))</p>"
        }
        let state: HTML =
            problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(field.name)-problem\""
        let name: HTML = " id=\"\(field.name)\" name=\"\(field.name)\""
        let label: HTML = "<label for=\"\(field.name)\">\(translate(field.label))</label>"
        let input: HTML =
            switch field.kind {
            case .choice(let choices): "<select\(name)\(state)>\(options(choices, field))</select>"
            case .day: Self.day(field.name, value, words, state)
            case .link(let type):
                "<input\(name) value=\"\(value)\" data-link=\"\(type)\" autocomplete=\"off\" spellcheck=\"false\"\(state)>"
            default: "<input\(name) value=\"\(value)\" spellcheck=\"false\"\(state)>"
            }
        return "<div>\(label)\(input)\(told ?? "")</div>"
    }

    /// A day as people type it.
    static func day(_ name: String, _ value: String, _ words: Words, _ state: HTML = "") -> HTML {
        let typed = Day(value).map(words.locale.day) ?? value
        return """
            <input id="\(name)" name="\(name)" value="\(typed)" placeholder="\(words.translate("yyyy-mm-dd"))" autocomplete="off"\(state)>
            """
    }

    /// The choices; one that is asked for and does not exist is none of them.
    private func options(_ choices: [String], _ field: Field) -> HTML {
        let value = values[field.name] ?? ""
        let word = field.name == "asset_status" ? AssetWords.label : UnitWords.label
        let all: HTML = "<option value=\"\">\(translate("All"))</option>"
        return all
            + HTML.joined(
                choices.map { choice in
                    let mark: HTML = choice == value ? " selected" : ""
                    return "<option value=\"\(choice)\"\(mark)>\(word(choice, translate))</option>"
                })
    }
}

extension Call {
    /// Where this page is with its days as the wire writes them, so that the address is good in any language; nil
    /// where they are written so already.
    func redirect(readingDays names: [String]) -> Answer? {
        let typed = names.compactMap { name in text(name).map { (name, $0, locale.wire($0, .day)) } }
        let read = typed.filter { $0.1 != $0.2 && Day($0.2) != nil }
        guard method == .get, !read.isEmpty else { return nil }
        return .redirect(to: path(with: Dictionary(read.map { ($0.0, $0.2) }) { $1 }))
    }
}
