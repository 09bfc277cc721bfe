/// A day of the Gregorian calendar, which counts as if it had always been in use.
///
/// The conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years that begin in
/// March, in cycles of 400.
struct CivilDay {
    let year: Int
    let month: Int
    let day: Int

    /// The day so many days behind 1970-01-01.
    init(days: Int) {
        let shifted = days + 719_468
        let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    /// A day of the years 0 to 9999; nil where there is none.
    init?(year: Int, month: Int, day: Int) {
        guard (0...9_999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.dayCount(month: month, year: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// How many days behind 1970-01-01 it is.
    var days: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let cycle = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfCycle = shiftedYear - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - 719_468
    }

    /// The number of the day in its year, from 1.
    var dayOfYear: Int {
        (1..<month).reduce(day) { $0 + Self.dayCount(month: $1, year: year) }
    }

    /// The day of the week, from 1 for Monday to 7 (ISO 8601).
    var weekday: Int {
        let rest = (days + 3) % 7
        return (rest < 0 ? rest + 7 : rest) + 1
    }

    /// The week of ISO 8601: that of the year in which the week's Thursday lies.
    var week: Int {
        let thursday = CivilDay(days: days + 4 - weekday)
        return (thursday.dayOfYear - 1) / 7 + 1
    }

    static func isLeap(_ year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    static func dayCount(month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
