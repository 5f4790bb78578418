import HTTPTypes
import Inventory
import Storage

/// The pages' addresses, and what a page says when something is wrong.
enum PageRoutes {
    static let routes: [Route] =
        [
            home, Assets.route,
        ]
        + [
            SignInPage.routes,
            LookUpPage.routes,
            StockCountPage.routes,
            SearchPage.routes,
            ScanPage.routes,
            RefusedScansPage.routes,
            ListPage.routes,
            RecordRoutes.routes,
            ReportsPage.routes,
            ReportPage.routes,
            TracePage.routes,
            LabelPage.routes,
            AnnotationRoutes.routes,
            SerialCorrection.routes,
            LotBlock.routes,
            RecallStep.routes,
            RecallLetters.routes,
            AssetPage.routes,
            AssetTask.routes,
            LocationTreePage.routes,
            CoverPage.routes,
            AccountPage.routes,
            CountersPage.routes,
            AuditLogPage.routes,
            AfterSale.routes,
            ClaimDesk.routes,
            ExchangePage.routes,
            RepairPage.routes,
            RepairSlip.routes,
            WorkshopPage.routes,
        ].flatMap(\.self)

    private static let home = Route(.get, "/", .everyone) { call in
        if let method = call.text("cmd") { return try Methods.action(named: method, call) }
        return Action { site in try await HomePage.answer(call, site) }
    }

    /// Whether people see the answers of a route, rather than programs.
    static func isPage(_ route: Route, _ call: Call) -> Bool {
        if route.path == "/" { return route.method == .get && call.text("cmd") == nil }
        // What is read at this address is a file, also for programs; what is sent there comes from a page.
        if route.path.hasPrefix("/files/"), route.method == .get {
            return call.headers[.accept]?.contains("text/html") == true
        }
        let others = ["/api/", "/assets/", "/calendar/", "/health", "/metrics", "/stock/scan-worker.js"]
        return !others.contains { route.path.hasPrefix($0) }
    }

    /// Someone who is not signed in is led to the sign-in page; everything else is said on a page.
    static func answer(to error: any Error, _ call: Call, _ site: Site) -> Answer {
        if let problem = error as? Problem, problem.exceptionType == "PermissionError", call.identity == nil {
            return SignInPage.keeping(call, site) ?? .redirect(to: "/login?next=" + call.target.percentEncoded)
        }
        let answer = Problem.answer(to: error, call, site)
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate(answer.status == .notFound ? "Nothing is here" : "Something went wrong")
        let content: HTML = """
            <section class="card"><h1>\(title)</h1>\(Page.notice(about: error, call, site))\
            <p><a class="button" href="/">\(translate("Go to the start"))</a></p></section>
            """
        var page = Page(title: title, content: content)
        page.status = answer.status
        var told = page.answer(call, site)
        told.headers += answer.headers.filter { $0.0 == .retryAfter }
        return told
    }
}
