public import CoreDomain
import CoreLanguage

extension OpenAIProvider {
    public func transcribe(_ request: TranscriptionRequest) async throws(CoreError) -> TranscriptionAnswer {
        var texts = [(name: "model", value: request.model), (name: "response_format", value: "verbose_json")]
        if let language = request.language { texts.append((name: "language", value: language)) }
        let kind = AudioKind(request.mediaType)
        let (type, body) = MultipartForm(
            texts: texts,
            file: (name: "file", filename: kind.filename, type: kind.mediaType, content: request.audio)
        ).encoded()
        let answer = try await within(request.timeout) { () async throws(CoreError) in
            try await json(try await send("/audio/transcriptions", type, body, request.timeout))
        }
        guard let text = answer["text"]?.stringValue else { throw failure.unreadable("it has no text.") }
        let segments = (answer["segments"]?.arrayValue ?? []).compactMap(Self.segment)
        return TranscriptionAnswer(
            text: text, language: answer["language"]?.stringValue, segments: segments, usage: Self.usage(answer))
    }

    private static func segment(_ json: JSONValue) -> TranscriptionAnswer.Segment? {
        guard let start = json["start"]?.doubleValue, let end = json["end"]?.doubleValue,
            let text = json["text"]?.stringValue
        else { return nil }
        return TranscriptionAnswer.Segment(start: start, end: end, text: text)
    }

    /// Sends the arguments with the name of the model, and gives the whole answer.
    public func infer(_ request: InferenceRequest) async throws(CoreError) -> InferenceAnswer {
        var body: JSONObject = ["model": .string(request.model)]
        for (name, value) in request.members where name != "model" { body[name] = value }
        let path = request.path ?? "/infer"
        let answer = try await post(path.hasPrefix("/") ? path : "/" + path, body, within: request.timeout)
        return InferenceAnswer(output: answer, usage: Self.usage(answer))
    }
}

/// What a recording is, as servers tell it: by the end of its name.
struct AudioKind {
    let mediaType: String
    let filename: String

    private static let endings = [
        "audio/wav": "wav", "audio/x-wav": "wav", "audio/wave": "wav", "audio/mpeg": "mp3", "audio/mp3": "mp3",
        "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/webm": "webm", "audio/ogg": "ogg", "audio/flac": "flac",
        "audio/x-flac": "flac", "video/mp4": "mp4", "video/webm": "webm",
    ]

    /// A type that is not known is sent as a recording of no named kind.
    init(_ mediaType: String?) {
        let essence = mediaType?.lowercased().split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
        let ending = Self.endings[essence]
        self.mediaType = ending == nil ? "application/octet-stream" : essence
        filename = "audio.\(ending ?? "wav")"
    }
}
