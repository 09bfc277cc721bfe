internal import Glibc

/// Small files that a program keeps beside its data: keys, tokens, settings.
public enum Files {
    /// Whether something exists at `path`, following symbolic links.
    ///
    /// - Throws: ``FileError`` when that cannot be told, for instance because a folder on the way may not be searched.
    public static func exists(_ path: String) throws(FileError) -> Bool {
        do {
            _ = try status(FileOperation("look for", path))
            return true
        } catch {
            if error.kind == .notFound { return false }
            throw error
        }
    }

    /// The bytes of the file at `path`, at most `limit` of them. Reads a pipe as well as a file.
    ///
    /// - Throws: ``FileError``, of kind `tooLarge` when there are more than `limit` bytes.
    public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let operation = try FileOperation("read", path)
        let file = try Descriptor(operation, path, flags: O_RDONLY)
        return try file.contents(limit: limit, operation)
    }

    static func status(_ operation: FileOperation) throws(FileError) -> stat {
        var status = stat()
        try operation.check { stat(operation.path, &status) }
        return status
    }
}
