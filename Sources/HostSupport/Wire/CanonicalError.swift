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
