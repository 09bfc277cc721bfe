internal import CoreDomain
internal import Glibc

/// Why something could not be done to a file. What that means to a user is the caller's to say.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may want to tell apart.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// The file, or a folder on the way to it, does not exist.
        case notFound
        /// There is a file of this name already.
        case alreadyExists
        /// This process may not do that.
        case permission
        /// The file system cannot be written.
        case readOnly
        /// The disk, or the share of it that is allowed, is full.
        case full
        /// The file is longer than the caller's limit.
        case tooLarge
        /// The path cannot name such a file.
        case invalidPath
        /// Anything else; the cause says what.
        case other
    }

    /// What was tried, as a verb: `read`, `create` …
    public let operation: String
    /// The path as the caller gave it.
    public let path: String
    /// What a caller may want to tell apart.
    public let kind: Kind
    /// What went wrong, in words without a full stop; the system's own where it was the system that refused.
    public let cause: String

    /// An error with these parts.
    public init(operation: String, path: String, kind: Kind, cause: String) {
        self.operation = operation
        self.path = path
        self.kind = kind
        self.cause = cause
    }

    /// `cannot read "/srv/key": No such file or directory`: one line, whatever the path contains.
    public var description: String {
        "cannot \(operation) \(path.debugDescription): \(cause)"
    }
}

extension FileError.Kind {
    /// The kind of an error number of the system (`errno`).
    init(errorNumber: Int32) {
        switch errorNumber {
        case ENOENT, ENOTDIR: self = .notFound
        case EEXIST: self = .alreadyExists
        case EACCES, EPERM: self = .permission
        case EROFS: self = .readOnly
        case ENOSPC, EDQUOT: self = .full
        case ENAMETOOLONG, ELOOP, EISDIR: self = .invalidPath
        default: self = .other
        }
    }
}

/// An error number in words, as `perror` would print it.
func systemText(errorNumber: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    // XSI `strerror_r`: unlike `strerror`, it shares no buffer between threads.
    guard strerror_r(errorNumber, &text, text.count) == 0 else { return "error \(errorNumber)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

extension FileError {
    /// What the system's error number (`errno`) says.
    init(operation: String, path: String, errorNumber: Int32) {
        self.init(
            operation: operation, path: path, kind: Kind(errorNumber: errorNumber),
            cause: systemText(errorNumber: errorNumber))
    }

    /// The error as it concerns a database that is being opened.
    var asDatabaseError: CoreError {
        let reason: Reason =
            switch kind {
            case .permission, .readOnly: .databaseReadOnly
            case .full: .databaseFull
            default: .databaseUnavailable
            }
        return CoreError(reason, "The database cannot be opened: \(self).")
    }
}
