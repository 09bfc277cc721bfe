import CoreLanguage
import Testing

/// How long it takes to make the code of a program.
@Suite struct MachineTranslationTests {
    /// As many bindings as a script may have steps. Work that grew with the square of them would take minutes.
    @Test(.timeLimit(.minutes(5)))
    func manyBindings() throws {
        let steps = (0..<90_000).map { BlockStep.bind("v\($0)", .value(.integer(Int64($0)))) }
        var thread = TestThread(try script(steps + [.emit(.name("v89999"))]))
        #expect(try thread.run() == .completed(89_999))
    }

    @Test(.timeLimit(.minutes(5)))
    func manyFunctions() throws {
        let steps = (0..<30_000).map { number in
            BlockStep.bind("v\(number)", .call("map", [.value([1]), .lambda(["x"], .name("x"))]))
        }
        var thread = TestThread(try script(steps + [.emit(.name("v0"))]))
        #expect(try thread.run() == .completed([1]))
    }
}
