extension JSONDecimal {
    /// Which way a number is rounded.
    enum Direction {
        /// To the nearest, halves away from zero: what people learn, and spreadsheets do.
        case nearest
        case down
        case up
        case towardZero
    }

    /// The digits of the number × 10^`fraction` as a whole number, without sign; none for 0.
    ///
    /// There are at most ``digits``' count and one, and zeros up to the point.
    func digits(fraction: Int, _ direction: Direction) -> [UInt8] {
        let kept = pointPosition + fraction
        var digits = Array(self.digits.prefix(max(0, kept)))
        if kept > digits.count { digits += Array(repeating: JSONByte.zero, count: kept - digits.count) }
        guard kept < self.digits.count, isRoundedAway(from: kept, direction) else { return digits }
        var place = digits.count - 1
        while place >= 0, digits[place] == JSONByte.zero + 9 {
            digits[place] = JSONByte.zero
            place -= 1
        }
        if place >= 0 { digits[place] += 1 } else { digits.insert(JSONByte.zero + 1, at: 0) }
        return digits
    }

    /// Whether what stands from a place on, which is not nothing, makes the digits before it larger.
    private func isRoundedAway(from place: Int, _ direction: Direction) -> Bool {
        switch direction {
        case .nearest: place >= 0 && digits[place] >= JSONByte.zero + 5
        case .down: isNegative
        case .up: !isNegative
        case .towardZero: false
        }
    }

    /// The number in plain digits with so many behind the point, and separators between thousands.
    func text(fraction: Int, thousands: String, point: String) -> String {
        var digits = digits(fraction: fraction, .nearest)
        let isZero = digits.allSatisfy { $0 == JSONByte.zero }
        if digits.count <= fraction {
            digits.insert(contentsOf: repeatElement(JSONByte.zero, count: fraction + 1 - digits.count), at: 0)
        }
        let whole = digits.count - fraction
        var text = isNegative && !isZero ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place == whole {
                text += point
            } else if place > 0, place < whole, (whole - place).isMultiple(of: 3) {
                text += thousands
            }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }
}

extension JSONValue {
    /// The number rounded to a whole one; nil where that does not fit 64 bits.
    func rounded(_ direction: JSONDecimal.Direction) -> Int64? {
        switch self {
        case .integer(let number): return number
        case .double(let number):
            let rule: FloatingPointRoundingRule =
                switch direction {
                case .nearest: .toNearestOrAwayFromZero
                case .down: .down
                case .up: .up
                case .towardZero: .towardZero
                }
            if let whole = JSONValue.double(number.rounded(rule)).int64Value { return whole }
            return nil
        default:
            guard let decimal = numberText.flatMap(JSONDecimal.init), decimal.pointPosition <= 19 else { return nil }
            let digits = String(decoding: decimal.digits(fraction: 0, direction), as: UTF8.self)
            return digits.isEmpty ? 0 : Int64((decimal.isNegative ? "-" : "") + digits)
        }
    }
}
