/// Reads moments that were written in a format. A number may have fewer digits than its field.
struct DateFormatReader {
    private var bytes: ArraySlice<UInt8>
    private var parts: [Unicode.Scalar: Int] = [:]

    /// The moment that the first argument writes in the format of the second.
    static func parse(_ call: BuiltinCall) throws(EvaluationError) -> Moment {
        let (text, format) = (try call.text(0), try call.dateFormat(1))
        try call.budget.charge(bytes: text.utf8.count)
        var reader = DateFormatReader(bytes: Array(text.utf8)[...])
        for part in format.parts {
            let isRead =
                switch part {
                case .literal(let scalar): reader.read(literal: scalar)
                case .field(let name): reader.readField(name)
                }
            guard isRead else { throw misfit(call) }
        }
        guard reader.bytes.isEmpty, let moment = reader.moment else { throw misfit(call) }
        return moment
    }

    private static func misfit(_ call: BuiltinCall) -> EvaluationError {
        call.refused(0, "must be written as the format says")
    }

    private mutating func read(literal scalar: Unicode.Scalar) -> Bool {
        let wanted = Array(String(scalar).utf8)
        guard bytes.starts(with: wanted) else { return false }
        bytes = bytes.dropFirst(wanted.count)
        return true
    }

    /// Whether the text goes on with such a field.
    private mutating func readField(_ name: Unicode.Scalar) -> Bool {
        switch name {
        case "Y": readNumber(name, digits: 4)
        case "L": readNumber(name, digits: 3)
        case "m", "d", "H", "I", "M", "S": readNumber(name, digits: 2)
        case "B": readWord("m", DateFormatBuiltins.months, from: 1)
        case "b": readWord("m", DateFormatBuiltins.months.map { String($0.prefix(3)) }, from: 1)
        case "p": readWord("p", ["AM", "PM"], from: 0)
        default: false
        }
    }

    private mutating func readNumber(_ name: Unicode.Scalar, digits: Int) -> Bool {
        let found = bytes.prefix(digits).prefix { JSONByte.digit($0) < 10 }
        guard let number = Int(String(decoding: found, as: UTF8.self)) else { return false }
        parts[name] = number
        bytes = bytes.dropFirst(found.count)
        return true
    }

    private mutating func readWord(_ name: Unicode.Scalar, _ words: [String], from first: Int) -> Bool {
        for (number, word) in words.enumerated() {
            let found = String(decoding: bytes.prefix(word.utf8.count), as: UTF8.self)
            if found.lowercased() == word.lowercased() {
                parts[name] = number + first
                bytes = bytes.dropFirst(word.utf8.count)
                return true
            }
        }
        return false
    }

    private var moment: Moment? {
        guard let year = parts["Y"], let day = CivilDay(year: year, month: parts["m"] ?? 1, day: parts["d"] ?? 1),
            let hour, let minute = inRange("M", 0...59), let second = inRange("S", 0...60)
        else { return nil }
        return Moment(
            seconds: day.days * Moment.secondsPerDay + hour * 3_600 + minute * 60 + second,
            nanoseconds: (parts["L"] ?? 0) * 1_000_000, isDate: false)
    }

    private var hour: Int? {
        guard parts["I"] != nil else { return inRange("H", 0...23) }
        guard let hour = inRange("I", 1...12) else { return nil }
        return hour % 12 + (parts["p"] ?? 0) * 12
    }

    private func inRange(_ name: Unicode.Scalar, _ range: ClosedRange<Int>) -> Int? {
        let number = parts[name] ?? range.lowerBound
        return range.contains(number) ? number : nil
    }
}
