import CoreTesting
import Testing

@testable import CoreDomain

@Suite struct PreparationTests {
    private let counter = Counter()

    /// Counts up to `last`, a part for each number.
    private func counting(to last: Int) -> Preparation<Int> {
        .part { [counter] in
            counter.add()
            return counter.count == last ? .done(last) : counting(to: last)
        }
    }

    @Test func isComputedPartByPart() async throws {
        #expect(try await counting(to: 5).map { $0 * 2 }.map { $0 + 1 }.finish(InlineWorkers()) == 11)
        #expect(counter.count == 5)
    }

    @Test func isComputedHereAndNow() throws {
        #expect(try counting(to: 5).map { $0 * 2 }.finish() == 10)
        #expect(try Preparation.compute { 7 }.finish() == 7)
        #expect(counter.count == 5)
    }

    @Test func endsBetweenPartsWhenNobodyWantsItAnyMore() async {
        let error = await #expect(throws: CoreError.self) {
            try await counting(to: 5).finish(
                InlineWorkers(),
                check: { () throws(CoreError) in
                    if counter.count == 3 { throw CoreError(.deadlineExceeded, "late") }
                })
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(counter.count == 3)
    }
}
