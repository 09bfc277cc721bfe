/// Dates and timestamps are texts: 2026-01-31 and 2026-01-31T12:00:00Z (RFC 3339). All reckoning is in UTC, in the
/// Gregorian calendar of the years 0000 to 9999.
enum DateBuiltins {
    static let all = [
        Builtin(
            "date", ["value", "month?", "day?"],
            ["(text) -> date", "(date) -> date", "(timestamp) -> date", "(integer, integer, integer) -> date"],
            "The date that a text writes, the day of a timestamp in UTC, or that of a year, a month and a day.",
            [
                (#"date("2026-01-31T23:30:00-01:00")"#, #""2026-02-01""#), ("date(2024, 2, 29)", #""2024-02-29""#),
            ], date),
        Builtin(
            "timestamp", ["value", "time?"],
            ["(text) -> timestamp", "(date, text?) -> timestamp", "(timestamp) -> timestamp"],
            "The timestamp that a text writes, in UTC; of a date its midnight, or a time of that day.",
            [
                (#"timestamp("2026-01-31T12:00:00+02:00")"#, #""2026-01-31T10:00:00Z""#),
                (#"timestamp("2026-01-31", "08:15")"#, #""2026-01-31T08:15:00Z""#),
            ], timestamp),
        Builtin(
            "is_date", ["value"], ["(any) -> boolean"], "Whether the value is the text of a date.",
            [(#"is_date("2026-02-29")"#, "false"), (#"is_date("2024-02-29")"#, "true")], isDate),
        Builtin(
            "is_timestamp", ["value"], ["(any) -> boolean"], "Whether the value is the text of a timestamp.",
            [(#"is_timestamp("2026-01-31T12:00:00Z")"#, "true"), (#"is_timestamp("2026-01-31")"#, "false")],
            isTimestamp),
        Builtin(
            "to_unix", ["moment"], ["(timestamp) -> number", "(date) -> number"],
            "The seconds from 1970-01-01T00:00:00Z on: an integer, or a number where there are fractions, exact to the nanosecond. Moments are ordered by it, whatever their offsets and digits.",
            [
                (#"to_unix("1970-01-02")"#, "86400"), (#"to_unix("1970-01-01T00:00:00.5Z")"#, "0.5"),
                (#"to_unix("1970-01-01T02:00:00+02:00")"#, "0"),
            ], toUnix),
        Builtin(
            "from_unix", ["seconds"], ["(number) -> timestamp"],
            "The timestamp so many seconds from 1970-01-01T00:00:00Z on, to the millisecond.",
            [("from_unix(86400)", #""1970-01-02T00:00:00Z""#), ("from_unix(-0.5)", #""1969-12-31T23:59:59.500Z""#)],
            fromUnix),
    ]

    private static func date(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        if call.arguments.count == 3 {
            let year = try call.integer(0, in: 0...9_999)
            let (month, day) = (try call.integer(1, in: 1...12), try call.integer(2, in: 1...31))
            guard let civil = CivilDay(year: year, month: month, day: day) else {
                throw call.refused(2, "must be a day of that month")
            }
            return .string(Moment(civil, isDate: true).text)
        }
        guard call.arguments.count == 1 else { throw call.refused(2, "is missing") }
        return .string(Moment(try call.moment(0).day, isDate: true).text)
    }

    private static func timestamp(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let moment = try call.moment(0)
        guard try call.optional(1) != nil else {
            return try call.made(Moment(seconds: moment.seconds, nanoseconds: moment.nanoseconds, isDate: false))
        }
        var scanner = MomentScanner(bytes: Array(try call.text(1).utf8.prefix(64)))
        guard let time = scanner.time(), scanner.isAtEnd else { throw call.refused(1, "must be a time such as 08:15") }
        let midnight = moment.seconds - moment.secondOfDay
        return try call.made(
            Moment(seconds: midnight + time.seconds, nanoseconds: time.nanoseconds, isDate: false))
    }

    private static func isDate(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try call.value(0).stringValue.flatMap(Moment.init(parsing:))?.isDate == true)
    }

    private static func isTimestamp(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        .bool(try call.value(0).stringValue.flatMap(Moment.init(parsing:))?.isDate == false)
    }

    private static func toUnix(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        let moment = try call.moment(0)
        guard moment.nanoseconds > 0 else { return call.count(moment.seconds) }
        guard let seconds = JSONValue(numberText: moment.unixSecondsText) else {
            throw call.refused(0, "must be a moment")
        }
        return seconds
    }

    private static func fromUnix(_ call: BuiltinCall) throws(EvaluationError) -> JSONValue {
        if let seconds = try call.numeric(0).int64Value {
            return try call.made(Moment(seconds: Int(seconds), isDate: false))
        }
        let milliseconds = (try call.number(0) * 1_000).rounded()
        guard milliseconds.magnitude < 1e15 else { return try call.made(Moment?.none) }
        let epoch = Moment(CivilDay(days: 0), isDate: false)
        return try call.made(epoch.adding(milliseconds: Int64(milliseconds)))
    }
}
