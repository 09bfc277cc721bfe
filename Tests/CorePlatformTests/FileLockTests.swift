import CoreDomain
import CorePlatform
import Glibc
import Testing

@Suite("Lock among processes")
struct FileLockTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.file("lock") }

    @Test("a held lock is refused in the words of its holder")
    func held() throws {
        let lock = try FileLock(path: path, describing: "process 1 at http://localhost:1")
        let error = #expect(throws: CoreError.self) { try FileLock(path: path, describing: "process 2") }
        #expect(error?.reason == .databaseInUse)
        #expect(error?.message.contains("in use by process 1 at http://localhost:1 (lock file \"\(path)\")") == true)
        #expect(error?.fix != nil)
        lock.release()
    }

    @Test("the file is private, and a refusal does not change it")
    func file() throws {
        let lock = try FileLock(path: path, describing: "process 1")
        _ = try? FileLock(path: path, describing: "process 2")
        #expect(permissions(path) == 0o600)
        #expect(text() == "process 1\n")
        lock.release()
    }

    @Test(
        "the holder can be described anew, in more words or fewer", arguments: ["process 1 at http://[::1]:8080", "p"])
    func describe(description: String) throws {
        let lock = try FileLock(path: path, describing: "process 1")
        lock.describe(description)
        #expect(text() == description + "\n")
        #expect(refusal()?.contains("in use by \(description) (") == true)
        lock.release()
    }

    @Test("after release the lock is free, the file stays and names nobody")
    func release() throws {
        let first = try FileLock(path: path, describing: "process 1")
        first.release()
        first.release()
        #expect(text()?.isEmpty == true)
        let second = try FileLock(path: path, describing: "process 2")
        first.describe("process 1")
        first.release()
        #expect(text() == "process 2\n")
        #expect(refusal()?.contains("in use by process 2 (") == true)
        second.release()
    }

    @Test("a lock that nobody refers to any more is free")
    func abandoned() throws {
        _ = try FileLock(path: path, describing: "process 1")
        #expect(text()?.isEmpty == true)
        #expect(refusal() == nil)
    }

    @Test("of a hundred tasks one gets the lock")
    func race() async {
        let path = path
        let locks = await withTaskGroup(of: FileLock?.self) { group in
            for number in 0..<100 {
                group.addTask { try? FileLock(path: path, describing: "task \(number)") }
            }
            return await group.reduce(into: [FileLock]()) { if let lock = $1 { $0.append(lock) } }
        }
        #expect(locks.count == 1)
    }

    @Test("another process holds the lock until it is killed")
    func killedHolder() throws {
        let program = "echo process 99 at http://localhost:9 > '\(path)'; exec sleep 60"
        let child = try ChildProcess(["flock", "--no-fork", "--exclusive", path, "sh", "-c", program])
        #expect(isEventually { refusal()?.contains("in use by process 99 at http://localhost:9 (") == true })
        child.kill()
        #expect(refusal() == nil)
    }

    @Test("programs that are started do not inherit the lock, and a copy made by a fork is released with it")
    func inheritance() throws {
        let lock = try FileLock(path: path, describing: "process 1")
        let number = try #require(descriptor())
        #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
        let copy = dup(number)
        defer { close(copy) }
        lock.release()
        #expect(refusal() == nil)
    }

    @Test(
        "a holder's text is made fit for a message",
        arguments: [
            ("", "another process"), ("\n", "another process"), ("a\u{1B}[2Jb\u{7}\nsecond line", "a[2Jb"),
            (String(repeating: "x", count: 600), String(repeating: "x", count: 512)),
        ])
    func hostileText(written: String, shown: String) throws {
        let lock = try FileLock(path: path, describing: "process 1")
        overwrite(path, with: written)
        #expect(refusal()?.contains("in use by \(shown) (") == true)
        lock.release()
    }

    @Test("what cannot be a lock file says why", arguments: ["missing/lock", "a\0b", "", "link", "pipe"])
    func impossible(name: String) {
        overwrite(folder.file("target"), with: "precious")
        symlink("target", folder.file("link"))
        mkfifo(folder.file("pipe"), 0o600)
        let error = #expect(throws: CoreError.self) { try FileLock(path: folder.file(name), describing: "x") }
        #expect(error?.reason == .databaseUnavailable)
        #expect(error?.message.contains(folder.file(name).debugDescription) == true)
        #expect((try? Files.read(folder.file("target"), limit: 100)) == Array("precious".utf8))
    }

    /// The descriptor by which this process has the lock file open.
    private func descriptor() -> Int32? {
        var wanted = stat()
        guard stat(path, &wanted) == 0 else { return nil }
        return (0..<1_024).first { number in
            var found = stat()
            return fstat(number, &found) == 0 && found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev
        }
    }

    private func text() -> String? {
        (try? Files.read(path, limit: 1_000)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What an attempt to take the lock is told; nil when it gets it, which it then gives back with an empty file.
    private func refusal() -> String? {
        do {
            try FileLock(path: path, describing: "refusal test").release()
            return nil
        } catch {
            return error.message
        }
    }

    private func isEventually(_ condition: () -> Bool) -> Bool {
        for _ in 0..<500 {
            if condition() { return true }
            usleep(10_000)
        }
        return false
    }
}
