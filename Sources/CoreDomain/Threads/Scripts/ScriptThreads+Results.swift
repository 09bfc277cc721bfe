import CoreLanguage

/// What threads did and gave.
extension ScriptThreads {
    @Sendable func result(
        _ input: ThreadResultInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadResult {
        let thread = try find(input.threadID, caller, tx)
        let record = try ThreadRecord(thread, tx)
        let bytes = try tx.threads.result(of: thread.id)
        let isLarge = (bytes?.count ?? 0) > ThreadResult.outputBytesMax
        let isShown = !input.metadataOnly && !isLarge
        var survey = StepSurvey(limit: input.outputOnly ? 0 : ThreadResult.stepsMax)
        if !input.outputOnly { try survey.read(thread.id, tx) }
        let yields = input.outputOnly || input.metadataOnly ? [] : try survey.yieldedValues(of: thread.id, tx)
        return ThreadResult(
            threadID: thread.id, status: record.status, error: record.error,
            output: Self.shown(bytes, isShown),
            outputTotalBytes: Int64(bytes?.count ?? 0), outputTruncated: isLarge && !input.metadataOnly,
            outputSHA256: bytes.map { Hexadecimal.text(journal.digest(of: $0)) } ?? "", steps: survey.steps,
            stepDetails: input.stepPath.isEmpty ? [] : [try detail(input, thread, tx)],
            yieldedValues: yields, totalYielded: Int64(survey.yieldCount),
            yieldsTruncated: yields.count < survey.yieldCount && !input.metadataOnly)
    }

    /// The JSON in stored bytes; nil when there are none, or they are not to be shown.
    private static func shown(_ bytes: [UInt8]?, _ isShown: Bool) -> JSONValue? {
        guard isShown, let bytes else { return .none }
        return try? JSONValue.parse(bytes, limits: .stored)
    }

    private func detail(
        _ input: ThreadResultInput, _ thread: Thread, _ tx: any ReadTransaction
    ) throws(CoreError) -> StepDetail {
        var survey = StepSurvey(limit: 1, only: input.stepPath)
        try survey.read(thread.id, tx)
        guard let summary = survey.steps.first else {
            throw CoreError(
                .notFound, "The thread has done no step at \(input.stepPath).",
                fix: "`threads.steps` tells which it has.")
        }
        var payload: [UInt8]?
        if let sequence = survey.lastSequence, !input.metadataOnly {
            payload = try tx.events.journal(of: thread.id, after: sequence - 1, limit: 1).first?.payload
        }
        let isLarge = (payload?.count ?? 0) > ThreadResult.outputBytesMax
        return StepDetail(
            summary: summary,
            output: Self.shown(payload, !isLarge),
            outputTotalBytes: Int64(payload?.count ?? 0), outputTruncated: isLarge,
            idempotencyKey: "\(thread.id)/\(input.stepPath)")
    }

    @Sendable func steps(
        _ input: StepListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> StepList {
        let thread = try find(input.threadID, caller, tx)
        let scope = Array("threads.steps/\(input.pathPrefix)/".utf8) + thread.id.bytes
        let request = PageRequest(size: input.pageSize, token: input.pageToken)
        let first = try request.token.map { token throws(CoreError) in
            try pageTokens.position(in: token, scope: scope).reduce(0) { $0 << 8 | Int($1) }
        }
        var survey = StepSurvey(from: first ?? 0, limit: request.limit, below: input.pathPrefix)
        try survey.read(thread.id, tx)
        return StepList(
            steps: survey.steps,
            nextPageToken: survey.next.map { pageTokens.token(position: UInt64($0).bigEndianBytes, scope: scope) } ?? ""
        )
    }
}

/// What the steps of a thread did, gathered from its events.
struct StepSurvey {
    private let first: Int
    private let limit: Int
    private let only: String?
    private let prefix: String
    private var numbers: [String: Int] = [:]
    private var found: [Int: StepRecord] = [:]
    private var yields: [Int64] = []
    private var latest: [Int: Int64] = [:]
    /// The number of the last event of a step that was asked for.
    private(set) var lastSequence: Int64?

    /// At most `limit` steps from number `first` on; of one path only, or of a path and those below.
    init(from first: Int = 0, limit: Int, only: String? = nil, below prefix: String = "") {
        self.first = first
        self.limit = limit
        self.only = only
        self.prefix = prefix
    }

    var steps: [StepRecord] { found.sorted { $0.key < $1.key }.map(\.value) }
    /// The steps with their numbers, and the number of the last event of each.
    var sequences: [(number: Int, step: StepRecord, sequence: Int64)] {
        found.sorted { $0.key < $1.key }.compactMap { number, step in latest[number].map { (number, step, $0) } }
    }
    /// How many steps there are, those that were not asked for included.
    var count: Int { numbers.count }
    var yieldCount: Int { yields.count }
    /// The number of the step behind the last; nil when there is none.
    var next: Int? { numbers.count > first + found.count && !found.isEmpty ? first + found.count : nil }

    mutating func read(_ thread: Identifier, _ tx: any ReadTransaction) throws(CoreError) {
        let atOnce = 500
        var latest: Int64 = 0
        while true {
            let events = try tx.events.events(of: thread, after: latest, limit: atOnce)
            for event in events { try take(event) }
            guard let last = events.last, events.count == atOnce else { return }
            latest = last.sequence
        }
    }

    private mutating func take(_ event: Event) throws(CoreError) {
        if event.kind == .stepYielded { yields.append(event.sequence) }
        guard !event.path.isEmpty, isWanted(event.path) else { return }
        let number = numbers[event.path] ?? numbers.count
        numbers[event.path] = number
        guard number >= first, number - first < limit else { return }
        lastSequence = event.sequence
        latest[number] = event.sequence
        if found[number] == nil { found[number] = try StepRecord(event) } else { try found[number]?.take(event) }
    }

    private func isWanted(_ path: String) -> Bool {
        if let only { return path == only }
        return prefix.isEmpty || path == prefix || path.hasPrefix(prefix + ".")
    }

    /// The first values that were told.
    func yieldedValues(of thread: Identifier, _ tx: any ReadTransaction) throws(CoreError) -> [YieldedValue] {
        var values: [YieldedValue] = []
        var bytes = 0
        for sequence in yields.prefix(ThreadResult.yieldsMax) {
            guard let entry = try tx.events.journal(of: thread, after: sequence - 1, limit: 1).first else { break }
            bytes += entry.payload?.count ?? 0
            if bytes > ThreadResult.yieldBytesMax { break }
            values.append(YieldedValue(entry))
        }
        return values
    }
}
