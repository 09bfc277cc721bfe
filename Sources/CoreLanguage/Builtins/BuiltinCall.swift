/// A call of a builtin: its arguments, taken as the types that it wants.
struct BuiltinCall {
    let builtin: Builtin
    let arguments: [BuiltinArgument]
    let budget: EvaluationBudget

    /// Refuses too few and too many arguments, and functions where none belong.
    func checkShape() throws(EvaluationError) {
        guard builtin.parameterCount.contains(arguments.count) else {
            throw EvaluationError(
                .argument,
                "\(signature) takes \(Self.text(builtin.parameterCount, "argument")), not \(arguments.count).")
        }
        for (place, argument) in arguments.enumerated() {
            guard case .function(let function) = argument else { continue }
            guard let most = builtin.functionParameters[place] else { throw mismatch(place, "no function") }
            guard function.parameterCount <= most else {
                throw refused(place, "is given \(most) values, and must not have \(function.parameterCount) parameters")
            }
        }
    }

    /// The argument at a place, which may be null.
    func value(_ place: Int) throws(EvaluationError) -> JSONValue {
        guard arguments.indices.contains(place) else { throw refused(place, "is missing") }
        guard case .value(let value) = arguments[place] else { throw mismatch(place, "no function") }
        return value
    }

    /// The argument at a place; nil when it was left out or is null.
    func optional(_ place: Int) throws(EvaluationError) -> JSONValue? {
        guard arguments.indices.contains(place) else { return nil }
        let value = try value(place)
        // Not `? nil : value`, where `nil` would be the null of JSON.
        guard !value.isNull else { return nil }
        return value
    }

    /// The value that stands in for one that does not fit, which may be null; nil when none was given.
    func fallback(_ place: Int) throws(EvaluationError) -> JSONValue? {
        guard arguments.indices.contains(place) else { return nil }
        return try value(place)
    }

    func text(_ place: Int) throws(EvaluationError) -> String {
        let value = try value(place)
        guard case .string(let text) = value else { throw mismatch(place, "a text", value) }
        try budget.charge(steps: text.utf8.count / 64)
        return text
    }

    func text(_ place: Int, default fallback: String) throws(EvaluationError) -> String {
        try optional(place) == nil ? fallback : text(place)
    }

    func list(_ place: Int) throws(EvaluationError) -> [JSONValue] {
        let value = try value(place)
        guard case .array(let list) = value else { throw mismatch(place, "a list", value) }
        try budget.charge(steps: list.count / 16)
        return list
    }

    func object(_ place: Int) throws(EvaluationError) -> JSONObject {
        let value = try value(place)
        guard case .object(let object) = value else { throw mismatch(place, "an object", value) }
        try budget.charge(steps: object.count / 16)
        return object
    }

    func boolean(_ place: Int, default fallback: Bool) throws(EvaluationError) -> Bool {
        guard let value = try optional(place) else { return fallback }
        guard case .bool(let isTrue) = value else { throw mismatch(place, "a boolean", value) }
        return isTrue
    }

    /// A whole number, however it was written.
    func integer(_ place: Int) throws(EvaluationError) -> Int64 {
        let value = try value(place)
        guard let number = value.int64Value else { throw mismatch(place, "an integer", value) }
        return number
    }

    func integer(_ place: Int, default fallback: Int64) throws(EvaluationError) -> Int64 {
        try optional(place) == nil ? fallback : integer(place)
    }

    /// A whole number in a range.
    func integer(_ place: Int, in range: ClosedRange<Int64>, default fallback: Int64? = nil)
        throws(EvaluationError) -> Int
    {
        let isLeftOut = try optional(place) == nil
        let number: Int64 = if isLeftOut, let fallback { fallback } else { try integer(place) }
        guard range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "must be \(range.lowerBound) or more" : "must be from \(range.lowerBound) to \(range.upperBound)"
            throw refused(place, "\(bounds), and is \(number)")
        }
        return Int(number)
    }

    /// Any number.
    func numeric(_ place: Int) throws(EvaluationError) -> JSONValue {
        let value = try value(place)
        guard value.isNumber else { throw mismatch(place, "a number", value) }
        return value
    }

    func number(_ place: Int) throws(EvaluationError) -> Double {
        try Operators.number(numeric(place))
    }

    func function(_ place: Int) throws(EvaluationError) -> BuiltinFunction {
        guard arguments.indices.contains(place) else { throw refused(place, "is missing") }
        guard case .function(let function) = arguments[place] else {
            throw mismatch(place, "a function, such as x => …", try value(place))
        }
        return function
    }

    /// Whether a function was given at a place.
    func hasFunction(_ place: Int) -> Bool {
        guard arguments.indices.contains(place), case .function = arguments[place] else { return false }
        return true
    }
}
