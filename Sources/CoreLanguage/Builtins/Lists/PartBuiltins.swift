/// Parts of lists and texts. Places count from 0, from the end where they are negative; those of texts count Unicode
/// scalars.
enum PartBuiltins {
    static let all = [
        Builtin(
            "count", ["value", "function?"],
            [
                "(list<a>) -> integer", "(text) -> integer", "(object) -> integer",
                "(list<a>, (a, integer) => boolean) -> integer",
            ],
            "How many elements, Unicode scalars or members there are, or elements of which the function says true.",
            [("count([1, 2])", "2"), (#"count("né")"#, "2"), ("count([1, 5, 9], x => x > 3)", "2")],
            functions: [1: BuiltinCall.elementParameters], count),
        Builtin(
            "slice", ["value", "start", "end?"],
            ["(text, integer, integer?) -> text", "(list<a>, integer, integer?) -> list<a>"],
            "The part from a place to before another, or to the end.",
            [(#"slice("abcdef", 1, 3)"#, #""bc""#), ("slice([1, 2, 3], -2)", "[2,3]"), (#"slice("abc", 5)"#, #""""#)],
            slice),
        Builtin(
            "first", ["list"], ["(list<a>) -> a?"], "The first element; null of an empty list.",
            [("first([1, 2])", "1"), ("first([])", "null")], first),
        Builtin(
            "last", ["list"], ["(list<a>) -> a?"], "The last element; null of an empty list.", [("last([1, 2])", "2")],
            last),
        Builtin(
            "take", ["list", "number"], ["(list<a>, integer) -> list<a>"], "The first elements, as many as there are.",
            [("take([1, 2, 3], 2)", "[1,2]"), ("take([1], 5)", "[1]")], take),
        Builtin(
            "drop", ["list", "number"], ["(list<a>, integer) -> list<a>"], "The elements behind the first so many.",
            [("drop([1, 2, 3], 2)", "[3]")], drop),
        Builtin(
            "reverse", ["value"], ["(list<a>) -> list<a>", "(text) -> text"],
            "The elements, or the Unicode scalars, from the last to the first.",
            [("reverse([1, 2])", "[2,1]"), (#"reverse("abc")"#, #""cba""#)], reverse),
        Builtin(
            "chunk", ["list", "size"], ["(list<a>, integer) -> list<list<a>>"],
            "Lists of so many elements one after the other; the last may have fewer.",
            [("chunk([1, 2, 3], 2)", "[[1,2],[3]]")], chunk),
    ]

    private static func count(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        if call.hasFunction(1) {
            let function = try call.function(1)
            var count = 0
            for (number, element) in try call.list(0).enumerated()
            where try call.holds(function, of: element, number) { count += 1 }
            return call.count(count)
        }
        guard call.arguments.count == 1 else { throw call.mismatch(1, "a function", try call.value(1)) }
        let value = try call.value(0)
        switch value {
        case .string(let text): return call.count(try call.scalarCount(of: text))
        case .array(let list): return call.count(list.count)
        case .object(let object): return call.count(object.count)
        default: throw call.mismatch(0, "a text, a list or an object", value)
        }
    }

    private static func slice(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.value(0)
        switch value {
        case .array(let list):
            let range = try range(call, in: list.count)
            return try call.made(range.count, Array(list[range]))
        case .string(let text):
            let range = try range(call, in: call.scalarCount(of: text))
            let start = text.byteOffset(ofScalar: range.lowerBound)
            return try call.part(of: text, start..<max(start, text.byteOffset(ofScalar: range.upperBound)))
        default: throw call.mismatch(0, "a text or a list", value)
        }
    }

    /// The places of a part of so many.
    private static func range(_ call: BuiltinCall, in count: Int) throws(EvaluationError) -> Range<Int> {
        func place(_ number: Int64) -> Int {
            Int(number < 0 ? max(0, Int64(count) + number) : min(Int64(count), number))
        }
        let start = place(try call.integer(1))
        return start..<max(start, place(try call.integer(2, default: Int64.max)))
    }

    private static func first(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.list(0).first ?? .null
    }

    private static func last(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.list(0).last ?? .null
    }

    private static func take(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (list, number) = (try call.list(0), try call.integer(1, in: 0...Int64.max))
        return try call.made(min(number, list.count), Array(list.prefix(number)))
    }

    private static func drop(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (list, number) = (try call.list(0), try call.integer(1, in: 0...Int64.max))
        return try call.made(list.count - min(number, list.count), Array(list.dropFirst(number)))
    }

    private static func reverse(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.value(0)
        switch value {
        case .array(let list): return try call.made(list.count, list.reversed())
        case .string(let text):
            try call.budget.charge(bytes: text.utf8.count)
            return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
        default: throw call.mismatch(0, "a list or a text", value)
        }
    }

    private static func chunk(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (list, size) = (try call.list(0), try call.integer(1, in: 1...Int64.max))
        let chunkCount = (list.count / size) + 1
        try call.budget.charge(elements: list.count + chunkCount * EvaluationBudget.elementsPerList)
        var chunks: [JSONValue] = []
        chunks.reserveCapacity(chunkCount)
        var start = 0
        while start < list.count {
            let end = list.count - start > size ? start + size : list.count
            chunks.append(.array(Array(list[start..<end])))
            start = end
        }
        return .array(chunks)
    }
}

extension BuiltinCall {
    /// How many Unicode scalars a text has; going through it is charged.
    func scalarCount(of text: String) throws(EvaluationError) -> Int {
        try budget.charge(steps: text.utf8.count / 64)
        return text.scalarCount
    }
}
