public import CoreDomain
public import CoreLanguage

extension CoreError {
    /// The error in canonical JSON: what C and `--json` give.
    public var canonicalJSON: JSONValue {
        var body: JSONObject = [
            "code": .string(code.canonicalName), "reason": .string(reason.name), "message": .string(message),
        ]
        if let fix { body["fix"] = .string(fix) }
        if !details.violations.isEmpty {
            body["errors"] = .array(
                details.violations.map { violation in
                    [
                        "pointer": .string(violation.pointer.description), "rule": .string(violation.rule),
                        "message": .string(violation.message),
                    ]
                })
        }
        for (name, value) in details.members where body[name] == nil { body[name] = value }
        return .object(body)
    }
}

extension CoreError.Code {
    /// The name in google/rpc/code.proto.
    public var canonicalName: String {
        switch self {
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}
