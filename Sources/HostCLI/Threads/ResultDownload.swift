import CoreDomain
import CoreLanguage
import CorePlatform

/// Prints a result that is too large for one answer, part by part.
struct ResultDownload {
    private var offset: Int64 = 0
    private var total: Int64?

    /// Takes the next part; returns its bytes, which follow those before.
    ///
    /// - Throws: `INTERNAL` for a part that was damaged on its way, or that is not the next.
    mutating func take(_ chunk: JSONValue) throws(CoreError) -> [UInt8] {
        if let meta = chunk["meta"] {
            total = meta["total_bytes"]?.int64Value
            return []
        }
        guard let data = chunk["data"], data["offset"]?.int64Value == offset,
            let bytes = try? Base64.decode(data["data"]?.stringValue ?? ""),
            data["crc32c"]?.int64Value == Int64(CRC32C.of(bytes))
        else { throw Self.damaged }
        offset += Int64(bytes.count)
        return bytes
    }

    /// Says whether all came.
    func end() throws(CoreError) {
        if offset != total { throw Self.damaged }
    }

    private static var damaged: CoreError {
        CoreError(.internalError, "The result was damaged on its way, or cut off.", fix: "Ask for it again.")
    }

    /// Prints the result of a thread.
    static func write(_ thread: String, _ options: ThreadOptions, _ host: CommandLineHost) async throws(CoreError) {
        try await options.library.target.withSession(
            host, .reading, account: options.library.owner.account
        ) { session in
            let stream = try await session.follow("threads.result.stream", ["thread_id": .string(thread)])
            var download = ResultDownload()
            while let chunk = try await stream.next() {
                StandardStream.output.write(try download.take(chunk))
            }
            try download.end()
            StandardStream.output.write("\n")
        }
    }
}
