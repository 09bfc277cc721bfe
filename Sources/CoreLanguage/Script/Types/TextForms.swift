/// The forms of texts that stand for other values.
enum TextForms {
    /// Whether `text` is a date as RFC 3339 writes it: `2024-02-29`.
    static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            (1...12).contains(month)
        else { return false }
        return (1...daysOf(month, year)).contains(day)
    }

    /// Whether `text` is a point in time as RFC 3339 writes it: `2024-02-29T12:00:00.5Z`, with any offset.
    static func isTimestamp(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, isDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            isClock(bytes[11..<19])
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { isDigit($0) }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(1 + digits.count)
        }
        return isOffset(rest)
    }

    /// Whether `text` is base64 after RFC 4648, with its padding.
    static func isBase64(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count.isMultiple(of: 4) else { return false }
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return padding <= 2
            && bytes.dropLast(padding).allSatisfy {
                isDigit($0) || ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") && $0 >= 0x41)
                    || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
            }
    }

    /// The milliseconds of a text such as `24h` or `1h30m`; nil for anything else.
    static func milliseconds(ofDuration text: String) -> Int64? {
        var rest = Array(text.utf8)[...]
        var total: Int64 = 0
        var last = Int.max
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { isDigit($0) }
            rest = rest.dropFirst(digits.count)
            let word = rest.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
            rest = rest.dropFirst(word.count)
            guard let count = Int64(String(decoding: digits, as: UTF8.self)),
                let unit = units.firstIndex(where: { $0.word == String(decoding: word, as: UTF8.self) }), unit < last
            else { return nil }
            last = unit
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: units[unit].milliseconds)
            let (sum, isSumTooLarge) = total.addingReportingOverflow(product)
            guard !isTooLarge, !isSumTooLarge else { return nil }
            total = sum
        }
        return total
    }

    private static let units: [(word: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { JSONByte.digit(byte) < 10 }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy(isDigit) ? Int(String(decoding: bytes, as: UTF8.self)) : nil
    }

    private static func daysOf(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `12:00:00`; a leap second counts.
    private static func isClock(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }),
            let hour = number(parts[0]), let minute = number(parts[1]), let second = number(parts[2])
        else { return false }
        return hour < 24 && minute < 60 && second < 61
    }

    /// `Z`, `+01:00`.
    private static func isOffset(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return false }
        if first | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 }
        guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), bytes.count == 6 else { return false }
        let rest = bytes.dropFirst()
        return isClock(rest + [UInt8(ascii: ":"), UInt8(ascii: "0"), UInt8(ascii: "0")])
    }
}
