import CoreDomain
import CorePlatform
import Glibc
import Testing

@Suite("Subprocess: what goes in and comes out", .serialized)
struct SubprocessTests {
    @Test("input, output and error pass at once, however much there is")
    func passes() async throws {
        let input = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let result = try await run("cat", input: input)
        #expect(result.ending == .exited(0))
        #expect(result.output == input)
        let both = try await shell("echo out; echo err >&2; exit 3")
        #expect(both == SubprocessResult(ending: .exited(3), output: bytes("out\n"), error: bytes("err\n")))
    }

    @Test("no input is the end of the input, and unread input is no failure")
    func inputEnds() async throws {
        #expect(try await run("wc", ["-c"]).output == bytes("0\n"))
        let unread = try await run("true", input: [UInt8](repeating: 1, count: 1_000_000))
        #expect(unread.ending == .exited(0))
    }

    @Test("arguments are no shell's")
    func arguments() async throws {
        let result = try await run("printf", ["%s|", "$HOME", "a b", "", "\u{17e}; ls"])
        #expect(result.output == bytes("$HOME|a b||\u{17e}; ls|"))
    }

    @Test("a signal is told as such")
    func signals() async throws {
        #expect(try await shell("kill -TERM $$").ending == .signalled(SIGTERM))
        #expect(try await shell("kill -SEGV $$").ending == .signalled(SIGSEGV))
    }

    @Test("nothing of this process reaches the program")
    func cage() async throws {
        let other = open("/dev/null", O_RDONLY)
        defer { close(other) }
        setenv("SUBPROCESS_SECRET", "1", 1)
        defer { unsetenv("SUBPROCESS_SECRET") }
        let environment = try await run("env").output
        #expect(environment == bytes("PATH=/usr/bin:/bin\nLC_ALL=C.UTF-8\nHOME=/nonexistent\n"))
        // The fourth is the folder that `ls` reads.
        #expect(try await run("ls", ["/proc/self/fd"]).output == bytes("0\n1\n2\n3\n"))
        #expect(try await run("pwd").output == bytes("/\n"))
        let status = String(decoding: try await run("cat", ["/proc/self/status"]).output, as: UTF8.self)
        #expect(status.contains("NoNewPrivs:\t1\n"))
        for mask in ["SigBlk", "SigIgn", "SigCgt"] {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(mask):") }
            let signals = line.flatMap { UInt64($0.suffix(16), radix: 16) }
            // Two signals are the C library's own, and inherited as they are.
            #expect(signals.map { $0 & ~0x1_8000_0000 } == 0, "\(mask)")
        }
        let facts = String(decoding: try await run("cat", ["/proc/self/stat"]).output, as: UTF8.self)
        let fields = facts.split(separator: " ")
        #expect(fields.count > 5 && fields[0] == fields[4], "a group of its own")
        let limits = String(decoding: try await run("cat", ["/proc/self/limits"]).output, as: UTF8.self)
        for line in ["Max core file size        0                    0  ", "Max open files            64  "] {
            #expect(limits.contains(line), "\(line)")
        }
    }

    @Test("a program that is not there, and one that cannot be named")
    func missing() async throws {
        let error = await #expect(throws: CoreError.self) { try await run("no-such-program") }
        #expect(error?.reason == .programMissing)
        #expect(error?.fix == "Install the Debian package some-package.")
        for name in ["", "../bin/true", "/bin/true", "tr\u{0}ue"] {
            await #expect(throws: CoreError.self) { try await run(name) }
        }
        let argument = await #expect(throws: CoreError.self) { try await run("true", ["a\u{0}b"]) }
        #expect(argument?.reason == .requestInvalid)
    }

    @Test("a thousand runs leave no process and no descriptor behind")
    func leavesNothing() async throws {
        _ = try await run("true")
        let before = try descriptorCount()
        for _ in 0..<250 {
            try await withThrowingTaskGroup(of: SubprocessResult.self) { group in
                for _ in 0..<4 { group.addTask { try await run("true", input: [1]) } }
                for try await result in group { #expect(result.ending == .exited(0)) }
            }
        }
        #expect(try descriptorCount() < before + 100)
        #expect(try childCount("true") == 0)
    }

    @Test("the system's own handling of ended children is survived, and left as it is")
    func reapedByOthers() async throws {
        var (ignored, before) = (sigaction(), sigaction())
        ignored.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGCHLD, &ignored, &before)
        let result = try await shell("echo done")
        var after = sigaction()
        sigaction(SIGCHLD, &before, &after)
        #expect(result == SubprocessResult(ending: .unknown, output: bytes("done\n"), error: []))
    }
}

