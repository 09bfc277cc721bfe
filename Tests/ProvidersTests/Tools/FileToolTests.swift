import CoreDomain
import CoreLanguage
import Testing

struct FileToolTests {
    @Test func filesAreWrittenAndRead() async throws {
        let world = ToolWorld()
        #expect(
            try await world.call("file_write", ["path": "./a//b.txt", "content": "xä"]).output == [
                "path": "a/b.txt", "size": 3,
            ])
        let more: JSONValue = ["path": "a/b.txt", "content": "eQ==", "encoding": "base64", "append": true]
        #expect(try await world.call("file_write", more).output["size"] == 4)
        #expect(
            try await world.call("file_read", ["path": "a/b.txt"]).output
                == ["content": "xäy", "size": 4, "truncated": false])
        #expect(
            try await world.call("file_read", ["path": "a/b.txt", "encoding": "base64", "offset": 1, "max_bytes": 2])
                .output
                == ["content": "w6Q=", "size": 4, "truncated": true])
        #expect(world.effect("file_write", more) == .once)
        #expect(world.effect("file_write", ["path": "a"]) == .idempotent)
    }

    @Test func noCharacterIsCutInTwo() async throws {
        let world = ToolWorld(files: ["a": "xä€😀"])
        for (bytesMax, text) in [(1, "x"), (2, "x"), (3, "xä"), (5, "xä"), (6, "xä€"), (9, "xä€"), (10, "xä€😀")] {
            let output = try await world.call("file_read", ["path": "a", "max_bytes": .integer(Int64(bytesMax))]).output
            #expect(output["content"] == .string(text))
            #expect(output["truncated"] == .bool(text.utf8.count < 10))
        }
        #expect(await world.failure("file_read", ["path": "a", "offset": 2])?.reason == .stepFailed)
        #expect(
            await world.failure("file_read", ["path": "a", "offset": 6, "max_bytes": 2])?.fix?.contains("max_bytes")
                == true)
        #expect(try await world.call("file_read", ["path": "a", "offset": 99]).output["content"] == "")
    }

    @Test(
        arguments: [
            [:], ["path": ""], ["path": "."], ["path": "../a"], ["path": "/etc/passwd"], ["path": "a\u{0}"],
            ["path": 1],
            ["path": "a", "offset": -1], ["path": "a", "max_bytes": 0], ["path": "a", "max_bytes": 5_000_000],
            ["path": "a", "encoding": "x"],
        ] as [JSONValue])
    func wrongInputsAreRefused(_ input: JSONValue) async {
        #expect(await ToolWorld(files: ["a": "x"]).failure("file_read", input)?.reason == .inputInvalid)
    }

    @Test func wrongContentsAreRefused() async {
        let world = ToolWorld()
        #expect(
            await world.failure("file_write", ["path": "a", "content": "?", "encoding": "base64"])?.reason
                == .inputInvalid)
        let large = JSONValue.string(String(repeating: "x", count: 4_194_305))
        #expect(await world.failure("file_write", ["path": "a", "content": large])?.reason == .payloadTooLarge)
        #expect(await world.failure("file_read", ["path": "a"])?.reason == .notFound)
    }

    @Test(arguments: [
        ("*", ["a.md", "b.txt"]), ("**", ["a.md", "b.txt", "d/a.md", "d/e/c.md"]),
        ("**/*.md", ["a.md", "d/a.md", "d/e/c.md"]),
        ("d/**", ["d/a.md", "d/e/c.md"]), ("d/*", ["d/a.md"]), ("?.{md,txt}", ["a.md", "b.txt"]), ("[!a].*", ["b.txt"]),
        ("[a-c].md", ["a.md"]), ("{d/{a,x},b}.{md,txt}", ["b.txt", "d/a.md"]), ("**/e/**/c.md", ["d/e/c.md"]),
        ("./d/./a.md", ["d/a.md"]),
        ("x", []), ("[]a].md", ["a.md"]), ("**/**/a.*", ["a.md", "d/a.md"]),
    ])
    func patternsFindFiles(_ pattern: String, _ paths: [String]) async throws {
        let world = ToolWorld(files: ["a.md": "", "b.txt": "", "d/a.md": "", "d/e/c.md": ""])
        let output = try await world.call("file_glob", ["pattern": .string(pattern)]).output
        #expect(output == ["files": .array(paths.map { .string($0) }), "truncated": false])
    }

    @Test func patternsThatCannotBeReadAreRefused() async {
        let bomb = String(repeating: "{a,b}", count: 20)
        for pattern in ["{a", "[a", "[z-a]", bomb, String(repeating: "x", count: 5_000)] {
            let error = await ToolWorld(files: ["a": ""]).failure("file_glob", ["pattern": .string(pattern)])
            #expect(error?.reason == .inputInvalid)
        }
    }

    @Test func aHostilePatternEndsSoon() async throws {
        let name = String(repeating: "a", count: 250)
        let world = ToolWorld(files: [name + "/" + name: ""])
        let pattern = String(repeating: "**/", count: 50) + String(repeating: "*a", count: 200) + "b"
        #expect(try await world.call("file_glob", ["pattern": .string(pattern)]).output["files"] == [])
    }

    @Test func noMoreFilesAreGivenThanAsked() async throws {
        let world = ToolWorld(files: ["a": "", "b": ""])
        let output = try await world.call("file_glob", ["pattern": "*", "max_files": 1]).output
        #expect(output == ["files": ["a"], "truncated": true])
    }
}

struct GrepToolTests {
    private let files = ["a.md": "One\r\ntwo\nthree\n", "d/b.md": "TWO two", "d/c.txt": "two", "bin": "two\u{0}"]

    @Test func linesThatMatchAreHandedOn() async throws {
        let (output, items) = try await ToolWorld(files: files).call("grep", ["pattern": "^t.o$"])
        #expect(items == [["path": "a.md", "line": 2, "text": "two"], ["path": "d/c.txt", "line": 1, "text": "two"]])
        #expect(output == ["matches": .array(items), "truncated": false])
    }

    @Test func placesAndLettersCanBeSaid() async throws {
        let world = ToolWorld(files: files)
        let inFolder: JSONValue = ["pattern": "two", "path": "d", "glob": "**/*.md"]
        #expect(try await world.call("grep", inFolder).items.map { $0["path"] } == ["d/b.md"])
        let folded: JSONValue = ["pattern": "^\\S*NE$|[A-Z]HREE", "ignore_case": true]
        #expect(try await world.call("grep", folded).items.map { $0["line"] } == [1, 3])
        #expect(try await world.call("grep", ["pattern": "one"]).items.isEmpty)
        let one: JSONValue = ["pattern": "two", "max_matches": 1]
        #expect(try await world.call("grep", one).output["truncated"] == true)
    }

    @Test(
        arguments: [
            [:], ["pattern": "("], ["pattern": "a", "path": "../x"], ["pattern": "a", "glob": "{"],
            ["pattern": "a", "max_matches": 0],
        ] as [JSONValue])
    func wrongInputsAreRefused(_ input: JSONValue) async {
        #expect(await ToolWorld(files: files).failure("grep", input)?.reason == .inputInvalid)
    }
}
