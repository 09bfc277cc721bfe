import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct AmountTests {
    @Test(arguments: [
        ("0", "0"), ("00", "0"), ("0.0", "0"), ("12", "12"), ("007", "7"), ("0.5", "0.5"), ("12.50", "12.5"),
        ("0.000000000000000001", "0.000000000000000001"), ("99999999999999", "99999999999999"),
        ("99999999999999.999999999999999999", "99999999999999.999999999999999999"),
        ("10.010", "10.01"),
    ])
    func readsAndWritesTheShortestText(text: String, shortest: String) throws {
        #expect(try Amount(text).description == shortest)
    }

    @Test(arguments: [
        ("", AmountError.empty), ("-1", .sign), ("+1", .sign), ("-", .sign), ("1e3", .exponent), ("1E3", .exponent),
        (".5", .form), ("5.", .form), (".", .form), ("1.2.3", .form), (" 1", .form), ("1 ", .form), ("1,5", .form),
        ("0x1", .form), ("١", .form), ("NaN", .form), ("1\u{0}", .form), ("1_000", .form),
        ("0.0000000000000000001", .tooManyDecimals), ("1.1000000000000000000", .tooManyDecimals),
        ("100000000000000", .tooLarge), ("000000000000000", .tooLarge),
    ])
    func refusesWhatIsNoAmount(text: String, error: AmountError) {
        #expect(throws: error) { try Amount(text) }
        #expect(!error.message.isEmpty)
    }

    @Test(arguments: [
        ("0.1", "0.1"), ("5e-1", "0.5"), ("1.5E2", "150"), ("1e13", "10000000000000"), ("\"0.1\"", "0.1"), ("0", "0"),
        ("0e99999999999999999999", "0"), ("1e-18", "0.000000000000000001"), ("0.3", "0.3"),
        ("100e-20", "0.000000000000000001"),
        ("99999999999999.999999999999999999", "99999999999999.999999999999999999"),
        ("0.100000000000000000000000000000000000000000000", "0.1"),
        ("123456789.123456789012345678", "123456789.123456789012345678"),
        ("0.000000000000000001e18", "1"),
    ])
    func readsJSONFromItsDigits(json: String, text: String) throws {
        #expect(try Amount.read(try JSONValue.parse(json)).description == text)
    }

    @Test(arguments: [
        ("-1", AmountError.sign), ("-0.0", .sign), ("1e14", .tooLarge), ("1e-19", .tooManyDecimals),
        ("0.1000000000000000000000000000000001", .tooManyDecimals), ("1e99999999999999999999", .tooLarge),
        ("1e-99999999999999999999", .tooManyDecimals), ("1e9223372036854775807", .tooLarge),
        ("1e-9223372036854775808", .tooManyDecimals), ("1e400", .tooLarge), ("\"1e2\"", .exponent), ("\"\"", .empty),
        ("true", .type), ("null", .type), ("[1]", .type), ("{}", .type), ("123456789012345", .tooLarge),
    ])
    func refusesJSONThatIsNoAmount(json: String, error: AmountError) throws {
        let value = try JSONValue.parse(json)
        #expect(throws: error) { try Amount.read(value) }
    }

    @Test func everyTextOfAnAmountReadsBack() throws {
        var random = SeededRandom(seed: Torture.seed(3))
        for _ in 0..<1_000 {
            let amount = Self.random(&random)
            #expect(try Amount(amount.description) == amount)
            #expect(try Amount.read(.string(amount.description)) == amount)
            #expect(try Amount.read(try JSONValue.parse(amount.description)) == amount)
            #expect(SchoolbookDecimal(String(amount.units)).text == String(amount.units))
        }
    }

    @Test func arithmeticAgreesWithTheSchoolbook() throws {
        var random = SeededRandom(seed: Torture.seed(4))
        for step in 0..<2_000 {
            let (left, right) = (Self.random(&random), Self.random(&random))
            let (a, b) = (SchoolbookDecimal(String(left.units)), SchoolbookDecimal(String(right.units)))
            func expect(_ found: Amount?, _ expected: SchoolbookDecimal?, _ what: String) {
                let fitting = expected.flatMap { $0.fits(32) ? $0.text : nil }
                #expect(found.map { String($0.units) } == fitting, "step \(step): \(left) \(what) \(right)")
            }
            expect(left.adding(right), a + b, "+")
            expect(left.subtracting(right), a - b, "-")
            expect(left.multiplied(by: right), (a * b).rounded(dropping: 18), "×")
            let count = random.next() >> (random.next() % 64)
            expect(left.multiplied(by: count), a * SchoolbookDecimal(String(count)), "× \(count) not")
        }
    }

    @Test(arguments: [
        ("0.000000000000000001", "0.5", "0"), ("0.000000000000000003", "0.5", "0.000000000000000002"),
        ("0.000000000000000001", "0.500000000000000001", "0.000000000000000001"),
        ("0.000000000000000005", "0.5", "0.000000000000000002"), ("1.5", "2", "3"),
        ("99999999999999.999999999999999999", "1", "99999999999999.999999999999999999"),
    ])
    func productsRoundHalfToEvenOnce(left: String, right: String, product: String) throws {
        #expect(try Amount(left).multiplied(by: Amount(right))?.description == product)
    }

    @Test func resultsThatDoNotFitAreNil() throws {
        let unit = try #require(Amount(units: 1))
        #expect(Amount(units: Amount.max.units + 1) == nil)
        #expect(Amount(units: .max) == nil)
        #expect(Amount.max.adding(unit) == nil)
        #expect(Amount.max.adding(.max) == nil)
        #expect(Amount.zero.subtracting(unit) == nil)
        #expect(Amount.max.multiplied(by: .max) == nil)
        #expect(Amount.max.multiplied(by: UInt64.max) == nil)
        #expect(try Amount.max.multiplied(by: Amount("1.000000000000000001")) == nil)
    }

    /// Amounts of every length.
    static func random(_ random: inout SeededRandom) -> Amount {
        let bits = UInt128(random.next()) << 64 | UInt128(random.next())
        switch random.next() % 8 {
        case 0: return .max
        case 1: return .zero
        case 2: return Amount(units: Amount.max.units - UInt128(random.next() % 3)) ?? .max
        default: return Amount(units: (bits >> UInt128(random.next() % 128)) % (Amount.max.units + 1)) ?? .max
        }
    }
}
