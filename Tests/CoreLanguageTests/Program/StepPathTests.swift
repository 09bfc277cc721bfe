import CoreLanguage
import Testing

@Suite("Paths of steps")
struct StepPathTests {
    @Test(
        "What is written is read",
        arguments: ["", "clean", "fan.~4", "3.~12.1", "a-b_C.~0.~10", "~9223372036854775807"])
    func roundTrip(_ text: String) throws {
        #expect(try #require(StepPath(text)).description == text)
    }

    @Test(
        "Anything else is not",
        arguments: [
            ".", "a.", ".a", "a..b", "~", "~01", "~-1", "~+1", "~9223372036854775808", "a b", "é", "a~1", "a.~x",
            String(repeating: "a", count: 65), String(repeating: "a.", count: 1_024) + "a",
        ])
    func refused(_ text: String) {
        #expect(StepPath(text) == nil)
    }

    @Test("A path grows inwards")
    func appending() {
        let path = StepPath.root.appending(step: "fan").appending(iteration: 4).appending(step: "3")
        #expect(path.description == "fan.~4.3")
        #expect(path.segments == [.step("fan"), .iteration(4), .step("3")])
        #expect(StepPath("fan.~4.3") == path)
    }
}
