import CoreDomain
import CoreLanguage

/// What the failures of a registered tool mean. Messages name the tool, never its endpoint and its credentials.
struct RemoteToolFailure: Sendable {
    let name: String
    /// Whether a call that may have been carried out may be made again.
    let isRepeatable: Bool

    /// Characters of a tool's own words that are repeated.
    private static let wordsMax = 2_000
    private static let usualRest = Duration.seconds(1)
    private static let look = "Look where the tool has its effect before it is called again."

    private func unavailable(_ why: String, asked: Duration? = nil) -> CoreError {
        CoreError(
            .toolUnavailable, "The tool \"\(name)\" cannot be called now. \(why)",
            fix: "Look whether its server runs, and let the step be tried again.",
            retry: .later(after: asked ?? Self.usualRest))
    }

    /// The call may have been carried out.
    private func unknown(_ why: String) -> CoreError {
        if isRepeatable { return unavailable(why) }
        return CoreError(
            .outcomeUnknown, "Nobody knows whether the tool \"\(name)\" was called. \(why)", fix: Self.look,
            retry: .sameKey)
    }

    /// No answer in time; ``transport(_:)`` says what that means.
    func late(_ timeout: Duration) -> CoreError {
        CoreError(.stepTimedOut, "It did not answer within \(timeout.inMilliseconds) ms.")
    }

    /// What kept a request from being answered.
    func transport(_ error: CoreError) -> CoreError {
        switch error.reason {
        case .serverUnreachable: unavailable("Its server cannot be reached.")
        case .stepTimedOut: unknown(error.message)
        case .outcomeUnknown: unknown("The connection ended before it answered.")
        default: error
        }
    }

    /// A status that tells all there is to know; nil for one whose body is to be read.
    func status(_ status: Int, asked: Duration?) -> CoreError? {
        switch status {
        case 200...299: nil
        case 300...399: invalid("it redirects (status \(status)), and redirects are not followed.")
        case 429, 503: unavailable("It answered with status \(status).", asked: asked)
        case 500...599: unknown("It answered with status \(status).")
        case 400...499: nil
        default: invalid("its status is \(status).")
        }
    }

    /// It takes no such call.
    func refused(status: Int) -> CoreError {
        CoreError(
            .toolFailed, "The tool \"\(name)\" refused the call with status \(status).",
            fix: "Check what the tool is given, and what it was registered with.")
    }

    /// It says itself how it failed.
    func told(_ error: JSONValue) -> CoreError {
        let code = (error["code"]?.stringValue ?? "").prefix(64)
        let words = (error["message"]?.stringValue ?? "").prefix(Self.wordsMax)
        let what = words.isEmpty ? "it tells no reason." : String(words)
        return CoreError(
            .toolFailed, "The tool \"\(name)\" failed\(code.isEmpty ? "" : " (\(code))"): \(what)",
            fix: "Check what the tool is given.",
            retry: error["retryable"]?.boolValue == true ? .later(after: Self.usualRest) : .never)
    }

    /// What came is no answer of a tool. The call was made.
    func invalid(_ what: String) -> CoreError {
        CoreError(
            .toolAnswerInvalid, "The answer of the tool \"\(name)\" is not what it has to be: \(what)",
            fix: "Mend the tool; docs/tools.md tells what it answers.")
    }
}
