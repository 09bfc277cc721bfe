internal import Glibc

/// A warning: others than its owner can get at a file that should be private.
public struct FileExposure: Hashable, Sendable, CustomStringConvertible {
    /// The path as the caller gave it.
    public let path: String
    /// The nine permission bits, `rwxrwxrwx`.
    public let mode: UInt32

    /// Whether members of the file's group can read, write or execute it.
    public var isOpenToGroup: Bool { mode & 0o070 != 0 }
    /// Whether everybody can read, write or execute it.
    public var isOpenToOthers: Bool { mode & 0o007 != 0 }

    /// `"/srv/key" is open to its group and to others (mode 644); chmod it to 600`.
    public var description: String {
        let audience = [isOpenToGroup ? "to its group" : nil, isOpenToOthers ? "to others" : nil]
            .compactMap(\.self).joined(separator: " and ")
        return "\(path.debugDescription) is open \(audience) (mode \(String(mode, radix: 8))); chmod it to 600"
    }
}

extension Files {
    /// A warning when others than the owner of the file at `path` have any permission on it, else nil.
    ///
    /// Follows symbolic links. Has nothing to say about a pipe or a device, whose bits mean something else.
    /// - Throws: ``FileError`` when the permissions cannot be told.
    public static func exposure(of path: String) throws(FileError) -> FileExposure? {
        let mode = try status(FileOperation("check the permissions of", path)).st_mode
        guard mode & S_IFMT == S_IFREG, mode & 0o077 != 0 else { return nil }
        return FileExposure(path: path, mode: mode & 0o777)
    }
}
