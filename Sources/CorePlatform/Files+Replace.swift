internal import Glibc

extension Files {
    /// Gives the file at `path` other contents, and leaves its mode as it is. Who reads it sees the old or the new ones,
    /// whatever happens meanwhile. A symbolic link stays one: what it leads to is replaced.
    ///
    /// - Throws: ``FileError``, of kind `notFound` when there is no file. Then it is as it was.
    public static func replace(_ path: String, contents: [UInt8]) throws(FileError) {
        let operation = try FileOperation("write", try resolved(path))
        let mode = try status(operation).st_mode & 0o7777
        let (folderPath, name) = try split(operation)
        let folder = try Descriptor(operation, folderPath, flags: O_RDONLY | O_DIRECTORY)
        let temporaryName = temporaryName()
        let file = try Descriptor(
            operation, temporaryName, in: folder.number, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        do throws(FileError) {
            try file.write(contents, operation)
            try operation.check { fchmod(file.number, mode) }
            try file.sync(operation)
            try operation.check { renameat(folder.number, temporaryName, folder.number, name) }
        } catch {
            unlinkat(folder.number, temporaryName, 0)
            throw error
        }
        try folder.sync(operation)
    }
}
