extension Moment {
    /// Reads a date (2026-01-31) or a timestamp of RFC 3339 (2026-01-31T12:00:00.5+01:00); nil for any other text.
    ///
    /// A space may stand for the T, the seconds may be left out, and without an offset the time is UTC. A leap second
    /// is the first second of the next minute.
    init?(parsing text: String) {
        var scanner = MomentScanner(bytes: Array(text.utf8.prefix(64)))
        guard text.utf8.count < 64, let day = scanner.day() else { return nil }
        if scanner.isAtEnd {
            self.init(day, isDate: true)
            return
        }
        guard scanner.takes("T") || scanner.takes("t") || scanner.takes(" "), let time = scanner.time(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        self.init(
            seconds: day.days * Self.secondsPerDay + time.seconds - offset, nanoseconds: time.nanoseconds,
            isDate: false)
    }
}

/// Reads the parts of dates and timestamps.
struct MomentScanner {
    let bytes: [UInt8]
    private(set) var place = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(truncatingIfNeeded: character.value) else { return false }
        place += 1
        return true
    }

    /// So many digits.
    mutating func number(_ digitCount: Int) -> Int? {
        guard place + digitCount <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[place..<place + digitCount] {
            let digit = JSONByte.digit(byte)
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        place += digitCount
        return number
    }

    mutating func day() -> CivilDay? {
        guard let year = number(4), takes("-"), let month = number(2), takes("-"), let day = number(2) else {
            return nil
        }
        return CivilDay(year: year, month: month, day: day)
    }

    mutating func time() -> (seconds: Int, nanoseconds: Int)? {
        guard let hour = number(2), hour < 24, takes(":"), let minute = number(2), minute < 60 else { return nil }
        guard takes(":") else { return (hour * 3_600 + minute * 60, 0) }
        guard let second = number(2), second <= 60 else { return nil }
        guard let nanoseconds = fraction() else { return nil }
        return (hour * 3_600 + minute * 60 + second, nanoseconds)
    }

    /// The digits behind a point as nanoseconds; what is finer is cut off. 0 without a point.
    mutating func fraction() -> Int? {
        guard takes(".") || takes(",") else { return 0 }
        var (nanoseconds, unit) = (0, 100_000_000)
        let start = place
        while place < bytes.count, JSONByte.digit(bytes[place]) < 10 {
            nanoseconds += Int(JSONByte.digit(bytes[place])) * unit
            unit /= 10
            place += 1
        }
        return place > start ? nanoseconds : nil
    }

    /// Seconds ahead of UTC; 0 where nothing is said.
    mutating func offset() -> Int? {
        if isAtEnd || takes("Z") || takes("z") { return 0 }
        let isBehind = takes("-")
        guard isBehind || takes("+"), let hours = number(2), hours < 24 else { return nil }
        _ = takes(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isBehind ? -60 : 60)
    }
}

extension BuiltinCall {
    /// The argument at a place as a date or a timestamp.
    func moment(_ place: Int) throws(EvaluationError) -> Moment {
        guard let moment = Moment(parsing: try text(place)) else {
            throw refused(place, "must be a date such as 2026-01-31 or a timestamp such as 2026-01-31T12:00:00Z")
        }
        return moment
    }

    /// A moment as a value; an error where it lies beyond the years that can be written.
    func made(_ moment: Moment?) throws(EvaluationError) -> JSONValue {
        guard let moment else {
            throw EvaluationError(.argument, "\(signature): the result is beyond the years 0000 to 9999.")
        }
        return .string(moment.text)
    }
}
