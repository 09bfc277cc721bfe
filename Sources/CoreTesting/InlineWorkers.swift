public import CoreDomain

/// Workers that compute at once, where they are asked.
public struct InlineWorkers: Workers {
    /// Workers without threads.
    public init() {}

    public func run<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) -> Result<Value, CoreError>
    ) async -> Result<Value, CoreError> {
        body(CancellationFlag())
    }
}
