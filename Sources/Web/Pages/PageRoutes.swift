import Hummingbird
import Storage

/// The pages' addresses.
enum PageRoutes {
    static let routes: [Route] = [
        Route(.get, "/", .everyone) { call in
            if let method = call.text("cmd") { return try Methods.action(named: method, call) }
            return Action { _ in .redirect(to: "/stock/serial-no") }
        },
    ]

    static func isPage(_ route: Route) -> Bool {
        !route.path.hasPrefix("/api/") && route.path != "/" && route.path != "/health" && route.path != "/metrics"
    }

    static func answer(to error: any Error, _ call: Call, _ site: Site) -> Answer { Problem.answer(to: error, call, site) }
}
