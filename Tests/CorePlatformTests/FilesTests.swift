import CorePlatform
import Glibc
import Testing

@Suite("Reading files")
struct FilesTests {
    private let folder = TemporaryFolder()

    @Test(
        "a file of up to the limit is read whole", arguments: [(0, 0), (5, 5), (5, 6), (100_000, 100_000), (3, .max)])
    func read(count: Int, limit: Int) throws {
        let text = String(repeating: "x", count: count)
        overwrite(folder.file("a"), with: text)
        #expect(try Files.read(folder.file("a"), limit: limit) == Array(text.utf8))
    }

    @Test("a longer file is refused", arguments: [(1, 0), (6, 5), (100_001, 100_000), (1, -1)])
    func tooLarge(count: Int, limit: Int) {
        overwrite(folder.file("a"), with: String(repeating: "x", count: count))
        let error = #expect(throws: FileError.self) { try Files.read(folder.file("a"), limit: limit) }
        #expect(error?.kind == .tooLarge)
    }

    @Test("an endless device is refused after the limit")
    func endless() {
        let error = #expect(throws: FileError.self) { try Files.read("/dev/zero", limit: 1_000_000) }
        #expect(error?.kind == .tooLarge)
    }

    @Test(
        "what cannot be read says why",
        arguments: [
            ("missing", .notFound), ("missing/file", .notFound), ("", .invalidPath), ("\0", .invalidPath),
            (String(repeating: "n", count: 300), .invalidPath),
        ] as [(String, FileError.Kind)])
    func unreadable(name: String, kind: FileError.Kind) {
        let path = folder.file(name)
        let error = #expect(throws: FileError.self) { try Files.read(path, limit: 10) }
        #expect(error?.kind == kind)
        #expect(error?.path == path)
        #expect(error?.operation == "read")
    }

    @Test("exists tells files and folders from nothing")
    func exists() throws {
        overwrite(folder.file("a"), with: "")
        symlink("nowhere", folder.file("dangling"))
        #expect(try Files.exists(folder.file("a")))
        #expect(try Files.exists(folder.path))
        #expect(try !Files.exists(folder.file("b")))
        #expect(try !Files.exists(folder.file("a/b")))
        #expect(try !Files.exists(folder.file("dangling")))
    }

    @Test("exists does not guess", arguments: ["a\0", String(repeating: "n", count: 300)])
    func existsUnknown(name: String) {
        overwrite(folder.file("a"), with: "")
        let error = #expect(throws: FileError.self) { try Files.exists(folder.file(name)) }
        #expect(error?.kind == .invalidPath)
    }

    @Test(
        "any permission of others than the owner is a warning",
        arguments: [
            (0o600, nil), (0o400, nil), (0o700, nil),
            (0o640, "is open to its group (mode 640)"), (0o604, "is open to others (mode 604)"),
            (0o644, "is open to its group and to others (mode 644)"), (0o620, "is open to its group (mode 620)"),
        ] as [(mode_t, String?)])
    func exposure(mode: mode_t, warning: String?) throws {
        overwrite(folder.file("key"), with: "", mode: mode)
        let exposure = try Files.exposure(of: folder.file("key"))
        #expect((exposure == nil) == (warning == nil))
        #expect(exposure?.mode ?? mode == mode)
        if let warning { #expect(exposure?.description.contains(warning) == true) }
    }

    @Test("a pipe has no exposure, a missing file is an error")
    func noExposure() throws {
        mkfifo(folder.file("pipe"), 0o666)
        chmod(folder.file("pipe"), 0o666)
        #expect(try Files.exposure(of: folder.file("pipe")) == nil)
        let error = #expect(throws: FileError.self) { try Files.exposure(of: folder.file("missing")) }
        #expect(error?.kind == .notFound)
    }
}
