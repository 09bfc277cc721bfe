internal import Glibc

/// The process this program runs in.
public enum CurrentProcess {
    /// Its id, as the system's tools show it.
    public static var id: Int32 { getpid() }

    /// Its id and the machine that it runs on, for people.
    public static var name: String {
        var host = [CChar](repeating: 0, count: 256)
        guard gethostname(&host, host.count - 1) == 0 else { return "pid \(id)" }
        return "pid \(id) on " + String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
