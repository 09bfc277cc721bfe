/// What of an operation is found out before it changes anything.
///
/// An operation that only computes is prepared and has nothing left to change.
enum Preparation<Prepared: Sendable>: Sendable {
    /// All that was to be found out.
    case done(Prepared)
    /// One part of what is left to compute, which gives the rest. It needs nothing that is stored; between two parts it is
    /// others' turn.
    case part(@Sendable () throws -> Preparation)

    /// All that is left to compute, in one part.
    static func compute(_ body: @escaping @Sendable () throws -> Prepared) -> Preparation {
        .part { .done(try body()) }
    }

    /// The same, made into something else.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Prepared) throws -> Other) rethrows -> Preparation<
        Other
    > {
        switch self {
        case .done(let prepared): .done(try transform(prepared))
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
            switch rest {
            case .done(let prepared): return prepared
            case .part(let compute):
                try check()
                let result: Result<Preparation, CoreError> = await workers.run { flag in
                    do {
                        try flag.check()
                        return .success(try compute())
                    } catch {
                        return .failure(CoreError(narrowing: error))
                    }
                }
                rest = try result.get()
            }
        }
    }

    /// What was to be found out, computed here and now.
    func finish() throws -> Prepared {
        var rest = self
        while true {
            switch rest {
            case .done(let prepared): return prepared
            case .part(let compute): rest = try compute()
            }
        }
    }
}
