internal import Glibc

extension Files {
    /// Creates a file that only its owner can read and write (mode 0600), for a key or a token.
    ///
    /// The path has the whole contents or does not exist, whatever happens meanwhile; nothing that exists is replaced,
    /// and of several callers at once one wins. On return the file and its name are on the disk. A crash of the machine
    /// can leave a file named `.scriptorium-….tmp`, of the same mode, in the folder. The file system must have hard
    /// links; FAT has none.
    ///
    /// - Throws: ``FileError``, of kind `alreadyExists` when the path exists, even as a dangling symbolic link. Should
    ///   the very last step fail, the folder's `fsync`, the file is there and whole: another process may have read it.
    public static func createPrivate(_ path: String, contents: [UInt8]) throws(FileError) {
        let operation = try FileOperation("create", path)
        let (folderPath, name) = try split(operation)
        // Opened first: a folder that cannot be synced is found out before anything was created, and the steps below
        // stay in one folder even if it is moved meanwhile.
        let folder = try Descriptor(operation, folderPath, flags: O_RDONLY | O_DIRECTORY)
        if contents.isEmpty {
            try createEmpty(name, in: folder.number, operation)
        } else {
            try publish(contents, as: name, in: folder.number, operation)
        }
        try folder.sync(operation)
    }

    /// An empty file is whole at once. So it never has a second name, which would stay when the process is killed.
    private static func createEmpty(_ name: String, in folder: Int32, _ operation: FileOperation) throws(FileError) {
        let file = try Descriptor(
            operation, name, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        try file.sync(operation)
    }

    /// Writes under another name, then gives the finished file its own: unlike a rename, a link replaces nothing.
    private static func publish(
        _ contents: [UInt8], as name: String, in folder: Int32, _ operation: FileOperation
    ) throws(FileError) {
        let temporaryName = temporaryName()
        let file = try Descriptor(
            operation, temporaryName, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        defer { unlinkat(folder, temporaryName, 0) }
        try file.write(contents, operation)
        try file.sync(operation)
        try operation.check { linkat(folder, temporaryName, folder, name, 0) }
    }

    /// A name that no other file has.
    static func temporaryName() -> String { ".scriptorium-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp" }

    static func split(_ operation: FileOperation) throws(FileError) -> (folder: String, name: String) {
        let path = operation.path
        // In bytes, as the system sees it: to Swift a slash and a combining accent after it are one character.
        let bytes = path.utf8
        let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? path.startIndex
        let name = String(path[nameStart...])
        if name.isEmpty { throw operation.failure(.invalidPath, "the path names no file") }
        return (nameStart == path.startIndex ? "." : String(path[..<nameStart]), name)
    }
}
