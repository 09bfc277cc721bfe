/// Lists through functions. A function of an element may have a second parameter: the element's number, from 0.
enum TransformBuiltins {
    private static let functions = [1: BuiltinCall.elementParameters]

    static let all = [
        Builtin(
            "map", ["list", "function"], ["(list<a>, (a, integer) => b) -> list<b>"],
            "What the function gives for each element.",
            [
                ("map([1, 2, 3], x => x * 2)", "[2,4,6]"),
                (#"map(["a", "b"], (x, i) => [i, x])"#, #"[[0,"a"],[1,"b"]]"#),
            ], functions: functions, map),
        Builtin(
            "filter", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> list<a>"],
            "The elements of which the function says true.",
            [("filter([1, 2, 3, 4], x => x % 2 == 0)", "[2,4]"), ("filter([], x => true)", "[]")],
            functions: functions, filter),
        Builtin(
            "flat_map", ["list", "function"],
            ["(list<a>, (a, integer) => list<b>) -> list<b>"],
            "The lists that the function gives for each element, one after the other.",
            [("flat_map([1, 2], x => [x, x * 10])", "[1,10,2,20]")], functions: functions, flatMap),
        Builtin(
            "reduce", ["list", "initial", "function"],
            ["(list<a>, b, (b, a, integer) => b) -> b"],
            "What the function makes of the initial value and the first element, of that and the second, and so on.",
            [("reduce([1, 2, 3], 0, (sum, x) => sum + x)", "6"), ("reduce([], 7, (sum, x) => sum + x)", "7")],
            functions: [2: 3], reduce),
        Builtin(
            "any", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> boolean"],
            "Whether the function says true of an element.",
            [("any([1, 5], x => x > 3)", "true"), ("any([], x => true)", "false")], functions: functions, any),
        Builtin(
            "all", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> boolean"],
            "Whether the function says true of every element.",
            [("all([1, 5], x => x > 3)", "false"), ("all([], x => false)", "true")], functions: functions, all),
        Builtin(
            "find", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> a?"],
            "The first element of which the function says true; null when there is none.",
            [("find([3, 8, 9], x => x > 5)", "8"), ("find([3], x => x > 5)", "null")], functions: functions, find),
        Builtin(
            "find_index", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> integer?"],
            "The number of the first element of which the function says true; null when there is none.",
            [("find_index([3, 8, 9], x => x > 5)", "1")], functions: functions, findIndex),
        Builtin(
            "take_while", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> list<a>"],
            "The elements in front of the first of which the function says false.",
            [("take_while([1, 2, 9, 1], x => x < 5)", "[1,2]")], functions: functions, takeWhile),
        Builtin(
            "drop_while", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> list<a>"],
            "The elements from the first of which the function says false.",
            [("drop_while([1, 2, 9, 1], x => x < 5)", "[9,1]")], functions: functions, dropWhile),
        Builtin(
            "partition", ["list", "function"],
            ["(list<a>, (a, integer) => boolean) -> list<list<a>>"],
            "Two lists: of the elements of which the function says true, and of the others.",
            [("partition([1, 2, 3], x => x > 1)", "[[2,3],[1]]")], functions: functions, partition),
    ]

    private static func map(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .array(try call.mapped())
    }

    private static func filter(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .array(try split(call).matching)
    }

    private static func partition(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (matching, rest) = try split(call)
        try call.budget.charge(elements: 2 * EvaluationBudget.elementsPerList)
        return [.array(matching), .array(rest)]
    }

    private static func split(
        _ call: BuiltinCall
    ) throws(EvaluationError) -> (matching: [JSONValue], rest: [JSONValue]) {
        let function = try call.function(1)
        var parts: (matching: [JSONValue], rest: [JSONValue]) = ([], [])
        for (number, element) in try call.list(0).enumerated() {
            if try call.holds(function, of: element, number) {
                try call.append(element, to: &parts.matching)
            } else {
                try call.append(element, to: &parts.rest)
            }
        }
        return parts
    }

    private static func flatMap(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let function = try call.function(1)
        var joined: [JSONValue] = []
        for (number, element) in try call.list(0).enumerated() {
            try call.budget.charge(steps: 1)
            let value = try function.value(element, number)
            guard case .array(let part) = value else {
                throw call.mismatch(given: "a list", value)
            }
            try call.budget.charge(elements: part.count)
            joined += part
        }
        return .array(joined)
    }

    private static func reduce(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let function = try call.function(2)
        var value = try call.value(1)
        for (number, element) in try call.list(0).enumerated() {
            try call.budget.charge(steps: 1)
            let values = [value, element, .integer(Int64(number))]
            value = try function.call(Array(values.prefix(function.parameterCount)))
        }
        return value
    }

    private static func any(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try place(call, where: true) != nil)
    }

    private static func all(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try place(call, where: false) == nil)
    }

    private static func find(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard let place = try place(call, where: true) else { return .null }
        return try call.list(0)[place]
    }

    private static func findIndex(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try place(call, where: true).map { .integer(Int64($0)) } ?? .null
    }

    private static func takeWhile(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        let count = try place(call, where: false) ?? list.count
        return try call.made(count, Array(list.prefix(count)))
    }

    private static func dropWhile(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        let count = try place(call, where: false) ?? list.count
        return try call.made(list.count - count, Array(list.dropFirst(count)))
    }

    /// The number of the first element of which the function says this.
    private static func place(_ call: BuiltinCall, where wanted: Bool) throws(EvaluationError) -> Int? {
        let function = try call.function(1)
        for (number, element) in try call.list(0).enumerated()
        where try call.holds(function, of: element, number) == wanted { return number }
        return nil
    }
}
