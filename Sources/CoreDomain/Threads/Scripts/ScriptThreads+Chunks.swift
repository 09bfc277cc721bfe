import CoreLanguage

/// Results and outputs in parts.
extension ScriptThreads {
    /// A result from an offset on. Who has seen a part goes on behind its last byte.
    @Sendable func resultChunks(
        _ input: ThreadResultStreaming, _ caller: Caller, _ position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> ItemPage<ThreadResultChunk> {
        let thread = try find(input.threadID, caller, tx)
        guard let bytes = try tx.threads.result(of: thread.id) else {
            let status = ThreadRecord.Status(thread.status.state).rawValue
            throw CoreError(
                .resultNotReady, "The thread has no result: it is \(status).",
                fix: "`threads.watch` tells when it is completed.")
        }
        let cut = ChunkCut(bytes, size: input.maxChunkBytes)
        let start = try Self.start(input.startOffset, of: bytes)
        var items: [(position: StreamPosition, item: ThreadResultChunk)] = []
        if position == nil {
            let meta = ThreadOutputMeta(
                threadID: thread.id, status: ThreadRecord.Status(thread.status.state), totalBytes: Int64(bytes.count),
                contentType: "application/json", sha256: Hexadecimal.text(journal.digest(of: bytes)),
                startOffset: Int64(start))
            items.append((Int64(start), ThreadResultChunk(chunkIndex: 0, isFinal: false, meta: meta, data: nil)))
        }
        let offset = position.map { Int(clamping: $0) } ?? start
        let (part, end) = cut.part(at: offset)
        // A part without bytes ends what has none left.
        if !part.isEmpty || position == nil {
            let chunk = ThreadResultChunk(
                chunkIndex: cut.index(at: offset, from: start), isFinal: end == bytes.count, meta: nil,
                data: OutputChunk(part, at: offset))
            items.append((Int64(end), chunk))
        }
        return ItemPage(items: items, next: Int64(end), isOver: end == bytes.count)
    }

    private static func start(_ offset: Int64, of bytes: [UInt8]) throws(CoreError) -> Int {
        guard offset <= bytes.count else {
            throw CoreError(inputViolations: [
                Violation(
                    .root.appending(key: "start_offset"), rule: "out_of_range",
                    "Expected at most \(bytes.count), as many bytes as there are, found \(offset).")
            ])
        }
        return Int(offset)
    }

    // MARK: Steps

    /// Steps that are looked at for one page of parts.
    private static let stepsAtOnce = 200

    @Sendable func stepChunks(
        _ input: StepResultStreaming, _ caller: Caller, _ position: StreamPosition?, _ tx: any ReadTransaction
    ) throws(CoreError) -> ItemPage<StepResultChunk> {
        let thread = try find(input.threadID, caller, tx)
        if input.startOffset > 0, input.stepPath.isEmpty {
            throw CoreError(inputViolations: [
                Violation(
                    .root.appending(key: "start_offset"), rule: "needs_step",
                    "An offset is one of a step: name it in `step_path`.")
            ])
        }
        let place = position.map { StepPlace($0) }
        let only = input.stepPath.isEmpty ? nil : input.stepPath
        var survey = StepSurvey(from: place?.step ?? 0, limit: Self.stepsAtOnce, only: only)
        try survey.read(thread.id, tx)
        if let only, survey.steps.isEmpty {
            throw CoreError(
                .notFound, "The thread has done no step at \(only).", fix: "`threads.steps` tells which it has.")
        }
        var page = StepChunkPage(input, thread.id, first: place)
        for (number, step, sequence) in survey.sequences where !page.isFull {
            let payload = try tx.events.journal(of: thread.id, after: sequence - 1, limit: 1).first?.payload
            try page.add(number, step, payload ?? [], isLast: number + 1 == survey.count)
        }
        return page.page(count: survey.count, from: position ?? 0)
    }
}

/// Where a reader of steps' outputs stands: at a byte of a step that it has been told of.
struct StepPlace {
    /// More than an output has bytes.
    private static let span: Int64 = 1 << 26

    let step: Int
    let offset: Int

    init(step: Int, offset: Int) {
        self.step = step
        self.offset = offset
    }

    /// The place that a position names, which anybody may have made up.
    init(_ position: StreamPosition) {
        step = Int(clamping: max(0, position) / Self.span)
        offset = Int(clamping: max(0, position) % Self.span)
    }

    var position: StreamPosition { Int64(step) * Self.span + Int64(offset) }
}

/// A page of parts of steps' outputs, as it grows.
private struct StepChunkPage {
    private let input: StepResultStreaming
    private let thread: Identifier
    private let first: StepPlace?
    private var items: [(position: StreamPosition, item: StepResultChunk)] = []
    private var byteCount = 0
    private var isOver = false
    private(set) var isFull = false

    init(_ input: StepResultStreaming, _ thread: Identifier, first: StepPlace?) {
        self.input = input
        self.thread = thread
        self.first = first
    }

    /// Adds what is left of a step, as far as there is room.
    mutating func add(_ number: Int, _ step: StepRecord, _ payload: [UInt8], isLast: Bool) throws(CoreError) {
        let cut = ChunkCut(payload, size: input.maxChunkBytes)
        let start = min(Int(clamping: input.startOffset), payload.count)
        var offset = start
        if let first, first.step == number {
            offset = max(start, first.offset)
        } else {
            let isFinal = isLast && start == payload.count
            let meta = StepDetail(
                summary: step, output: nil, outputTotalBytes: Int64(payload.count), outputTruncated: !payload.isEmpty,
                idempotencyKey: "\(thread)/\(step.stepPath)")
            append(number, at: start, StepResultChunk(chunkIndex: 0, isFinal: isFinal, meta: meta, data: nil))
        }
        while offset < payload.count {
            if isFull { return }
            let (part, end) = cut.part(at: offset)
            let isFinal = end == payload.count
            let data = StepDataChunk(
                stepPath: step.stepPath, data: Base64.encode(Array(part)), offset: Int64(offset),
                crc32c: Int64(CRC32C.of(part)), stepFinal: isFinal)
            append(
                number, at: end,
                StepResultChunk(
                    chunkIndex: cut.index(at: offset, from: start), isFinal: isLast && isFinal, meta: nil, data: data))
            byteCount += part.count
            isFull = byteCount >= cut.size
            offset = end
        }
        isOver = isLast
    }

    private mutating func append(_ number: Int, at offset: Int, _ chunk: StepResultChunk) {
        items.append((StepPlace(step: number, offset: offset).position, chunk))
    }

    /// The page, of so many steps in all.
    func page(count: Int, from position: StreamPosition) -> ItemPage<StepResultChunk> {
        ItemPage(items: items, next: items.last?.position ?? position, isOver: isOver || items.isEmpty)
    }
}
