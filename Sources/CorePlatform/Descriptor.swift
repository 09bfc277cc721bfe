internal import Glibc

/// An open file; closed when the value ends, on every path.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Opens `path`, a relative one from the folder with that descriptor, as a step of `operation`.
    ///
    /// The descriptor is not inherited by programs that this one starts.
    init(
        _ operation: FileOperation, _ path: String, in folder: Int32 = AT_FDCWD, flags: Int32, mode: mode_t = 0
    ) throws(FileError) {
        number = try operation.check { openat(folder, path, flags | O_CLOEXEC | O_NOCTTY, mode) }
    }

    deinit {
        // Whatever had to last was synced before; Linux closes the descriptor even when it reports an error.
        close(number)
    }

    /// Everything from here to the end.
    ///
    /// - Throws: `tooLarge` when that is more than `limit` bytes, after having read little more than that.
    func contents(limit: Int, _ operation: FileOperation) throws(FileError) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = try operation.check { Glibc.read(number, &chunk, chunk.count) }
            if count == 0 { return contents }
            contents.append(contentsOf: chunk.prefix(count))
            if contents.count > limit { throw operation.failure(.tooLarge, "it is longer than \(limit) bytes") }
        }
    }

    /// Appends all of `bytes`.
    func write(_ bytes: [UInt8], _ operation: FileOperation) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let rest = bytes[written...]
            written += try operation.check { rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) } }
        }
    }

    /// Waits until the file, or the folder's list of names, is on the disk.
    func sync(_ operation: FileOperation) throws(FileError) {
        try operation.check { fsync(number) }
    }

    /// What the system knows of the file.
    func status(_ operation: FileOperation) throws(FileError) -> stat {
        var status = stat()
        try operation.check { fstat(number, &status) }
        return status
    }
}
