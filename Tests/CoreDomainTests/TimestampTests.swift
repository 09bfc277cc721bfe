import CoreDomain
import CoreTesting
import Testing

@Suite struct TimestampTests {
    struct Row: Sendable {
        let text: String
        let nanoseconds: Int64
        init(_ text: String, _ nanoseconds: Int64) { (self.text, self.nanoseconds) = (text, nanoseconds) }
    }

    /// Texts that are written exactly so.
    static let canonical = [
        Row("1970-01-01T00:00:00Z", 0),
        Row("1969-12-31T23:59:59.999999999Z", -1),
        Row("2000-02-29T12:34:56.789Z", 951_827_696_789_000_000),
        Row("2026-11-21T21:00:41.000001Z", 1_795_294_841_000_001_000),
        Row("1677-09-21T00:12:43.145224192Z", .min),
        Row("2262-04-11T23:47:16.854775807Z", .max),
    ]

    @Test(arguments: canonical)
    func writesAndReads(row: Row) {
        #expect(Timestamp(nanoseconds: row.nanoseconds).description == row.text)
        #expect(Timestamp(row.text) == Timestamp(nanoseconds: row.nanoseconds))
    }

    @Test(arguments: [
        Row("1970-01-01t00:00:00z", 0), Row("1970-01-01T01:00:00+01:00", 0), Row("1969-12-31T22:30:00-01:30", 0),
        Row("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000), Row("1970-01-01T00:00:00.5Z", 500_000_000),
    ])
    func readsOtherSpellings(row: Row) {
        #expect(Timestamp(row.text) == Timestamp(nanoseconds: row.nanoseconds))
    }

    @Test(arguments: [
        "", "1970-01-01", "1970-01-01T00:00:00", "1970-13-01T00:00:00Z", "1970-02-30T00:00:00Z", "1900-02-29T00:00:00Z",
        "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z", "1970-01-01T00:00:00.Z",
        "1970-01-01T00:00:00.1234567890Z", "1970-01-01T00:00:00+0100", "1970-01-01T00:00:00Zx", "9999-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z", "+970-01-01T00:00:00Z",
    ])
    func refuses(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func everyPointRoundTrips() {
        var random = SeededRandom(seed: Torture.seed(3))
        for _ in 0..<5_000 {
            let point = Timestamp(nanoseconds: Int64(bitPattern: random.next()))
            #expect(Timestamp(point.description) == point)
        }
    }

    @Test func sumsSaturate() {
        #expect(Timestamp.latest.adding(.nanoseconds(1)) == .latest)
        #expect(Timestamp.earliest.adding(.nanoseconds(-1)) == .earliest)
        #expect(Timestamp(nanoseconds: 0).adding(.seconds(Int64.max)) == .latest)
        #expect(Timestamp(nanoseconds: 5).adding(.seconds(-1)) == Timestamp(nanoseconds: -999_999_995))
        #expect(Timestamp.earliest.since(.latest) == .nanoseconds(Int64.min))
        #expect(Timestamp(nanoseconds: -1).milliseconds == -1)
    }
}
