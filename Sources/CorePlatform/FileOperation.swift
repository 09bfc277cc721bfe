internal import Glibc

/// Something done to a path in one or more system calls, all of which report their failure in its name.
struct FileOperation {
    let verb: String
    let path: String

    /// - Throws: `invalidPath` for a path with a NUL byte, which the system would take for the path's end.
    init(_ verb: String, _ path: String) throws(FileError) {
        self.verb = verb
        self.path = path
        if path.utf8.contains(0) { throw failure(.invalidPath, "the path contains a NUL byte") }
    }

    /// The result of a system call that answers failure with a negative number; a call that a signal broke is repeated.
    @discardableResult
    func check<Result: SignedInteger>(_ call: () -> Result) throws(FileError) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            let errorNumber = errno
            if errorNumber != EINTR { throw failed(errorNumber) }
        }
    }

    func failed(_ errorNumber: Int32) -> FileError {
        FileError(operation: verb, path: path, errorNumber: errorNumber)
    }

    func failure(_ kind: FileError.Kind, _ cause: String) -> FileError {
        FileError(operation: verb, path: path, kind: kind, cause: cause)
    }
}
