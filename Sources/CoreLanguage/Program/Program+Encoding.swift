extension Program {
    /// The program in its stored form, which ``init(decoding:)`` reads.
    public func encode() -> JSONValue {
        var members: JSONObject = [
            "format": .integer(Self.format),
            "kind": .string(kind.rawValue),
            "name": .string(name),
            "version": .string(version),
            "on_unhandled": .string(onUnhandled.rawValue),
            "input_schema": inputSchema,
            "input_defaults": .object(inputDefaults),
            "output_schema": outputSchema,
            "body": body.encode(),
            "result": result.encode(),
        ]
        members["thread_error"] = threadError?.encode()
        members["stream_schema"] = streamSchema
        if !environment.isEmpty { members["environment"] = .array(environment.map { $0.encode() }) }
        return .object(members)
    }
}

extension Node {
    fileprivate func encode() -> JSONValue {
        switch self {
        case .graph(let steps): ["node": "graph", "steps": .array(steps.map { $0.encode() })]
        case .block(let block): ["node": "block", "steps": block.encode()]
        }
    }
}

extension EnvironmentVariable {
    fileprivate func encode() -> JSONValue {
        var members: JSONObject = ["name": .string(name)]
        members["default"] = fallback
        if isRequired { members["required"] = true }
        if isSecret { members["secret"] = true }
        if schema != true { members["schema"] = schema }
        return .object(members)
    }
}

extension GraphStep {
    fileprivate func encode() -> JSONValue {
        var members: JSONObject = [
            "id": .string(id),
            "depends_on": .array(dependsOn.map { .string($0) }),
            "body": body.encode(),
            "retry": retry.encode(),
            "on_error": onError.encode(),
        ]
        members["when"] = condition?.encode()
        members["for_each"] = forEach?.encode()
        members["timeout_ms"] = timeoutMilliseconds.map { .integer($0) }
        return .object(members)
    }
}

extension ForEach {
    fileprivate func encode() -> JSONValue {
        [
            "items": items.encode(),
            "items_max": .integer(Int64(itemsMax)),
            "lanes_max": .integer(Int64(lanesMax)),
        ]
    }
}

extension IngredientCall {
    fileprivate func encode() -> JSONValue {
        [
            "node": "call",
            "ingredient": .string(ingredient),
            "version": .string(version),
            "input": input.encode(),
        ]
    }
}

extension RetryPolicy {
    func encode() -> JSONValue {
        [
            "attempts": .integer(Int64(attempts)),
            "base_ms": .integer(baseMilliseconds),
            "factor": .double(factor),
            "cap_ms": .integer(capMilliseconds),
            "jitter": .string(jitter.rawValue),
        ]
    }
}

extension FailureAction {
    fileprivate func encode() -> JSONValue {
        switch self {
        case .fail: ["do": "fail"]
        case .skip: ["do": "skip"]
        case .substitute(let value): ["do": "substitute", "value": value.encode()]
        }
    }
}
