import CoreLanguage
import CoreTesting
import Foundation
import Testing

@Suite("The schema of programs")
struct ProgramSchemaTests {
    private static func schema() throws -> JSONSchema {
        try JSONSchema(compiling: ProgramSchema.schema)
    }

    @Test("It is published as it is")
    func published() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = try String(contentsOf: root.appending(path: "docs/ir.schema.json"), encoding: .utf8)
        #expect(page == ProgramSchema.schema.serializedString(.pretty) + "\n")
    }

    @Test("The example of its page fits it, and runs")
    func example() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = try String(contentsOf: root.appending(path: "docs/ir.md"), encoding: .utf8)
        let behind = try #require(page.range(of: "```json\n")).upperBound
        let end = try #require(page.range(of: "\n```", range: behind..<page.endIndex)).lowerBound
        let stored = try JSONValue.parse(String(page[behind..<end]))
        #expect(try Self.schema().validate(stored).isEmpty)
        let program = try Program(decoding: stored)
        #expect(program.canonicalBytes() == stored.canonicalBytes())
        try ProgramVerifier.verify(program)
    }

    @Test("It is a schema by the metaschema of its draft")
    func metaschema() throws {
        let metaschema = try JSONSchema(compiling: ["$ref": "https://json-schema.org/draft/2020-12/schema"])
        #expect(metaschema.validate(ProgramSchema.schema).isEmpty)
    }

    @Test("Stored programs fit it", arguments: ProgramCodingTests.programs + [ProgramGolden.script])
    func stored(_ text: String) throws {
        #expect(try Self.schema().validate(.parse(text)).isEmpty)
    }

    @Test("Generated programs fit it", arguments: Torture.seeds(0..<2))
    func generated(_ seed: UInt64) throws {
        let schema = try Self.schema()
        for number in 0..<10 {
            var generator = ProgramGenerator(seed: seed &* 1_000 &+ UInt64(number))
            let violations = schema.validate(generator.program().encode())
            #expect(violations.isEmpty, "\(seed) \(number): \(violations)")
        }
    }

    /// A schema cannot say all; see ``ProgramSchema``. What it does say agrees with what is read.
    @Test(
        "What is not read mostly does not fit, and what does not fit is not read or cannot run",
        arguments: Torture.seeds(0..<2))
    func mutated(_ seed: UInt64) throws {
        let schema = try Self.schema()
        var random = JSONTestRandom(seed: seed)
        var (refused, unnoticed) = (0, 0)
        for number in 0..<50 {
            var generator = ProgramGenerator(seed: seed &* 1_000 &+ UInt64(number), steps: 6)
            let mutated = ProgramMutation.mutated(generator.program().encode(), &random)
            let fits = schema.isValid(mutated)
            do throws(ProgramError) {
                let program = try Program(decoding: mutated)
                guard !fits else { continue }
                #expect(throws: ProgramError.self, "\(mutated)") { try ProgramVerifier.verify(program) }
            } catch {
                refused += 1
                if fits { unnoticed += 1 }
            }
        }
        #expect(refused > 10)
        #expect(unnoticed * 10 <= refused, "\(unnoticed) of \(refused)")
    }

    @Test(
        "A fault is told of the kind that was meant",
        arguments: [
            ("/body/steps/0/tool", "", "/body/steps/0/tool"),
            ("/body/steps/0/tool/source", "\"moon\"", "/body/steps/0/tool/source"),
            ("/body/steps/0/input/op", "\"nope\"", "/body/steps/0/input/op"),
            ("/body/steps/0/do", "\"nope\"", "/body/steps/0/do"),
            ("/environment/0/name", "\"A-B\"", "/environment/0/name"),
        ])
    func told(_ place: String, _ json: String, _ pointer: String) throws {
        let value = json.isEmpty ? nil : try JSONValue.parse(json)
        let broken = try JSONValue.parse(ProgramGolden.script).replacing(
            JSONPointer.parse(place).tokens[...], with: value)
        let violations = try Self.schema().validate(broken)
        #expect(violations.map(\.instance.description) == [pointer], "\(violations)")
    }
}
