import CorePlatform
import Glibc
import Testing

@Suite("Creating private files")
struct CreatePrivateTests {
    private let folder = TemporaryFolder()

    @Test("the file has the contents, mode 0600, and nothing else is left behind", arguments: [0, 1, 64, 1_000_000])
    func created(count: Int) throws {
        let contents = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        try Files.createPrivate(folder.file("key"), contents: contents)
        #expect(try Files.read(folder.file("key"), limit: count) == contents)
        #expect(permissions(folder.file("key")) == 0o600)
        #expect(folder.names == ["key"])
    }

    @Test("what exists is not replaced, be it a file, a folder or a dangling link")
    func exclusive() throws {
        overwrite(folder.file("key"), with: "old")
        symlink("nowhere", folder.file("link"))
        for path in [folder.file("key"), folder.file("link"), folder.file("."), folder.file("..")] {
            let error = #expect(throws: FileError.self) { try Files.createPrivate(path, contents: [1]) }
            #expect(error?.kind == .alreadyExists)
        }
        #expect(try Files.read(folder.file("key"), limit: 10) == Array("old".utf8))
        #expect(folder.names == ["key", "link"])
    }

    @Test("of a hundred tasks one wins, and its contents stay")
    func race() async throws {
        let path = folder.file("key")
        let winners = await withTaskGroup(of: UInt8?.self) { group in
            for number in 0..<100 as Range<UInt8> {
                group.addTask { await Self.create(path, filledWith: number) ? number : nil }
            }
            return await group.reduce(into: [UInt8]()) { if let winner = $1 { $0.append(winner) } }
        }
        #expect(winners.count == 1)
        let contents = try Files.read(path, limit: 5_000)
        #expect(contents == [UInt8](repeating: try #require(winners.first), count: 5_000))
        #expect(folder.names == ["key"])
    }

    // A combining accent after the slash is one character with it, but the system splits the path between the two.
    @Test("the file gets its name after its contents, all in its own folder", arguments: ["key", "\u{301}key"])
    func neverHalfWritten(name: String) throws {
        let watch = try #require(FolderWatch(folder.path))
        try Files.createPrivate(folder.file(name), contents: [UInt8](repeating: 1, count: 100_000))
        let events = watch.events()
        let temporaryName = try #require(events.first?.name)
        #expect(
            events == [
                FolderWatch.Event(kind: .created, name: temporaryName),
                FolderWatch.Event(kind: .written, name: temporaryName),
                FolderWatch.Event(kind: .created, name: name),
                FolderWatch.Event(kind: .removed, name: temporaryName),
            ])
    }

    @Test("an empty file never has a second name, which a kill would leave behind")
    func neverTwoNames() throws {
        let watch = try #require(FolderWatch(folder.path))
        try Files.createPrivate(folder.file("key"), contents: [])
        #expect(Set(watch.events().map(\.name)) == ["key"])
        symlink("nowhere", folder.file("link"))
        for name in ["key", "link"] {
            let error = #expect(throws: FileError.self) { try Files.createPrivate(folder.file(name), contents: []) }
            #expect(error?.kind == .alreadyExists)
        }
        #expect(folder.names == ["key", "link"])
    }

    @Test("a relative path is one from the working folder")
    func relative() throws {
        // An existing name, so that the test leaves nothing there.
        let name = try #require(names(in: ".").first { permissions("/" + $0) == nil })
        let error = #expect(throws: FileError.self) { try Files.createPrivate(name, contents: []) }
        #expect(error?.kind == .alreadyExists)
    }

    @Test(
        "what cannot be created says why",
        arguments: [
            ("missing/key", .notFound), ("", .invalidPath), ("a/", .invalidPath), ("a\0b", .invalidPath),
            (String(repeating: "n", count: 300), .invalidPath),
        ] as [(String, FileError.Kind)])
    func impossible(name: String, kind: FileError.Kind) {
        let error = #expect(throws: FileError.self) { try Files.createPrivate(folder.file(name), contents: [1]) }
        #expect(error?.kind == kind)
        #expect(error?.operation == "create")
        #expect(folder.names.isEmpty)
    }

    @concurrent private static func create(_ path: String, filledWith byte: UInt8) async -> Bool {
        (try? Files.createPrivate(path, contents: [UInt8](repeating: byte, count: 5_000))) != nil
    }
}
