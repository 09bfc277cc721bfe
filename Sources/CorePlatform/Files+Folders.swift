internal import Glibc

extension Files {
    /// Makes the folder at `path`, and those above it that are missing, for this user alone (mode 0700).
    ///
    /// - Throws: ``FileError`` when one cannot be made.
    public static func createFolders(_ path: String) throws(FileError) {
        var made = path.hasPrefix("/") ? "" : "."
        // By bytes: a slash and a combining accent after it are one `Character`, but still end a name.
        for name in path.utf8.split(separator: UInt8(ascii: "/")) {
            made += "/" + String(Substring(name))
            let operation = try FileOperation("create the folder", made)
            do throws(FileError) {
                try operation.check { mkdir(operation.path, 0o700) }
            } catch {
                if error.kind != .alreadyExists { throw error }
            }
        }
    }
}
