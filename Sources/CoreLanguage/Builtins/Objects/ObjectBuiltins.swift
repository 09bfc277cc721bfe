/// Objects as values: each gives a new one, with the members in their order.
enum ObjectBuiltins {
    static let all = [
        Builtin(
            "keys", ["object"], ["(object) -> list<text>"], "The names of the members.",
            [(#"keys({b: 1, a: 2})"#, #"["b","a"]"#)], keys),
        Builtin(
            "values", ["object"], ["(object) -> list<any>"], "The values of the members.",
            [(#"values({b: 1, a: 2})"#, "[1,2]")], values),
        Builtin(
            "entries", ["object"], ["(object) -> list<{key: text, value: any}>"], "The members as a list.",
            [(#"entries({a: 1})"#, #"[{"key":"a","value":1}]"#)], entries),
        Builtin(
            "from_entries", ["entries"], ["(list<any>) -> object"],
            "The object of a list of {key, value} or of pairs [key, value]; of a repeated name the last stays.",
            [
                (#"from_entries([{key: "a", value: 1}])"#, #"{"a":1}"#),
                (#"from_entries(zip(["a", "b"], [1, 2]))"#, #"{"a":1,"b":2}"#),
            ], fromEntries),
        Builtin(
            "merge", ["object", "other"], ["(object, object) -> object"],
            "The members of both; of a name that is in both the second's.",
            [(#"merge({a: 1, b: 1}, {b: 2, c: 2})"#, #"{"a":1,"b":2,"c":2}"#)], merge),
        Builtin(
            "deep_merge", ["object", "other"], ["(object, object) -> object"],
            "The members of both; where a name is in both, objects are merged in the same way, else it is the second's.",
            [(#"deep_merge({a: {b: 1, c: 1}}, {a: {c: 2}})"#, #"{"a":{"b":1,"c":2}}"#)], deepMerge),
        Builtin(
            "pick", ["object", "names"], ["(object, list<text>) -> object"], "The members of these names only.",
            [(#"pick({a: 1, b: 2, c: 3}, ["c", "a"])"#, #"{"a":1,"c":3}"#)], pick),
        Builtin(
            "omit", ["object", "names"], ["(object, list<text>) -> object"], "The members of other names only.",
            [(#"omit({a: 1, b: 2}, ["a"])"#, #"{"b":2}"#)], omit),
        Builtin(
            "has", ["object", "name"], ["(object, text) -> boolean"],
            "Whether there is a member of this name; its value may be null.",
            [(#"has({a: null}, "a")"#, "true"), (#"has({}, "a")"#, "false")], has),
        Builtin(
            "set", ["object", "name", "value"], ["(object, text, any) -> object"],
            "The object with this member, in the place of one of the same name or behind the others.",
            [(#"set({a: 1}, "b", 2)"#, #"{"a":1,"b":2}"#)], set),
        Builtin(
            "get", ["value", "path", "default?"], ["(any, text, any?) -> any", "(any, list<any>, any?) -> any"],
            "What a path such as \"a.b.0\", or a list of names and numbers, leads to; else the default, or null.",
            [
                (#"get({a: {b: [5]}}, "a.b.0")"#, "5"), (#"get({a: 1}, "a.b", "none")"#, #""none""#),
                (#"get({"a.b": 1}, ["a.b"])"#, "1"),
            ], get),
        Builtin(
            "map_values", ["object", "function"],
            ["(object, (any, text) => any) -> object"],
            "The object with what the function gives for each value; a second parameter is the name.",
            [(#"map_values({a: 1, b: 2}, x => x * 10)"#, #"{"a":10,"b":20}"#)], functions: [1: 2], mapValues),
        Builtin(
            "filter_values", ["object", "function"],
            ["(object, (any, text) => boolean) -> object"],
            "The members of whose value the function says true; a second parameter is the name.",
            [(#"filter_values({a: 1, b: null}, x => x != null)"#, #"{"a":1}"#)], functions: [1: 2], filterValues),
    ]

    private static func keys(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let object = try call.object(0)
        return try call.made(object.count, object.keys.map { .string($0) })
    }

    private static func values(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let object = try call.object(0)
        return try call.made(object.count, object.values)
    }

    private static func entries(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let object = try call.object(0)
        try call.budget.charge(elements: object.count * (EvaluationBudget.elementsPerList + 4))
        return .array(object.members.map { ["key": .string($0.key), "value": $0.value] })
    }

    private static func fromEntries(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        try call.budget.charge(elements: list.count * 2)
        var object = JSONObject()
        for (number, element) in list.enumerated() {
            let isPair = element.arrayValue?.count == 2
            guard let key = (isPair ? element[0] : element["key"])?.stringValue,
                let value = isPair ? element[1] : element["value"]
            else {
                let form = "{key: …, value: …} or [key, value] with a text as key"
                guard element.arrayValue != nil || element.objectValue != nil else {
                    throw call.mismatch(element: number, of: 0, form, element)
                }
                throw call.refused(element: number, of: 0, "must be \(form)")
            }
            object[key] = value
        }
        return .object(object)
    }

    private static func merge(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var (object, other) = (try call.object(0), try call.object(1))
        try call.charge(for: object)
        try call.charge(for: other)
        for member in other.members { object[member.key] = member.value }
        return .object(object)
    }

    private static func deepMerge(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .object(try merged(call.object(0), call.object(1), level: 1, call))
    }

    /// Levels that are merged at most.
    private static let levelsMax = 64

    private static func merged(
        _ object: JSONObject, _ other: JSONObject, level: Int, _ call: BuiltinCall
    ) throws(EvaluationError) -> JSONObject {
        guard level <= levelsMax else {
            throw EvaluationError(.limit, "\(call.signature): more than \(levelsMax) levels are not merged.")
        }
        var merged = object
        try call.charge(for: object)
        try call.charge(for: other)
        for member in other.members {
            try call.budget.charge(steps: 1)
            if case .object(let inner)? = object[member.key], case .object(let outer) = member.value {
                merged[member.key] = .object(try self.merged(inner, outer, level: level + 1, call))
            } else {
                merged[member.key] = member.value
            }
        }
        return merged
    }

    private static func pick(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try chosen(call, isKept: true)
    }

    private static func omit(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try chosen(call, isKept: false)
    }

    private static func chosen(_ call: BuiltinCall, isKept: Bool) throws(EvaluationError) -> JSONValue {
        var names: Set<TextKey> = []
        let (list, members) = (try call.list(1), try call.object(0))
        try call.budget.charge(steps: list.count + members.count)
        for (number, element) in list.enumerated() {
            guard case .string(let name) = element else {
                throw call.mismatch(element: number, of: 1, "a text", element)
            }
            names.insert(TextKey(text: name))
        }
        var object = members
        object.removeAll { names.contains(TextKey(text: $0.key)) != isKept }
        return try call.made(object)
    }

    private static func has(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try call.object(0)[call.text(1)] != nil)
    }

    private static func set(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var object = try call.object(0)
        let name = try call.text(1)
        try call.charge(for: object)
        try call.budget.charge(bytes: name.utf8.count + 32)
        object[name] = try call.value(2)
        return .object(object)
    }

    private static func get(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let path = try call.value(1)
        let steps: [JSONValue]
        switch path {
        case .string(let text):
            steps =
                text.isEmpty
                ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map { .string(String($0)) }
        case .array(let list): steps = list
        default: throw call.mismatch(1, "a text or a list", path)
        }
        try call.budget.charge(elements: steps.count)
        var value = try call.value(0)
        for step in steps {
            guard let next = member(step, of: value) else { return try call.optional(2) ?? .null }
            value = next
        }
        return value
    }

    private static func member(_ step: JSONValue, of value: JSONValue) -> JSONValue? {
        switch (value, step) {
        case (.object(let object), .string(let name)): object[name]
        case (.array, .string(let text)): Int(text).flatMap { value[$0] }
        default: step.int64Value.flatMap { Int(exactly: $0) }.flatMap { value[$0] }
        }
    }

    private static func mapValues(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (object, function) = (try call.object(0), try call.function(1))
        var members: [JSONObject.Member] = []
        try call.budget.charge(elements: object.count * 2)
        for member in object.members {
            try call.budget.charge(steps: 1)
            members.append(.init(key: member.key, value: try value(function, member)))
        }
        return .object(JSONObject(members: members, areUnique: true))
    }

    private static func filterValues(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (object, function) = (try call.object(0), try call.function(1))
        var members: [JSONObject.Member] = []
        for member in object.members {
            try call.budget.charge(steps: 1)
            let value = try value(function, member)
            guard case .bool(let isKept) = value else {
                throw call.mismatch(given: "a boolean", value)
            }
            if isKept { members.append(member) }
        }
        return try call.made(JSONObject(members: members, areUnique: true))
    }

    private static func value(
        _ function: BuiltinFunction, _ member: JSONObject.Member
    ) throws(EvaluationError) -> JSONValue {
        try function.call(Array([member.value, .string(member.key)].prefix(function.parameterCount)))
    }
}
