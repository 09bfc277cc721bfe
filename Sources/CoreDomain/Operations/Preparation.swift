/// What came of looking at an input before anything is stored.
enum Preparation<Prepared: Sendable>: Sendable {
    /// All that was to be found out.
    case done(Prepared)
    /// What is left to compute, and takes long: it needs nothing that is stored.
    case compute(@Sendable () throws -> Prepared)

    /// The same, made into something else.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Prepared) -> Other) -> Preparation<Other> {
        switch self {
        case .done(let prepared): .done(transform(prepared))
        case .compute(let compute): .compute { transform(try compute()) }
        }
    }

    /// What was to be found out; computed by `workers`, where it holds up nobody.
    func finish(_ workers: any Workers) async throws(CoreError) -> Prepared {
        switch self {
        case .done(let prepared): return prepared
        case .compute(let compute):
            let result: Result<Prepared, CoreError> = await workers.run { flag in
                do {
                    try flag.check()
                    return .success(try compute())
                } catch {
                    return .failure(CoreError(narrowing: error))
                }
            }
            return try result.get()
        }
    }
}
