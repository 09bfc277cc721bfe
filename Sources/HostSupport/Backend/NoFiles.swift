import CoreDomain

/// For programs that have no place for the files of scripts.
struct NoFiles: ScriptFiles {
    private static let refusal = CoreError(
        .unsupported, "This program has no place for the files of scripts.",
        fix: "Use a database in a file: files are kept beside it.")

    func read(
        _ path: ScriptFilePath, of organization: Identifier, from offset: Int64, upTo byteCount: Int
    ) throws(CoreError) -> ScriptFilePart { throw Self.refusal }

    func replace(
        _ path: ScriptFilePath, of organization: Identifier, with content: [UInt8]
    ) throws(CoreError) -> Int64 { throw Self.refusal }

    func append(
        _ content: [UInt8], to path: ScriptFilePath, of organization: Identifier
    ) throws(CoreError) -> Int64 { throw Self.refusal }

    func list(
        _ path: ScriptFilePath, of organization: Identifier, limits: ScriptFileWalk, _ flag: CancellationFlag
    ) throws(CoreError) -> ScriptFileList { throw Self.refusal }
}
