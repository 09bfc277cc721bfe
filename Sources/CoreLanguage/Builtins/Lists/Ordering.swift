/// The order of values by `<`: of numbers, exactly, or of texts by their Unicode scalars. Null comes last.
struct Ordering {
    private enum Keys {
        case numbers([Double])
        case decimals([JSONDecimal])
        case texts([String])
    }

    /// What the values are, for messages.
    enum Origin {
        case elements
        case arguments
        /// What a function gives for the elements.
        case results
    }

    private let isNull: [Bool]
    private let keys: Keys

    /// Prepares to order these values.
    init(_ values: [JSONValue], _ origin: Origin, _ call: BuiltinCall) throws(EvaluationError) {
        isNull = values.map(\.isNull)
        try call.budget.charge(elements: values.count)
        switch values.first(where: { !$0.isNull }) {
        case .string: keys = .texts(try Self.texts(values, origin, call))
        default: keys = try Self.numbers(values, origin, call)
        }
    }

    private static func texts(
        _ values: [JSONValue], _ origin: Origin, _ call: BuiltinCall
    ) throws(EvaluationError) -> [String] {
        var texts: [String] = []
        var byteCount = 0
        for (number, value) in values.enumerated() {
            guard value.isNull || value.stringValue != nil else {
                throw mismatch(value, number, "texts", origin, call)
            }
            texts.append(value.stringValue ?? "")
            byteCount += texts[number].utf8.count
        }
        try call.budget.charge(steps: byteCount / 32 * rounds(values.count))
        return texts
    }

    private static func numbers(
        _ values: [JSONValue], _ origin: Origin, _ call: BuiltinCall
    ) throws(EvaluationError) -> Keys {
        var isExact = true
        for (number, value) in values.enumerated() {
            switch value {
            case .null, .double: break
            case .integer(let number): isExact = isExact && number.magnitude <= 1 << 53
            case .decimal: isExact = false
            default: throw mismatch(value, number, "numbers", origin, call)
            }
        }
        if isExact { return .numbers(values.map { $0.doubleValue ?? 0 }) }
        var decimals: [JSONDecimal] = []
        for value in values {
            try call.budget.charge(for: value)
            try call.budget.charge(steps: rounds(values.count))
            guard let decimal = JSONDecimal(value.numberText ?? "0") else {
                throw EvaluationError(.limit, "\(call.signature) met a number with an exponent past ±10^17.")
            }
            decimals.append(decimal)
        }
        return .decimals(decimals)
    }

    /// The error of a value that is no number and no text, or stands among others.
    private static func mismatch(
        _ value: JSONValue, _ number: Int, _ others: String, _ origin: Origin, _ call: BuiltinCall
    ) -> EvaluationError {
        let place =
            switch origin {
            case .elements: "element \(number) of \(call.name(of: 0))"
            case .arguments: "its argument \(call.name(of: number))"
            case .results: "what the function gives for element \(number)"
            }
        let isOrdered = value.isNumber || value.stringValue != nil
        return EvaluationError(
            .type,
            "\(call.builtin.name)() compares numbers with numbers and texts with texts, and \(place) is "
                + "\(value.scriptTypeName)\(isOrdered ? " among \(others)" : "").")
    }

    /// How often each element is compared in sorting.
    private static func rounds(_ count: Int) -> Int {
        Int.bitWidth - max(1, count).leadingZeroBitCount
    }

    /// Whether the value of the first number comes before that of the second.
    func precedes(_ left: Int, _ right: Int) -> Bool {
        guard !isNull[left], !isNull[right] else { return !isNull[left] && isNull[right] }
        return switch keys {
        case .numbers(let keys): keys[left] < keys[right]
        case .decimals(let keys): keys[left].isLess(than: keys[right])
        case .texts(let keys): keys[left].utf8.lexicographicallyPrecedes(keys[right].utf8)
        }
    }

    /// The numbers of the values in their order, or the opposite; equal ones stay as they were, and null last.
    func sorted(descending: Bool, _ budget: EvaluationBudget) throws(EvaluationError) -> [Int] {
        try budget.charge(elements: isNull.count)
        try budget.charge(steps: isNull.count * Self.rounds(isNull.count) / 4)
        return isNull.indices.sorted { left, right in
            let isTurned = descending && !isNull[left] && !isNull[right]
            let (first, second) = isTurned ? (right, left) : (left, right)
            if precedes(first, second) { return true }
            return !precedes(second, first) && left < right
        }
    }
}
