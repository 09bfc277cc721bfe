extension ScriptContract {
    /// The contract as JSON; ``JSONValue/canonicalBytes()`` of it are the same for the same contract.
    ///
    /// Names are those of the wire: `default_value_json` is JSON in a text, and empty without a default.
    public func encode() -> JSONValue {
        [
            "inputs": .array(inputs.map { $0.encode() }),
            "outputs": .array(outputs.map { $0.encode() }),
            "stream": .array(stream.map { $0.encode() }),
            "env": .array(env.map { $0.encode() }),
            "enums": .array(enums.map { $0.encode() }),
            "accepted_content_types": .array(acceptedContentTypes.map { .string($0) }),
            "accepted_extensions": .array(acceptedExtensions.map { .string($0) }),
        ]
    }
}

extension ScriptContract.Field {
    fileprivate func encode() -> JSONValue {
        var field: JSONObject = [
            "name": .string(name),
            "type": type.encode(),
            "default_value_json": .string(defaultValue?.serializedString(.canonical) ?? ""),
            "description": .string(description),
            "required": .bool(isRequired),
        ]
        if !constraints.isEmpty { field["constraints"] = constraints.encode() }
        if isSecret { field["secret"] = true }
        return .object(field)
    }
}

extension ScriptContract.TypeReference {
    fileprivate func encode() -> JSONValue {
        switch self {
        case .base(let name): return ["base": .string(name)]
        case .enumeration(let name, let base): return ["base": .string(base), "enum_name": .string(name)]
        case .list(let element): return ["base": "list", "element": element.encode()]
        case .object(let fields): return ["base": "object", "fields": .array(fields.map { $0.encode() })]
        case .nullable(let inner):
            guard case .object(var type) = inner.encode() else { return .null }
            type["nullable"] = true
            return .object(type)
        }
    }
}

extension ScriptContract.Enumeration {
    fileprivate func encode() -> JSONValue {
        [
            "name": .string(name), "base": .string(base),
            "values_json": .array(values.map { .string($0.serializedString(.canonical)) }),
        ]
    }
}

extension FieldConstraints {
    fileprivate func encode() -> JSONValue {
        var object = JSONObject()
        if let minimum { object["min"] = minimum }
        if let maximum { object["max"] = maximum }
        if let minimumLength { object["min_length"] = .integer(Int64(minimumLength)) }
        if let maximumLength { object["max_length"] = .integer(Int64(maximumLength)) }
        if let pattern { object["pattern"] = .string(pattern.source) }
        if let minimumItems { object["min_items"] = .integer(Int64(minimumItems)) }
        if let maximumItems { object["max_items"] = .integer(Int64(maximumItems)) }
        if areItemsUnique { object["unique"] = true }
        return .object(object)
    }
}
