/// Durations as scripts write them: `1h30m`, `500ms`, `2d`.
public enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// The milliseconds that a text writes; nil where it is no duration, or more than 64 bits hold.
    public static func milliseconds(_ text: String) -> Int64? {
        guard text.utf8.count <= 64 else { return nil }
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == JSONByte.minus
        if isNegative { rest.removeFirst() }
        var unitsLeft = units[...]
        var sum: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { JSONByte.digit($0) < 10 }
            let letters = rest.dropFirst(digits.count).prefix { JSONByte.digit($0) >= 10 }
            let name = String(decoding: letters, as: UTF8.self)
            guard let number = Int64(String(decoding: digits, as: UTF8.self)),
                let place = unitsLeft.firstIndex(where: { $0.name == name })
            else { return nil }
            let product = number.multipliedReportingOverflow(by: units[place].milliseconds)
            let total = sum.addingReportingOverflow(product.partialValue)
            guard !product.overflow, !total.overflow else { return nil }
            sum = total.partialValue
            unitsLeft = units[(place + 1)...]
            rest = rest.dropFirst(digits.count + letters.count)
        }
        return isNegative ? -sum : sum
    }

    /// The argument at a place as milliseconds.
    static func milliseconds(_ call: BuiltinCall, _ place: Int) throws(EvaluationError) -> Int64 {
        guard let milliseconds = milliseconds(try call.text(place)) else {
            throw call.refused(
                place, "must be a duration such as 1h30m, of units ms, s, m, h, d, w, each once, falling")
        }
        return milliseconds
    }

    /// The text of a duration, in days and smaller units.
    static func text(milliseconds: Int64) -> String {
        var rest = milliseconds.magnitude
        var text = milliseconds < 0 ? "-" : ""
        for unit in units.dropFirst() where rest >= UInt64(unit.milliseconds) {
            text += "\(rest / UInt64(unit.milliseconds))\(unit.name)"
            rest %= UInt64(unit.milliseconds)
        }
        return text.isEmpty ? "0ms" : text
    }
}
