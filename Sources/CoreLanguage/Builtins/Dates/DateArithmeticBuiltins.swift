/// Reckons with dates, timestamps and durations. A duration is a number of milliseconds, as `90s` is 90000 in a script.
enum DateArithmeticBuiltins {
    static let all = [
        Builtin(
            "add_days", ["moment", "days"], ["(date, integer) -> date", "(timestamp, integer) -> timestamp"],
            "The date or timestamp so many days later.",
            [(#"add_days("2024-02-28", 2)"#, #""2024-03-01""#), (#"add_days("2026-01-01", -1)"#, #""2025-12-31""#)],
            addDays),
        Builtin(
            "add_months", ["moment", "months"], ["(date, integer) -> date", "(timestamp, integer) -> timestamp"],
            "The same day so many months later, or the last day of a month that has no such day.",
            [
                (#"add_months("2026-01-31", 1)"#, #""2026-02-28""#),
                (#"add_months("2024-02-29", 12)"#, #""2025-02-28""#),
            ],
            addMonths),
        Builtin(
            "add_duration", ["moment", "duration"],
            ["(timestamp, integer) -> timestamp", "(date, integer) -> timestamp", "(timestamp, text) -> timestamp"],
            "The timestamp so many milliseconds later, or a duration such as \"1h30m\".",
            [
                (#"add_duration("2026-01-31T23:59:59Z", 1500)"#, #""2026-02-01T00:00:00.500Z""#),
                (#"add_duration("2026-01-31", "1h30m")"#, #""2026-01-31T01:30:00Z""#),
            ], addDuration),
        Builtin(
            "date_diff", ["start", "end", "unit?"],
            ["(date, date, text?) -> integer", "(timestamp, timestamp, text?) -> integer"],
            "The whole years, months, weeks, days, hours, minutes, seconds or milliseconds from start to end; days unless told otherwise.",
            [
                (#"date_diff("2026-01-01", "2026-03-01")"#, "59"),
                (#"date_diff("2026-01-31", "2026-02-28", "months")"#, "0"),
                (#"date_diff("2026-01-02", "2026-01-01", "hours")"#, "-24"),
            ], difference),
        Builtin(
            "start_of", ["moment", "unit"], ["(date, text) -> date", "(timestamp, text) -> timestamp"],
            "The first moment of its year, quarter, month, week (Monday), day, hour or minute.",
            [
                (#"start_of("2026-05-20", "month")"#, #""2026-05-01""#),
                (#"start_of("2026-01-31T12:34:56Z", "hour")"#, #""2026-01-31T12:00:00Z""#),
            ], startOf),
        Builtin(
            "parse_duration", ["text"], ["(text) -> integer"],
            "The milliseconds of a duration: units ms, s, m, h, d, w, each once, falling.",
            [(#"parse_duration("1h30m")"#, "5400000"), (#"parse_duration("250ms")"#, "250")], parseDuration),
        Builtin(
            "format_duration", ["milliseconds"], ["(integer) -> text"], "The milliseconds as a duration.",
            [("format_duration(5400250)", #""1h30m250ms""#), ("format_duration(0)", #""0ms""#)], formatDuration),
    ]

    private static func addDays(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.made(call.moment(0).adding(days: call.integer(1)))
    }

    private static func addMonths(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        try call.made(call.moment(0).adding(months: call.integer(1)))
    }

    private static func addDuration(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let moment = try call.moment(0)
        guard case .string = try call.value(1) else {
            return try call.made(moment.adding(milliseconds: call.integer(1)))
        }
        return try call.made(moment.adding(milliseconds: DurationText.milliseconds(call, 1)))
    }

    private static func difference(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (start, end) = (try call.moment(0), try call.moment(1))
        let seconds = end.seconds - start.seconds
        let nanoseconds = end.nanoseconds - start.nanoseconds
        // Towards zero, also where the fractions of a second point the other way.
        let milliseconds = (seconds * 1_000_000 + nanoseconds / 1_000) / 1_000
        let unit = try call.text(2, default: "days")
        switch unit {
        case "milliseconds": return call.count(milliseconds)
        case "seconds": return call.count(milliseconds / 1_000)
        case "minutes": return call.count(milliseconds / 60_000)
        case "hours": return call.count(milliseconds / 3_600_000)
        case "days": return call.count(milliseconds / 86_400_000)
        case "weeks": return call.count(milliseconds / 604_800_000)
        case "months": return call.count(months(start, end))
        case "years": return call.count(months(start, end) / 12)
        default:
            throw call.refused(
                2,
                "must be years, months, weeks, days, hours, minutes, seconds or milliseconds, and is \"\(Suggestion.clipped(unit))\""
            )
        }
    }

    /// The whole months from one moment to another.
    private static func months(_ start: Moment, _ end: Moment) -> Int {
        let (from, to) = (start.day, end.day)
        let months = (to.year - from.year) * 12 + to.month - from.month
        let fromRest = (from.day, start.secondOfDay, start.nanoseconds)
        let toRest = (to.day, end.secondOfDay, end.nanoseconds)
        if months > 0, toRest < fromRest { return months - 1 }
        return months < 0 && toRest > fromRest ? months + 1 : months
    }

    private static func startOf(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let (moment, unit) = (try call.moment(0), try call.text(1))
        let day = moment.day
        let start: CivilDay? =
            switch unit {
            case "year": CivilDay(year: day.year, month: 1, day: 1)
            case "quarter": CivilDay(year: day.year, month: (day.month - 1) / 3 * 3 + 1, day: 1)
            case "month": CivilDay(year: day.year, month: day.month, day: 1)
            case "week": CivilDay(days: day.days + 1 - day.weekday)
            case "day": day
            default: nil
            }
        if let start {
            return try call.made(
                Moment(seconds: start.days * Moment.secondsPerDay, isDate: moment.isDate))
        }
        guard let length = ["hour": 3_600, "minute": 60, "second": 1][unit] else {
            throw call.refused(
                1,
                "must be year, quarter, month, week, day, hour, minute or second, and is \"\(Suggestion.clipped(unit))\""
            )
        }
        return try call.made(
            Moment(seconds: moment.seconds - moment.secondOfDay % length, isDate: moment.isDate))
    }

    private static func parseDuration(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .integer(try DurationText.milliseconds(call, 0))
    }

    private static func formatDuration(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .string(DurationText.text(milliseconds: try call.integer(0)))
    }
}
