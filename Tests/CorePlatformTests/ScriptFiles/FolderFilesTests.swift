import CoreDomain
import CoreLanguage
import CorePlatform
import Glibc
import Testing

/// A folder for one test; removed with everything in it when the value ends.
private final class TemporaryTree: Sendable {
    let path: String
    let files: FolderFiles
    let organization = Identifier(high: 1, low: 2)

    init() {
        var template = Array("/tmp/script-files-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "There is no folder for temporary files.")
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        files = FolderFiles(root: path + "/files")
    }

    deinit {
        remove(path)
    }

    /// Removes what is at `path`, which may be a link, with everything in it.
    private func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in (try? Files.names(in: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }

    /// Where the organization's files are.
    var folder: String { "\(path)/files/\(organization)" }

    func path(_ text: String) throws -> ScriptFilePath { try ScriptFilePath(text, at: .root) }

    func write(_ text: String, _ content: String) throws -> Int64 {
        try files.replace(path(text), of: organization, with: Array(content.utf8))
    }

    func read(_ text: String, from offset: Int64 = 0, upTo count: Int = 1_000) throws -> String {
        String(decoding: try files.read(path(text), of: organization, from: offset, upTo: count).content, as: UTF8.self)
    }

    func list(_ text: String = "", _ limits: ScriptFileWalk = ScriptFileWalk()) throws -> ScriptFileList {
        try files.list(path(text), of: organization, limits: limits, CancellationFlag())
    }

    /// The reason why `body` fails.
    func reason<Value>(_ body: () throws -> Value) -> Reason? {
        do {
            _ = try body()
            return nil
        } catch {
            return CoreError(narrowing: error).reason
        }
    }
}

struct FolderFilesTests {
    private let tree = TemporaryTree()

    @Test func filesAreReplacedWholeAndRead() throws {
        #expect(try tree.write("a/b/c.txt", "hello") == 5)
        #expect(try tree.write("a/b/c.txt", "world!") == 6)
        #expect(try tree.read("a/b/c.txt") == "world!")
        #expect(try tree.read("a/b/c.txt", from: 2, upTo: 3) == "rld")
        #expect(try tree.read("a/b/c.txt", from: 99) == "")
        #expect(try tree.files.read(tree.path("a/b/c.txt"), of: tree.organization, from: 5, upTo: 1).size == 6)
        #expect(try tree.list().paths == ["a/b/c.txt"])
    }

    @Test func filesGrow() throws {
        for size in [Int64(2), 4] {
            #expect(try tree.files.append([0x61, 0x62], to: tree.path("d/log"), of: tree.organization) == size)
        }
        #expect(try tree.read("d/log") == "abab")
    }

    @Test func organizationsSeeTheirOwnFilesOnly() throws {
        _ = try tree.write("a", "x")
        let other = Identifier(high: 9, low: 9)
        #expect(tree.reason { try tree.files.read(tree.path("a"), of: other, from: 0, upTo: 1) } == .notFound)
        #expect(try tree.files.list(tree.path(""), of: other, limits: ScriptFileWalk(), CancellationFlag()).paths == [])
    }

    @Test func whatIsMissingIsNotFound() throws {
        #expect(tree.reason { try tree.read("a") } == .notFound)
        _ = try tree.write("a/b", "x")
        for path in ["a/c", "c/d", "a/b/c"] { #expect(tree.reason { try tree.read(path) } == .notFound) }
        #expect(tree.reason { try tree.write("a/b/c", "y") } == .inputInvalid)
        #expect(tree.reason { try tree.list("c") } == .notFound)
        #expect(try tree.list("a").paths == ["a/b"])
        #expect(try tree.list("a/b").paths == ["a/b"])
    }

    @Test func linksLeadNowhere() throws {
        _ = try tree.write("a/b", "x")
        let secret = tree.path + "/secret"
        try Files.createPrivate(secret, contents: Array("secret".utf8))
        symlink(secret, tree.folder + "/link")
        symlink(tree.path, tree.folder + "/folder")
        symlink("a", tree.folder + "/inner")
        for path in ["link", "folder/secret", "inner/b"] {
            #expect(tree.reason { try tree.read(path) } != nil)
            #expect(tree.reason { try tree.write(path, "y") } != nil)
            #expect(tree.reason { try tree.files.append([1], to: tree.path(path), of: tree.organization) } != nil)
        }
        #expect(try Files.read(secret, limit: 100) == Array("secret".utf8))
        #expect(try tree.list().paths == ["a/b"])
    }

    @Test func aLinkInThePlaceOfTheFolderLeadsNowhere() throws {
        try Files.createFolders(tree.path + "/files")
        symlink(tree.path, tree.folder)
        try Files.createPrivate(tree.path + "/secret", contents: [1])
        #expect(tree.reason { try tree.read("secret") } != nil)
        #expect(tree.reason { try tree.write("secret", "x") } != nil)
        #expect(tree.reason { try tree.list() } != nil)
    }

    @Test func onlyRegularFilesAreUsed() throws {
        _ = try tree.write("a/b", "x")
        mkfifo(tree.folder + "/pipe", 0o600)
        for path in ["a", "pipe"] {
            #expect(tree.reason { try tree.read(path) } == .inputInvalid)
            #expect(tree.reason { try tree.write(path, "y") } == .inputInvalid)
            #expect(tree.reason { try tree.files.append([1], to: tree.path(path), of: tree.organization) } != nil)
        }
        #expect(try tree.list().paths == ["a/b"])
    }

    @Test func messagesNameTheScriptsPathOnly() throws {
        do {
            _ = try tree.read("x/y")
        } catch let error as CoreError {
            #expect(error.message.contains("\"x/y\""))
            #expect(!error.message.contains("/tmp"))
            #expect(error.fix != nil)
        }
    }

    @Test func walksAreBounded() throws {
        for name in ["c", "a", "b/d", "b/e/f"] { _ = try tree.write(name, "") }
        #expect(try tree.list() == ScriptFileList(paths: ["a", "b/d", "b/e/f", "c"], isCut: false))
        var limits = ScriptFileWalk()
        limits.entries = 2
        #expect(try tree.list("", limits).isCut)
        limits = ScriptFileWalk()
        limits.depth = 1
        #expect(try tree.list("", limits).isCut)
    }

    @Test func nothingUnfinishedIsLeftOrListed() throws {
        _ = try tree.write("a", "x")
        try Files.createPrivate(tree.folder + "/.scriptorium-1.tmp", contents: [1])
        #expect(try tree.list().paths == ["a"])
    }
}

struct SystemResolverTests {
    @Test func namesOfThisMachineAreKnown() async throws {
        let addresses = try await SystemResolver().addresses(of: "localhost")
        #expect(addresses.contains(.v4(0x7f00_0001)) || addresses.contains(.v6(1)))
        #expect(addresses.allSatisfy { AddressPolicy.publicOnly.refusal(of: $0) != nil })
    }

    @Test func tooManyLookupsAreRefused() async {
        let error = await #expect(throws: CoreError.self) {
            try await SystemResolver(lookupsMax: 0).addresses(of: "localhost")
        }
        #expect(error?.reason == .busy)
    }
}
