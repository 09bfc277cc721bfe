internal import Glibc

extension Files {
    /// The names in the folder at `path`, in the order of their bytes, without `.` and `..`.
    public static func names(in path: String) throws(FileError) -> [String] {
        let operation = try FileOperation("list", path)
        guard let folder = opendir(path) else { throw operation.failed(errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                if errno != 0 { throw operation.failed(errno) }
                return names.sorted()
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }
}
