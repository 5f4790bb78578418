import HTTPTypes
import Inventory
import Storage

/// The addresses of records: to see one, to make or change one by its form, and to take a step with it.
enum RecordRoutes {
    static let routes: [Route] = recordTypes.flatMap { type in
        let address = type.type.address
        let look = { @Sendable call in try Self.look(type, call) }
        let press = { @Sendable call in try Self.press(type, call) }
        let isSingle = type.type.naming == .single
        let addresses = isSingle ? [address, address + "/**"] : [address + "/**"]
        return addresses.map { Route(.get, $0, read: look) }
            + (type.type.isWritable ? addresses.map { Route(.post, $0, read: press) } : [])
    }

    private static func look(_ type: any Record.Type, _ call: Call) throws -> Action {
        switch FormPlace(call, type.type) {
        case .new: return try FormPage.blank(type, call)
        case .edit(let name): return FormPage.edit(type, name, call)
        case .record(let name):
            return Action(needs: [.init(right: .read, type: type.type.name)]) { site in
                try await show(type, name, call, site)
            }
        }
    }

    private static func press(_ type: any Record.Type, _ call: Call) throws -> Action {
        switch FormPlace(call, type.type) {
        case .new: try FormPage.press(type, nil, call)
        case .edit(let name): try FormPage.press(type, name, call)
        case .record(let name): try RecordSteps.press(type, name, call)
        }
    }

    /// The page of a record; a unit has one of its own.
    static func show(
        _ type: any Record.Type, _ name: String, _ call: Call, _ site: Site, refusal: Refusal? = nil
    ) async throws -> Answer {
        if type == SerialNo.self { return try await SerialPage.page(name, call, site, refusal: refusal) }
        if type == Asset.self { return try await AssetPage.page(name, call, site, refusal: refusal) }
        return try await RecordPage.page(type, name, call, site, refusal: refusal)
    }
}
