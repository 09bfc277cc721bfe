/// Sums and measures of numbers whose squares and sums on the way may be beyond a `Double` though the result is not.
extension [Double] {
    /// The sum, with the digits that additions lose added at the end; not finite where it is beyond a `Double`.
    var compensatedSum: Double {
        let sum = neumaierSum
        guard !sum.isFinite else { return sum }
        // 2^64 numbers of this size could be added.
        return map { $0.timesTwo(toThe: -64) }.neumaierSum.timesTwo(toThe: 64)
    }

    private var neumaierSum: Double {
        var (sum, lost) = (0.0, 0.0)
        for number in self {
            let next = sum + number
            lost += sum.magnitude >= number.magnitude ? (sum - next) + number : (number - next) + sum
            sum = next
        }
        return sum.isFinite ? sum + lost : sum
    }

    /// The product; not finite where it is beyond a `Double`. Products on the way may be.
    var product: Double {
        var (product, exponent) = (1.0, 0)
        for number in self {
            product *= number == 0 ? 0 : number.significand * (number < 0 ? -1 : 1)
            guard product != 0 else { return 0 }
            exponent += Int(number.exponent) + Int(product.exponent)
            product = product.timesTwo(toThe: -Int(product.exponent))
        }
        return product.timesTwo(toThe: exponent)
    }

    /// The mean of at least one number, which lies among them.
    var mean: Double {
        let sum = neumaierSum
        if sum.isFinite { return sum / Double(count) }
        let mean = (map { $0.timesTwo(toThe: -64) }.neumaierSum / Double(count)).timesTwo(toThe: 64)
        return Swift.max(self.min() ?? mean, Swift.min(self.max() ?? mean, mean))
    }

    /// The variance of a sample; nil of fewer than two numbers.
    var variance: Double? {
        guard count > 1 else { return nil }
        let mean = mean
        return map { ($0 - mean) * ($0 - mean) }.compensatedSum / Double(count - 1)
    }

    /// Whether no two numbers differ.
    var isConstant: Bool { allSatisfy { $0 == first } }

    /// The scalar product with a vector of the same length.
    func dot(_ other: [Double]) -> Double {
        var sum = 0.0
        for (left, right) in zip(self, other) { sum += left * right }
        return sum
    }

    /// The numbers as multiples of 2^`exponent`, the largest from 1 to below 2, so that squares are far from the limits
    /// of a `Double`. Powers of two change no digits.
    var scaled: (numbers: [Double], exponent: Int) {
        let largest = reduce(0) { Swift.max($0, $1.magnitude) }
        guard largest > 0, largest.isFinite else { return (self, 0) }
        let exponent = Int(largest.exponent)
        return (map { $0.timesTwo(toThe: -exponent) }, exponent)
    }
}

extension Double {
    /// The number × 2^`exponent`.
    func timesTwo(toThe exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: self)
    }
}
