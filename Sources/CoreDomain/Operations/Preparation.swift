/// What of an operation is found out before it changes anything.
///
/// An operation that only computes is prepared and has nothing left to change.
enum Preparation<Prepared: Sendable>: Sendable {
    /// All that was to be found out.
    case done(Prepared)
    /// What is left to compute, and takes long: it needs nothing that is stored.
    case compute(@Sendable () throws -> Prepared)
    /// One part of what is left to compute, which gives the rest. Between two parts it is others' turn.
    case part(@Sendable () throws -> Preparation)

    /// The same, made into something else.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Prepared) throws -> Other) rethrows -> Preparation<
        Other
    > {
        switch self {
        case .done(let prepared): .done(try transform(prepared))
        case .compute(let compute): .compute { try transform(try compute()) }
        case .part(let compute): .part { try compute().map(transform) }
        }
    }

    /// What was to be found out; computed by `workers`, where it holds up nobody.
    ///
    /// `check` is asked before each part, and ends the computation when nobody wants it any more.
    func finish(
        _ workers: any Workers, check: () throws(CoreError) -> Void = {}
    ) async throws(CoreError) -> Prepared {
        var rest = self
        while true {
            if case .done(let prepared) = rest { return prepared }
            try check()
            let part = rest
            let result: Result<Preparation, CoreError> = await workers.run { flag in
                do {
                    try flag.check()
                    return .success(try part.next())
                } catch {
                    return .failure(CoreError(narrowing: error))
                }
            }
            rest = try result.get()
        }
    }

    /// What was to be found out, computed here and now.
    func finish() throws -> Prepared {
        var rest = self
        while true {
            if case .done(let prepared) = rest { return prepared }
            rest = try rest.next()
        }
    }

    private func next() throws -> Preparation {
        switch self {
        case .done: self
        case .compute(let compute): .done(try compute())
        case .part(let compute): try compute()
        }
    }
}
