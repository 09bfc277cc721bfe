import CoreLanguage

/// Bytes in parts that are small enough to be sent, each with its check.
struct ChunkCut {
    /// Bytes of a part: when nothing is said, at least and at most.
    static let (sizeDefault, sizeMin, sizeMax): (Int64, Int64, Int64) = (2 << 20, 64 << 10, 16 << 20)

    let bytes: [UInt8]
    let size: Int

    /// - Parameter wanted: Bytes of a part; 0 for what is usual.
    init(_ bytes: [UInt8], size wanted: Int64) {
        self.bytes = bytes
        size = Self.size(wanted)
    }

    /// The size of parts of which so many bytes are wanted.
    static func size(_ wanted: Int64) -> Int {
        Int(wanted == 0 ? sizeDefault : min(max(wanted, sizeMin), sizeMax))
    }

    /// The part that begins at `offset`, and where the next one does.
    func part(at offset: Int) -> (part: ArraySlice<UInt8>, end: Int) {
        let begin = min(max(offset, 0), bytes.count)
        let end = begin + min(size, bytes.count - begin)
        return (bytes[begin..<end], end)
    }

    /// The number of the part that begins at `offset`, in a stream whose first part begins at `start`.
    func index(at offset: Int, from start: Int) -> Int64 { Int64((max(0, offset - start) + size - 1) / size) + 1 }
}

/// Which result is read in parts.
public struct ThreadResultStreaming: Message, Hashable {
    public let threadID: Identifier
    public let maxChunkBytes: Int64
    public let startOffset: Int64

    public static let schema = ObjectSchema(
        "Which result is read in parts.", ThreadResultStreaming.init(threadID:maxChunkBytes:startOffset:),
        ThreadField.id(\.threadID), ChunkField.maxChunkBytes(\.maxChunkBytes), ChunkField.startOffset(\.startOffset))
}

/// A part of a result.
public struct ThreadResultChunk: Message, Hashable {
    public let chunkIndex: Int64
    public let isFinal: Bool
    public let meta: ThreadOutputMeta?
    public let data: OutputChunk?

    public static let schema = ObjectSchema(
        "A part of a result: first what it is, then its bytes.",
        ThreadResultChunk.init(chunkIndex:isFinal:meta:data:), ChunkField.index(\.chunkIndex),
        ChunkField.isFinal(\.isFinal),
        Field(optional: "meta", \.meta, .message, "What follows."), Field(optional: "data", \.data, .message, "Bytes."))
}

/// What a result is that is read in parts.
public struct ThreadOutputMeta: Message, Hashable {
    public let threadID: Identifier
    public let status: ThreadRecord.Status
    public let totalBytes: Int64
    public let contentType: String
    public let sha256: String
    public let startOffset: Int64

    public static let schema = ObjectSchema(
        "What a result is that is read in parts.",
        ThreadOutputMeta.init(threadID:status:totalBytes:contentType:sha256:startOffset:), ThreadField.id(\.threadID),
        Field("status", \.status, .word, "How the thread stands."),
        Field("total_bytes", \.totalBytes, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Bytes of all of it."),
        Field("content_type", \.contentType, .string(count: 0...256), "What the bytes are."),
        Field("sha256", \.sha256, .string(count: 64...64), "Of all bytes, in hexadecimal digits."),
        ChunkField.startOffset(\.startOffset))
}

/// Bytes of a result.
public struct OutputChunk: Message, Hashable {
    public let data: String
    public let offset: Int64
    public let crc32c: Int64

    init(_ part: ArraySlice<UInt8>, at offset: Int) {
        self.init(data: Base64.encode(Array(part)), offset: Int64(offset), crc32c: Int64(CRC32C.of(part)))
    }

    init(data: String, offset: Int64, crc32c: Int64) {
        self.data = data
        self.offset = offset
        self.crc32c = crc32c
    }

    public static let schema = ObjectSchema(
        "Bytes of a result.", OutputChunk.init(data:offset:crc32c:), ChunkField.data(\.data),
        ChunkField.offset(\.offset), ChunkField.crc32c(\.crc32c))
}

/// Which steps' outputs are read in parts.
public struct StepResultStreaming: Message, Hashable {
    public let threadID: Identifier
    public let stepPath: String
    public let maxChunkBytes: Int64
    public let startOffset: Int64

    public static let schema = ObjectSchema(
        "Which steps' outputs are read in parts.",
        StepResultStreaming.init(threadID:stepPath:maxChunkBytes:startOffset:), ThreadField.id(\.threadID),
        Field("step_path", \.stepPath, .string(count: 0...2_048), default: "", "The step; empty for every one."),
        ChunkField.maxChunkBytes(\.maxChunkBytes), ChunkField.startOffset(\.startOffset))
}

/// A part of what steps did.
public struct StepResultChunk: Message, Hashable {
    public let chunkIndex: Int64
    public let isFinal: Bool
    public let meta: StepDetail?
    public let data: StepDataChunk?

    public static let schema = ObjectSchema(
        "A part of what steps did: of each first what it is, then the bytes of its output.",
        StepResultChunk.init(chunkIndex:isFinal:meta:data:), ChunkField.index(\.chunkIndex),
        ChunkField.isFinal(\.isFinal),
        Field(optional: "meta", \.meta, .message, "A step, without its output."),
        Field(optional: "data", \.data, .message, "Bytes of its output."))
}

/// Bytes of a step's output.
public struct StepDataChunk: Message, Hashable {
    public let stepPath: String
    public let data: String
    public let offset: Int64
    public let crc32c: Int64
    public let stepFinal: Bool

    public static let schema = ObjectSchema(
        "Bytes of a step's output.", StepDataChunk.init(stepPath:data:offset:crc32c:stepFinal:),
        Field("step_path", \.stepPath, .string(count: 1...2_048), "The step."), ChunkField.data(\.data),
        ChunkField.offset(\.offset), ChunkField.crc32c(\.crc32c),
        Field("step_final", \.stepFinal, .bool, "Whether these are the last of the step."))
}

/// The fields that parts share.
private enum ChunkField {
    static func maxChunkBytes<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field(
            "max_chunk_bytes", get, .integer(in: 0...Int64(Int32.max)), default: 0,
            "Bytes of a part at most, from 64 KiB to 16 MiB; 2 MiB when 0.")
    }

    static func startOffset<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field(
            "start_offset", get, .integer(in: 0...Schema<Int64>.exactIntegerMax), default: 0,
            "The first byte that is wanted, for who has those before it.")
    }

    static func index<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field(
            "chunk_index", get, .integer(in: 0...Int64(Int32.max)),
            "The number of the part, from 0; anew for each step.")
    }

    static func isFinal<Root>(_ get: @escaping @Sendable (Root) -> Bool) -> Field<Root, Bool> {
        Field("is_final", get, .bool, "Whether nothing follows.")
    }

    static func data<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("data", get, .text, "The bytes in base 64.")
    }

    static func offset<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field("offset", get, .integer(in: 0...Schema<Int64>.exactIntegerMax), "The place of the first of them.")
    }

    static func crc32c<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field("crc32c", get, .integer(in: 0...Int64(UInt32.max)), "Their CRC-32C (RFC 3720, appendix B.4).")
    }
}
