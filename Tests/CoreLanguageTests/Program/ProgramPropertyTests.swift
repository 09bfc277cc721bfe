import CoreLanguage
import CoreTesting
import Testing

@Suite("Generated programs")
struct ProgramPropertyTests {
    @Test("What is written is read, and runs", arguments: Torture.seeds(0..<4))
    func roundTrip(_ seed: UInt64) throws {
        var words: Set<String> = []
        for number in 0..<50 {
            var generator = ProgramGenerator(seed: seed &* 1_000 &+ UInt64(number))
            let program = generator.program()
            let bytes = program.canonicalBytes()
            let isSame = try Program(decoding: program.encode()) == program
            #expect(isSame, "\(seed) \(number)")
            let read = try Program(decoding: .parse(bytes, limits: .program))
            #expect(read.canonicalBytes() == bytes, "\(seed) \(number)")
            #expect(throws: Never.self, "\(seed) \(number)") { try ProgramVerifier.verify(read) }
            let text = String(decoding: bytes, as: UTF8.self)
            for word in Self.words where text.contains("\"do\":\"\(word)\"") { words.insert(word) }
        }
        #expect(words == Self.words, "The generator leaves kinds out.")
    }

    private static let words: Set<String> = [
        "call", "compute", "each", "pipe", "decide", "check", "together", "repeat", "wait", "emit", "yield", "send",
        "ask", "agent", "plan", "run", "hand_on", "ignore", "use", "fallback", "fail", "pause", "goto", "retry",
    ]

    @Test("Programs that were damaged are refused, or read and judged, never more", arguments: Torture.seeds(0..<4))
    func damaged(_ seed: UInt64) {
        var random = JSONTestRandom(seed: seed)
        var (readCount, goodCount) = (0, 0)
        for number in 0..<80 {
            var generator = ProgramGenerator(seed: seed &* 1_000 &+ UInt64(number), steps: 12)
            let mutated = ProgramMutation.mutated(generator.program().encode(), &random)
            guard let read = try? Program(decoding: mutated) else { continue }
            readCount += 1
            let isSame = (try? Program(decoding: read.encode())) == read
            #expect(isSame, "\(seed) \(number)")
            if (try? ProgramVerifier.verify(read)) != nil { goodCount += 1 }
        }
        #expect(readCount > 5)
        #expect(goodCount < readCount, "Mutations that nobody notices test little.")
    }
}
