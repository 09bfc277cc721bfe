import CoreLanguage

/// Leads from the names of models to those who have them.
public struct ModelRouter: Sendable {
    private let settings: ModelSettings
    private let providers: [String: any ModelProvider]

    /// A router over the providers that `settings` name.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for a model of a provider that is not there, a model without a capability, and a
    ///   default that is no model or has not the capability.
    public init(_ settings: ModelSettings, providers: [String: any ModelProvider]) throws(CoreError) {
        self.settings = settings
        self.providers = providers
        for (name, model) in settings.models.sorted(by: { $0.key < $1.key }) { try check(model, name) }
        for capability in ModelCapability.allCases { try checkDefault(of: capability) }
    }

    /// A router that knows no model.
    public static let empty = ModelRouter()

    private init() { (settings, providers) = (.none, [:]) }

    private func check(_ model: ModelEntry, _ name: String) throws(CoreError) {
        guard providers[model.provider] != nil else {
            let hint = Suggestion.sentence(for: model.provider, among: providers.keys.sorted())
            throw CoreError(
                .configurationInvalid,
                "The model \"\(name)\" is of the provider \"\(model.provider)\", which is not there.\(hint)",
                fix: "Add the provider to `models.providers`.")
        }
        guard model.capabilities.isEmpty else { return }
        throw CoreError(
            .configurationInvalid, "The model \"\(name)\" has no capability.",
            fix: "Name at least one: \(ModelCapability.allCases.map(\.rawValue).joined(separator: ", ")).")
    }

    private func checkDefault(of capability: ModelCapability) throws(CoreError) {
        guard let name = settings.defaults[capability] else { return }
        do throws(CoreError) {
            _ = try route(name, for: capability)
        } catch {
            throw CoreError(
                .configurationInvalid, "The default model of \(capability.rawValue) cannot be used. \(error.message)",
                fix: error.fix)
        }
    }

    /// The model of this name, or the usual one of the capability: its default, else the only one that has it.
    ///
    /// - Throws: `MODEL_UNKNOWN` when there is none, or several and no default; `UNSUPPORTED` when the model has not the
    ///   capability.
    public func route(_ name: String?, for capability: ModelCapability) throws(CoreError) -> ModelRoute {
        let name = if let name { name } else { try usual(capability) }
        guard let entry = settings.models[name], let provider = providers[entry.provider] else {
            throw unknown(name, capability)
        }
        guard entry.capabilities.contains(capability) else {
            throw CoreError(
                .unsupported,
                "The model \"\(name)\" does no \(capability.rawValue).\(Self.list(names(of: capability)))",
                fix: "Name a model that does.")
        }
        return ModelRoute(model: name, provider: provider, entry: entry)
    }

    /// The names of the models that have a capability, sorted.
    public func names(of capability: ModelCapability) -> [String] {
        settings.models.filter { $0.value.capabilities.contains(capability) }.keys.sorted()
    }

    private func usual(_ capability: ModelCapability) throws(CoreError) -> String {
        if let name = settings.defaults[capability] { return name }
        let names = names(of: capability)
        if let only = names.first, names.count == 1 { return only }
        let what =
            names.isEmpty
            ? "No model does \(capability.rawValue) here."
            : "Several models do \(capability.rawValue), and none is the default.\(Self.list(names))"
        throw CoreError(
            .modelUnknown, what,
            fix: names.isEmpty
                ? "Whoever runs the server adds one to `models` in its configuration."
                : "Name one as `model`, or have a default set in the configuration.")
    }

    private func unknown(_ name: String, _ capability: ModelCapability) -> CoreError {
        let hint = Suggestion.sentence(for: name, among: settings.models.keys.sorted())
        let clipped = String(name.prefix(Violation.nameCountMax))
        return CoreError(
            .modelUnknown, "There is no model \"\(clipped)\".\(hint)\(Self.list(names(of: capability)))",
            fix: "Name one of the models of this server, or none for the default.")
    }

    /// Names that a message lists at most.
    private static let listedMax = 10

    private static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let more = names.count > listedMax ? ", …" : ""
        return " There is " + names.prefix(listedMax).joined(separator: ", ") + more + "."
    }
}

/// A model, and who has it.
public struct ModelRoute: Sendable {
    /// What scripts call it.
    public let model: String
    public let provider: any ModelProvider
    public let entry: ModelEntry

    /// What the provider calls it.
    public var providerModel: String { entry.name ?? model }
}
