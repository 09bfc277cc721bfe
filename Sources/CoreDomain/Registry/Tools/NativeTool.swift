public import CoreLanguage

/// A tool or a capability of models that scripts call by its name, with what it does.
///
/// The signature is what the compiler checks scripts against; the handler is what the engine calls.
public struct NativeTool: Sendable {
    public let signature: ToolSignature
    /// What repeating a call with this input does; ``ToolSignature/effect`` says it for inputs of which nothing more is known.
    public let effect: @Sendable (JSONValue) -> EffectClass
    public let handler: NativeIngredient.Handler
    /// How many calls may be made at once; nil for any number.
    public let concurrency: Int?

    /// A tool of these parts.
    public init(
        _ signature: ToolSignature, concurrency: Int? = nil,
        effect: (@Sendable (JSONValue) -> EffectClass)? = nil, _ handler: NativeIngredient.Handler
    ) {
        let usual = EffectClass(signature.effect)
        self.signature = signature
        self.concurrency = concurrency
        self.effect = effect ?? { _ in usual }
        self.handler = handler
    }
}

extension EffectClass {
    /// The class that the signature of a tool names.
    public init(_ effect: ToolSignature.Effect) {
        self =
            switch effect {
            case .pure: .pure
            case .idempotent: .idempotent
            case .atomic: .atomic
            case .once: .once
            }
    }
}
