import CoreLanguage
import CoreTesting
import Testing

@Suite("Builtins and hostile arguments")
struct BuiltinFuzzTests {
    private static let integers: [Int64] = [
        .min, .min + 1, -1_000_000_007, -2, -1, 0, 1, 2, 3, 400, 9_999, 1 << 53, .max - 1, .max,
    ]
    private static let texts = [
        "", "a", "\u{0}", "é", "e\u{301}", "🏴‍☠️", "ﬃ", "\u{10FFFF}", "2026-01-31", "2024-02-29T23:59:60.999999999-23:59",
        "0000-01-01", "9999-12-31T23:59:59.999Z", "1h30m", "-9223372036854775807ms", "1e999", "-0", "00012", "(a|b)*c",
        "[^a]+$",
        "^", "$", "\\b", "a{1000}", "(((", "%Y-%m-%d %H:%M:%S", "%", "%%", "a.b.0", "aGVsbG8=", "/w==", "68c3a9", "%ff",
        "[[[1]]]", "{\"a\":", "days", "month", "true", "no", " \t\r\n\u{2028}", "a,b,,c",
    ]

    private static func value(_ random: inout JSONTestRandom) -> JSONValue {
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: .integer(integers.randomElement(using: &random) ?? 0)
        case 2: .double(random.double())
        case 3, 4: .string(texts.randomElement(using: &random) ?? "")
        case 5:
            .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                    .integer(Int64.random(in: -3...3, using: &random))
                })
        case 6:
            .array(
                (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                    .string(texts.randomElement(using: &random) ?? "")
                })
        case 7: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in .double(random.double()) })
        default: random.value(depth: 3)
        }
    }

    private static func argument(_ random: inout JSONTestRandom, isFunction: Bool) -> BuiltinArgument {
        guard isFunction != (Int.random(in: 0..<20, using: &random) == 0) else { return .value(value(&random)) }
        let count = Int.random(in: 0..<3, using: &random)
        let own = value(&random)
        let kind = Int.random(in: 0..<5, using: &random)
        return .function(
            BuiltinFunction(parameterCount: count) { values throws(EvaluationError) in
                switch kind {
                case 0: throw EvaluationError(.missing, "None.")
                case 1: true
                case 2: values.first ?? own
                case 3: .array(values)
                default: own
                }
            })
    }

    @Test(
        "A value or an error, never a crash, and the same one again", .timeLimit(.minutes(15)),
        arguments: BuiltinExampleTests.builtins.map(\.name))
    func fuzz(_ name: String) throws {
        let builtin = try #require(Builtins.table[name])
        for seed in Torture.seeds(UInt64(0)..<60) {
            var counts = builtin.parameterCount.map { $0 }
            counts.append(builtin.parameterCount.upperBound + 1)
            let outcomes = (0..<2).map { _ in
                var random = JSONTestRandom(seed: seed)
                let count = counts.randomElement(using: &random) ?? 0
                let arguments = (0..<count).map { place in
                    Self.argument(&random, isFunction: builtin.functionParameters[place] != nil)
                }
                let budget = EvaluationBudget(bytesMax: 1 << 20, stepsMax: 100_000)
                return Result { () throws(EvaluationError) in try builtin.apply(arguments, budget) }
            }
            #expect(outcomes[0] == outcomes[1], "\(name), seed \(seed)")
            switch outcomes[0] {
            case .failure(let error):
                let isSentence = [".", "?"].contains(error.message.last)
                #expect(isSentence, "\(name), seed \(seed): \(error.message)")
                #expect(error.message.utf8.count < 2_000, "\(name), seed \(seed)")
            case .success(let value):
                #expect(Self.isSound(value), "\(name), seed \(seed): \(value)")
            }
        }
    }

    /// Whether a value is what JSON can write.
    private static func isSound(_ value: JSONValue) -> Bool {
        switch value {
        case .double(let number): number.isFinite
        case .decimal: value.numberText != nil
        case .array(let elements): elements.allSatisfy(isSound)
        case .object(let object): object.values.allSatisfy(isSound)
        default: true
        }
    }
}
