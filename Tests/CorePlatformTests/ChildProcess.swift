import Glibc

/// Another program, started by a test; killed (`kill -9`) and gone when the value ends.
struct ChildProcess: ~Copyable {
    struct StartError: Error {
        let errorNumber: Int32
    }

    private let id: pid_t

    init(_ arguments: [String]) throws(StartError) {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        var id: pid_t = 0
        let errorNumber = posix_spawnp(&id, arguments[0], nil, nil, pointers, environ)
        if errorNumber != 0 { throw StartError(errorNumber: errorNumber) }
        self.id = id
    }

    deinit {
        Glibc.kill(id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    }

    /// Ends the program now.
    consuming func kill() {}
}
