public import CoreDomain
import CoreLanguage
import HostSupport

/// How failures look on a family of paths.
public enum WireDialect: Hashable, Sendable, CaseIterable {
    /// `application/problem+json` (RFC 9457), with `errors[]` for the violations of an input.
    case problem
    /// `{"error":{"code","message","status","details"}}` (AIP-193).
    case googleRPC
    /// `{"error":{"message","type","param","code"}}`, as clients of OpenAI's API read it.
    case openAI
    /// `{"detail": text}`.
    case detailText
    /// `{"detail": text}`, and a list of violations with status 422.
    case detailList

    /// Where the reasons of failures come from, as google.rpc says it.
    static let domain = "scriptorium"

    private static let openAIRoots: Set<String> = ["chat", "models", "embeddings"]

    /// The dialect of a path, known before any route is: a request that finds no route is refused in it too.
    static func forPath(_ path: RequestPath) -> WireDialect {
        let segments = path.segments
        switch (segments.first, segments.dropFirst().first) {
        case ("v1", "scriptum"): return .googleRPC
        case ("v1", let root?) where openAIRoots.contains(root): return .openAI
        case ("api", "v1"):
            return segments.count > 2 && openAIRoots.contains(segments[2]) ? .openAI : .detailText
        default: return .problem
        }
    }

    func contentType(_ error: CoreError) -> String {
        self == .problem && error.reason != .insufficientFunds ? "application/problem+json" : "application/json"
    }

    /// The error in this form. `places` tells where the members of the input stood.
    func body(_ error: CoreError, status: Int, _ places: InputPlaces) -> JSONValue {
        switch self {
        case .problem, .detailText, .detailList:
            error.reason == .insufficientFunds ? Payment.body(error) : plainBody(error, status, places)
        case .googleRPC: googleBody(error, status)
        case .openAI:
            [
                "error": [
                    "message": .string(error.messageWithFix), "type": .string(openAIType(status)),
                    "param": error.details.violations.first.map { .string($0.pointer.tokens.joined(separator: ".")) }
                        ?? .null,
                    "code": .string(error.reason.name.lowercased()),
                ]
            ]
        }
    }

    private func plainBody(_ error: CoreError, _ status: Int, _ places: InputPlaces) -> JSONValue {
        let violations = error.details.violations.map { $0.fieldError(places) }
        if self == .problem { return problemBody(error, status, violations) }
        if self == .detailList, !violations.isEmpty { return ["detail": .array(violations)] }
        return ["detail": .string(error.messageWithFix)]
    }

    private func problemBody(_ error: CoreError, _ status: Int, _ violations: [JSONValue]) -> JSONValue {
        var body: JSONObject = [
            "type": .string("/docs/errors/\(error.reason.name)"),
            "title": .string(error.reason.title),
            "status": .integer(Int64(status)),
            "detail": .string(error.message),
            "reason": .string(error.reason.name),
        ]
        if let fix = error.fix { body["fix"] = .string(fix) }
        if !violations.isEmpty { body["errors"] = .array(violations) }
        for (name, value) in error.details.members where body[name] == nil { body[name] = value }
        return .object(body)
    }

    private func googleBody(_ error: CoreError, _ status: Int) -> JSONValue {
        var details: [JSONValue] = [
            [
                "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(error.reason.name),
                "domain": .string(Self.domain),
            ]
        ]
        if !error.details.violations.isEmpty {
            let violations = error.details.violations.map { violation -> JSONValue in
                [
                    "field": .string(violation.pointer.tokens.joined(separator: ".")),
                    "description": .string(violation.message),
                ]
            }
            details.append([
                "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": .array(violations),
            ])
        }
        return [
            "error": [
                "code": .integer(Int64(status)), "message": .string(error.messageWithFix),
                "status": .string(error.code.canonicalName), "details": .array(details),
            ]
        ]
    }

    private func openAIType(_ status: Int) -> String {
        switch status {
        case 401, 403: "authentication_error"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }
}

extension Violation {
    /// The form of FastAPI's list, with the RFC 6901 pointer beside it.
    func fieldError(_ places: InputPlaces) -> JSONValue {
        [
            "loc": .array(places.location(pointer).map { .string($0) }),
            "msg": .string(message), "type": .string(rule),
            "pointer": .string(places.pointer(pointer).description),
        ]
    }
}

extension CoreError {
    /// Message and fix in one text, for dialects that have one field.
    public var messageWithFix: String { fix.map { "\(message) \($0)" } ?? message }
}

extension Reason {
    /// `INPUT_INVALID` as "Input invalid".
    var title: String {
        let words = name.split(separator: "_").map { $0 == "JSON" ? "JSON" : $0.lowercased() }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
