public import CoreDomain
import Glibc

/// The files of scripts in a folder of the system: `ROOT/ORGANIZATION/…`, both made for this user alone when they are
/// missing.
///
/// A path is opened name by name, each below the folder opened before and never through a symbolic link. So nothing that is
/// moved or linked meanwhile leads out, and only regular files are read or written.
public struct FolderFiles: ScriptFiles {
    /// Bytes that a file may grow to.
    static let fileBytesMax: Int64 = 1 << 30
    /// No link at the end, no waiting for the other end of a pipe.
    static let guarded = O_NOFOLLOW | O_NONBLOCK

    private let root: String

    /// The files below the folder `root`.
    public init(root: String) { self.root = root }

    public func read(
        _ path: ScriptFilePath, of organization: Identifier, from offset: Int64, upTo byteCount: Int
    ) throws(CoreError) -> ScriptFilePart {
        try answering(path) { operation throws(FileError) in
            let place = try place(path, organization, operation, makes: false)
            let file = try Descriptor(operation, place.name, in: place.folder.number, flags: O_RDONLY | Self.guarded)
            let size = try Self.regularSize(file, operation)
            let content = try file.contents(from: offset, upTo: byteCount, operation)
            return ScriptFilePart(content: content, size: size)
        }
    }

    public func replace(
        _ path: ScriptFilePath, of organization: Identifier, with content: [UInt8]
    ) throws(CoreError) -> Int64 {
        try answering(path) { operation throws(FileError) in
            let place = try place(path, organization, operation, makes: true)
            let (folder, name) = (place.folder.number, place.name)
            try Self.checkReplaceable(name, in: folder, operation)
            let temporary = Files.temporaryName()
            let file = try Descriptor(
                operation, temporary, in: folder, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            do throws(FileError) {
                try file.write(content, operation)
                try file.sync(operation)
                try operation.check { renameat(folder, temporary, folder, name) }
            } catch {
                unlinkat(folder, temporary, 0)
                throw error
            }
            try place.folder.sync(operation)
            return Int64(content.count)
        }
    }

    public func append(
        _ content: [UInt8], to path: ScriptFilePath, of organization: Identifier
    ) throws(CoreError) -> Int64 {
        try answering(path) { operation throws(FileError) in
            let place = try place(path, organization, operation, makes: true)
            let file = try Descriptor(
                operation, place.name, in: place.folder.number, flags: O_WRONLY | O_APPEND | O_CREAT | Self.guarded,
                mode: 0o600)
            let (size, overflow) = try Self.regularSize(file, operation).addingReportingOverflow(Int64(content.count))
            guard !overflow, size <= Self.fileBytesMax else {
                throw operation.failure(.tooLarge, "it would be longer than \(Self.fileBytesMax) bytes")
            }
            try file.write(content, operation)
            try file.sync(operation)
            try place.folder.sync(operation)
            return size
        }
    }

    public func list(
        _ path: ScriptFilePath, of organization: Identifier, limits: ScriptFileWalk, _ flag: CancellationFlag
    ) throws(CoreError) -> ScriptFileList {
        var walk = FolderWalk(limits, flag)
        try answering(path) { operation throws(FileError) in
            guard !path.names.isEmpty else {
                // Who never wrote a file has no folder, and no files.
                guard try Files.exists(folderPath(organization)) else { return }
                return try walk.enter(try organizationFolder(organization, operation, makes: false), "", operation)
            }
            let place = try place(path, organization, operation, makes: false)
            try walk.take(place.name, in: place.folder.number, as: path.text, operation)
        }
        try flag.check()
        return ScriptFileList(
            paths: walk.paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, isCut: walk.isCut)
    }

    // MARK: Opening

    private func folderPath(_ organization: Identifier) -> String { "\(root)/\(organization)" }

    private func organizationFolder(
        _ organization: Identifier, _ operation: FileOperation, makes: Bool
    ) throws(FileError) -> Descriptor {
        if makes { try Files.createFolders(folderPath(organization)) }
        return try Descriptor(operation, folderPath(organization), flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    }

    /// The folder that the last name of `path` is in, and that name.
    private func place(
        _ path: ScriptFilePath, _ organization: Identifier, _ operation: FileOperation, makes: Bool
    ) throws(FileError) -> OpenedPlace {
        guard let last = path.names.last else { throw operation.failure(.invalidPath, "the path names no file") }
        var folder = try organizationFolder(organization, operation, makes: makes)
        for name in path.names.dropLast() {
            if makes, mkdirat(folder.number, name, 0o700) != 0, errno != EEXIST { throw operation.failed(errno) }
            do throws(FileError) {
                folder = try Descriptor(operation, name, in: folder.number, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            } catch {
                // It was made, or was there before: so it is something else than a folder.
                if makes, error.kind == .notFound {
                    throw operation.failure(.invalidPath, "a name on the way is no folder")
                }
                throw error
            }
        }
        return OpenedPlace(folder: folder, name: last)
    }

    private static func regularSize(
        _ file: borrowing Descriptor, _ operation: FileOperation
    ) throws(FileError) -> Int64 {
        let status = try file.status(operation)
        guard status.st_mode & S_IFMT == S_IFREG else { throw operation.failure(.invalidPath, "it is no regular file") }
        return Int64(status.st_size)
    }

    /// What is replaced has to be a file: a rename would take the place of a link or a pipe as well.
    private static func checkReplaceable(
        _ name: String, in folder: Int32, _ operation: FileOperation
    ) throws(FileError) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return }
            throw operation.failed(errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw operation.failure(.invalidPath, "it is no regular file") }
    }
}

/// Where a file is.
private struct OpenedPlace: ~Copyable {
    let folder: Descriptor
    let name: String
}
