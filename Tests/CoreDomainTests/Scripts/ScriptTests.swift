import CoreDomain
import CoreLanguage
import Testing

@Suite struct ScriptTests {
    @Test func isMadeShownAndRemoved() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let answer = try await world.ask(
            token, "scripts.create",
            ["name": "a.b-c_1", "description": "What.", "tags": ["x"], "labels": [["key": "k", "values": ["v"]]]])
        let made = try #require(answer["script"])
        #expect(made["status"] == "created" && made["active_version"] == 0 && made["draft_status"] == nil)
        let shown = try await world.ask(token, "scripts.get", ["name": "a.b-c_1"])
        #expect(shown["script"] == made && shown["active"] == nil)
        _ = try await world.ask(token, "scripts.delete", ["name": "a.b-c_1"])
        #expect(await world.refusal(token, "scripts.get", ["name": "a.b-c_1"]) == .notFound)
    }

    @Test func namesAreUniqueInAnOrganizationAndItsOwn() async throws {
        let world = try await World()
        let (one, other) = (try await world.makeAccount("a"), try await world.makeAccount("b"))
        _ = try await world.ask(one, "scripts.create", ["name": "a"])
        #expect(await world.refusal(one, "scripts.create", ["name": "a"]) == .alreadyExists)
        for name in ["scripts.get", "scripts.delete", "scripts.draft.get", "scripts.versions.list", "scripts.env.get"] {
            #expect(await world.refusal(other, name, ["name": "a"]) == .notFound, "\(name)")
        }
        _ = try await world.ask(other, "scripts.create", ["name": "a"])
        _ = try await world.ask(other, "scripts.delete", ["name": "a"])
        _ = try await world.ask(one, "scripts.get", ["name": "a"])
    }

    @Test(arguments: ["", "-a", ".", "a b", "a/b", "é", "a\u{0}", String(repeating: "a", count: 129)])
    func refusesNamesThatAreNone(name: String) async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        #expect(await world.refusal(token, "scripts.create", ["name": .string(name)]) == .inputInvalid)
    }

    @Test func isChangedOnlyAsItWasRead() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let made = try await world.ask(token, "scripts.create", ["name": "a", "description": "Old.", "tags": ["x"]])
        let etag = try #require(made["script"]?["etag"])
        let changed = try await world.ask(
            token, "scripts.update", ["name": "a", "description": "New.", "etag": etag])["script"]
        #expect(changed?["description"] == "New." && changed?["tags"] == ["x"] && changed?["etag"] != etag)
        for name in ["scripts.update", "scripts.delete"] {
            let input: JSONValue = ["name": "a", "etag": etag]
            #expect(await world.refusal(token, name, input) == .etagMismatch, "\(name)")
        }
    }

    @Test func statesFollowFromWhatThereIs() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        func state() async throws -> JSONValue? {
            try await world.ask(token, "scripts.get", ["name": "sample"])["script"]?["status"]
        }
        _ = try await world.ask(token, "scripts.create", ["name": "sample"])
        #expect(try await state() == "created")
        try await world.makeCompiled(token)
        #expect(try await state() == "draft")
        _ = try await world.ask(token, "scripts.draft.discard", ["name": "sample"])
        #expect(try await state() == "created")
        try await world.publish(token)
        #expect(try await state() == "active")
        for status in ["disabled", "archived", "active"] {
            _ = try await world.ask(token, "scripts.update", ["name": "sample", "status": .string(status)])
            #expect(try await state() == .string(status))
        }
    }

    @Test func listsPageByPageWhatTheFilterTakes() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        for number in 10..<25 {
            _ = try await world.ask(
                token, "scripts.create",
                [
                    "name": .string("s\(number)"), "tags": number % 2 == 0 ? ["even", "all"] : ["all"],
                    "labels": [["key": "rest", "values": [.string("\(number % 3)")]]],
                ])
        }
        func names(_ input: JSONObject) async throws -> [String] {
            var (names, next) = ([String](), "")
            repeat {
                var input = input
                input["page_size"] = 4
                input["page_token"] = .string(next)
                let page = try await world.ask(token, "scripts.list", .object(input))
                names += page["scripts"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
                next = page["next_page_token"]?.stringValue ?? ""
            } while !next.isEmpty
            return names
        }
        #expect(try await names([:]) == (10..<25).map { "s\($0)" })
        #expect(try await names(["tags": ["all", "even"]]) == (10..<25).filter { $0 % 2 == 0 }.map { "s\($0)" })
        #expect(
            try await names(["labels": [["key": "rest", "values": ["0", "1"]]]])
                == (10..<25).filter { $0 % 3 < 2 }.map { "s\($0)" })
        #expect(try await names(["labels": [["key": "other"]]]).isEmpty)
        #expect(try await names(["labels": [["key": "rest"]], "tags": ["even"]]).count == 8)
    }

    @Test func aViewerLooksAndChangesNothing() async throws {
        #expect(Role.viewer.permissions.contains(.scriptRead))
        #expect(Role.viewer.permissions.isDisjoint(with: [.scriptWrite, .environmentWrite, .environmentReveal]))
    }
}
