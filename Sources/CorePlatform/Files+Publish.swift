internal import Glibc

extension Files {
    /// Gives the finished file at `temporary` its own name in the same folder, and takes the other away. Nothing that
    /// exists is replaced. On return the file and its name are on the disk.
    ///
    /// - Throws: ``FileError``, of kind `alreadyExists` when there is something at `path`; then nothing has changed.
    public static func publish(_ temporary: String, as path: String) throws(FileError) {
        let operation = try FileOperation("create", path)
        let file = try Descriptor(operation, temporary, flags: O_RDONLY)
        try file.sync(operation)
        try operation.check { linkat(AT_FDCWD, temporary, AT_FDCWD, path, 0) }
        unlink(temporary)
        let folder = try Descriptor(operation, folder(of: path), flags: O_RDONLY | O_DIRECTORY)
        try folder.sync(operation)
    }

    /// Removes the file at `path`, if it is there.
    public static func remove(_ path: String) {
        unlink(path)
    }

    /// The folder that the last name of `path` is in.
    public static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The length of the file at `path` in bytes.
    public static func byteCount(of path: String) throws(FileError) -> Int {
        Int(try status(FileOperation("look at", path)).st_size)
    }

    /// Whether there is a folder at `path`.
    public static func isFolder(_ path: String) throws(FileError) -> Bool {
        try status(FileOperation("look at", path)).st_mode & S_IFMT == S_IFDIR
    }

    /// Bytes that this user may still write to the file system of `path`.
    public static func freeBytes(at path: String) throws(FileError) -> Int {
        let operation = try FileOperation("look at", path)
        var facts = statvfs()
        try operation.check { statvfs(operation.path, &facts) }
        let (bytes, overflow) = facts.f_bavail.multipliedReportingOverflow(by: facts.f_frsize)
        return overflow ? .max : Int(clamping: bytes)
    }

    /// Whether this user may execute the program at `path`.
    public static func isExecutable(_ path: String) -> Bool {
        !path.utf8.contains(0) && access(path, X_OK) == 0
    }
}
