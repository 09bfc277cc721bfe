internal import Glibc

/// What the system lets this process have.
public enum ProcessLimits {
    /// Files and connections that may be open at once; nil when there is no limit or it cannot be told.
    public static var openFiles: Int? {
        var limit = rlimit()
        guard getrlimit(Int32(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur != .max else {
            return nil
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// Bytes of memory that are free or can be freed (`MemAvailable`); nil when the system does not tell.
    public static var availableMemory: Int? {
        let text: String
        do {
            text = String(decoding: try Files.read("/proc/meminfo", limit: 65_536), as: UTF8.self)
        } catch {
            return nil
        }
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            let words = line.split(separator: " ")
            return words.count > 1 ? Int(words[1]).map { $0.multipliedReportingOverflow(by: 1_024).partialValue } : nil
        }
        return nil
    }
}
