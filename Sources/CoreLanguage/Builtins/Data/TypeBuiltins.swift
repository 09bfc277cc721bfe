/// What a value is.
enum TypeBuiltins {
    static let all = [
        Builtin(
            "type_of", ["value"], ["(any) -> text"],
            "The name of the value's type: text, integer, number, boolean, list, object or null.",
            [("type_of(1)", #""integer""#), ("type_of([])", #""list""#), ("type_of(null)", #""null""#)], typeOf),
        Builtin("is_null", ["value"], ["(any) -> boolean"], "Whether the value is null.", [("is_null(null)", "true")]) {
            call throws(EvaluationError) in
            .bool(try call.value(0).isNull)
        },
        Builtin("is_text", ["value"], ["(any) -> boolean"], "Whether the value is a text.", [(#"is_text("")"#, "true")])
        {
            call throws(EvaluationError) in
            .bool(try call.value(0).stringValue != nil)
        },
        Builtin(
            "is_number", ["value"], ["(any) -> boolean"], "Whether the value is a number.", [("is_number(1)", "true")]
        ) {
            call throws(EvaluationError) in
            .bool(try call.value(0).isNumber)
        },
        Builtin(
            "is_boolean", ["value"], ["(any) -> boolean"], "Whether the value is a boolean.",
            [("is_boolean(false)", "true")]
        ) { call throws(EvaluationError) in
            .bool(try call.value(0).boolValue != nil)
        },
        Builtin("is_list", ["value"], ["(any) -> boolean"], "Whether the value is a list.", [("is_list([])", "true")]) {
            call throws(EvaluationError) in
            .bool(try call.value(0).arrayValue != nil)
        },
        Builtin(
            "is_object", ["value"], ["(any) -> boolean"], "Whether the value is an object.",
            [("is_object({})", "true"), ("is_object([])", "false")]
        ) { call throws(EvaluationError) in
            .bool(try call.value(0).objectValue != nil)
        },
        Builtin(
            "is_empty", ["value"], ["(any) -> boolean"],
            "Whether the value is null, or a text, list or object with nothing in it.",
            [(#"is_empty("")"#, "true"), ("is_empty([null])", "false"), ("is_empty(0)", "false")], isEmpty),
        Builtin(
            "default", ["value", "fallback"], ["(a?, a) -> a"],
            "The value, or the fallback where it is null or an empty text; for null alone there is ??.",
            [(#"default("", "none")"#, #""none""#), ("default(0, 1)", "0")], fallback),
    ]

    private static func typeOf(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        switch try call.value(0) {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .double, .decimal: "number"
        case .string: "text"
        case .array: "list"
        case .object: "object"
        }
    }

    private static func isEmpty(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        switch try call.value(0) {
        case .null: true
        case .string(let text): .bool(text.isEmpty)
        case .array(let list): .bool(list.isEmpty)
        case .object(let object): .bool(object.isEmpty)
        default: false
        }
    }

    private static func fallback(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let value = try call.value(0)
        return value.isNull || value.stringValue?.isEmpty == true ? try call.value(1) : value
    }
}
