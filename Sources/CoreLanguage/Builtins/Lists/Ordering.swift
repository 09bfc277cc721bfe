/// The order of values by `<`: of numbers, exactly, or of texts by their Unicode scalars. Null comes last.
struct Ordering {
    private enum Keys {
        case numbers([Double])
        case decimals([JSONDecimal])
        case texts([String])
    }

    private let isNull: [Bool]
    private let keys: Keys

    /// Prepares to order these values, which are the elements of the argument at a place.
    init(_ values: [JSONValue], of place: Int, _ call: BuiltinCall) throws(EvaluationError) {
        isNull = values.map(\.isNull)
        try call.budget.charge(elements: values.count)
        switch values.first(where: { !$0.isNull }) {
        case .string: keys = .texts(try Self.texts(values, of: place, call))
        default: keys = try Self.numbers(values, of: place, call)
        }
    }

    private static func texts(
        _ values: [JSONValue], of place: Int, _ call: BuiltinCall
    ) throws(EvaluationError) -> [String] {
        var texts: [String] = []
        var byteCount = 0
        for (number, value) in values.enumerated() {
            guard value.isNull || value.stringValue != nil else {
                throw call.mismatch(element: number, of: place, "a text as the others are", value)
            }
            texts.append(value.stringValue ?? "")
            byteCount += texts[number].utf8.count
        }
        try call.budget.charge(steps: byteCount / 32 * rounds(values.count))
        return texts
    }

    private static func numbers(
        _ values: [JSONValue], of place: Int, _ call: BuiltinCall
    ) throws(EvaluationError) -> Keys {
        var isExact = true
        for (number, value) in values.enumerated() {
            switch value {
            case .null, .double: break
            case .integer(let number): isExact = isExact && number.magnitude <= 1 << 53
            case .decimal: isExact = false
            default: throw call.mismatch(element: number, of: place, "a number or a text, as the others are", value)
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
