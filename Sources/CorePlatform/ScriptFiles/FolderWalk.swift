import CoreDomain
import Glibc

/// Goes through folders and notes the regular files in them.
struct FolderWalk {
    private let limits: ScriptFileWalk
    private let flag: CancellationFlag
    private var entries = 0
    /// What was found, as paths.
    private(set) var paths: [String] = []
    /// Whether something was left out.
    private(set) var isCut = false

    init(_ limits: ScriptFileWalk, _ flag: CancellationFlag) {
        self.limits = limits
        self.flag = flag
    }

    /// Notes the file `name` in `folder`, or what is in the folder of this name.
    mutating func take(
        _ name: String, in folder: Int32, as path: String, depth: Int = 0, _ operation: FileOperation
    ) throws(FileError) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            // What was in the list and is gone was removed meanwhile.
            if errno == ENOENT, depth > 0 { return }
            throw operation.failed(errno)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: paths.append(path)
        case S_IFDIR:
            guard depth < limits.depth else { return isCut = true }
            let inner: Descriptor
            do throws(FileError) {
                inner = try Descriptor(operation, name, in: folder, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            } catch {
                if error.kind == .notFound, depth > 0 { return }
                throw error
            }
            try enter(inner, path + "/", depth: depth + 1, operation)
        default: return
        }
    }

    /// Notes what is in `folder`, under paths that begin with `prefix`.
    mutating func enter(
        _ folder: borrowing Descriptor, _ prefix: String, depth: Int = 1, _ operation: FileOperation
    ) throws(FileError) {
        for name in try names(in: folder, operation) {
            if flag.isRaised || entries >= limits.entries { return isCut = true }
            entries += 1
            try take(name, in: folder.number, as: prefix + name, depth: depth, operation)
        }
    }

    /// The names in a folder, at most as many as may still be looked at and one.
    private func names(in folder: borrowing Descriptor, _ operation: FileOperation) throws(FileError) -> [String] {
        // The stream closes its descriptor, and this one belongs to the caller.
        let copy = try operation.check { fcntl(folder.number, F_DUPFD_CLOEXEC, 0) }
        guard let stream = fdopendir(copy) else {
            let number = errno
            close(copy)
            throw operation.failed(number)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count <= limits.entries - entries {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw operation.failed(errno) }
                break
            }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            // A name that is no UTF-8 can be written in no script.
            guard let name = String(validating: bytes, as: UTF8.self), name != ".", name != "..",
                !name.utf8.starts(with: ScriptFilePath.temporaryPrefix.utf8)
            else { continue }
            names.append(name)
        }
        return names
    }
}
