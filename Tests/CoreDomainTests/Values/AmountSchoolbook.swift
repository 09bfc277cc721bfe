/// Decimal arithmetic as it is taught at school, digit by digit: what amounts are held against.
struct SchoolbookDecimal: Equatable {
    /// The digits of a whole number of units, the last first, without zeros at the end.
    private(set) var digits: [Int]

    init(_ text: String) {
        digits = text.reversed().compactMap(\.wholeNumberValue)
        trim()
    }

    var text: String { digits.isEmpty ? "0" : String(digits.reversed().map { Character("\($0)") }) }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
    }

    static func + (left: SchoolbookDecimal, right: SchoolbookDecimal) -> SchoolbookDecimal {
        var sum = SchoolbookDecimal("")
        var carry = 0
        for place in 0..<max(left.digits.count, right.digits.count) + 1 {
            let digit = left.digit(place) + right.digit(place) + carry
            sum.digits.append(digit % 10)
            carry = digit / 10
        }
        sum.trim()
        return sum
    }

    /// The difference; nil when it is below zero.
    static func - (left: SchoolbookDecimal, right: SchoolbookDecimal) -> SchoolbookDecimal? {
        var difference = SchoolbookDecimal("")
        var borrow = 0
        for place in 0..<max(left.digits.count, right.digits.count) {
            let digit = left.digit(place) - right.digit(place) - borrow
            difference.digits.append((digit + 10) % 10)
            borrow = digit < 0 ? 1 : 0
        }
        difference.trim()
        return borrow == 0 ? difference : nil
    }

    static func * (left: SchoolbookDecimal, right: SchoolbookDecimal) -> SchoolbookDecimal {
        var product = SchoolbookDecimal("")
        product.digits = Array(repeating: 0, count: left.digits.count + right.digits.count)
        for (row, upper) in left.digits.enumerated() {
            var carry = 0
            for (place, lower) in right.digits.enumerated() {
                let sum = product.digits[row + place] + upper * lower + carry
                product.digits[row + place] = sum % 10
                carry = sum / 10
            }
            product.digits[row + right.digits.count] += carry
        }
        product.trim()
        return product
    }

    /// Without the last `places` digits, rounded to the nearest, and halfway to the even digit.
    func rounded(dropping places: Int) -> SchoolbookDecimal {
        var kept = SchoolbookDecimal("")
        kept.digits = Array(digits.dropFirst(places))
        let first = digit(places - 1)
        let isMore = digits.prefix(places - 1).contains { $0 != 0 }
        let isUp = first > 5 || (first == 5 && (isMore || kept.digit(0) % 2 == 1))
        kept.trim()
        return isUp ? kept + SchoolbookDecimal("1") : kept
    }

    /// Whether there are at most so many digits.
    func fits(_ count: Int) -> Bool { digits.count <= count }

    private func digit(_ place: Int) -> Int { digits.indices.contains(place) ? digits[place] : 0 }
}
