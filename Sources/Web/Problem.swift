import HTTPTypes
import Hummingbird
import Inventory
import Storage

/// A request that cannot be served, for a reason that lies outside the rules of the stock.
struct Problem: Error, Sendable {
    let status: HTTPResponse.Status
    let exceptionType: String
    let message: Message
    var headers: [(HTTPField.Name, String)] = []

    static let notSignedIn = Problem(
        status: .forbidden, exceptionType: "PermissionError", message: Message("Sign in first."))
    static let badCredentials = Problem(
        status: .unauthorized, exceptionType: "AuthenticationError", message: Message("Invalid login credentials"))
    static let badKey = Problem(
        status: .unauthorized, exceptionType: "AuthenticationError", message: Message("Unknown API key or secret."))
    static let foreignOrigin = Problem(
        status: .forbidden, exceptionType: "CSRFTokenError",
        message: Message("The request comes from another site and was not carried out."))
    static let tooLarge = Problem(
        status: .contentTooLarge, exceptionType: "ValidationError",
        message: Message("The body is too large: at most 16 MiB are read."))
    static let unreadableBody = Problem(
        status: .badRequest, exceptionType: "ValidationError",
        message: Message("The body cannot be read: send JSON or a URL-encoded form."))
    static let brokenForm = Problem(
        status: .badRequest, exceptionType: "ValidationError",
        message: Message("The form cannot be read: it is cut off or damaged. Send it again."))
    static let bodyNotObject = Problem(
        status: .badRequest, exceptionType: "ValidationError", message: Message("The body must be a JSON object."))
    static let keyReused = Problem(
        status: .unprocessableContent, exceptionType: "ValidationError",
        message: Message("This Idempotency-Key was used for another request. Use a new one."))
    static let pageNotFound = Problem(
        status: .notFound, exceptionType: "DoesNotExistError", message: Message("There is nothing at this address."))

    static func tooManyParts(_ limit: Int) -> Problem {
        Problem(
            status: .badRequest, exceptionType: "ValidationError",
            message: Message("The form has too many parts: at most {limit} are read.", ["limit": .count(limit)]))
    }

    static func tooManyAttempts(retryAfter seconds: Int) -> Problem {
        Problem(
            status: .tooManyRequests, exceptionType: "SecurityException",
            message: Message("Too many failed attempts to sign in. Try again in a few minutes."),
            headers: [(.retryAfter, String(seconds))])
    }

    static func malformed(_ name: String, _ error: JSONError) -> Problem {
        Problem(
            status: .badRequest, exceptionType: "ValidationError",
            message: Message(
                "{name} is not valid JSON: {expected} is expected at byte {offset}.",
                ["name": .name(name), "expected": .term(error.expected), "offset": .count(error.offset)]))
    }

    static func badParameter(_ name: String, _ expected: String) -> Problem {
        Problem(
            status: .badRequest, exceptionType: "ValidationError",
            message: Message(
                "{name} cannot be read: {expected} is expected.", ["name": .name(name), "expected": .term(expected)]))
    }

    static func unknownField(_ name: String) -> Problem {
        Problem(
            status: .expectationFailed, exceptionType: "DataError",
            message: Message("Field not permitted in query: {name}", ["name": .name(name)]))
    }

    /// Whether the problem is a field that is not known.
    var isUnknownField: Bool { exceptionType == "DataError" }

    static func unknownMethod(_ name: String) -> Problem {
        Problem(
            status: .expectationFailed, exceptionType: "ValidationError",
            message: Message("There is no method {name}.", ["name": .name(name)]))
    }

