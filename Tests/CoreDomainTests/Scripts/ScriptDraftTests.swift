import CoreDomain
import CoreLanguage
import Testing

@Suite struct ScriptDraftTests {
    private let faulty: JSONValue = "emit\n  value = nme\n"

    @Test func tellsWhatIsWrongWhenItIsSaved() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        _ = try await world.ask(token, "scripts.create", ["name": "a"])
        let saved = try await world.ask(token, "scripts.draft.save", ["name": "a", "source": faulty])
        let draft = try #require(saved["draft"])
        #expect(draft["status"] == "draft" && draft["source"] == faulty && draft["program"] == nil)
        #expect(draft["diagnostics"]?[0]?["line"] == 2)
        #expect(try await world.ask(token, "scripts.draft.get", ["name": "a"]) == saved)
    }

    @Test func isPublishedOnlyOnceItWasCompiledAsItIs() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let name: JSONValue = ["name": "a"]
        _ = try await world.ask(token, "scripts.create", name)
        #expect(await world.refusal(token, "scripts.draft.publish", name) == .notFound)
        #expect(await world.refusal(token, "scripts.draft.compile", name) == .notFound)
        _ = try await world.ask(token, "scripts.draft.save", ["name": "a", "source": faulty])
        #expect(await world.refusal(token, "scripts.draft.publish", name) == .draftNotCompiled)
        #expect(try await world.ask(token, "scripts.draft.compile", name)["success"] == false)
        #expect(await world.refusal(token, "scripts.draft.publish", name) == .draftHasErrors)
        _ = try await world.ask(token, "scripts.draft.save", ["name": "a", "source": World.source(1)])
        #expect(await world.refusal(token, "scripts.draft.publish", name) == .draftNotCompiled)
        let compiled = try await world.ask(token, "scripts.draft.compile", name)
        #expect(compiled["success"] == true && compiled["program"]?["format"] == 1)
        let published = try await world.ask(token, "scripts.draft.publish", ["name": "a", "change_note": "First."])
        let version = try #require(published["version"])
        #expect(version["version"] == 1 && version["status"] == "active" && version["change_note"] == "First.")
        // It stays to be worked on, and is no version by itself.
        #expect(try await world.ask(token, "scripts.draft.get", name)["draft"]?["source"] == World.source(1))
        #expect(await world.refusal(token, "scripts.draft.publish", name) == .draftNotCompiled)
    }

    @Test func anUnknownToolIsAnErrorOnlyWhenItIsCompiled() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        _ = try await world.ask(token, "scripts.create", ["name": "a"])
        let source: JSONValue = """
            import tools
              frobnicate from cloud
            do with frobnicate
              -> x

            """
        let saved = try await world.ask(token, "scripts.draft.save", ["name": "a", "source": source])
        #expect(saved["draft"]?["diagnostics"]?[0]?["severity"] == "warning")
        let compiled = try await world.ask(token, "scripts.draft.compile", ["name": "a"])
        #expect(compiled["success"] == false && compiled["diagnostics"]?[0]?["severity"] == "error")
    }

    @Test func warningsAreRefusedWhereThatIsAskedFor() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        _ = try await world.ask(token, "scripts.create", ["name": "a"])
        let source: JSONValue = "let unused = 1\nemit\n  x = 1\n"
        _ = try await world.ask(token, "scripts.draft.save", ["name": "a", "source": source])
        let strict = try await world.ask(token, "scripts.draft.compile", ["name": "a", "strict": true])
        #expect(strict["success"] == false && strict["diagnostics"]?.arrayValue?.isEmpty == false)
        #expect(try await world.ask(token, "scripts.draft.compile", ["name": "a"])["success"] == true)
    }

    @Test func mayBeAProgram() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        try await world.makeCompiled(token, "a")
        let draft = try await world.ask(token, "scripts.draft.get", ["name": "a"])["draft"]
        let program = try #require(draft?["program"])
        _ = try await world.ask(token, "scripts.create", ["name": "b"])
        _ = try await world.ask(token, "scripts.draft.save", ["name": "b", "program": program])
        _ = try await world.ask(token, "scripts.draft.compile", ["name": "b"])
        _ = try await world.ask(token, "scripts.draft.publish", ["name": "b"])
        let code = try await world.ask(token, "scripts.code", ["name": "b", "version": 1])
        #expect(code["program"] == program && code["source"] == nil)
        let refused: [JSONValue] = [
            ["name": "b"], ["name": "b", "program": program, "source": ""], ["name": "b", "program": ["format": 7]],
            ["name": "b", "source": .string(String(repeating: "a", count: ScriptContent.bytesMax + 1))],
        ]
        for input in refused { #expect(await world.refusal(token, "scripts.draft.save", input) == .inputInvalid) }
    }

    @Test func theContractIsOfTheActiveVersionAndOfTheDraftBefore() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        func contract() async throws -> JSONValue? {
            try await world.ask(token, "scripts.get", ["name": "sample"])["script"]?["contract"]
        }
        try await world.makeCompiled(token)
        let first = try await contract()
        #expect(first?["inputs"]?[0]?["name"] == "name")
        try await world.publish(token)
        _ = try await world.ask(token, "scripts.draft.save", ["name": "sample", "source": "emit\n  x = 1\n"])
        #expect(try await contract() == first)
    }

    @Test func isSavedOnlyOverWhatWasRead() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let made = try await world.ask(token, "scripts.create", ["name": "a"])
        let input: JSONValue = ["name": "a", "source": "", "etag": made["script"]?["etag"] ?? ""]
        _ = try await world.ask(token, "scripts.draft.save", input)
        #expect(await world.refusal(token, "scripts.draft.save", input) == .etagMismatch)
    }
}
