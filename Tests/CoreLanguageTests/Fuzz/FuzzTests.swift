import CoreLanguage
import CoreTesting
import Testing

/// Whatever bytes come from outside, they are read or refused, and the rules of their target hold.
@Suite("Bytes from outside")
struct FuzzTests {
    /// The scripts of the corpus that are short enough to be changed often.
    private static func scripts() throws -> [[UInt8]] {
        try CorpusFolder.all.flatMap(\.scripts).map { try $0.bytes() }.filter { $0.count < 4_000 }
    }

    static func seeds(of target: FuzzTarget) throws -> [[UInt8]] {
        switch target {
        case .syntax, .check: return try scripts()
        case .program:
            return try scripts().compactMap { ScriptCompiler.compile(SourceText(bytes: $0)).program?.canonicalBytes() }
        case .state: return FuzzState.seeds()
        case .world: return FuzzWorld.seeds.map { $0.canonicalBytes() }
        }
    }

    @Test("The seeds break no rule", arguments: FuzzTarget.allCases)
    func seeds(_ target: FuzzTarget) throws {
        let seeds = try Self.seeds(of: target)
        #expect(seeds.count >= 2)
        for seed in seeds {
            let fault = target.fault(in: seed)
            #expect(fault == nil, "\(String(decoding: seed, as: UTF8.self))")
        }
    }

    @Test("Changed seeds break none either", arguments: FuzzTarget.allCases, Torture.seeds(0..<1))
    func mutations(_ target: FuzzTarget, _ seed: UInt64) throws {
        var mutator = FuzzMutator(seed: seed, seeds: try Self.seeds(of: target))
        for number in 0..<Self.count {
            let bytes = mutator.next()
            guard let fault = target.fault(in: bytes) else { continue }
            Issue.record("\(target), number \(number): \(fault)\n\(bytes)\n\(String(decoding: bytes, as: UTF8.self))")
            return
        }
    }

    private static let count = 400
}
