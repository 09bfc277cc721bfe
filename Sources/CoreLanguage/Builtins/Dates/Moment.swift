/// A date or a timestamp of the years 0000 to 9999, in UTC.
struct Moment {
    static let secondsPerDay = 86_400
    /// The first second of the year 0000 and the last of 9999, from 1970 on.
    static let seconds = -62_167_219_200...253_402_300_799

    /// Seconds from 1970-01-01T00:00:00Z on, leap seconds not counted.
    let seconds: Int
    /// From 0 to below 1,000,000,000.
    let nanoseconds: Int
    /// Whether it is a day without a time.
    let isDate: Bool

    /// Nil beyond the years 0000 to 9999.
    init?(seconds: Int, nanoseconds: Int = 0, isDate: Bool) {
        guard Self.seconds.contains(seconds) else { return nil }
        (self.seconds, self.nanoseconds, self.isDate) = (seconds, nanoseconds, isDate)
    }

    /// The midnight at which a day begins.
    init(_ day: CivilDay, isDate: Bool) {
        (seconds, nanoseconds, self.isDate) = (day.days * Self.secondsPerDay, 0, isDate)
    }

    private var dayNumber: Int {
        (seconds - secondOfDay) / Self.secondsPerDay
    }

    var day: CivilDay { CivilDay(days: dayNumber) }

    var secondOfDay: Int {
        let rest = seconds % Self.secondsPerDay
        return rest < 0 ? rest + Self.secondsPerDay : rest
    }

    /// The moment so many days later; nil beyond the years.
    func adding(days: Int64) -> Moment? {
        guard days.magnitude < 10_000_000 else { return nil }
        return Moment(seconds: seconds + Int(days) * Self.secondsPerDay, nanoseconds: nanoseconds, isDate: isDate)
    }

    /// The same day so many months later, or the last of a month that has no such day; nil beyond the years.
    func adding(months: Int64) -> Moment? {
        guard months.magnitude < 1_000_000 else { return nil }
        let from = day
        let month = from.year * 12 + from.month - 1 + Int(months)
        guard month >= 0 else { return nil }
        let (year, number) = (month / 12, month % 12 + 1)
        let last = CivilDay.dayCount(month: number, year: year)
        guard let to = CivilDay(year: year, month: number, day: min(from.day, last)) else { return nil }
        return Moment(
            seconds: to.days * Self.secondsPerDay + secondOfDay, nanoseconds: nanoseconds, isDate: isDate)
    }

    /// The moment so many milliseconds later; nil beyond the years.
    func adding(milliseconds: Int64) -> Moment? {
        let (sum, overflow) = milliseconds.addingReportingOverflow(Int64(nanoseconds / 1_000_000))
        guard !overflow else { return nil }
        let rest = sum % 1_000 < 0 ? sum % 1_000 + 1_000 : sum % 1_000
        let later = Int((sum - rest) / 1_000).addingReportingOverflow(seconds)
        guard !later.overflow else { return nil }
        return Moment(
            seconds: later.partialValue, nanoseconds: Int(rest) * 1_000_000 + nanoseconds % 1_000_000, isDate: false)
    }

    /// A date as 2026-01-31, a timestamp as 2026-01-31T12:00:00Z, with 3, 6 or 9 digits of fractions where there are
    /// any.
    var text: String {
        let day = day
        let date = "\(Self.padded(day.year, 4))-\(Self.padded(day.month, 2))-\(Self.padded(day.day, 2))"
        guard !isDate else { return date }
        let second = secondOfDay
        let time = [second / 3_600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(time)\(fraction)Z"
    }

    /// The seconds from 1970-01-01T00:00:00Z on as a decimal number: no `Double` tells nanoseconds of today apart.
    var unixSecondsText: String {
        let isBefore = seconds < 0 && nanoseconds > 0
        let whole = isBefore ? "-\(-(seconds + 1))" : "\(seconds)"
        return "\(whole).\(Self.padded(isBefore ? 1_000_000_000 - nanoseconds : nanoseconds, 9))"
    }

    private var fraction: String {
        if nanoseconds == 0 { return "" }
        if nanoseconds % 1_000_000 == 0 { return "." + Self.padded(nanoseconds / 1_000_000, 3) }
        if nanoseconds % 1_000 == 0 { return "." + Self.padded(nanoseconds / 1_000, 6) }
        return "." + Self.padded(nanoseconds, 9)
    }

    static func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
