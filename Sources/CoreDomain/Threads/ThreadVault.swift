import CoreLanguage

/// Seals the variables that a thread reads, for that thread alone, and opens them.
struct ThreadVault: Sendable {
    private let sealer: Sealer?

    /// A vault that seals by `sealer`; without one no thread has variables.
    init(sealer: Sealer?) { self.sealer = sealer }

    /// Variables as they are stored with the thread `id`; nil for none.
    func sealed(_ environment: JSONObject, for id: Identifier) throws(CoreError) -> [UInt8]? {
        if environment.isEmpty { return nil }
        return try found.seal(JSONValue.object(environment).serialized(), place: Self.place(id))
    }

    /// The variables of a thread.
    func environment(of thread: Thread) throws(CoreError) -> JSONObject {
        guard let sealed = thread.environment else { return JSONObject() }
        let bytes = try found.open(sealed, place: Self.place(thread.id))
        guard let json = try? JSONValue.parse(bytes, limits: .stored), case .object(let environment) = json else {
            throw CoreError(.databaseCorrupt, "The variables of a thread are no JSON object.")
        }
        return environment
    }

    private var found: Sealer {
        get throws(CoreError) {
            if let sealer { return sealer }
            throw CoreError(.internalError, "A thread has variables, and the program has no sealing key.")
        }
    }

    private static func place(_ id: Identifier) -> [UInt8] { Array("thread/environment/".utf8) + id.bytes }
}
