import CoreLanguage
import Testing

@Suite("Formats and moments")
struct DateFormatTests {
    @Test(
        "A format that can't be used is known by its text, before a moment is there",
        arguments: [
            ("format_date", "%Y-%m-%d %H:%M:%S.%L %%", nil), ("format_date", "dd.MM.yyyy", nil),
            ("format_date", "", nil),
            ("format_date", "%Q", "%Q"), ("format_date", "%Y %", "single %"), ("format_date", "%%%", "single %"),
            ("parse_date", "%d %B %Y", nil), ("parse_date", "%Y %H", nil), ("parse_date", "%j %Y", "%j"),
            ("parse_date", "dd.MM.yyyy", "%Y"), ("parse_date", "%d.%m", "%Y"), ("parse_date", "%%Y", "%Y"),
            ("parse_timestamp", "%Y-%m-%dT%I%p", nil), ("parse_timestamp", "%A %Y", "%A"), ("upper", "%Q", nil),
        ] as [(String, String, String?)])
    func faults(_ builtin: String, _ format: String, _ part: String?) {
        let fault = DateFormat.fault(in: format, of: builtin)
        #expect((fault == nil) == (part == nil), "\(format): \(fault ?? "no fault")")
        if let part { #expect(fault?.contains(part) == true, "\(format): \(fault ?? "")") }
    }

    @Test("A fault of a format is what the call says too")
    func calls() throws {
        for (builtin, format) in [("format_date", "%Q"), ("parse_date", "%m"), ("parse_timestamp", "%")] {
            let fault = try #require(DateFormat.fault(in: format, of: builtin))
            guard case .failure(let error)? = outcome(#"\#(builtin)("2026-01-01", "\#(format)")"#) else {
                Issue.record("\(builtin) takes \(format)")
                continue
            }
            #expect(error.kind == .argument && error.message.contains(fault), "\(error.message)")
        }
    }

    @Test(
        "to_unix() orders moments, whatever their offsets and digits",
        arguments: [
            ("2026-01-01T00:00:00Z", "<", "2026-01-01T00:00:00.5Z"),
            ("2026-01-01T00:00:00.000Z", "==", "2026-01-01T01:00:00+01:00"),
            ("2026-01-01T00:00:00.000000001Z", ">", "2026-01-01T00:00:00Z"),
            ("2026-01-01T00:00:00.123456788Z", "<", "2026-01-01T00:00:00.123456789Z"),
            ("2026-01-01T00:00:00.1234567890Z", "==", "2026-01-01T00:00:00.123456789Z"),
            ("2026-01-01T23:00:00-02:00", ">", "2026-01-02T00:30:00Z"), ("2026-01-02", "==", "2026-01-02T00:00:00Z"),
            ("1969-12-31T23:59:59.9Z", "<", "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:58.9Z", "<", "1969-12-31T23:59:59.1Z"),
            ("0000-01-01T00:00:00.000000001Z", ">", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999998Z", "<", "9999-12-31T23:59:59.999999999Z"),
        ])
    func order(_ left: String, _ comparison: String, _ right: String) {
        for other in ["<", "==", ">"] {
            let value = outcome(#"to_unix("\#(left)") \#(other) to_unix("\#(right)")"#)
            #expect(value == .success(.bool(other == comparison)), "\(left) \(other) \(right)")
        }
    }

    @Test("Seconds before 1970 count down")
    func before() {
        #expect(outcome(#"to_unix("1969-12-31T23:59:59.75Z")"#) == .success(-0.25))
        #expect(outcome(#"to_unix("1969-12-31T23:59:58.75Z")"#) == .success(-1.25))
        #expect(outcome(#"to_unix("1969-12-31T23:59:59Z")"#) == .success(-1))
    }

    @Test("Timestamps are sorted, found and told apart by their moments")
    func lists() throws {
        let list = #"["2026-01-01T00:00:00.5Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z"]"#
        for (source, result) in [
            ("sort_by(\(list), t => to_unix(t)).first()", #""2026-01-01T01:00:00+01:00""#),
            ("max_by(\(list), t => to_unix(t))", #""2026-01-01T00:00:00.5Z""#),
            ("unique(\(list), t => to_unix(t)).count()", "2"),
            (#"find_index(\#(list), t => to_unix(t) == to_unix("2026-01-01T00:00:00.000Z"))"#, "1"),
            ("min_by([null, \"2026-01-01\"], t => if t == null then null else to_unix(t))", #""2026-01-01""#),
        ] {
            #expect(try outcome(source) == .success(JSONValue.parse(result)), "\(source)")
        }
    }
}