@Suite("Subprocess: limits", .serialized)
struct SubprocessLimitTests {
    // Nobody waits for the hour that `sleep` takes: the limit is there for the day when someone does.
    @Test("time: the program is gone, and so is what it started", .timeLimit(.minutes(10)))
    func time() async throws {
        var limits = SubprocessLimits()
        limits.duration = .milliseconds(300)
        let error = await #expect(throws: CoreError.self) {
            try await shell("sleep 3676.125 & sleep 3676.125", limits: limits)
        }
        #expect(error?.reason == .programLimit)
        try await expectGone("3676.125")
    }

    @Test("what a program leaves running ends with it", .timeLimit(.minutes(10)))
    func leftBehind() async throws {
        let result = try await shell("sleep 3675.125 & echo started")
        #expect(result.ending == .exited(0))
        #expect(result.output == bytes("started\n"))
        try await expectGone("3675.125")
    }

    @Test("a program that closes its streams is waited for, within the time")
    func closedStreams() async throws {
        let result = try await shell("exec >&- 2>&-; sleep 0.2; exit 7")
        #expect(result.ending == .exited(7))
        var limits = SubprocessLimits()
        limits.duration = .milliseconds(200)
        let error = await #expect(throws: CoreError.self) {
            try await shell("exec >&- 2>&-; sleep 74.125", limits: limits)
        }
        #expect(error?.reason == .programLimit)
        try await expectGone("74.125")
    }

    @Test("output: more than may be ends the program; errors are cut")
    func output() async throws {
        var limits = SubprocessLimits()
        limits.outputBytes = 100_000
        let error = await #expect(throws: CoreError.self) { try await run("yes", limits: limits) }
        #expect(error?.reason == .programLimit)
        #expect(error?.message == "The program yes wrote more than 100000 bytes, and was ended.")
        limits.outputBytes = 100
        limits.errorBytes = 10
        let exact = try await shell("head -c 100 /dev/zero; head -c 500000 /dev/zero >&2", limits: limits)
        #expect(exact.ending == .exited(0))
        #expect(exact.output.count == 100)
        #expect(exact.error.count == 10)
        limits.outputBytes = 99
        await #expect(throws: CoreError.self) { try await run("head", ["-c", "100", "/dev/zero"], limits: limits) }
    }

    @Test("processor time")
    func cpu() async throws {
        var limits = SubprocessLimits()
        limits.cpuSeconds = 1
        let error = await #expect(throws: CoreError.self) {
            try await run("sha256sum", ["/dev/zero"], limits: limits)
        }
        #expect(error?.message == "The program sha256sum computed longer than 1 s, and was ended.")
    }

    @Test("memory")
    func memory() async throws {
        var limits = SubprocessLimits()
        limits.addressSpaceBytes = 100 * 1_024 * 1_024
        let arguments = ["if=/dev/zero", "bs=200M", "count=1"]
        #expect(try await run("dd", arguments, limits: limits).ending == .exited(1))
        limits.addressSpaceBytes = 800 * 1_024 * 1_024
        limits.outputBytes = 300 * 1_024 * 1_024
        #expect(try await run("dd", arguments, limits: limits).ending == .exited(0))
    }

    @Test("files")
    func files() async throws {
        let path = "/tmp/subprocess-\(CurrentProcess.id)"
        defer { unlink(path) }
        let error = await #expect(throws: CoreError.self) {
            try await run("dd", ["if=/dev/zero", "of=\(path)", "count=1"])
        }
        #expect(error?.message == "The program dd wrote a file of more than 0 bytes, and was ended.")
    }

    @Test("cancelling ends the program at once")
    func cancelling() async throws {
        let task = Task { try await shell("sleep 73.125") }
        while try childCount("73.125") == 0 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        let error = await #expect(throws: CoreError.self) { try await task.value }
        #expect(error?.reason == .cancelled)
        #expect(try childCount("73.125") == 0)
        let early = Task { () async throws -> SubprocessResult in
            while !Task.isCancelled { await Task.yield() }
            return try await shell("sleep 72.125")
        }
        early.cancel()
        await #expect(throws: CoreError.self) { try await early.value }
        #expect(try childCount("72.125") == 0)
    }
}

// MARK: Helpers

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@discardableResult
private func run(
    _ program: String, _ arguments: [String] = [], input: [UInt8] = [], limits: SubprocessLimits = SubprocessLimits()
) async throws -> SubprocessResult {
    try await SystemSubprocess().run(
        SubprocessCommand(
            program: program, package: "some-package", arguments: arguments, input: input, limits: limits))
}

@discardableResult
private func shell(_ script: String, limits: SubprocessLimits = SubprocessLimits()) async throws -> SubprocessResult {
    try await run("sh", ["-c", script], limits: limits)
}

private func descriptorCount() throws -> Int { try entries(of: "/proc/self/fd").count }

/// Processes, also ended ones that nobody waited for, whose command line, or else name, contains `word`, and that are not
/// this one.
private func childCount(_ word: String) throws -> Int {
    let own = String(CurrentProcess.id)
    return try entries(of: "/proc").filter { name in
        guard Int(name) != nil, name != own else { return false }
        let facts = text(of: "/proc/\(name)/stat")
        let isOurs = text(of: "/proc/\(name)/status").contains("PPid:\t\(own)\n")
        let line = text(of: "/proc/\(name)/cmdline")
        return line.split(separator: "\0").contains { $0.split(separator: " ").contains { $0 == word } }
            || (isOurs && facts.contains("(\(word)) Z"))
    }.count
}

/// A killed process needs a moment until it is gone.
private func expectGone(_ word: String) async throws {
    for _ in 0..<400 {
        if try childCount(word) == 0 { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    #expect(try childCount(word) == 0)
}

private func entries(of folder: String) throws -> [String] {
    let handle = try #require(opendir(folder))
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
}

private func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var contents = [UInt8](repeating: 0, count: 8_192)
    let count = read(file, &contents, contents.count)
    return String(decoding: contents.prefix(max(0, count)), as: UTF8.self)
}
