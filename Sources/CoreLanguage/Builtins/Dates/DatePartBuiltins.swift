/// What a date or a timestamp is made of, in UTC.
enum DatePartBuiltins {
    static let all = [
        part("year", "The year.", (#"year("2026-01-31")"#, "2026")) { $0.day.year },
        part("month", "The month, from 1 to 12.", (#"month("2026-01-31")"#, "1")) { $0.day.month },
        part("day", "The day of the month, from 1.", (#"day("2026-01-31")"#, "31")) { $0.day.day },
        part("hour", "The hour, from 0 to 23; 0 for a date.", (#"hour("2026-01-31T12:30:15Z")"#, "12")) {
            $0.secondOfDay / 3_600
        },
        part("minute", "The minute, from 0 to 59.", (#"minute("2026-01-31T12:30:15Z")"#, "30")) {
            $0.secondOfDay / 60 % 60
        },
        part("second", "The second, from 0 to 59.", (#"second("2026-01-31T12:30:15Z")"#, "15")) {
            $0.secondOfDay % 60
        },
        part("millisecond", "The millisecond, from 0 to 999.", (#"millisecond("2026-01-31T12:30:15.250Z")"#, "250")) {
            $0.nanoseconds / 1_000_000
        },
        part("weekday", "The day of the week, from 1 for Monday to 7 (ISO 8601).", (#"weekday("2026-01-31")"#, "6")) {
            $0.day.weekday
        },
        part("week", "The number of the week (ISO 8601).", (#"week("2027-01-03")"#, "53")) { $0.day.week },
        part("day_of_year", "The number of the day in its year, from 1.", (#"day_of_year("2024-12-31")"#, "366")) {
            $0.day.dayOfYear
        },
        part("quarter", "The quarter of the year, from 1 to 4.", (#"quarter("2026-11-05")"#, "4")) {
            ($0.day.month + 2) / 3
        },
        part("days_in_month", "How many days its month has.", (#"days_in_month("2024-02-10")"#, "29")) {
            CivilDay.dayCount(month: $0.day.month, year: $0.day.year)
        },
        Builtin(
            "is_leap_year", ["year"], ["(integer) -> boolean"], "Whether the year has a 29th of February.",
            [("is_leap_year(2024)", "true"), ("is_leap_year(1900)", "false")]
        ) { call throws(EvaluationError) in
            .bool(CivilDay.isLeap(try call.integer(0, in: 0...9_999)))
        },
    ]

    private static func part(
        _ name: String, _ summary: String, _ example: Builtin.Example, _ value: @escaping @Sendable (Moment) -> Int
    ) -> Builtin {
        Builtin(name, ["moment"], ["(date) -> integer", "(timestamp) -> integer"], summary, [example]) {
            call throws(EvaluationError) in
            call.count(value(try call.moment(0)))
        }
    }
}
