import CoreDomain
import CoreLanguage
import Testing

@Suite("Results that are read in parts")
struct ResultChunkTests {
    private static let source = """
        script "Large"
        version "1.0.0"
        input
          count : integer
        output
          text : text
        import tools
          echo from native
        do "Make" with echo
          value = repeat_text("0123456789", count)
          -> made
        do "Small" with echo
          value = 1
          -> small
        emit
          text = to_text(made)
        """

    private func chunks(
        _ threads: ThreadWorld, _ operation: String, _ input: JSONObject, after: StreamPosition? = nil
    ) async throws -> [(position: StreamPosition, output: JSONValue)] {
        let stream = try await threads.world.dispatcher.stream(
            operation, .object(input), after: after, threads.world.call(.bearer(threads.token)))
        var items: [(position: StreamPosition, output: JSONValue)] = []
        while case .item(let item) = try await stream.next(patience: .seconds(5)) {
            items.append((item.position, item.output))
        }
        return items
    }

    private func bytes(_ chunks: [JSONValue]) throws -> [UInt8] {
        try chunks.flatMap { chunk in
            let data = try Base64.decode(try #require(chunk["data"]?["data"]?.stringValue))
            #expect(chunk["data"]?["crc32c"]?.int64Value == Int64(CRC32C.of(data)))
            return data
        }
    }

    @Test func theCheckIsThatOfTheStandard() {
        // RFC 3720, B.4, and the usual check value.
        #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.of((0..<32).map { UInt8($0) }) == 0x46DD_794E)
        #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.of([]) == 0)
    }

    @Test func areWholeAndGoOnFromAnyByte() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        let id = try await threads.run(Self.source, ["count": 20_000])
        let output = try await threads.output(id)
        let whole = output.serialized()
        let read = try await chunks(threads, "threads.result.stream", ["thread_id": .string(id), "max_chunk_bytes": 1])
        // 64 KiB are the least.
        #expect(read.count == 1 + (whole.count + 65_535) / 65_536)
        let meta = try #require(read.first?.output["meta"])
        #expect(meta["total_bytes"]?.int64Value == Int64(whole.count) && meta["status"] == "completed")
        #expect(read.map { $0.output["chunk_index"]?.int64Value } == (0..<read.count).map { Int64($0) })
        #expect(read.map { $0.output["is_final"] == true } == read.indices.map { $0 == read.count - 1 })
        #expect(try bytes(read.dropFirst().map(\.output)) == whole)
        let rest = try await chunks(
            threads, "threads.result.stream", ["thread_id": .string(id), "max_chunk_bytes": 65_536],
            after: read[2].position)
        #expect(try bytes(rest.map(\.output)) == Array(whole.dropFirst(131_072)))
        #expect(rest.first?.output["chunk_index"] == 3)
        for offset in [1, whole.count - 1, whole.count] {
            let tail = try await chunks(
                threads, "threads.result.stream", ["thread_id": .string(id), "start_offset": .integer(Int64(offset))])
            #expect(tail.last?.output["is_final"] == true)
            #expect(try bytes(tail.dropFirst().map(\.output)) == Array(whole.dropFirst(offset)))
        }
        let refusal = await #expect(throws: CoreError.self) {
            try await chunks(
                threads, "threads.result.stream",
                ["thread_id": .string(id), "start_offset": .integer(Int64(whole.count + 1))])
        }
        #expect(refusal?.reason == .inputInvalid)
    }

    @Test func outputsOfStepsComeStepByStep() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        let id = try await threads.run(Self.source, ["count": 20_000])
        _ = try await threads.output(id)
        let read = try await chunks(threads, "threads.steps.stream", ["thread_id": .string(id), "max_chunk_bytes": 1])
        let metas = read.compactMap { $0.output["meta"] }
        #expect(metas.compactMap { $0["summary"]?["step_name"]?.stringValue } == ["Make", "Small"])
        #expect(metas.allSatisfy { $0["output"] == nil })
        let paths = metas.compactMap { $0["summary"]?["step_path"]?.stringValue }
        for path in paths {
            let own = read.map(\.output).filter { $0["data"]?["step_path"]?.stringValue == path }
            #expect(own.map { $0["data"]?["step_final"] == true } == own.indices.map { $0 == own.count - 1 })
            let alone = try await chunks(
                threads, "threads.steps.stream", ["thread_id": .string(id), "step_path": .string(path)])
            #expect(try bytes(own) == bytes(alone.dropFirst().map(\.output)))
        }
        #expect(read.last?.output["is_final"] == true && read.filter { $0.output["is_final"] == true }.count == 1)
        // Whoever stops anywhere goes on behind what was seen.
        for (number, item) in read.enumerated() {
            let rest = try await chunks(
                threads, "threads.steps.stream", ["thread_id": .string(id), "max_chunk_bytes": 1], after: item.position)
            #expect(rest.map(\.output) == read.dropFirst(number + 1).map(\.output))
        }
    }

    @Test func whatIsNotThereIsRefused() async throws {
        let threads = try await ThreadWorld(tools: [Self.echo])
        let id = try await threads.run("script \"Wait\"\nversion \"1.0.0\"\nwait 1h\n")
        let refusal = await #expect(throws: CoreError.self) {
            try await chunks(threads, "threads.result.stream", ["thread_id": .string(id)])
        }
        #expect(refusal?.reason == .resultNotReady)
        let missing = await #expect(throws: CoreError.self) {
            try await chunks(threads, "threads.steps.stream", ["thread_id": .string(id), "step_path": "9"])
        }
        #expect(missing?.reason == .notFound)
        let strange: StreamPosition = .max
        let rest = try await chunks(threads, "threads.steps.stream", ["thread_id": .string(id)], after: strange)
        #expect(rest.isEmpty)
        let stranger = try await threads.world.account("b").token
        let stream = await #expect(throws: CoreError.self) {
            try await threads.world.dispatcher.stream(
                "threads.steps.stream", ["thread_id": .string(id)], after: nil,
                threads.world.call(.bearer(stranger)))
        }
        #expect(stream?.reason == .notFound)
    }

    private static let echo = ToolProbe("echo").tool { input, _ in input["value"] ?? .null }
}
