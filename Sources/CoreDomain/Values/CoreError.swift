public import CoreLanguage

/// The only error that leaves the core.
///
/// Programs switch on ``code`` and ``reason``; people read ``message`` and ``fix``. A message says what was wrong and
/// where, and never carries a secret, SQL or a machine path that the caller did not send.
public struct CoreError: Error, Hashable, Sendable {
    /// The canonical code, one of the sixteen of gRPC (https://grpc.io/docs/guides/status-codes/), with its number.
    public enum Code: Int32, Hashable, Sendable, CaseIterable {
        case cancelled = 1
        case unknown = 2
        case invalidArgument = 3
        case deadlineExceeded = 4
        case notFound = 5
        case alreadyExists = 6
        case permissionDenied = 7
        case resourceExhausted = 8
        case failedPrecondition = 9
        case aborted = 10
        case outOfRange = 11
        case unimplemented = 12
        case `internal` = 13
        case unavailable = 14
        case dataLoss = 15
        case unauthenticated = 16
    }

    /// Whether sending the same call again can help.
    public enum Retry: Hashable, Sendable {
        /// The same call fails the same way.
        case never
        /// The call had no effect; send it again after this long.
        case later(after: Duration)
        /// It is not known whether the call took effect; send it again with the same idempotency key or ids.
        case sameKey
    }

    /// The stable word for what happened.
    public let reason: Reason
    /// What was wrong, for people.
    public let message: String
    /// How to mend it, where there is a way.
    public let fix: String?
    /// What a program may need besides: for `INPUT_INVALID` the list of violations, else named values.
    public let details: Details
    /// Whether a retry can help.
    public let retry: Retry

    /// The canonical code, given by the reason.
    public var code: Code { reason.code }

    /// Structured facts about a failure.
    public struct Details: Hashable, Sendable {
        /// Every violation of the input's schema, in the order of the schema.
        public var violations: [Violation]
        /// Further members by name, in snake case.
        public var members: JSONObject

        /// No details.
        public static let none = Details(violations: [], members: JSONObject())

        /// Details with these parts.
        public init(violations: [Violation] = [], members: JSONObject = JSONObject()) {
            self.violations = violations
            self.members = members
        }
    }

    /// An error with this reason; the code follows from it.
    public init(
        _ reason: Reason,
        _ message: String,
        fix: String? = nil,
        details: Details = .none,
        retry: Retry = .never
    ) {
        self.reason = reason
        self.message = message
        self.fix = fix
        self.details = details
        self.retry = retry
    }

    /// The error as it is when it is one of ours, and `INTERNAL` when it is a stranger.
    ///
    /// Closures lose their typed `throws`; this narrows what came through them, once.
    public init(narrowing error: any Error) {
        if let known = error as? CoreError {
            self = known
        } else if error is CancellationError {
            self = CoreError(.cancelled, "The call was cancelled before it took effect.")
        } else {
            self = CoreError(.internalError, "An unexpected error of type \(type(of: error)) was caught.")
        }
    }
}

/// One place where an input breaks its schema.
public struct Violation: Hashable, Sendable {
    /// Where, from the root of the input (RFC 6901).
    public let pointer: JSONPointer
    /// The rule that was broken, as a word: `missing`, `unknown_field`, `string_too_long` …
    public let rule: String
    /// What is wrong and how to mend it.
    public let message: String

    /// Violations that are looked for at most, so that a hostile input makes neither great work nor a great answer.
    public static let countMax = 100
    /// Characters of a name from outside that are repeated at most.
    static let nameCountMax = 128

    /// A violation of `rule` at `pointer`.
    public init(_ pointer: JSONPointer, rule: String, _ message: String) {
        self.pointer = pointer
        self.rule = rule
        self.message = message
    }
}
