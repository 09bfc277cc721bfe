internal import Glibc

/// A process of this system, by its id.
public struct SystemProcess: Hashable, Sendable {
    /// Its id; more than 0.
    public let id: Int32

    /// The process of this id; nil for what is no id of one process.
    public init?(id: Int32) {
        guard id > 0 else { return nil }
        self.id = id
    }

    /// Whether there is no such process. One of another user, which can't be asked, is there; so is one that has ended and is
    /// still waited for.
    public var isGone: Bool { kill(id, 0) != 0 && errno == ESRCH }
}
