public import CoreDomain

/// The one table from a failure to what each host answers with.
public enum ErrorTable {
    /// The HTTP status in `dialect`: by reason where one stands out, else by code.
    public static func httpStatus(_ error: CoreError, _ dialect: WireDialect) -> Int {
        if let status = statusEverywhere[error.reason] { return status }
        if dialect == .googleRPC { return googleStatus[error.code] ?? 500 }
        if dialect == .detailText, unfit.contains(error.reason) { return 400 }
        return statusByReason[error.reason] ?? statusByCode[error.code] ?? 500
    }

    /// What HTTP itself speaks of has one status, whatever the form of the error.
    private static let statusEverywhere: [Reason: Int] = [.payloadTooLarge: 413, .methodNotAllowed: 405]

    /// What was sent was read, and does not fit.
    private static let unfit: Set<Reason> = [.inputInvalid, .definitionInvalid]

    private static let statusByReason: [Reason: Int] = [
        .inputInvalid: 422, .definitionInvalid: 422, .idempotencyMismatch: 422, .mediaTypeUnsupported: 415,
        .insufficientFunds: 402, .databaseFull: 507, .busy: 503,
    ]

    private static let statusByCode: [CoreError.Code: Int] = googleStatus.merging([.failedPrecondition: 409]) { $1 }

    /// The mapping of google/rpc/code.proto.
    private static let googleStatus: [CoreError.Code: Int] = [
        .cancelled: 499, .unknown: 500, .invalidArgument: 400, .deadlineExceeded: 504, .notFound: 404,
        .alreadyExists: 409, .permissionDenied: 403, .resourceExhausted: 429, .failedPrecondition: 400,
        .aborted: 409, .outOfRange: 400, .unimplemented: 501, .internal: 500, .unavailable: 503, .dataLoss: 500,
        .unauthenticated: 401,
    ]

    /// The exit status of a command.
    public static func exitStatus(_ error: CoreError) -> Int32 {
        exitStatusByCode[error.code]?.rawValue ?? ExitStatus.failed.rawValue
    }

    private static let exitStatusByCode: [CoreError.Code: ExitStatus] = [
        .invalidArgument: .badInput, .outOfRange: .badInput, .notFound: .notFound,
        .unauthenticated: .notAllowed, .permissionDenied: .notAllowed,
        .alreadyExists: .conflict, .failedPrecondition: .conflict, .aborted: .conflict,
        .unavailable: .tryLater, .resourceExhausted: .tryLater, .deadlineExceeded: .tryLater,
        .dataLoss: .damaged, .cancelled: .cancelled,
    ]

    /// The exit statuses of the commands; `docs/cli.md` lists them.
    public enum ExitStatus: Int32, CaseIterable, Sendable {
        /// Anything that no other status tells.
        case failed = 1
        /// The command line or the input is wrong.
        case badInput = 2
        case notFound = 3
        /// The credential or the permission is missing.
        case notAllowed = 4
        /// The state does not allow it, or someone else holds what is needed.
        case conflict = 5
        /// Nothing is wrong with the call; it may work later.
        case tryLater = 6
        /// Stored data is damaged.
        case damaged = 7
        case cancelled = 8
    }
}
