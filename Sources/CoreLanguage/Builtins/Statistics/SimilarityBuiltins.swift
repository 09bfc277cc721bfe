/// How near two things are: vectors, sets, texts.
enum SimilarityBuiltins {
    /// Texts whose lengths have a larger product are not compared scalar by scalar.
    private static let productMax = 40_000_000

    static let all = [
        Builtin(
            "cosine_similarity", ["vector", "other"], ["(list<number>, list<number>) -> number"],
            "The cosine of the angle between two vectors, from -1 to 1; 0 where one has no length.",
            [("cosine_similarity([1, 0], [0, 1])", "0.0"), ("cosine_similarity([3, 4], [6, 8])", "1.0")], cosine),
        Builtin(
            "dot", ["vector", "other"], ["(list<number>, list<number>) -> number"],
            "The scalar product of two vectors.",
            [("dot([1, 2], [3, 4])", "11.0")], dot),
        Builtin(
            "euclidean_distance", ["vector", "other"], ["(list<number>, list<number>) -> number"],
            "The length of the difference of two vectors.", [("euclidean_distance([0, 0], [3, 4])", "5.0")], euclidean),
        Builtin(
            "levenshtein", ["text", "other"], ["(text, text) -> integer"],
            "How many scalars must be put in, taken away or exchanged to make one text of the other.",
            [(#"levenshtein("kitten", "sitting")"#, "3")], levenshtein),
        Builtin(
            "similarity", ["text", "other"], ["(text, text) -> number"],
            "1 for equal texts, 0 for those that have nothing in common: 1 - levenshtein / the longer one's length.",
            [(#"similarity("abcd", "abce")"#, "0.75"), (#"similarity("", "")"#, "1.0")], similarity),
        Builtin(
            "jaccard", ["list", "other"], ["(list<a>, list<a>) -> number"],
            "Of the elements of either list the share that is in both; 1 for two empty lists.",
            [("jaccard([1, 2, 3], [2, 3, 4])", "0.5")], jaccard),
    ]

    private static func cosine(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (left, right) = try call.numberPairs()
        let (first, second) = (left.scaled.numbers, right.scaled.numbers)
        let lengths = (first.dot(first) * second.dot(second)).squareRoot()
        guard lengths > 0 else { return .double(0) }
        return .double(max(-1, min(1, first.dot(second) / lengths)))
    }

    private static func dot(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (left, right) = try call.numberPairs()
        let product = left.dot(right)
        guard !product.isFinite else { return .double(product) }
        // A product on the way is too large, but others may take it away.
        let (first, second) = (left.scaled, right.scaled)
        let scaled = first.numbers.dot(second.numbers)
        return try Operators.finite(scaled.timesTwo(toThe: first.exponent + second.exponent), "product")
    }

    private static func euclidean(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (left, right) = try call.numberPairs()
        let difference = zip(left, right).map { $0 - $1 }.scaled
        let length = difference.numbers.dot(difference.numbers).squareRoot()
        return try Operators.finite(length.timesTwo(toThe: difference.exponent), "distance")
    }

    private static func levenshtein(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        call.count(try distance(call).edits)
    }

    private static func similarity(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (edits, length) = try distance(call)
        return .double(length == 0 ? 1 : 1 - Double(edits) / Double(length))
    }

    /// The edits between two texts (Wagner and Fischer, 1974), and the length of the longer one.
    private static func distance(_ call: BuiltinCall) throws(EvaluationError) -> (edits: Int, length: Int) {
        let (text, other) = (try call.text(0), try call.text(1))
        try call.budget.charge(bytes: (text.utf8.count + other.utf8.count) * 4)
        var (left, right) = (Array(text.unicodeScalars)[...], Array(other.unicodeScalars)[...])
        let length = max(left.count, right.count)
        while let first = left.first, first == right.first { (left, right) = (left.dropFirst(), right.dropFirst()) }
        while let last = left.last, last == right.last { (left, right) = (left.dropLast(), right.dropLast()) }
        let (product, overflow) = left.count.multipliedReportingOverflow(by: right.count)
        guard !overflow, product <= productMax else {
            throw EvaluationError(
                .limit, "\(call.signature): the texts are too long; the product of their lengths is over \(productMax)."
            )
        }
        try call.budget.charge(steps: product / 16)
        return (Self.edits(Array(left), Array(right)), length)
    }

    private static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (number, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = number + 1
            for place in right.indices {
                let substituted = diagonal + (scalar == right[place] ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(substituted, min(row[place], diagonal) + 1)
            }
        }
        return row[right.count]
    }

    private static func jaccard(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        var (left, right): (Set<ValueKey>, Set<ValueKey>) = ([], [])
        let (list, other) = (try call.list(0), try call.list(1))
        try call.budget.charge(elements: (list.count + other.count) * ValueKey.elements)
        for element in list { left.insert(try call.key(of: element)) }
        for element in other { right.insert(try call.key(of: element)) }
        let common = left.intersection(right).count
        let either = left.count + right.count - common
        return .double(either == 0 ? 1 : Double(common) / Double(either))
    }
}
