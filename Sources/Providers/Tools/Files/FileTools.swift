import CoreDomain
import CoreLanguage

/// `file_read`, `file_write` and `file_glob`: files in the folder of an organization.
struct FileTools: Sendable {
    /// Bytes of one read or write.
    static let bytesMax: Int64 = 4 * 1_024 * 1_024
    static let filesMax: Int64 = 100_000

    let files: any ScriptFiles

    private enum Encoding: String {
        case text = "utf-8"
        case base64

        init(_ input: ToolInput) throws(CoreError) {
            guard let encoding = Encoding(rawValue: try input.optionalText("encoding") ?? "utf-8") else {
                throw input.fault("encoding", "unknown_word", "Expected \"utf-8\" or \"base64\".")
            }
            self = encoding
        }
    }

    // MARK: Reading

    @Sendable func read(_ input: JSONValue, _ context: StepContext, _ flag: CancellationFlag) throws -> StepOutput {
        let input = ToolInput(input)
        let (path, encoding) = (try Self.path(input), try Encoding(input))
        let offset = try input.integer("offset", in: 0...Int64.max, default: 0)
        let bytesMax = try input.integer("max_bytes", in: 1...Self.bytesMax, default: Self.bytesMax)
        let part = try files.read(path, of: context.organization, from: offset, upTo: Int(bytesMax))
        let isCut = part.size > offset && part.size - offset > Int64(part.content.count)
        let content: String
        let length: Int
        switch encoding {
        case .base64: (content, length) = (Base64.encode(part.content), part.content.count)
        case .text: (content, length) = try Self.text(part, path, isCut: isCut)
        }
        return StepOutput([
            "content": .string(content), "size": .integer(part.size),
            "truncated": .bool(part.size > offset && part.size - offset > Int64(length)),
        ])
    }

    /// The text and how many bytes it takes: fewer than were read when the last character was cut.
    private static func text(
        _ part: ScriptFilePart, _ path: ScriptFilePath, isCut: Bool
    ) throws(CoreError) -> (String, Int) {
        let bytes = isCut ? WebText.withoutCutCharacter(part.content) : part.content
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CoreError(
                .stepFailed, "The file \(path.text.debugDescription) is no text in UTF-8 where it is read.",
                fix: "Read it with the encoding base64, or from an offset at which a character begins.")
        }
        guard !text.isEmpty || part.content.isEmpty else {
            throw CoreError(
                .stepFailed, "The first character at the offset has more than \(part.content.count) bytes.",
                fix: "Give max_bytes of 4 or more.")
        }
        return (text, bytes.count)
    }

    // MARK: Writing

    /// What is put behind a file comes again with each repetition.
    static func writeEffect(_ input: JSONValue) -> EffectClass {
        input["append"]?.boolValue == true ? .once : .idempotent
    }

    @Sendable func write(_ input: JSONValue, _ context: StepContext, _ flag: CancellationFlag) throws -> StepOutput {
        let input = ToolInput(input)
        let path = try Self.path(input)
        let content = try Self.content(input)
        guard Int64(content.count) <= Self.bytesMax else {
            throw CoreError(
                .payloadTooLarge, "The content has \(content.count) bytes; one call writes at most \(Self.bytesMax).",
                fix: "Write it in parts, with append.")
        }
        let size =
            try input.flag("append")
            ? files.append(content, to: path, of: context.organization)
            : files.replace(path, of: context.organization, with: content)
        return StepOutput(["path": .string(path.text), "size": .integer(size)])
    }

    private static func content(_ input: ToolInput) throws(CoreError) -> [UInt8] {
        let text = try input.text("content")
        switch try Encoding(input) {
        case .text: return Array(text.utf8)
        case .base64:
            do throws(Base64.Fault) {
                return try Base64.decode(text)
            } catch {
                throw input.fault("content", "base64_invalid", "It is no base 64. \(error.message)")
            }
        }
    }

    private static func path(_ input: ToolInput) throws(CoreError) -> ScriptFilePath {
        let path = try ScriptFilePath(input.text("path"), at: input.pointer("path"))
        guard !path.names.isEmpty else { throw input.fault("path", "names_no_file", "The path names no file.") }
        return path
    }

    // MARK: Listing

    @Sendable func glob(_ input: JSONValue, _ context: StepContext, _ flag: CancellationFlag) throws -> StepOutput {
        let input = ToolInput(input)
        guard let pattern = try input.glob("pattern") else { throw input.fault("pattern", "missing", "It is missing.") }
        let filesMax = Int(try input.integer("max_files", in: 1...Self.filesMax, default: 1_000))
        let all = try ScriptFilePath("", at: .root)
        let list = try files.list(all, of: context.organization, limits: ScriptFileWalk(), flag)
        var found: [JSONValue] = []
        for path in list.paths where pattern.matches(path) {
            guard found.count < filesMax else {
                return StepOutput(["files": .array(found), "truncated": true])
            }
            found.append(.string(path))
            try flag.check()
        }
        return StepOutput(["files": .array(found), "truncated": .bool(list.isCut)])
    }
}
