import CPostgres
import Glibc
import Storage

/// One connection to a server, used by one body at a time.
@safe final class Connection {
    /// How long the server may take for one statement, in milliseconds.
    private let patience: Int
    private let handle: OpaquePointer
    private var statements: [String: String] = [:]
    /// Statements prepared since the server last answered: if one fails, they may not be there.
    private var unsure: [String] = []
    private var made = 0
    /// Whether statements were sent that the server was not yet waited for.
    private var isWaitedFor = false
    /// Set when the connection cannot be used again.
    private(set) var isBroken = false

    /// Prepared statements that a connection keeps. Lists with ever other filters would fill the server's memory.
    private static let statementLimit = 400

    /// Connects; blocks until the server answers or refuses.
    ///
    /// - Parameter address: a URL as libpq reads it; what it leaves out comes from the usual PG* variables.
    init(_ address: String, patience: Int) throws(Failure) {
        let settings = [
            ("connect_timeout", "3"), ("application_name", "matricule"), ("client_encoding", "UTF8"),
            ("keepalives_idle", "10"), ("tcp_user_timeout", "10000"), ("dbname", address),
        ]
        let handle = unsafe Self.withStrings(settings.map(\.0)) { names in
            unsafe Self.withStrings(settings.map(\.1)) { values in unsafe PQconnectdbParams(names, values, 1) }
        }
        guard let handle = unsafe handle else { throw Failure(message: "no memory for a connection") }
        unsafe self.handle = handle
        self.patience = patience
        guard unsafe PQstatus(handle) == CONNECTION_OK && PQsetnonblocking(handle, 1) == 0 else {
            throw lost()
        }
        // Statements come with rows as arrays of any length: a plan made anew for each of them would be no better.
        try run(
            script: "SET statement_timeout = \(patience); SET TIME ZONE 'UTC'; SET plan_cache_mode = force_generic_plan"
        )
    }

    deinit { unsafe PQfinish(handle) }

    /// Runs statements that need no values and give no rows, outside the pipeline.
    func run(script: String) throws(Failure) {
        _ = try finish()
        guard unsafe PQexitPipelineMode(handle) == 1 && PQsendQuery(handle, script) == 1 else { throw lost() }
        defer { _ = unsafe PQenterPipelineMode(handle) }
        let deadline = deadline
        try flush(until: deadline)
        var failure: Failure?
        while let answer = try next(until: deadline) { failure = failure ?? answer.failure }
        if let failure { throw noted(failure) }
    }

    /// Runs a statement and waits for what it gives, and for those that were sent before.
    func run(_ text: String, _ values: [Bind] = []) throws(Failure) -> Answer {
        try send(text, values)
        guard let answer = try finish() else { throw lost() }
        return answer
    }

    /// Sends a statement without waiting: what goes wrong comes out with the next one that is waited for.
    ///
    /// It is prepared the first time and kept.
    func send(_ text: String, _ values: [Bind] = []) throws(Failure) {
        let parameters = Parameters(values)
        let name = try prepare(text, parameters)
        let sent = unsafe parameters.places.withPointers(into: parameters.bytes) { pointers, lengths, formats in
            unsafe PQsendQueryPrepared(handle, name, Int32(pointers.count), pointers.baseAddress, lengths, formats, 0)
        }
        guard sent == 1 else { throw lost() }
        isWaitedFor = true
    }

    private func prepare(_ text: String, _ parameters: Parameters) throws(Failure) -> String {
        let key = parameters.signature + " " + text
        if let name = statements[key] { return name }
        if statements.count >= Self.statementLimit {
            try run(script: "DEALLOCATE ALL")
            statements = [:]
        }
        made += 1
        let name = "s\(made)"
        guard unsafe PQsendPrepare(handle, name, text, Int32(parameters.types.count), parameters.types) == 1 else {
            throw lost()
        }
        statements[key] = name
        unsure.append(key)
        return name
    }

    /// Waits for everything that the server answers to what was sent.
    ///
    /// - Returns: what the last statement gave; nil when nothing was sent.
    /// - Throws: the first failure; the server has skipped what was sent behind it.
    @discardableResult
    func finish() throws(Failure) -> Answer? {
        guard isWaitedFor else { return nil }
        isWaitedFor = false
        guard unsafe PQpipelineSync(handle) == 1 else { throw lost() }
        let deadline = deadline
        try flush(until: deadline)
        var last: Answer?
        var failure: Failure?
        while true {
            // Nothing stands between the answers to two statements.
            guard let answer = try next(until: deadline) else {
                guard unsafe PQstatus(handle) == CONNECTION_OK else { throw lost() }
                continue
            }
            if answer.isEnd { break }
            failure = failure ?? answer.failure
            last = answer
        }
        if let failure {
            for key in unsure { statements[key] = nil }
            unsure = []
            throw noted(failure)
        }
        unsure = []
        return last
    }

    /// Marks the connection as one that cannot be used again.
    func giveUp() { isBroken = true }

    private var deadline: ContinuousClock.Instant { ContinuousClock.now + .milliseconds(patience + 500) }

    private func next(until deadline: ContinuousClock.Instant) throws(Failure) -> Answer? {
        while unsafe PQisBusy(handle) == 1 {
            try wait(for: Int16(POLLIN), until: deadline)
            guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return unsafe PQgetResult(handle).map { unsafe Answer($0) }
    }

    private func noted(_ failure: Failure) -> Failure {
        if unsafe failure.isLoss || PQstatus(handle) != CONNECTION_OK { isBroken = true }
        return failure
    }

    private func flush(until deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            switch unsafe PQflush(handle) {
            case 0: return
            case 1:
                // The server may have to be listened to before it takes more.
                try wait(for: Int16(POLLIN | POLLOUT), until: deadline)
                guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    private func wait(for events: Int16, until deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            let left = deadline - .now
            guard left > .zero else {
                isBroken = true
                throw Failure(message: "the server did not answer within \(patience / 1000) s", isSilence: true)
            }
            var subject = pollfd(fd: unsafe PQsocket(handle), events: events, revents: 0)
            let ready = unsafe poll(&subject, 1, Int32(left / .milliseconds(1)) + 1)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw lost() }
        }
    }

    private func lost() -> Failure {
        isBroken = true
        let message = unsafe String(cString: PQerrorMessage(handle))
        return Failure(message: message.split(separator: "\n").joined(separator: "; "))
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        let pointers = unsafe copies.map { unsafe UnsafePointer<CChar>($0) } + [nil]
        return unsafe body(pointers)
    }
}

extension [Range<Int>?] {
    /// Lends the places in `bytes` as C takes them: pointers, lengths, and for each that it is binary.
    fileprivate func withPointers<Result>(
        into bytes: [UInt8],
        _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>, [Int32], [Int32]) -> Result
    ) -> Result {
        // An empty text is not NULL and needs an address too.
        let bytes = bytes.isEmpty ? [0] : bytes
        return unsafe bytes.withUnsafeBytes { base in
            let pointers = unsafe map { place in
                unsafe place.map {
                    unsafe base.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self)
                } ?? nil
            }
            return unsafe pointers.withUnsafeBufferPointer { pointers in
                unsafe body(pointers, map { Int32($0?.count ?? 0) }, map { _ in 1 })
            }
        }
    }
}
