import CoreLanguage

/// What an `ask` gives.
struct AskAnswer: Sendable {
    let value: JSONValue

    /// Why a question fails that nobody answers in time.
    static let timeoutReason = "ASK_TIMEOUT"

    /// An answer by a person of this name, or nobody, in this attempt.
    init(_ answer: JSONValue, by person: String?, at time: Timestamp, attempt: Int64) {
        value = [
            "value": answer, "provided_by": person.map { .string($0) } ?? .null,
            "provided_at": .string(time.description), "attempt": .integer(attempt),
        ]
    }
}
