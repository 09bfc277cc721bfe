import CoreDomain
import CoreTesting
import Testing

@Suite struct IdentifierTests {
    private let sample = Identifier(high: 0x018f_3c1e_4b5a_7c8d, low: 0x9e0f_1a2b_3c4d_5e6f)

    @Test func hasTheFormOfRFC9562() {
        #expect(sample.description == "018f3c1e-4b5a-7c8d-9e0f-1a2b3c4d5e6f")
        #expect(Identifier("018F3C1E-4B5A-7C8D-9E0F-1A2B3C4D5E6F") == sample)
        #expect(Identifier(bytes: sample.bytes) == sample)
    }

    @Test(arguments: [
        "", "018f3c1e4b5a7c8d9e0f1a2b3c4d5e6f", "018f3c1e-4b5a-7c8d-9e0f-1a2b3c4d5e6",
        "018f3c1e-4b5a-7c8d-9e0f-1a2b3c4d5e6g",
        "018f3c1e_4b5a-7c8d-9e0f-1a2b3c4d5e6f", "018f3c1e-4b5a-7c8d-9e0f-1a2b3c4d5e6ff",
    ])
    func refusesWhatIsNoUUID(text: String) {
        #expect(Identifier(text) == nil)
    }

    @Test func newOnesAreVersionSevenAndSortByTime() throws {
        let entropy = SeededEntropy(seed: 1)
        var earlier: Identifier?
        for second in 0..<100 {
            let time = Timestamp(nanoseconds: 1_700_000_000_000_000_000).adding(.seconds(second))
            let new = try entropy.identifier(at: time)
            #expect(new.high >> 12 & 0xf == 7)
            #expect(new.low >> 62 == 0b10)
            #expect(new.high >> 16 == UInt64(time.milliseconds))
            if let earlier { #expect(earlier < new) }
            earlier = new
        }
    }

    @Test func prefixedFormRoundTripsAndKnowsItsPrefix() {
        let thread = IdentifierForm.prefixed("thr")
        var random = SeededRandom(seed: Torture.seed(2))
        for _ in 0..<200 {
            let identifier = Identifier(high: random.next(), low: random.next())
            let text = thread.text(identifier)
            #expect(text.utf8.count == 4 + 26)
            #expect(thread.parse(text) == identifier)
            #expect(thread.parse("thr_" + text.dropFirst(4).uppercased()) == identifier)
            #expect(thread.parse(identifier.description) == identifier)
            #expect(IdentifierForm.prefixed("flow").parse(text) == nil)
            #expect(IdentifierForm.uuid.parse(text) == nil)
        }
    }

    @Test func crockfordReadsLookAlikesAndRefusesOverflow() {
        let form = IdentifierForm.prefixed("x")
        let one = Identifier(high: 0, low: 1)
        for last in ["1", "i", "I", "l", "L"] {
            #expect(form.parse("x_" + String(repeating: "o", count: 25) + last) == one)
        }
        #expect(form.parse("x_7" + String(repeating: "z", count: 25)) == Identifier(high: .max, low: .max))
        #expect(form.parse("x_8" + String(repeating: "0", count: 25)) == nil)
        #expect(form.parse("x_" + String(repeating: "u", count: 26)) == nil)
    }
}
