import CoreLanguage

/// Every operation, by name.
public struct Catalogue: Sendable {
    /// In the order of declaration.
    public let operations: [Operation]
    private let byName: [String: Operation]

    /// A catalogue of `operations`; of two with one name the first counts, and a test refuses such a pair.
    public init(_ operations: [Operation]) {
        self.operations = operations
        byName = Dictionary(operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether this is the name of an operation that answers with a stream.
    public func hasStream(_ name: String) -> Bool { byName[name]?.isStream == true }

    /// The operation of this name.
    ///
    /// - Throws: `OPERATION_UNKNOWN`, with the nearest name.
    public func operation(_ name: String) throws(CoreError) -> Operation {
        if let operation = byName[name] { return operation }
        let hint = Suggestion.sentence(for: name, among: operations.map(\.name))
        throw CoreError(
            .operationUnknown, "There is no operation \"\(name.prefix(128))\".\(hint)",
            fix: "`scriptorium call --list` and GET /openapi.json list them.")
    }
}
