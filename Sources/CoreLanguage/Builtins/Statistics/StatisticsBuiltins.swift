/// Sums and measures of lists of numbers. Sums of integers are exact; others are compensated (Neumaier, 1974), so that
/// ten times 0.1 is 1.
enum StatisticsBuiltins {
    static let all = [
        Builtin(
            "sum", ["list"], ["(list<integer>) -> integer", "(list<number>) -> number"], "The sum; 0 of an empty list.",
            [("sum([1, 2, 3])", "6"), ("sum([0.1, 0.2, 0.3])", "0.6"), ("sum([])", "0")], sum),
        Builtin(
            "product", ["list"], ["(list<integer>) -> integer", "(list<number>) -> number"],
            "The product; 1 of an empty list.", [("product([2, 3, 4])", "24")], product),
        Builtin(
            "mean", ["list"], ["(list<number>) -> number?"], "The arithmetic mean; null of an empty list.",
            [("mean([1, 2, 6])", "3.0"), ("mean([])", "null")], mean),
        Builtin(
            "median", ["list"], ["(list<number>) -> number?"],
            "The middle of the numbers in their order, or the mean of the two in the middle; null of an empty list.",
            [("median([5, 1, 2])", "2.0"), ("median([1, 2])", "1.5")], median),
        Builtin(
            "percentile", ["list", "percent"], ["(list<number>, number) -> number?"],
            "The number below which so many percent lie, interpolated between neighbours; null of an empty list.",
            [("percentile([1, 2, 3, 4, 5], 50)", "3.0"), ("percentile([10, 20], 25)", "12.5")], percentile),
        Builtin(
            "variance", ["list"], ["(list<number>) -> number?"],
            "The variance of a sample (divided by n - 1); null of fewer than two numbers.",
            [("variance([1, 2, 3, 4])", "1.6666666666666667"), ("variance([1])", "null")], variance),
        Builtin(
            "stdev", ["list"], ["(list<number>) -> number?"],
            "The standard deviation of a sample (divided by n - 1); null of fewer than two numbers.",
            [("stdev([2, 4])", "1.4142135623730951")], stdev),
        Builtin(
            "correlation", ["list", "other"], ["(list<number>, list<number>) -> number?"],
            "Pearson's correlation of two lists of the same length; null of fewer than two numbers, or where one is constant.",
            [("correlation([1, 2, 3], [2, 4, 6])", "1.0"), ("correlation([1, 1], [1, 2])", "null")], correlation),
    ]

    private static func sum(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        if let total = try wholeSum(call) { return total }
        return try Operators.finite(call.numbers(0).compensatedSum, "sum")
    }

    private static func product(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var product: JSONValue = 1
        _ = try call.numbers(0)
        for element in try call.list(0) { product = try Operators.multiply(product, element) }
        return product
    }

    /// The sum of integers; nil when one of the elements is none.
    private static func wholeSum(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue? {
        var sum: JSONValue = 0
        for element in try call.list(0) {
            guard case .integer = element else { return nil }
            sum = try Operators.add(sum, element)
        }
        return sum
    }

    private static func mean(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let numbers = try call.numbers(0)
        guard !numbers.isEmpty else { return .null }
        return try Operators.finite(numbers.mean, "sum")
    }

    private static func median(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try interpolated(call, 0.5)
    }

    private static func percentile(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let percent = try call.number(1)
        guard (0...100).contains(percent) else { throw call.refused(1, "is from 0 to 100") }
        return try interpolated(call, percent / 100)
    }

    private static func interpolated(_ call: BuiltinCall, _ share: Double) throws(EvaluationError) -> JSONValue {
        let numbers = try call.numbers(0).sorted()
        try call.budget.charge(steps: numbers.count)
        guard let last = numbers.indices.last else { return .null }
        let place = share * Double(last)
        let lower = min(last, Int(place))
        let upper = min(last, lower + 1)
        let weight = place - Double(lower)
        guard weight > 0 else { return .double(numbers[lower]) }
        return try Operators.finite(numbers[lower] * (1 - weight) + numbers[upper] * weight, "mean")
    }

    private static func variance(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard let variance = try call.numbers(0).variance else { return .null }
        return try Operators.finite(variance, "variance")
    }

    private static func stdev(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        guard let variance = try call.numbers(0).variance else { return .null }
        return try Operators.finite(variance.squareRoot(), "deviation")
    }

    private static func correlation(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (left, right) = try call.numberPairs()
        guard left.count > 1 else { return .null }
        let (leftMean, rightMean) = (left.mean, right.mean)
        let products = zip(left, right).map { ($0 - leftMean) * ($1 - rightMean) }.compensatedSum
        let leftSquares = left.map { ($0 - leftMean) * ($0 - leftMean) }.compensatedSum
        let rightSquares = right.map { ($0 - rightMean) * ($0 - rightMean) }.compensatedSum
        guard leftSquares > 0, rightSquares > 0 else { return .null }
        let together = leftSquares * rightSquares
        let scale =
            together.isNormal ? together.squareRoot() : leftSquares.squareRoot() * rightSquares.squareRoot()
        let correlation = products / scale
        return try Operators.finite(max(-1, min(1, correlation)), "correlation")
    }
}

extension BuiltinCall {
    /// The elements of a list of numbers, each as the nearest `Double`.
    func numbers(_ place: Int) throws(EvaluationError) -> [Double] {
        let list = try list(place)
        try budget.charge(bytes: list.count * 8)
        var numbers: [Double] = []
        numbers.reserveCapacity(list.count)
        for (number, element) in list.enumerated() {
            guard element.isNumber else { throw mismatch(element: number, of: place, "a number", element) }
            numbers.append(try Operators.number(element))
        }
        return numbers
    }

    /// Two lists of numbers of the same length, at the front.
    func numberPairs() throws(EvaluationError) -> (left: [Double], right: [Double]) {
        let (left, right) = (try numbers(0), try numbers(1))
        guard left.count == right.count else {
            throw refused(1, "has as many numbers as the other, \(left.count), not \(right.count)")
        }
        return (left, right)
    }
}

extension [Double] {
    /// The sum, with the digits that additions lose added at the end; as it comes where it is beyond a `Double`.
    var compensatedSum: Double {
        var (sum, lost) = (0.0, 0.0)
        for number in self {
            let next = sum + number
            lost += sum.magnitude >= number.magnitude ? (sum - next) + number : (number - next) + sum
            sum = next
        }
        return sum.isFinite ? sum + lost : sum
    }

    /// The mean of at least one number.
    var mean: Double { compensatedSum / Double(count) }

    /// The variance of a sample; nil of fewer than two numbers.
    var variance: Double? {
        guard count > 1 else { return nil }
        let mean = mean
        return map { ($0 - mean) * ($0 - mean) }.compensatedSum / Double(count - 1)
    }
}
