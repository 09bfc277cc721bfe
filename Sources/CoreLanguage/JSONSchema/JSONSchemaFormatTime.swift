/// What of RFC 3339 no regular expression says. The texts have the right form already.
enum JSONSchemaFormatTime {
    private static let minutesPerDay = 24 * 60

    /// Whether a text that begins with year, month and day names a day of the Gregorian calendar.
    static func isDay(_ text: String) -> Bool {
        let parts = numbers(text.prefix("2000-01-01".count))
        guard parts.count == 3 else {
            return false
        }
        return parts[2] <= dayCount(month: parts[1], year: parts[0])
    }

    private static func dayCount(month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether the second 60, if a time has it, is the last of a day in UTC (RFC 3339 section 5.7).
    static func isLeapSecondInPlace(_ time: String) -> Bool {
        let parts = numbers(time.prefix("00:00:00".count))
        guard parts.count == 3, parts[2] == 60 else {
            return true
        }
        let offset = time.last == "Z" || time.last == "z" ? [0, 0] : numbers(time.suffix("00:00".count))
        guard offset.count == 2 else {
            return false
        }
        let sign = time.dropLast("00:00".count).last == "-" ? 1 : -1
        let minute = parts[0] * 60 + parts[1] + sign * (offset[0] * 60 + offset[1])
        return (minute + minutesPerDay) % minutesPerDay == minutesPerDay - 1
    }

    /// The runs of digits as numbers.
    private static func numbers(_ text: Substring) -> [Int] {
        text.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    }
}
