import HTTPTypes
public import Hummingbird
public import Inventory
public import Logging
import NIOCore
import NIOPosix
public import Storage

/// The product as it answers requests: its database, its texts and its settings.
public struct Site: Sendable {
    let database: any Database
    let settings: Settings
    let catalogue = Catalogue.standard
    let templates = Templates.standard
    let passwords = NIOThreadPool(numberOfThreads: 2)
    /// Where codes are read and drawn, so that no request waits for a picture.
    let codes = NIOThreadPool(numberOfThreads: 2)
    let metrics = Metrics()
    let logger: Logger
    let zone: Zone

    /// What an installation may set.
    public struct Settings: Sendable {
        /// The language for requests that do not say one: `fr` or `en`.
        public var language = "fr"
        /// The company's time zone, such as `Europe/Paris`.
        public var timeZone = "Europe/Paris"
        /// Whether the product is reached over HTTPS, so that cookies are sent over nothing else.
        public var isSecure = false

        public init() {}
    }

    public init(database: any Database, settings: Settings, logger: Logger) {
        self.database = database
        self.settings = settings
        self.logger = logger
        self.zone = Zone(settings.timeZone) ?? .paris
        passwords.start()
        codes.start()
    }

    var locale: Locale { Locale(rawValue: settings.language) ?? .french }
    var writer: RecordWriter { RecordWriter(zone: zone) }

    /// Every address of the product.
    static var routes: [Route] { Resources.routes + Methods.routes + Operations.routes + PageRoutes.routes }

    /// The responder for a server or for tests.
    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: NothingHere(site: self))
        for route in Self.routes {
            let fixed = route.path.split(separator: "/").prefix { !$0.hasPrefix(":") && !$0.hasPrefix("*") }.count
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await respond(to: request, context, route, fixedParts: fixed)
            }
        }
        return router
    }

    /// Reads the request, asks the gate, does the work, and turns whatever went wrong into an answer.
    fileprivate func respond(
        to request: Request, _ context: SiteContext, _ route: Route, fixedParts: Int
    ) async -> Response {
        let start = ContinuousClock.now
        var call = Call()
        call.locale = Locale(preferred: request.headers[.acceptLanguage] ?? "") ?? locale
        var answer: Answer
        do {
            var read = try await Call.reading(request, fixedParts: fixedParts)
            read.remoteAddress = context.remoteAddress
            read.clock = zone.clock()
            read.locale = call.locale
            call = read
            answer = try await self.answer(&call, route)
        } catch {
            log(error, request)
            answer =
                PageRoutes.isPage(route, call)
                ? PageRoutes.answer(to: error, call, self) : Problem.answer(to: error, call, self)
        }
        metrics.count(answer.status.code, ContinuousClock.now - start)
        return answer.response()
    }

    /// Finds out who asks and what for, asks the gate, and does it.
    private func answer(_ call: inout Call, _ route: Route) async throws -> Answer {
        guard call.hasCredentials else {
            call.locale = call.chosenLocale ?? call.locale
            return try await admit(call, route).perform(self)
        }
        let asked = call
        typealias Known = (call: Call, action: Action?, found: Result<Answer, any Error>?)
        let (known, action, found) = try await database.lookUp { transaction -> Known in
            var call = asked
            call.identity = try identity(of: call, transaction)
            call.locale = call.chosenLocale ?? call.locale
            do {
                let action = try admit(call, route)
                return (call, action, try action.look.map { .success(try $0(transaction, self)) })
            } catch let error where error is Refusal || error is Problem {
                return (call, nil, .failure(error))
            }
        }
        call = known
        if let found { return try found.get() }
        guard let action else { throw Problem.pageNotFound }
        return try await action.perform(self)
    }

    /// What a call asks for, once the gate has let it through.
    private func admit(_ call: Call, _ route: Route) throws -> Action {
        try Gate.check(route.access, call)
        let action = try route.read(call)
        try Gate.check(action.needs, call)
        return action
    }

    private func log(_ error: any Error, _ request: Request) {
        switch error {
        case is Refusal, is Problem: break
        default: logger.error("\(request.method) \(request.uri.path) failed: \(error)")
        }
    }

    /// The clock of a company in a time zone, for commands that work without a server.
    public static func clock(timeZone: String) -> Clock { (Zone(timeZone) ?? .paris).clock() }

    /// Whether there is such a time zone.
    public static func knows(timeZone: String) -> Bool { Zone(timeZone) != nil }

    /// What is wrong, in English, for commands.
    public static func sentence(_ offence: Offence) -> String { Catalogue.standard.sentence(offence, in: .english) }

    /// The server's application, listening where it is told to.
    public func application(host: String, port: Int) -> some ApplicationProtocol {
        Application(
            router: router(),
            configuration: .init(address: .hostname(host, port: port), serverName: "Matricule"),
            // Loops only move bytes; the work is done on Swift's own threads, as many as there are cores. With a
            // loop for each core the two get in each other's way: a look-up costs a seventh more.
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: max(1, System.coreCount / 2))),
            logger: logger)
    }
}

/// What the server tells about a request beside its contents.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: String

    init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.remoteAddress = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

/// Says in our own words that an address has nothing, or not by this method.
private struct NothingHere: RouterMiddleware {
    let site: Site

    @concurrent
    func handle(
        _ request: Request, context: SiteContext, next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            // A page that says so knows who asks, and so their language and their menu.
            let path = request.uri.path.hasPrefix("/api/") ? "/api/" : "/nowhere"
            let route = Route(.get, path, .everyone) { _ in throw Problem.pageNotFound }
            return await site.respond(to: request, context, route, fixedParts: 0)
        }
    }
}
