public import CoreDomain
import CorePlatform
import Providers

/// Makes the providers of models that a configuration names.
public struct ModelProviders: Sendable {
    private let transport: any HTTPTransport
    private let clock: any Clock
    private let environment: [String: String]
    private let log: Log

    /// Providers that are reached through `transport`; keys come from files and from `environment`.
    public init(transport: any HTTPTransport, clock: any Clock, environment: [String: String], log: Log) {
        self.transport = transport
        self.clock = clock
        self.environment = environment
        self.log = log
    }

    /// Bytes of a file with a key that are read at most.
    private static let keyBytesMax = 16_384

    /// The way to the models of `settings`.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for a URL that cannot be used, a key that is not there, and what
    ///   ``ModelRouter`` refuses.
    public func router(_ settings: ModelSettings) throws(CoreError) -> ModelRouter {
        var providers: [String: any ModelProvider] = [:]
        for (name, provider) in settings.providers.sorted(by: { $0.key < $1.key }) {
            providers[name] = try self.provider(name, provider)
        }
        return try ModelRouter(settings, providers: providers)
    }

    private func provider(_ name: String, _ settings: ModelProviderSettings) throws(CoreError) -> any ModelProvider {
        let key = try key(of: name, settings)
        if key != nil, settings.baseURL.hasPrefix("http://"), !Self.isOnThisMachine(settings.baseURL) {
            log(.warning, "The key of the model provider \"\(name)\" is sent over a connection that others can read.")
        }
        switch settings.kind {
        case .openai:
            return try OpenAIProvider(
                name: name, baseURL: settings.baseURL, key: key, tokenLimit: settings.tokenLimit,
                transport: transport, clock: clock)
        }
    }

    static func isOnThisMachine(_ url: String) -> Bool {
        let place = url.dropFirst("http://".count).prefix { $0 != "/" }
        return ["127.0.0.1", "localhost", "[::1]"].contains { place == $0 || place.hasPrefix($0 + ":") }
    }

    private func key(of name: String, _ settings: ModelProviderSettings) throws(CoreError) -> Secret? {
        switch (settings.keyVariable, settings.keyFile) {
        case (nil, nil): return nil
        case (let variable?, nil):
            guard let text = environment[variable], !text.isEmpty else {
                throw CoreError(
                    .configurationInvalid,
                    "The variable \(variable), which holds the key of the model provider \"\(name)\", is not set.",
                    fix: "Set it for the program, or name a file as `api_key_file`.")
            }
            return Secret(text)
        case (nil, let path?): return try read(path, of: name)
        case (_?, _?):
            throw CoreError(
                .configurationInvalid, "The model provider \"\(name)\" has two places for its key.",
                fix: "Name one of `api_key_env` and `api_key_file`.")
        }
    }

    private func read(_ path: String, of name: String) throws(CoreError) -> Secret {
        let bytes: [UInt8]
        do throws(FileError) {
            if let exposure = try Files.exposure(of: path) {
                log(.warning, "The key of the model provider \"\(name)\" can be read by others: \(exposure).")
            }
            bytes = try Files.read(path, limit: Self.keyBytesMax)
        } catch {
            throw CoreError(
                .configurationInvalid,
                "The key of the model provider \"\(name)\" cannot be read: \(error.description).")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        var rest = text.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return Secret(String(rest))
    }
}
