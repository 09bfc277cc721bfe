public import CoreLanguage

/// Texts to turn into vectors.
public struct EmbeddingRequest: Hashable, Sendable {
    /// The provider's name of the model.
    public let model: String
    public let texts: [String]
    /// How many numbers a vector has; nil for what the model usually gives.
    public let dimensions: Int64?
    public let timeout: Duration

    /// A request of these parts.
    public init(
        model: String, texts: [String], dimensions: Int64? = nil, timeout: Duration = ModelLimits.timeout
    ) {
        self.model = model
        self.texts = texts
        self.dimensions = dimensions
        self.timeout = timeout
    }
}

/// Vectors, all of one length, in the order of the texts.
public struct EmbeddingAnswer: Hashable, Sendable {
    public let vectors: [[Double]]
    public let usage: ModelUsage

    /// An answer of these parts.
    public init(vectors: [[Double]], usage: ModelUsage = ModelUsage()) {
        self.vectors = vectors
        self.usage = usage
    }
}

/// Texts to sort by how well they answer a question.
public struct RerankRequest: Hashable, Sendable {
    /// The provider's name of the model.
    public let model: String
    public let query: String
    public let documents: [String]
    /// How many are given at most; nil for all.
    public let countMax: Int64?
    public let timeout: Duration

    /// A request of these parts.
    public init(
        model: String, query: String, documents: [String], countMax: Int64? = nil,
        timeout: Duration = ModelLimits.timeout
    ) {
        self.model = model
        self.query = query
        self.documents = documents
        self.countMax = countMax
        self.timeout = timeout
    }
}

/// Which texts answer best.
public struct RerankAnswer: Hashable, Sendable {
    /// The place of a text among those that were given, from 0, and how well it answers.
    public struct Rank: Hashable, Sendable {
        public let index: Int
        public let score: Double

        /// A rank of these parts.
        public init(index: Int, score: Double) {
            self.index = index
            self.score = score
        }
    }

    /// The best first.
    public let ranks: [Rank]
    public let usage: ModelUsage

    /// An answer of these parts.
    public init(ranks: [Rank], usage: ModelUsage = ModelUsage()) {
        self.ranks = ranks
        self.usage = usage
    }
}

/// Speech to turn into text.
public struct TranscriptionRequest: Hashable, Sendable {
    /// The provider's name of the model.
    public let model: String
    public let audio: [UInt8]
    /// Such as `audio/wav`; nil when it is not known.
    public let mediaType: String?
    /// Such as `en`; nil to find it out.
    public let language: String?
    public let timeout: Duration

    /// A request of these parts.
    public init(
        model: String, audio: [UInt8], mediaType: String? = nil, language: String? = nil,
        timeout: Duration = ModelLimits.timeout
    ) {
        self.model = model
        self.audio = audio
        self.mediaType = mediaType
        self.language = language
        self.timeout = timeout
    }
}

/// What was said.
public struct TranscriptionAnswer: Hashable, Sendable {
    /// A part of it; times are seconds from the beginning.
    public struct Segment: Hashable, Sendable {
        public let start: Double
        public let end: Double
        public let text: String

        /// A part from `start` to `end`.
        public init(start: Double, end: Double, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    public let text: String
    public let language: String?
    /// Empty when the server tells of none.
    public let segments: [Segment]
    public let usage: ModelUsage

    /// An answer of these parts.
    public init(
        text: String, language: String? = nil, segments: [Segment] = [], usage: ModelUsage = ModelUsage()
    ) {
        self.text = text
        self.language = language
        self.segments = segments
        self.usage = usage
    }
}

/// An input for a model of any kind.
public struct InferenceRequest: Hashable, Sendable {
    /// The provider's name of the model.
    public let model: String
    /// Where below the provider's URL the model is; nil for the provider's usual place.
    public let path: String?
    /// The model's own arguments, `input` among them.
    public let members: JSONObject
    public let timeout: Duration

    /// A request of these parts.
    public init(
        model: String, path: String? = nil, members: JSONObject, timeout: Duration = ModelLimits.timeout
    ) {
        self.model = model
        self.path = path
        self.members = members
        self.timeout = timeout
    }
}

/// What a model of any kind gives.
public struct InferenceAnswer: Hashable, Sendable {
    public let output: JSONValue
    public let usage: ModelUsage

    /// An answer of these parts.
    public init(output: JSONValue, usage: ModelUsage = ModelUsage()) {
        self.output = output
        self.usage = usage
    }
}
