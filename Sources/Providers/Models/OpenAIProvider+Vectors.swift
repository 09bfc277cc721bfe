public import CoreDomain
import CoreLanguage

extension OpenAIProvider {
    /// Texts that one request has at most.
    static let textsPerRequest = 256

    public func embed(_ request: EmbeddingRequest) async throws(CoreError) -> EmbeddingAnswer {
        var vectors: [[Double]] = []
        var usage = ModelUsage()
        let deadline = clock.monotonic() + request.timeout
        for start in stride(from: 0, to: request.texts.count, by: Self.textsPerRequest) {
            let texts = request.texts[start..<min(start + Self.textsPerRequest, request.texts.count)]
            var body: JSONObject = [
                "model": .string(request.model), "input": .array(texts.map { .string($0) }), "encoding_format": "float",
            ]
            if let dimensions = request.dimensions { body["dimensions"] = .integer(dimensions) }
            let left = deadline - clock.monotonic()
            guard left > .zero else { throw failure.timedOut(after: request.timeout) }
            let answer = try await post("/embeddings", body, within: left)
            vectors += try self.vectors(in: answer, count: texts.count)
            usage.add(Self.usage(answer))
        }
        try check(vectors, dimensions: request.dimensions)
        return EmbeddingAnswer(vectors: vectors, usage: usage)
    }

    private func vectors(in body: JSONValue, count: Int) throws(CoreError) -> [[Double]] {
        guard let data = body["data"]?.arrayValue, data.count == count else {
            throw failure.unreadable("it has not a vector for each text.")
        }
        var vectors = [[Double]](repeating: [], count: count)
        for (place, item) in data.enumerated() {
            let index = item["index"]?.int64Value.flatMap { Int(exactly: $0) } ?? place
            guard vectors.indices.contains(index), vectors[index].isEmpty,
                let vector = item["embedding"].flatMap(EmbeddingNumbers.read), !vector.isEmpty
            else { throw failure.unreadable("it has not a vector for each text.") }
            vectors[index] = vector
        }
        return vectors
    }

    private func check(_ vectors: [[Double]], dimensions: Int64?) throws(CoreError) {
        guard let count = vectors.first?.count else { return }
        guard vectors.allSatisfy({ $0.count == count }) else {
            throw failure.unreadable("its vectors are not of one length.")
        }
        guard let dimensions, dimensions != Int64(count) else { return }
        throw failure.unreadable("its vectors have \(count) numbers and not \(dimensions).")
    }

    public func rerank(_ request: RerankRequest) async throws(CoreError) -> RerankAnswer {
        var body: JSONObject = [
            "model": .string(request.model), "query": .string(request.query),
            "documents": .array(request.documents.map { .string($0) }),
        ]
        let most = request.countMax.map { Int(clamping: $0) } ?? request.documents.count
        body["top_n"] = .integer(Int64(min(most, request.documents.count)))
        let answer = try await post("/rerank", body, within: request.timeout)
        guard let results = (answer["results"] ?? answer["data"])?.arrayValue else {
            throw failure.unreadable("it has no results.")
        }
        var ranks: [RerankAnswer.Rank] = []
        var seen: Set<Int> = []
        for result in results {
            guard let index = result["index"]?.int64Value.flatMap({ Int(exactly: $0) }),
                request.documents.indices.contains(index), seen.insert(index).inserted,
                let score = (result["relevance_score"] ?? result["score"])?.doubleValue
            else { throw failure.unreadable("a result has no place among the texts, or no score.") }
            ranks.append(RerankAnswer.Rank(index: index, score: score))
        }
        ranks.sort { ($1.score, $0.index) < ($0.score, $1.index) }
        return RerankAnswer(ranks: Array(ranks.prefix(most)), usage: Self.usage(answer))
    }
}

/// The numbers of a vector, in either form that servers give.
enum EmbeddingNumbers {
    /// An array of numbers, or the base 64 of 32-bit floating-point numbers, the least byte first; nil for anything else.
    static func read(_ json: JSONValue) -> [Double]? {
        switch json {
        case .array(let elements):
            let numbers = elements.compactMap(\.doubleValue)
            return numbers.count == elements.count ? numbers : nil
        case .string(let text): return decode(text)
        default: return nil
        }
    }

    private static func decode(_ text: String) -> [Double]? {
        let bytes: [UInt8]
        do throws(Base64.Fault) { bytes = try Base64.decode(text) } catch { return nil }
        guard bytes.count % 4 == 0 else { return nil }
        var numbers: [Double] = []
        numbers.reserveCapacity(bytes.count / 4)
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let bits = bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let number = Double(Float(bitPattern: bits))
            guard number.isFinite else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
