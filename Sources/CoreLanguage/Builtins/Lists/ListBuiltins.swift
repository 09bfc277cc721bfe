/// Lists made of lists. Elements are the same when `==` says so.
enum ListBuiltins {
    static let all = [
        Builtin(
            "contains", ["container", "item"],
            ["(text, text) -> boolean", "(list<a>, a) -> boolean", "(object, text) -> boolean"],
            "Whether a text has this part, a list this element, or an object a member of this name.",
            [
                (#"contains("banana", "nan")"#, "true"), ("contains([1, 2], 2.0)", "true"),
                (#"contains({a: 1}, "b")"#, "false"),
            ],
            contains),
        Builtin(
            "index_of", ["container", "item"], ["(text, text) -> integer?", "(list<a>, a) -> integer?"],
            "The first place of a part in a text, or of an element in a list; null when there is none.",
            [(#"index_of("né né", "é")"#, "1"), ("index_of([5, 6], 6)", "1"), (#"index_of("a", "b")"#, "null")], indexOf
        ),
        Builtin(
            "last_index_of", ["container", "item"], ["(text, text) -> integer?", "(list<a>, a) -> integer?"],
            "The last place of a part in a text, or of an element in a list; null when there is none.",
            [(#"last_index_of("banana", "ana")"#, "3"), ("last_index_of([5, 6, 5], 5)", "2")], lastIndexOf),
        Builtin(
            "append", ["list", "item"], ["(list<a>, a) -> list<a>"], "The list with one element more behind.",
            [("append([1], 2)", "[1,2]")], append),
        Builtin(
            "flatten", ["list"], ["(list<list<a>>) -> list<a>"],
            "The elements of the lists in the list, one after the other; what is no list stays.",
            [("flatten([[1, 2], [], [3]])", "[1,2,3]"), ("flatten([1, [2, [3]]])", "[1,2,[3]]")], flatten),
        Builtin(
            "compact", ["list"], ["(list<a?>) -> list<a>"], "The elements that are not null.",
            [("compact([1, null, 2])", "[1,2]")], compact),
        Builtin(
            "unique", ["list", "function?"], ["(list<a>) -> list<a>", "(list<a>, (a, integer) => b) -> list<a>"],
            "The elements without those that are equal to an earlier one, or for which the function gives the same.",
            [("unique([1, 2, 1.0])", "[1,2]"), (#"unique(["a", "A"], x => lower(x))"#, #"["a"]"#)],
            functions: [1: BuiltinCall.elementParameters], unique),
        Builtin(
            "intersect", ["list", "other"], ["(list<a>, list<a>) -> list<a>"],
            "The elements of the first list that the second has too.", [("intersect([1, 2, 3], [3, 1])", "[1,3]")],
            intersect),
        Builtin(
            "difference", ["list", "other"], ["(list<a>, list<a>) -> list<a>"],
            "The elements of the first list that the second does not have.", [("difference([1, 2, 3], [3, 1])", "[2]")],
            difference),
        Builtin(
            "zip", ["list", "other"], ["(list<a>, list<b>) -> list<list<any>>"],
            "Pairs of the elements of two lists, as many as the shorter has.",
            [(#"zip([1, 2, 3], ["a", "b"])"#, #"[[1,"a"],[2,"b"]]"#)], zip),
        Builtin(
            "enumerate", ["list"], ["(list<a>) -> list<{index: integer, value: a}>"],
            "Each element with its number, from 0.", [(#"enumerate(["a"])"#, #"[{"index":0,"value":"a"}]"#)], enumerate),
        Builtin(
            "range", ["start", "end?", "step?"],
            ["(integer) -> list<integer>", "(integer, integer, integer?) -> list<integer>"],
            "The integers from a start, or from 0, to before an end.",
            [("range(3)", "[0,1,2]"), ("range(1, 4)", "[1,2,3]"), ("range(5, 0, -2)", "[5,3,1]")], range),
    ]

    private static func contains(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try Operators.holds(call.value(0), call.value(1), call.budget))
    }

    private static func indexOf(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard case .array(let list) = try call.value(0) else {
            let (text, part) = (try call.text(0), try call.text(1))
            let place = ByteSearch(for: part).first(in: text.utf8.span, from: 0)
            return place.map { call.count(text.scalarNumber(ofByte: $0)) } ?? .null
        }
        let item = try call.value(1)
        for (number, element) in list.enumerated() {
            try call.budget.charge(steps: 1)
            if try Operators.areEqual(element, item, call.budget) { return call.count(number) }
        }
        return .null
    }

    private static func lastIndexOf(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard case .array(let list) = try call.value(0) else {
            let (text, part) = (try call.text(0), try call.text(1))
            let place = ByteSearch(for: part).last(in: text.utf8.span)
            return place.map { call.count(text.scalarNumber(ofByte: $0)) } ?? .null
        }
        let item = try call.value(1)
        for number in list.indices.reversed() {
            try call.budget.charge(steps: 1)
            if try Operators.areEqual(list[number], item, call.budget) { return call.count(number) }
        }
        return .null
    }

    private static func append(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        try call.budget.charge(elements: list.count + 1)
        return .array(list + [try call.value(1)])
    }

    private static func flatten(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var flat: [JSONValue] = []
        for element in try call.list(0) {
            guard case .array(let part) = element else {
                try call.budget.charge(elements: 1)
                flat.append(element)
                continue
            }
            try call.budget.charge(elements: part.count)
            flat += part
        }
        return .array(flat)
    }

    private static func compact(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var kept: [JSONValue] = []
        for element in try call.list(0) where !element.isNull { try call.append(element, to: &kept) }
        return .array(kept)
    }

    private static func unique(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        let keys = try call.arguments.count == 1 ? list : call.mapped()
        var seen: Set<ValueKey> = []
        var unique: [JSONValue] = []
        for (element, key) in Swift.zip(list, keys) where try seen.insert(call.key(of: key)).inserted {
            try call.budget.charge(elements: ValueKey.elements)
            try call.append(element, to: &unique)
        }
        return .array(unique)
    }

    private static func intersect(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try common(call, isKept: true)
    }

    private static func difference(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try common(call, isKept: false)
    }

    private static func common(_ call: BuiltinCall, isKept: Bool) throws(EvaluationError) -> JSONValue {
        var others: Set<ValueKey> = []
        let other = try call.list(1)
        try call.budget.charge(elements: other.count * ValueKey.elements)
        for element in other { others.insert(try call.key(of: element)) }
        var kept: [JSONValue] = []
        for element in try call.list(0) where others.contains(try call.key(of: element)) == isKept {
            try call.append(element, to: &kept)
        }
        return .array(kept)
    }

    private static func zip(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (list, other) = (try call.list(0), try call.list(1))
        try call.budget.charge(elements: min(list.count, other.count) * (EvaluationBudget.elementsPerList + 2))
        return .array(Swift.zip(list, other).map { .array([$0, $1]) })
    }

    private static func enumerate(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let list = try call.list(0)
        try call.budget.charge(elements: list.count * (EvaluationBudget.elementsPerList + 4))
        return .array(list.enumerated().map { ["index": .integer(Int64($0)), "value": $1] })
    }

    private static func range(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let hasEnd = call.arguments.count > 1
        let (start, end) = try hasEnd ? (call.integer(0), call.integer(1)) : (0, call.integer(0))
        let step = try call.integer(2, default: 1)
        guard step != 0 else { throw call.refused(2, "must not be 0") }
        guard step > 0 ? start < end : start > end else { return [] }
        let distance = UInt64(bitPattern: step > 0 ? end &- start : start &- end)
        let count = (distance - 1) / step.magnitude + 1
        try call.budget.charge(elements: Int(clamping: count))
        return .array((0..<Int64(clamping: count)).map { .integer(start &+ $0 &* step) })
    }
}
