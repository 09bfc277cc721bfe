extension Decision {
    func encode(into members: inout JSONObject) {
        members["model"] = model?.encode()
        members["cases"] = .array(cases.map { ["when": $0.condition.encode(), "branch": .integer(Int64($0.branch))] })
        members["otherwise"] = otherwise.map { .integer(Int64($0)) }
        members["branches"] = .array(branches.map { ["name": .string($0.name), "body": $0.body.encode()] })
    }
}

extension Check {
    func encode(into members: inout JSONObject) {
        switch condition {
        case .expression(let condition): members["when"] = condition.encode()
        case .model(let question): members["model"] = question.encode()
        }
        if onPass != .proceed { members["on_pass"] = onPass.encode() }
        members["on_fail"] = onFail.encode()
    }
}

extension Check.Action {
    fileprivate func encode() -> JSONValue {
        switch self {
        case .proceed: ["do": "proceed"]
        case .goto(0, let ordinal): ["do": "goto", "step": .integer(Int64(ordinal))]
        case .goto(let levels, let ordinal):
            ["do": "goto", "levels": .integer(Int64(levels)), "step": .integer(Int64(ordinal))]
        case .retry(let ordinal, let times):
            ["do": "retry", "step": .integer(Int64(ordinal)), "times": times.encode()]
        case .fail(let message): ["do": "fail", "message": message.encode()]
        }
    }
}
