/// Lists as objects, by a key that a function gives for each element: a text, or the text of another value.
enum GroupBuiltins {
    private static let functions = [1: BuiltinCall.elementParameters]

    static let all = [
        Builtin(
            "group_by", ["list", "function"],
            ["(list<a>, (a, integer) => any) -> object"],
            "For each key the list of the elements for which the function gives it.",
            [(#"group_by([1, 2, 3], x => if x > 1 then "big" else "small")"#, #"{"small":[1],"big":[2,3]}"#)],
            functions: functions, groupBy),
        Builtin(
            "count_by", ["list", "function"],
            ["(list<a>, (a, integer) => any) -> object"],
            "For each key how many elements there are for which the function gives it.",
            [(#"count_by(["a", "b", "a"], x => x)"#, #"{"a":2,"b":1}"#)], functions: functions, countBy),
        Builtin(
            "index_by", ["list", "function"],
            ["(list<a>, (a, integer) => any) -> object"],
            "For each key the last element for which the function gives it.",
            [(#"index_by([{id: 7, n: 1}], x => x.id)"#, #"{"7":{"id":7,"n":1}}"#)], functions: functions, indexBy),
    ]

    private static func groupBy(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (names, groups) = try grouped(call)
        return try object(call, names, groups.map { .array($0) })
    }

    private static func countBy(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (names, groups) = try grouped(call)
        return try object(call, names, groups.map { call.count($0.count) })
    }

    private static func indexBy(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (names, groups) = try grouped(call)
        return try object(call, names, groups.map { $0.last ?? .null })
    }

    private static func object(
        _ call: BuiltinCall, _ names: [String], _ values: [JSONValue]
    ) throws(EvaluationError) -> JSONValue {
        let members = zip(names, values).map { JSONObject.Member(key: $0, value: $1) }
        return try call.made(JSONObject(members: members, areUnique: true))
    }

    /// The keys in the order in which they come, and the elements of each.
    private static func grouped(_ call: BuiltinCall) throws(EvaluationError) -> (names: [String], groups: [[JSONValue]])
    {
        let list = try call.list(0)
        var places: [TextKey: Int] = [:]
        var names: [String] = []
        var groups: [[JSONValue]] = []
        for (element, key) in zip(list, try call.mapped()) {
            let name = if case .null = key { "null" } else { try call.plainText(of: key) }
            try call.budget.charge(bytes: name.utf8.count)
            if let place = places[TextKey(text: name)] {
                try call.append(element, to: &groups[place])
            } else {
                try call.budget.charge(elements: 4)
                places[TextKey(text: name)] = names.count
                names.append(name)
                groups.append([element])
            }
        }
        return (names, groups)
    }
}
