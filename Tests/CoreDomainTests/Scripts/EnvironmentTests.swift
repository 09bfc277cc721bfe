import CoreDomain
import CoreLanguage
import Testing

@Suite struct EnvironmentTests {
    @Test func secretsAreShownOnlyWhereThatIsAskedFor() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        _ = try await world.ask(token, "env.set", ["key": "PLAIN", "value": "open"])
        _ = try await world.ask(token, "env.set", ["key": "HIDDEN", "value": "hunter2", "secret": true])
        func values(_ input: JSONValue) async throws -> [JSONValue?] {
            try await world.ask(token, "env.list", input)["vars"]?.arrayValue?.map { $0["value"] } ?? []
        }
        #expect(try await values([:]) == ["", "open"])
        #expect(try await values(["reveal": true]) == ["hunter2", "open"])
        #expect(try await world.ask(token, "env.get", ["key": "HIDDEN"])["value"] == "hunter2")
    }

    @Test func valuesAreSealedForTheirPlace() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        _ = try await world.ask(token, "env.set", ["key": "KEY", "value": "hunter2"])
        let organization = try #require(
            try await world.ask(token, "accounts.get")["organization_id"]?.stringValue.flatMap {
                IdentifierForm.uuid.parse($0)
            })
        let scope = EnvironmentScope(organization: organization, script: nil)
        let stored = try #require(try await world.store.read { try $0.environment.find("KEY", in: scope) })
        #expect(!String(decoding: stored.sealedValue, as: UTF8.self).contains("hunter2"))
        let moved = StoredVariable(
            scope: scope, key: "OTHER", sealedValue: stored.sealedValue, isSecret: false, updatedAt: stored.updatedAt)
        try await world.store.write { try $0.environment.put(moved) }
        #expect(await world.refusal(token, "env.get", ["key": "OTHER"]) == .sealBroken)
    }

    @Test func aScriptsOwnGoFirstUnlessTheyAreEmpty() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        _ = try await world.ask(token, "scripts.create", ["name": "a"])
        _ = try await world.ask(token, "env.import", ["vars": ["A": "1", "B": "2", "C": "3"]])
        _ = try await world.ask(token, "scripts.env.update", ["name": "a", "env": ["B": "own", "C": "", "D": ""]])
        func values(_ input: JSONValue) async throws -> [String] {
            guard case .object(let values)? = try await world.ask(token, "scripts.env.get", input)["env"] else {
                return []
            }
            return values.map { "\($0.0)=\($0.1.stringValue ?? "")" }
        }
        #expect(try await values(["name": "a"]) == ["B=own", "C=", "D="])
        #expect(try await values(["name": "a", "effective": true]) == ["A=1", "B=own", "C=3", "D="])
        _ = try await world.ask(
            token, "scripts.env.update", ["name": "a", "env": ["E": "5"], "remove_keys": ["B", "none"]])
        #expect(try await values(["name": "a"]) == ["C=", "D=", "E=5"])
        _ = try await world.ask(token, "scripts.env.update", ["name": "a", "env": ["F": "6"], "replace": true])
        #expect(try await values(["name": "a"]) == ["F=6"])
        _ = try await world.ask(token, "scripts.delete", ["name": "a"])
        _ = try await world.ask(token, "scripts.create", ["name": "a"])
        #expect(try await values(["name": "a"]).isEmpty)
    }

    @Test func manyAreImportedOrNone() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let dotenv: JSONValue = """
            # A comment
            export A=1
            B = "two # \\"lines\\"\\n" # and a comment
            C='$x' 
            D=plain # comment
            E=a#b
            A=again

            """
        let tried = try await world.ask(token, "env.import", ["dotenv": dotenv, "dry_run": true])
        #expect(tried["imported"] == 5)
        #expect(await world.refusal(token, "env.get", ["key": "A"]) == .notFound)
        _ = try await world.ask(token, "env.import", ["dotenv": dotenv])
        let values = try await world.ask(token, "env.list")["vars"]?.arrayValue?.compactMap { $0["value"]?.stringValue }
        #expect(values == ["again", "two # \"lines\"\n", "$x", "plain", "a#b"])
        let kept = try await world.ask(token, "env.import", ["vars": ["A": "new", "F": "6"]])
        #expect(kept["imported"] == 1 && kept["skipped"] == 1)
        #expect(try await world.ask(token, "env.get", ["key": "A"])["value"] == "again")
        let refused: [JSONValue] = [
            ["dotenv": "A=1\nno line\n"], ["dotenv": "1A=1"], ["dotenv": "A=\"open"], ["vars": ["1": "x"]],
            ["vars": ["X": 1]], ["dotenv": "A='x' y"],
        ]
        for input in refused { #expect(await world.refusal(token, "env.import", input) == .inputInvalid, "\(input)") }
        #expect(try await world.ask(token, "env.list")["vars"]?.arrayValue?.count == 6)
    }

    @Test func thereIsAMost() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let lines: [String] = (0..<StoredVariable.countMax).map { "K\($0)=1" }
        _ = try await world.ask(token, "env.import", ["dotenv": .string(lines.joined(separator: "\n"))])
        #expect(await world.refusal(token, "env.set", ["key": "ONE_MORE", "value": ""]) == .stateConflict)
        _ = try await world.ask(token, "env.delete", ["key": "K7"])
        #expect(await world.refusal(token, "env.delete", ["key": "K7"]) == .notFound)
        _ = try await world.ask(token, "env.set", ["key": "ONE_MORE", "value": ""])
    }

    @Test func anotherOrganizationSeesNone() async throws {
        let world = try await World()
        let (one, other) = (try await world.makeAccount("a"), try await world.makeAccount("b"))
        _ = try await world.ask(one, "env.set", ["key": "A", "value": "1"])
        #expect(await world.refusal(other, "env.get", ["key": "A"]) == .notFound)
        #expect(await world.refusal(other, "env.delete", ["key": "A"]) == .notFound)
        #expect(try await world.ask(other, "env.list")["vars"] == [])
    }
}
