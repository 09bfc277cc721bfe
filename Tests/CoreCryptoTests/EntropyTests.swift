import CoreCrypto
import CoreDomain
import Testing

@Suite("Entropy of the system")
struct EntropyTests {
    @Test("gives as many bytes as asked for", arguments: [0, 1, 10, 12, 32, 100_000])
    func counts(count: Int) throws {
        #expect(try SystemEntropy().bytes(count).count == count)
    }

    @Test("no draw of many tasks repeats another")
    func drawsDiffer() async throws {
        let draws = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<200 { group.addTask { try SystemEntropy().bytes(16) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(draws.count == 200)
    }

    @Test("every bit of every byte takes both values")
    func bits() throws {
        var (seenSet, seenClear) = ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 32))
        for _ in 0..<200 {
            for (index, byte) in try SystemEntropy().bytes(32).enumerated() {
                seenSet[index] |= byte
                seenClear[index] |= ~byte
            }
        }
        #expect(seenSet.allSatisfy { $0 == 255 } && seenClear.allSatisfy { $0 == 255 })
    }

    @Test("impossible counts are refused", arguments: [-1, Int.min, Int(Int32.max) + 1, Int.max])
    func refused(count: Int) {
        let error = #expect(throws: CoreError.self) { try SystemEntropy().bytes(count) }
        #expect(error?.reason == .internalError)
    }
}
