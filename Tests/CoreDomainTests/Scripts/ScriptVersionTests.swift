import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct ScriptVersionTests {
    @Test func areNumberedListedAndRolledBack() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        for value in 1...3 { try await world.publish(token, value: value) }
        func states() async throws -> [JSONValue?] {
            try await world.ask(token, "scripts.versions.list", ["name": "sample"])["versions"]?.arrayValue?
                .map { $0["status"] } ?? []
        }
        #expect(try await states() == ["active", "superseded", "superseded"])
        let back = try await world.ask(token, "scripts.rollback", ["name": "sample"])
        #expect(back["script"]?["active_version"] == 2 && back["active"]?["status"] == "active")
        #expect(try await states() == ["superseded", "active", "superseded"])
        // What was active before is now the third.
        world.clock.advance(by: .seconds(1))
        let forth = try await world.ask(token, "scripts.rollback", ["name": "sample"])
        #expect(forth["script"]?["active_version"] == 3)
        let first = try await world.ask(token, "scripts.rollback", ["name": "sample", "version": 1])
        #expect(first["script"]?["active_version"] == 1)
        #expect(await world.refusal(token, "scripts.rollback", ["name": "sample", "version": 4]) == .notFound)
    }

    @Test func mayBePublishedWithoutBeingActive() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        try await world.makeCompiled(token)
        let published = try await world.ask(
            token, "scripts.draft.publish", ["name": "sample", "keep_inactive": true])
        #expect(published["version"]?["status"] == "compiled")
        let script = try await world.ask(token, "scripts.get", ["name": "sample"])["script"]
        #expect(script?["active_version"] == 0 && script?["latest_version"] == 1 && script?["status"] == "draft")
        #expect(await world.refusal(token, "scripts.rollback", ["name": "sample"]) == .nothingToRollBackTo)
        let active = try await world.ask(token, "scripts.rollback", ["name": "sample", "version": 1])
        #expect(active["active"]?["status"] == "active")
        #expect(await world.refusal(token, "scripts.rollback", ["name": "sample"]) == .nothingToRollBackTo)
    }

    @Test func keepTheirSourceAndTheirProgram() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        for value in 1...2 { try await world.publish(token, value: value) }
        for value in 1...2 {
            let code = try await world.ask(
                token, "scripts.code", ["name": "sample", "version": .integer(Int64(value))])
            #expect(code["source"] == World.source(value))
            let program = try #require(code["program"])
            let version = try await world.ask(
                token, "scripts.versions.get", ["name": "sample", "version": .integer(Int64(value))])["version"]
            let digest = try await world.ask(token, "scripts.verify", ["program": program])["digest"]?.stringValue
            #expect(digest == version?["ir_sha256"]?.stringValue.map { "sha256:" + $0 })
        }
        #expect(try await world.ask(token, "scripts.code", ["name": "sample"])["source"] == World.source(2))
    }

    @Test func arePagedFromTheNewest() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        for value in 1...5 { try await world.publish(token, value: value) }
        var (numbers, next) = ([JSONValue?](), "")
        repeat {
            var input: JSONObject = ["name": "sample", "page_size": 2]
            input["page_token"] = .string(next)
            let page = try await world.ask(token, "scripts.versions.list", .object(input))
            numbers += page["versions"]?.arrayValue?.map { $0["version"] } ?? []
            next = page["next_page_token"]?.stringValue ?? ""
        } while !next.isEmpty
        #expect(numbers == [5, 4, 3, 2, 1])
    }
}
