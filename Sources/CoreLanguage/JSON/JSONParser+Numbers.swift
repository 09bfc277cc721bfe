extension JSONParser {
    /// Reads the number here, which begins with a minus sign or a digit.
    mutating func readNumber() throws(JSONFailure) -> JSONValue {
        let start = position
        let scan = try scanNumber()
        let text = UnsafeBufferPointer(start: input + start, count: position - start)
        return JSONValue(scan, text: String(decoding: text, as: UTF8.self))
    }

    /// Goes behind the number here.
    mutating func scanNumber() throws(JSONFailure) -> JSONNumberScan {
        var scan = JSONNumberScan()
        if input[position] == JSONByte.minus {
            scan.isNegative = true
            position += 1
        }
        try scanInteger(&scan)
        if position < count, input[position] == JSONByte.point {
            try scanFraction(&scan)
        }
        if position < count, input[position] | 0x20 == JSONByte.lowercaseE {
            try scanExponent(&scan)
        }
        return scan
    }

    @inline(__always)
    private mutating func scanInteger(_ scan: inout JSONNumberScan) throws(JSONFailure) {
        let start = position
        guard scanDigits(&scan) > 0 else {
            throw failure(.missingIntegerDigits)
        }
        if input[start] == JSONByte.zero, position - start > 1 {
            throw JSONFailure(reason: .leadingZero, offset: start)
        }
    }

    @inline(__always)
    private mutating func scanFraction(_ scan: inout JSONNumberScan) throws(JSONFailure) {
        scan.isInteger = false
        position += 1
        let places = scanDigits(&scan)
        guard places > 0 else {
            throw failure(.missingFractionDigits)
        }
        scan.exponent = -places
    }

    /// Reads digits onto `scan` and says how many there were.
    @inline(__always)
    private mutating func scanDigits(_ scan: inout JSONNumberScan) -> Int {
        let start = position
        while position < count {
            let digit = JSONByte.digit(input[position])
            guard digit < 10 else {
                break
            }
            scan.digits = scan.digits &* 10 &+ UInt64(digit)
            scan.digitCount += scan.digitCount > 0 || digit > 0 ? 1 : 0
            position += 1
        }
        return position - start
    }

    private mutating func scanExponent(_ scan: inout JSONNumberScan) throws(JSONFailure) {
        scan.isInteger = false
        position += 1
        var isNegative = false
        if position < count, input[position] == JSONByte.minus || input[position] == JSONByte.plus {
            isNegative = input[position] == JSONByte.minus
            position += 1
        }
        let start = position
        var exponent = 0
        while position < count, JSONByte.digit(input[position]) < 10 {
            if exponent < 1_000_000_000 {
                exponent = exponent * 10 + Int(JSONByte.digit(input[position]))
            }
            position += 1
        }
        guard position > start else {
            throw failure(.missingExponentDigits)
        }
        scan.exponent += isNegative ? -exponent : exponent
    }
}
