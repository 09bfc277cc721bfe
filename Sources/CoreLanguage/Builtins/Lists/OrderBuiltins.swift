/// Order: of numbers, of texts by their Unicode scalars (so of dates too); null comes last. Sorting keeps
/// equal elements as they were.
enum OrderBuiltins {
    private static let functions = [1: BuiltinCall.elementParameters]

    static let all = [
        Builtin(
            "sort", ["list", "descending?"], ["(list<a>, boolean?) -> list<a>"],
            "The numbers or texts in their order, or the opposite one.",
            [("sort([3, 1, 2])", "[1,2,3]"), (#"sort(["b", "a", null], true)"#, #"["b","a",null]"#)], sort),
        Builtin(
            "sort_by", ["list", "function", "descending?"],
            ["(list<a>, (a, integer) => b, boolean?) -> list<a>"],
            "The elements in the order of what the function gives for them, or the opposite one.",
            [(#"sort_by([{n: 2}, {n: 1}], x => x.n)"#, #"[{"n":1},{"n":2}]"#)], functions: functions, sortBy),
        Builtin(
            "min", ["list", "other?"], ["(list<a>) -> a?", "(a, a) -> a"],
            "The least of a list, null of an empty one; or the lesser of two.",
            [("min([3, 1, 2])", "1"), ("min(2, 5)", "2"), ("min([])", "null")], least),
        Builtin(
            "max", ["list", "other?"], ["(list<a>) -> a?", "(a, a) -> a"],
            "The greatest of a list, null of an empty one; or the greater of two.",
            [("max([3, 1, 2])", "3"), (#"max("a", "b")"#, #""b""#)], most),
        Builtin(
            "min_by", ["list", "function"], ["(list<a>, (a, integer) => b) -> a?"],
            "The first element for which the function gives the least; null of an empty list.",
            [(#"min_by(["aa", "b"], x => count(x))"#, #""b""#)], functions: functions, minBy),
        Builtin(
            "max_by", ["list", "function"], ["(list<a>, (a, integer) => b) -> a?"],
            "The first element for which the function gives the greatest; null of an empty list.",
            [(#"max_by(["aa", "b"], x => count(x))"#, #""aa""#)], functions: functions, maxBy),
    ]

    private static func sort(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        return try sorted(list, by: list, .elements, call, descending: call.boolean(1, default: false))
    }

    private static func sortBy(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try sorted(call.list(0), by: call.mapped(), .results, call, descending: call.boolean(2, default: false))
    }

    private static func sorted(
        _ list: [JSONValue], by keys: [JSONValue], _ origin: Ordering.Origin, _ call: BuiltinCall, descending: Bool
    ) throws(EvaluationError) -> JSONValue {
        let order = try Ordering(keys, origin, call).sorted(descending: descending, call.budget)
        return try call.made(order.count, order.map { list[$0] })
    }

    private static func least(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let values = try operands(call)
        return try extreme(
            of: values, by: values, call.arguments.count == 2 ? .arguments : .elements, call, isLeast: true)
    }

    private static func most(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let values = try operands(call)
        return try extreme(
            of: values, by: values, call.arguments.count == 2 ? .arguments : .elements, call, isLeast: false)
    }

    private static func operands(_ call: BuiltinCall) throws(EvaluationError) -> [JSONValue] {
        try call.arguments.count == 2 ? [call.value(0), call.value(1)] : call.list(0)
    }

    private static func minBy(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try extreme(of: call.list(0), by: call.mapped(), .results, call, isLeast: true)
    }

    private static func maxBy(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try extreme(of: call.list(0), by: call.mapped(), .results, call, isLeast: false)
    }

    /// The first of the elements with the least or greatest key; null keys count only where there is no other.
    private static func extreme(
        of list: [JSONValue], by keys: [JSONValue], _ origin: Ordering.Origin, _ call: BuiltinCall, isLeast: Bool
    ) throws(EvaluationError) -> JSONValue {
        let ordering = try Ordering(keys, origin, call)
        var best: Int?
        for place in keys.indices where !keys[place].isNull {
            guard let known = best else {
                best = place
                continue
            }
            if isLeast ? ordering.precedes(place, known) : ordering.precedes(known, place) { best = place }
        }
        return best.map { list[$0] } ?? list.first ?? .null
    }
}
