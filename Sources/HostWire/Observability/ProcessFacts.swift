import CorePlatform
import Glibc

/// What the system says of this process (proc(5)); what it does not say is left out.
struct ProcessFacts {
    private var cpuNanoseconds: UInt64?
    private var residentBytes: Int?
    private var virtualBytes: Int?
    private var startSeconds: Double?
    private var threads: Int?
    private var openFiles: Int?
    private var openFilesMax: UInt64?

    /// Bytes of a file under `/proc` that are read at most.
    private static let fileBytesMax = 262_144

    static func read() -> ProcessFacts {
        var facts = ProcessFacts()
        facts.readUsage()
        facts.readStatus()
        facts.readFiles()
        return facts
    }

    private mutating func readUsage() {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
        cpuNanoseconds = Self.nanoseconds(usage.ru_utime) &+ Self.nanoseconds(usage.ru_stime)
    }

    private static func nanoseconds(_ time: timeval) -> UInt64 {
        let seconds = UInt64(max(0, time.tv_sec))
        let microseconds = UInt64(max(0, time.tv_usec))
        return seconds &* 1_000_000_000 &+ microseconds &* 1_000
    }

    /// The numbers behind the program's name, which may hold spaces and parentheses itself.
    private mutating func readStatus() {
        guard let line = Self.text("/proc/self/stat"), let close = line.lastIndex(of: ")") else { return }
        let fields = line[line.index(after: close)...].split(separator: " ")
        guard fields.count > 21 else { return }
        threads = Int(fields[17])
        virtualBytes = Int(fields[20])
        residentBytes = Int(fields[21]).map { $0.multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE))).0 }
        let ticksPerSecond = sysconf(Int32(_SC_CLK_TCK))
        guard ticksPerSecond > 0, let ticks = Double(String(fields[19])), let boot = Self.bootSeconds() else { return }
        startSeconds = boot + ticks / Double(ticksPerSecond)
    }

    private static func bootSeconds() -> Double? {
        text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double(String($0.dropFirst(6))) }
    }

    private mutating func readFiles() {
        openFiles = try? Files.names(in: "/proc/self/fd").count  // reason: without /proc the figure is left out
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 { openFilesMax = UInt64(limit.rlim_cur) }
    }

    private static func text(_ path: String) -> String? {
        (try? Files.read(path, limit: fileBytesMax)).map { String(decoding: $0, as: UTF8.self) }  // reason: left out
    }

    func write(to text: inout MetricsText) {
        let figures: [(String, String, String, String?)] = [
            (
                "process_cpu_seconds_total", "counter", "Processor time of the program and the system for it.",
                cpuNanoseconds.map(MetricsText.seconds)
            ),
            ("process_resident_memory_bytes", "gauge", "Memory that is in use.", residentBytes.map { String($0) }),
            ("process_virtual_memory_bytes", "gauge", "Memory that is mapped.", virtualBytes.map { String($0) }),
            ("process_start_time_seconds", "gauge", "The start, since 1970.", startSeconds.map { String($0) }),
            ("process_threads", "gauge", "Threads of the system.", threads.map { String($0) }),
            ("process_open_fds", "gauge", "Files and connections that are open.", openFiles.map { String($0) }),
            ("process_max_fds", "gauge", "Files and connections that may be open.", openFilesMax.map { String($0) }),
        ]
        for (name, type, help, value) in figures {
            if let value { text.single(name, type, help, value) }
        }
    }
}
