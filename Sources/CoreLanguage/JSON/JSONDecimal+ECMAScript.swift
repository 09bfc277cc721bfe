extension JSONDecimal {
    /// Appends the number as ECMAScript's Number::toString lays it out (ECMA-262 section 6.1.6.1.20), the form RFC 8785
    /// section 3.2.2.3 prescribes, with however many digits there are.
    func append(to buffer: inout JSONByteBuffer) {
        if isNegative {
            buffer.append(JSONByte.minus)
        }
        if digits.isEmpty {
            buffer.append(JSONByte.zero)
        } else if pointPosition > 21 || pointPosition <= -6 {
            appendWithExponent(to: &buffer)
        } else if pointPosition >= digits.count {
            buffer.append(digits[...])
            buffer.append(JSONByte.zero, count: pointPosition - digits.count)
        } else if pointPosition > 0 {
            appendPointed(after: pointPosition, to: &buffer)
        } else {
            buffer.append(JSONByte.zero)
            buffer.append(JSONByte.point)
            buffer.append(JSONByte.zero, count: -pointPosition)
            buffer.append(digits[...])
        }
    }

    private func appendPointed(after place: Int, to buffer: inout JSONByteBuffer) {
        buffer.append(digits[..<place])
        if place < digits.count {
            buffer.append(JSONByte.point)
            buffer.append(digits[place...])
        }
    }

    private func appendWithExponent(to buffer: inout JSONByteBuffer) {
        appendPointed(after: 1, to: &buffer)
        buffer.append(JSONByte.lowercaseE)
        let exponent = pointPosition - 1
        buffer.append(exponent < 0 ? JSONByte.minus : JSONByte.plus)
        buffer.append(decimal: UInt64(exponent.magnitude))
    }
}
