import CoreDomain
import Glibc
import Testing

@testable import CorePlatform

@Suite("Errors of files")
struct FileErrorTests {
    @Test(
        "error numbers have kinds",
        arguments: [
            (ENOENT, .notFound), (ENOTDIR, .notFound), (EEXIST, .alreadyExists), (EACCES, .permission),
            (EPERM, .permission), (EROFS, .readOnly), (ENOSPC, .full), (EDQUOT, .full), (ELOOP, .invalidPath),
            (EISDIR, .invalidPath), (ENAMETOOLONG, .invalidPath), (EIO, .other),
        ] as [(Int32, FileError.Kind)])
    func kinds(errorNumber: Int32, kind: FileError.Kind) {
        #expect(FileError.Kind(errorNumber: errorNumber) == kind)
    }

    @Test("the description is one line that names operation, path and cause")
    func description() {
        let error = FileError(operation: "read", path: "/a\nb", errorNumber: ENOENT)
        #expect(error.description == #"cannot read "/a\nb": No such file or directory"#)
    }

    @Test("an error number that the system does not know still has a text")
    func unknownNumber() {
        #expect(systemText(errorNumber: 99_999).contains("99999"))
    }

    @Test(
        "kinds have reasons where a database is concerned",
        arguments: [
            (.readOnly, .databaseReadOnly), (.permission, .databaseReadOnly), (.full, .databaseFull),
            (.notFound, .databaseUnavailable), (.invalidPath, .databaseUnavailable), (.other, .databaseUnavailable),
        ] as [(FileError.Kind, Reason)])
    func reasons(kind: FileError.Kind, reason: Reason) {
        let error = FileError(operation: "lock", path: "x", kind: kind, cause: "it would not").asDatabaseError
        #expect(error.reason == reason)
        #expect(error.message.contains(#"cannot lock "x": it would not"#))
    }

    @Test("a call that a signal interrupts is repeated; another failure is not")
    func interruption() throws {
        let operation = try FileOperation("try", "x")
        var callCount = 0
        let result = try operation.check {
            callCount += 1
            errno = EINTR
            return callCount < 3 ? -1 : 5
        }
        #expect((result, callCount) == (5, 3))
        #expect(throws: FileError(operation: "try", path: "x", errorNumber: EIO)) {
            try operation.check {
                errno = EIO
                return -1
            }
        }
    }

    @Test("a full disk is told from other failures, whichever part of the contents it hits")
    func full() throws {
        let operation = try FileOperation("write", "/dev/full")
        let device = try Descriptor(operation, "/dev/full", flags: O_WRONLY)
        do {
            try device.write([1], operation)
            Issue.record("A full device took a byte.")
        } catch {
            #expect(error.kind == .full)
        }
    }
}
