internal import Glibc

/// What the system knows of a file, without following a symbolic link to it.
public struct FileFacts: Hashable, Sendable {
    /// Whether it is a plain file: no link, folder, pipe or device.
    public let isRegular: Bool
    /// Whether it belongs to the user that this process acts as.
    public let isOwn: Bool
    /// The nine permission bits, `rwxrwxrwx`.
    public let mode: UInt32
    /// How many names it has.
    public let linkCount: Int

    /// Whether nobody but this process's user can have put it there or changed it.
    public var isTrustworthy: Bool { isRegular && isOwn && mode & 0o022 == 0 }
}

extension Files {
    /// The facts of what exists at `path`.
    ///
    /// - Throws: ``FileError`` when there is nothing, or it cannot be looked at.
    public static func facts(of path: String) throws(FileError) -> FileFacts {
        let operation = try FileOperation("look at", path)
        var status = stat()
        try operation.check { lstat(operation.path, &status) }
        return FileFacts(
            isRegular: status.st_mode & S_IFMT == S_IFREG, isOwn: status.st_uid == geteuid(),
            mode: status.st_mode & 0o777, linkCount: Int(status.st_nlink))
    }
}
