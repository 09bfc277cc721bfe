import CoreDomain
import CoreLanguage

extension World {
    /// A source that compiles, and gives `value`.
    static func source(_ value: Int) -> JSONValue {
        .string(
            """
            script "Sample"
            input
              name : text = "Ada"
            output
              value : integer
            emit
              value = \(value)

            """)
    }

    /// The token of a new account.
    func makeAccount(_ key: Character = "a") async throws -> Secret { try await account(key).token }

    /// Performs an operation as whoever holds `token`.
    func ask(_ token: Secret, _ name: String, _ input: JSONValue = [:]) async throws -> JSONValue {
        try await perform(name, input, call(.bearer(token)))
    }

    /// The reason why that is refused; nil when it is not.
    func refusal(_ token: Secret, _ name: String, _ input: JSONValue = [:]) async -> Reason? {
        await reason { try await perform(name, input, call(.bearer(token))) }
    }

    /// A script of this name with a draft that gives 1 and was compiled.
    func makeCompiled(_ token: Secret, _ name: String = "sample", value: Int = 1) async throws {
        if await refusal(token, "scripts.get", ["name": .string(name)]) != nil {
            _ = try await ask(token, "scripts.create", ["name": .string(name)])
        }
        _ = try await ask(token, "scripts.draft.save", ["name": .string(name), "source": Self.source(value)])
        _ = try await ask(token, "scripts.draft.compile", ["name": .string(name)])
    }

    /// A version of the script of this name that gives `value`.
    func publish(_ token: Secret, _ name: String = "sample", value: Int = 1) async throws {
        try await makeCompiled(token, name, value: value)
        _ = try await ask(token, "scripts.draft.publish", ["name": .string(name)])
    }
}
