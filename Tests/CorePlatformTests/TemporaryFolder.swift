import Glibc

/// A folder for one test, without subfolders; removed with its files when the value ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/core-platform-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "There is no folder for temporary files.")
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for name in names { unlink(file(name)) }
        rmdir(path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var names: [String] { CorePlatformTests.names(in: path) }
}

/// The names in a folder, hidden ones too, in alphabetical order.
func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        names.append(String(decoding: bytes, as: UTF8.self))
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
}

/// Writes a file the plain way, replacing what was there.
func overwrite(_ path: String, with text: String, mode: mode_t = 0o600) {
    let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(number) }
    _ = fchmod(number, mode)
    let bytes = Array(text.utf8)
    precondition(write(number, bytes, bytes.count) == bytes.count, "The test's file cannot be written.")
}

/// The permission bits of a file; nil when there is none.
func permissions(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
}
