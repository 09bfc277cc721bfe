/// What an operation may use while it looks at its input, before anything is stored.
struct Desk: Sendable {
    let store: any Store
    private let workers: any Workers

    init(store: any Store, workers: any Workers) {
        self.store = store
        self.workers = workers
    }

    /// Runs what may take long where it holds up nobody.
    func compute<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws(CoreError) -> Value {
        let result: Result<Value, CoreError> = await workers.run { flag in
            do {
                try flag.check()
                return .success(try body())
            } catch {
                return .failure(CoreError(narrowing: error))
            }
        }
        return try result.get()
    }
}
