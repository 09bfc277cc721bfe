public import CoreLanguage

/// The files that scripts read and write: a folder for each organization, which no path leads out of.
///
/// Every call may block, so it is made on ``Workers``. All throw `NOT_FOUND` for what is missing, `INPUT_INVALID` for what
/// is no regular file, or no folder where one has to be, `DATABASE_FULL` when the disk is full, and `STEP_FAILED` with the
/// system's words for the rest.
public protocol ScriptFiles: Sendable {
    /// At most `byteCount` bytes from `offset` on.
    func read(
        _ path: ScriptFilePath, of organization: Identifier, from offset: Int64, upTo byteCount: Int
    ) throws(CoreError) -> ScriptFilePart

    /// Gives the file this content, whole or not at all, and makes the folders above it that are missing. Gives its size.
    func replace(_ path: ScriptFilePath, of organization: Identifier, with content: [UInt8]) throws(CoreError) -> Int64

    /// Puts `content` behind what the file holds, which is made when it is missing. Gives its size.
    func append(_ content: [UInt8], to path: ScriptFilePath, of organization: Identifier) throws(CoreError) -> Int64

    /// The regular files at or below `path`, in the order of their bytes, as paths from the organization's folder. Symbolic
    /// links are passed over.
    func list(
        _ path: ScriptFilePath, of organization: Identifier, limits: ScriptFileWalk, _ flag: CancellationFlag
    ) throws(CoreError) -> ScriptFileList
}

/// Bytes of a file.
public struct ScriptFilePart: Hashable, Sendable {
    public let content: [UInt8]
    /// Bytes of the whole file.
    public let size: Int64

    /// A part of a file of this size.
    public init(content: [UInt8], size: Int64) {
        self.content = content
        self.size = size
    }
}

/// How far a folder is gone through.
public struct ScriptFileWalk: Hashable, Sendable {
    /// Names that are looked at.
    public var entries = 100_000
    /// Folders inside one another.
    public var depth = 64

    /// 100,000 names, 64 folders deep.
    public init() {}
}

/// Files that were found.
public struct ScriptFileList: Hashable, Sendable {
    public let paths: [String]
    /// Whether there was more than the walk may look at.
    public let isCut: Bool

    /// A list of these files.
    public init(paths: [String], isCut: Bool) {
        self.paths = paths
        self.isCut = isCut
    }
}

/// A path from the folder of an organization's files. It cannot lead out of it.
public struct ScriptFilePath: Hashable, Sendable {
    /// Bytes of a path, and of one name in it.
    public static let (bytesMax, nameBytesMax) = (4_096, 255)
    /// How the names of unfinished files begin; no path has one.
    public static let temporaryPrefix = ".scriptorium-"

    /// The names on the way; none for the folder itself.
    public let names: [String]

    /// The names with slashes between them.
    public var text: String { names.joined(separator: "/") }

    /// Reads a path as scripts write it. `.` and repeated slashes mean nothing.
    ///
    /// - Throws: `INPUT_INVALID` at `pointer` for an absolute path, for `..`, and for what no name may hold.
    public init(_ text: String, at pointer: JSONPointer) throws(CoreError) {
        guard text.utf8.count <= Self.bytesMax else {
            throw Self.fault(pointer, "too_long", "The path is longer than \(Self.bytesMax) bytes. Shorten it.")
        }
        guard text.utf8.first != UInt8(ascii: "/") else {
            throw Self.fault(
                pointer, "absolute_path", "The path begins with a slash. Write it from the folder of the files.")
        }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw Self.fault(pointer, "control_character", "The path holds a control character. Leave it out.")
        }
        // By bytes, as the system sees it: to Swift a slash and a combining accent after it are one character.
        names = text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
        for name in names { try Self.check(name, at: pointer) }
    }

    private static func check(_ name: String, at pointer: JSONPointer) throws(CoreError) {
        guard name != ".." else {
            throw fault(pointer, "path_leads_out", "The path holds \"..\". Write it without.")
        }
        guard name.utf8.count <= nameBytesMax else {
            throw fault(pointer, "too_long", "A name in the path is longer than \(nameBytesMax) bytes. Shorten it.")
        }
        guard !name.utf8.starts(with: temporaryPrefix.utf8) else {
            throw fault(
                pointer, "reserved_name", "Names that begin with \(temporaryPrefix) are the server's own. Take another."
            )
        }
    }

    private static func fault(_ pointer: JSONPointer, _ rule: String, _ message: String) -> CoreError {
        CoreError(inputViolations: [Violation(pointer, rule: rule, message)])
    }
}
