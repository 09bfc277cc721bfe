import CoreDomain
import CoreLanguage

/// A refusal for want of money, in the form of x402 version 1, whose clients look for `accepts`. It is empty: nothing can
/// be paid along with the call.
enum Payment {
    private static let version: Int64 = 1
    private static let members = ["required", "available", "currency"]

    /// The body of a 402.
    static func body(_ error: CoreError) -> JSONValue {
        var body: JSONObject = [
            "x402Version": .integer(version), "error": .string(error.message), "accepts": [],
            "detail": .string(error.message),
        ]
        for name in members { body[name] = error.details.members[name] }
        return .object(body)
    }
}
