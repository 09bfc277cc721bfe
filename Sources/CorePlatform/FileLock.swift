public import CoreDomain
internal import Glibc
internal import Synchronization

/// A lock on a database among processes: who holds it is written in a file, that it is held is known to the system.
///
/// The system drops the lock (`flock`) with the process, even a killed one, so it never has to be broken by hand.
/// The file stays behind and is never removed: whoever had opened it before the removal would lock a file without a
/// name, while the next one locks a new file of the same name, and both would believe they were alone.
///
/// On NFS the lock keeps processes apart, but not two locks of one process.
public final class FileLock: Sendable {
    /// How much of a holder's text is read back, in bytes.
    private static let textLimit = 512

    private let file: Mutex<Descriptor?>

    /// Takes the lock on the file at `path`, which is created when it is missing (mode 0600, folder must exist).
    ///
    /// - Parameters:
    ///   - path: the lock file, used for nothing else; a symbolic link is refused.
    ///   - text: one line that tells others who holds the lock, to follow the words "in use by".
    /// - Throws: `DATABASE_IN_USE`, with the holder's text, when it is held; `DATABASE_READ_ONLY`, `DATABASE_FULL` or
    ///   `DATABASE_UNAVAILABLE` when the file cannot be opened.
    public init(path: String, describing text: String) throws(CoreError) {
        let file = try Self.open(path)
        try Self.take(file, path)
        self.file = Mutex(file)
        describe(text)
    }

    deinit {
        release()
    }

    /// Replaces the line that tells others who holds the lock; after ``release()`` it does nothing.
    ///
    /// A lock without a text is still a lock: on a full disk the file is left empty and nobody is told.
    public func describe(_ text: String) {
        file.withLock { file in
            guard let held = file.take() else { return }
            held.replaceFirstLine(text)
            file = consume held
        }
    }

    /// Gives the lock back; the second time it does nothing.
    public func release() {
        file.withLock { file in
            guard let held = file.take() else { return }
            held.replaceFirstLine("")
            // Closing alone would leave the lock with a child process that was forked but has not begun its program.
            flock(held.number, LOCK_UN)
        }
    }
}

extension FileLock {
    private static func open(_ path: String) throws(CoreError) -> Descriptor {
        do throws(FileError) {
            let operation = try FileOperation("lock", path)
            let file = try Descriptor(operation, path, flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
            guard try file.status(operation).st_mode & S_IFMT == S_IFREG else {
                throw operation.failure(.invalidPath, "it is not a regular file")
            }
            return file
        } catch {
            throw error.asDatabaseError
        }
    }

    private static func take(_ file: borrowing Descriptor, _ path: String) throws(CoreError) {
        if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return }
        let errorNumber = errno
        if errorNumber == EWOULDBLOCK { throw inUse(path, by: file.firstLine(limit: textLimit)) }
        throw FileError(operation: "lock", path: path, errorNumber: errorNumber).asDatabaseError
    }

    private static func inUse(_ path: String, by holder: String) -> CoreError {
        let holder = holder.isEmpty ? "another process" : holder
        return CoreError(
            .databaseInUse,
            "The database is in use by \(holder) (lock file \(path.debugDescription)).",
            fix: "Stop that process first, or choose another database.")
    }
}
