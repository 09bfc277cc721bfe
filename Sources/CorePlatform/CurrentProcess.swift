internal import Glibc

/// The process this program runs in.
public enum CurrentProcess {
    /// Its id, as the system's tools show it.
    public static var id: Int32 { getpid() }
}
