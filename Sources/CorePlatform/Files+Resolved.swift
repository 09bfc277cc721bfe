internal import Glibc

extension Files {
    /// The absolute path of what exists at `path`, without symbolic links: one spelling for each file.
    ///
    /// - Throws: ``FileError`` when there is nothing at `path`, or a folder on the way may not be searched.
    public static func resolved(_ path: String) throws(FileError) -> String {
        let operation = try FileOperation("find", path)
        guard let resolved = realpath(operation.path, nil) else {
            throw FileError(operation: "find", path: path, errorNumber: errno)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
