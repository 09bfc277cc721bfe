import CoreDomain
import CoreLanguage

extension World {
    /// A further token, made with `token`: its id, its text and the whole answer.
    func makeToken(
        _ token: Secret, _ input: JSONValue = [:], key: String? = nil
    ) async throws -> (id: String, token: Secret, body: JSONValue) {
        let body = try await perform("accounts.tokens.create", input, call(.bearer(token), key: key))
        return (body["id"]?.stringValue ?? "", Secret(body["bearer_token"]?.stringValue ?? ""), body)
    }

    /// The first page of the list of tokens.
    func tokens(_ token: Secret, _ input: JSONValue = [:]) async throws -> [JSONValue] {
        try await perform("accounts.tokens.list", input, call(.bearer(token)))["tokens"]?.arrayValue ?? []
    }

    /// Whether `token` proves anyone.
    func accepts(_ token: Secret) async -> Bool {
        await reason { try await perform("accounts.get", call(.bearer(token))) } == nil
    }
}
