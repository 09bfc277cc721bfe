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
        if let product = try wholeProduct(call) { return product }
        return try Operators.finite(call.numbers(0).product, "product")
    }

    /// The sum of integers, which fits though sums on the way may not; nil when one of the elements is none.
    private static func wholeSum(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue? {
        var sum: Int64 = 0
        // How often 2^64 must be added to the sum: wrapped, it is right but for that.
        var wraps = 0
        for element in try call.list(0) {
            guard case .integer(let number) = element else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(number)
            if overflow { wraps += number < 0 ? -1 : 1 }
            sum = next
        }
        guard wraps == 0 else { throw Operators.overflow("sum") }
        return .integer(sum)
    }

    /// The product of integers; nil when one of the elements is none.
    private static func wholeProduct(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue? {
        var magnitude: UInt64? = 1
        var (isNegative, isZero) = (false, false)
        for element in try call.list(0) {
            guard case .integer(let number) = element else { return nil }
            isNegative = isNegative != (number < 0)
            isZero = isZero || number == 0
            let product = magnitude?.multipliedReportingOverflow(by: number.magnitude)
            magnitude = product?.overflow == false ? product?.partialValue : nil
        }
        if isZero { return 0 }
        let limit = isNegative ? Int64.min.magnitude : Int64.max.magnitude
        guard let magnitude, magnitude <= limit else { throw Operators.overflow("product") }
        return .integer(Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude))
    }

    private static func mean(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let numbers = try call.numbers(0)
        guard !numbers.isEmpty else { return .null }
        return .double(numbers.mean)
    }

    private static func median(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try interpolated(call, 0.5)
    }

    private static func percentile(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let percent = try call.number(1)
        guard (0...100).contains(percent) else { throw call.refused(1, "must be from 0 to 100") }
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
        guard weight > 0, numbers[lower] < numbers[upper] else { return .double(numbers[lower]) }
        return try Operators.finite(numbers[lower] * (1 - weight) + numbers[upper] * weight, "mean")
    }

    private static func variance(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let scaled = try call.numbers(0).scaled
        guard let variance = scaled.numbers.variance else { return .null }
        return try Operators.finite(variance.timesTwo(toThe: 2 * scaled.exponent), "variance")
    }

    private static func stdev(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let scaled = try call.numbers(0).scaled
        guard let variance = scaled.numbers.variance else { return .null }
        return try Operators.finite(variance.squareRoot().timesTwo(toThe: scaled.exponent), "deviation")
    }

    private static func correlation(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let pairs = try call.numberPairs()
        let (left, right) = (pairs.left.scaled.numbers, pairs.right.scaled.numbers)
        guard !left.isConstant, !right.isConstant else { return .null }
        let (leftMean, rightMean) = (left.mean, right.mean)
        let products = zip(left, right).map { ($0 - leftMean) * ($1 - rightMean) }.compensatedSum
        let leftSquares = left.map { ($0 - leftMean) * ($0 - leftMean) }.compensatedSum
        let rightSquares = right.map { ($0 - rightMean) * ($0 - rightMean) }.compensatedSum
        let scale = (leftSquares * rightSquares).squareRoot()
        return .double(Swift.max(-1, Swift.min(1, products / scale)))
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
            throw refused(1, "must have as many numbers as the other, \(left.count), and has \(right.count)")
        }
        return (left, right)
    }
}
