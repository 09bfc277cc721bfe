extension BuiltinFunction {
    /// The value for an element and its number, of which the function takes the second only if it has a parameter for it.
    func value(_ element: JSONValue, _ number: Int) throws(EvaluationError) -> JSONValue {
        switch parameterCount {
        case 0: try call([])
        case 1: try call([element])
        default: try call([element, .integer(Int64(number))])
        }
    }
}

extension BuiltinCall {
    /// What functions of an element take: the element, and perhaps its number.
    static let elementParameters = 2

    /// Whether a function says true of an element.
    func holds(
        _ function: BuiltinFunction, of element: JSONValue, _ number: Int
    ) throws(EvaluationError) -> Bool {
        try budget.charge(steps: 1)
        let value = try function.value(element, number)
        guard case .bool(let isTrue) = value else {
            throw mismatch(given: "a boolean", value)
        }
        return isTrue
    }

    /// The values of the function at a place for each element of the list at the front.
    func mapped(_ place: Int = 1) throws(EvaluationError) -> [JSONValue] {
        let (list, function) = (try list(0), try function(place))
        try budget.charge(elements: list.count)
        var mapped: [JSONValue] = []
        mapped.reserveCapacity(list.count)
        for (number, element) in list.enumerated() {
            try budget.charge(steps: 1)
            mapped.append(try function.value(element, number))
        }
        return mapped
    }
}