    /// What any error becomes for the client. Details of what is not the client's fault stay in the log.
    static func answer(to error: any Error, _ call: Call, _ site: Site) -> Answer {
        switch error {
        case let refusal as Refusal: return answer(refusal, call, site)
        case let problem as Problem:
            var answer = answer(problem, call, site)
            answer.headers += problem.headers
            return answer
        case StorageError.constraint(let name): return answer(stopped(by: name), call, site)
        case StorageError.unavailable, StorageError.conflict:
            let busy = Problem(
                status: .serviceUnavailable, exceptionType: "ServiceUnavailableError",
                message: Message("The database is busy or away. Nothing was lost: try again in a moment."))
            return later(busy, call, site)
        case StorageError.uncertain:
            let unsure = Problem(
                status: .serviceUnavailable, exceptionType: "ServiceUnavailableError",
                message: Message(
                    "The database went away while it kept this change. Look whether it is there before you send it again."
                ))
            return later(unsure, call, site)
        default:
            let failure = Problem(
                status: .internalServerError, exceptionType: "InternalError",
                message: Message("Something went wrong on our side. Nothing was changed. The log has the details."))
            return answer(failure, call, site)
        }
    }

    private static func later(_ problem: Problem, _ call: Call, _ site: Site) -> Answer {
        var answer = answer(problem, call, site)
        answer.headers.append((.retryAfter, "2"))
        return answer
    }

    private static func answer(_ problem: Problem, _ call: Call, _ site: Site) -> Answer {
        let sentence = site.catalogue.sentence(problem.message, in: call.locale)
        return body(problem.status, problem.exceptionType, [sentence], offences: nil)
    }

    private static func answer(_ refusal: Refusal, _ call: Call, _ site: Site) -> Answer {
        let sentences = refusal.offences.map { site.catalogue.sentence($0, in: call.locale) }
        let offences = zip(refusal.offences, sentences).map(json)
        let type = refusal.offences[0].rejection.exceptionType
        return body(status(of: type), type, sentences, offences: offences)
    }

    /// An offence for programs, with its sentence for people.
    static func json(_ offence: Offence, _ sentence: String) -> JSON {
        .object([
            JSON.Member("code", .string(offence.rejection.code)),
            JSON.Member("exc_type", .string(offence.rejection.exceptionType)),
            JSON.Member("message", .string(sentence)),
            JSON.Member("line", offence.line.map { .number(String($0)) } ?? .null),
            JSON.Member("serial_no", offence.serial.map(JSON.string) ?? .null),
            JSON.Member("field", offence.field.map(JSON.string) ?? .null),
        ])
    }

    private static func body(
        _ status: HTTPResponse.Status, _ type: String, _ sentences: [String], offences: [JSON]?
    ) -> Answer {
        // People read the first hundred; programs read all of them in `offences`.
        let shown = sentences.prefix(100)
        let messages = shown.map { sentence -> JSON in
            ["message": .string(sentence), "title": "Message", "indicator": "red", "raise_exception": 1]
        }
        let exception = "\(type): \(sentences[0])"
        var members = [
            JSON.Member("exc_type", .string(type)), JSON.Member("exception", .string(exception)),
            JSON.Member("exc", .string(JSON.array([.string(exception)]).text)), Answer.serverMessages(messages),
        ]
        if let offences { members.append(JSON.Member("offences", .array(offences))) }
        return Answer(status: status, body: JSON.object(members).bytes)
    }

    private static func status(of exceptionType: String) -> HTTPResponse.Status {
        switch exceptionType {
        case "DoesNotExistError": .notFound
        case "PermissionError": .forbidden
        case "DuplicateEntryError": .conflict
        default: .expectationFailed
        }
    }

    /// What a constraint of the schema stopped that the rules had let through: two people at the same moment.
    private static func stopped(by constraint: String) -> Problem {
        let isReference = constraint == "foreign_key"
        return Problem(
            status: .expectationFailed, exceptionType: isReference ? "LinkExistsError" : "ValidationError",
            message: isReference
                ? Message("Other records refer to this one. Remove those first.")
                : Message(
                    "Another change came first ({name}). Look again and repeat yours.", ["name": .name(constraint)]))
    }
}
