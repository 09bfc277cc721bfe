/// Dates and timestamps by a format of `strftime`'s fields. Names of months and days are English.
enum DateFormatBuiltins {
    static let all = [
        Builtin(
            "format_date", ["moment", "format"], ["(date, text) -> text", "(timestamp, text) -> text"],
            "The text of a format with the fields of the moment: \(DateFormat.fields).",
            [
                (#"format_date("2026-01-31", "%d.%m.%Y")"#, #""31.01.2026""#),
                (#"format_date("2026-01-31T15:04:05Z", "%A, %B %d, %I:%M %p")"#, #""Saturday, January 31, 03:04 PM""#),
            ], format),
        Builtin(
            "parse_date", ["text", "format"], ["(text, text) -> date"],
            "The date that a text writes in a format of %Y, %m, %d, %b and %B; fields of times are read and left out.",
            [(#"parse_date("31.01.2026", "%d.%m.%Y")"#, #""2026-01-31""#)], parseDate),
        Builtin(
            "parse_timestamp", ["text", "format"], ["(text, text) -> timestamp"],
            "The timestamp in UTC that a text writes in a format of those fields, and of %H, %I, %p, %M, %S, %L.",
            [(#"parse_timestamp("Jan 31 2026, 3:04 PM", "%b %d %Y, %I:%M %p")"#, #""2026-01-31T15:04:00Z""#)],
            parseTimestamp),
    ]

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    private static func format(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (moment, format) = (try call.moment(0), try call.dateFormat(1))
        var text = String.UnicodeScalarView()
        for part in format.parts {
            switch part {
            case .literal(let scalar): text.append(scalar)
            case .field(let name): text.append(contentsOf: field(name, of: moment).unicodeScalars)
            }
        }
        return .string(String(text))
    }

    private static func field(_ name: Unicode.Scalar, of moment: Moment) -> String {
        let (day, second) = (moment.day, moment.secondOfDay)
        let hour = second / 3_600
        switch name {
        case "Y": return Moment.padded(day.year, 4)
        case "m": return Moment.padded(day.month, 2)
        case "d": return Moment.padded(day.day, 2)
        case "H": return Moment.padded(hour, 2)
        case "I": return Moment.padded((hour + 11) % 12 + 1, 2)
        case "p": return hour < 12 ? "AM" : "PM"
        case "M": return Moment.padded(second / 60 % 60, 2)
        case "S": return Moment.padded(second % 60, 2)
        case "L": return Moment.padded(moment.nanoseconds / 1_000_000, 3)
        case "b": return String(months[day.month - 1].prefix(3))
        case "B": return months[day.month - 1]
        case "a": return String(weekdays[day.weekday - 1].prefix(3))
        case "A": return weekdays[day.weekday - 1]
        case "j": return Moment.padded(day.dayOfYear, 3)
        case "u": return String(day.weekday)
        case "V": return Moment.padded(day.week, 2)
        default: return ""
        }
    }

    private static func parseDate(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.budget.charge(steps: formatSteps)
        return try .string(Moment(DateFormatReader.parse(call).day, isDate: true).text)
    }

    private static func parseTimestamp(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.budget.charge(steps: formatSteps)
        return try call.made(DateFormatReader.parse(call))
    }

    /// What it takes to read a text by a format, which is short.
    private static let formatSteps = 16
}
