import Inventory
import Storage

/// What people can choose to do with the numbers that they looked up.
enum UnitChoices {
    /// The actions that can be done with at least one of the numbers, by whoever asks.
    static func html(
        _ standings: [Units.Standing], _ call: Call, _ places: [String], _ translate: (String) -> String
    ) -> HTML {
        let cards = UnitAction.allCases.compactMap { action -> HTML? in
            let count = action.fitting(standings) { call.identity?.may(.write, $0) == true }.count
            guard count > 0, call.identity?.may(.write, action.type.name) == true else { return nil }
            return card(action, count, call, places, translate)
        }
        guard !cards.isEmpty else { return "" }
        return """
            <h2>\(translate("What is to be done with them?"))</h2>
            <p><label><input type="checkbox" name="leave_out" value="1"\(call.text("leave_out") == "1" ? " checked" as HTML : "")> \
            \(translate("Leave out the numbers that it cannot be done with"))</label></p>
            <div class="columns">\(HTML.joined(cards))</div>
            """
    }

    private static func card(
        _ action: UnitAction, _ count: Int, _ call: Call, _ places: [String], _ translate: (String) -> String
    ) -> HTML {
        let units = translate(count == 1 ? "{count} unit" : "{count} units")
            .replacing("{count}", with: call.locale.count(count))
        let now: HTML =
            call.identity?.may(.submit, action.type.name) == true
            ? "<button class=\"button\" name=\"action\" value=\"\(action.rawValue)-now\">\(translate("Submit now"))</button>"
            : ""
        return """
            <section class="card"><h3>\(translate(action.title)) <span class="badge">\(units)</span></h3>\
            \(fields(action, call, places, translate))<p class="title actions">\(now)\
            <button class="button secondary" name="action" value="\(action.rawValue)">\(translate("Open as a draft"))</button></p></section>
            """
    }

    private static func fields(
        _ action: UnitAction, _ call: Call, _ places: [String], _ translate: (String) -> String
    ) -> HTML {
        func link(_ field: String, _ label: String, _ type: RecordType) -> HTML {
            let name = "\(action.rawValue)_\(field)"
            return """
                <p><label for="\(name)">\(translate(label))</label>\
                <input id="\(name)" name="\(name)" value="\(call.text(name) ?? "")" data-link="\(type.name)" autocomplete="off"></p>
                """
        }
        func place(_ label: String) -> HTML {
            let name = "\(action.rawValue)_warehouse"
            return """
                <p><label for="\(name)">\(translate(label))</label><select id="\(name)" name="\(name)">\
                \(HTML.options(places, chosen: call.text(name)))</select></p>
                """
        }
        return switch action {
        case .transfer: place("Target Warehouse")
        case .deliver: link("customer", "Customer", Customer.type)
        case .takeBack: place("Warehouse (empty: where they left from)")
        case .receive: link("item", "Item Code", Item.type) + place("Target Warehouse")
        case .issue: ""
        case .destroy:
            """
            <p><label for="destroy_reason">\(translate("Reason"))</label>\
            <input id="destroy_reason" name="destroy_reason" value="\(call.text("destroy_reason") ?? "")" autocomplete="off"></p>
            """
        }
    }
}

extension UnitAction {
    /// What the action is called.
    fileprivate var title: String {
        switch self {
        case .transfer: "Transfer"
        case .deliver: "Deliver"
        case .takeBack: "Take back from the customer"
        case .issue: "Issue"
        case .destroy: "Destroy"
        case .receive: "Receive"
        }
    }
}

extension HTML {
    /// The options of a select, an empty one first.
    static func options(_ values: [String], chosen: String?) -> HTML {
        let options = values.map { value -> HTML in
            "<option\(value == chosen ? " selected" as HTML : "")>\(value)</option>"
        }
        return "<option value=\"\"></option>" + HTML.joined(options)
    }
}
