/// The text form of a timestamp: ISO 8601 in the profile of RFC 3339.
extension Timestamp: CustomStringConvertible {
    private static let nanosecondsPerSecond: Int64 = 1_000_000_000
    private static let secondsPerDay: Int64 = 86_400

    /// `2026-11-21T21:00:41.123Z`: always UTC, with three, six or nine digits of the second only where they are needed.
    public var description: String {
        let seconds = nanoseconds.flooredQuotient(by: Self.nanosecondsPerSecond)
        let remainder = nanoseconds % Self.nanosecondsPerSecond
        let fraction = remainder < 0 ? remainder + Self.nanosecondsPerSecond : remainder
        let days = seconds.flooredQuotient(by: Self.secondsPerDay)
        let secondOfDay = seconds - days * Self.secondsPerDay
        var text = DigitWriter()
        text.write(CivilDate(daysSinceEpoch: days))
        text.write("T", secondOfDay / 3_600, digits: 2)
        text.write(":", secondOfDay / 60 % 60, digits: 2)
        text.write(":", secondOfDay % 60, digits: 2)
        if fraction % 1_000 != 0 {
            text.write(".", fraction, digits: 9)
        } else if fraction % 1_000_000 != 0 {
            text.write(".", fraction / 1_000, digits: 6)
        } else if fraction != 0 {
            text.write(".", fraction / 1_000_000, digits: 3)
        }
        text.write("Z")
        return text.description
    }

    /// Reads the RFC 3339 form: date, `T`, time, up to nine digits of the second, `Z` or an offset.
    ///
    /// Nil when the text has another form, names a day that does not exist, or lies outside the range.
    /// A leap second (`:60`) is read as the second after it.
    public init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), reader.take("-"),
            let day = reader.number(digits: 2), reader.take("T") || reader.take("t"),
            let hour = reader.number(digits: 2), hour < 24, reader.take(":"),
            let minute = reader.number(digits: 2), minute < 60, reader.take(":"),
            let second = reader.number(digits: 2), second <= 60,
            let date = CivilDate(year: year, month: month, day: day),
            let fraction = reader.optionalFraction(),
            let offset = reader.offsetSeconds(),
            reader.isAtEnd
        else { return nil }
        let seconds = date.daysSinceEpoch * Self.secondsPerDay + hour * 3_600 + minute * 60 + second - offset
        guard let sum = Int64(exactly: Int128(seconds) * Int128(Self.nanosecondsPerSecond) + Int128(fraction)) else {
            return nil
        }
        self.init(nanoseconds: sum)
    }
}

/// Writes digits and marks one after the other.
private struct DigitWriter: CustomStringConvertible {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(32) }

    var description: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ mark: Unicode.Scalar) { bytes.append(UInt8(ascii: mark)) }

    mutating func write(_ mark: Unicode.Scalar, _ value: Int64, digits count: Int) {
        write(mark)
        write(value, digits: count)
    }

    mutating func write(_ date: CivilDate) {
        write(date.year, digits: 4)
        write("-", date.month, digits: 2)
        write("-", date.day, digits: 2)
    }

    /// Writes a number that is not negative and has no more digits than `count`.
    private mutating func write(_ value: Int64, digits count: Int) {
        let begin = bytes.count
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: count))
        var rest = value
        for offset in (begin..<begin + count).reversed() {
            bytes[offset] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}

/// A day of the proleptic Gregorian calendar.
struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    /// Nil when there is no such day.
    init?(year: Int64, month: Int64, day: Int64) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[Int(month - 1)]).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    // Both directions follow H. Hinnant, "chrono-compatible low-level date algorithms": years begin in March,
    // so that the leap day is the last of its year.

    init(daysSinceEpoch: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear.flooredQuotient(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Reads digits and marks from the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == mark.value else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digit() -> Int64? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest.removeFirst()
        return Int64(byte - 0x30)
    }

    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Nanoseconds of an optional fraction of one to nine digits; nil when it is malformed.
    mutating func optionalFraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while count < 9, let digit = digit() {
            value = value * 10 + digit
            count += 1
        }
        if count == 0 { return nil }
        for _ in count..<9 { value *= 10 }
        return value
    }

    mutating func offsetSeconds() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24, take(":"), let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
