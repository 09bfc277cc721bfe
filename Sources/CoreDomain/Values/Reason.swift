/// Why an operation was refused or failed: a stable word that programs may match on.
///
/// A reason is never renamed or given another meaning. Each has a page under `docs/errors/`.
/// It is a struct, not an enum, so that a new reason breaks no caller's `switch`.
public struct Reason: Hashable, Sendable {
    /// The word itself, in upper snake case.
    public let name: String
    /// The canonical code of every error with this reason.
    public let code: CoreError.Code

    private init(_ name: String, _ code: CoreError.Code) {
        self.name = name
        self.code = code
    }

    // Input
    /// The input does not match the operation's schema; the details list every violation with its path.
    public static let inputInvalid = Reason("INPUT_INVALID", .invalidArgument)
    /// The bytes sent are not one well-formed JSON value.
    public static let jsonInvalid = Reason("JSON_INVALID", .invalidArgument)
    /// The request itself is malformed: a path, a header or an option that cannot be read.
    public static let requestInvalid = Reason("REQUEST_INVALID", .invalidArgument)
    /// The input is larger than the limit named in the message.
    public static let payloadTooLarge = Reason("PAYLOAD_TOO_LARGE", .invalidArgument)
    /// The media type of the body is none that this route reads.
    public static let mediaTypeUnsupported = Reason("MEDIA_TYPE_UNSUPPORTED", .invalidArgument)
    /// A page token was altered, belongs to another list, or was made under another key.
    public static let pageTokenInvalid = Reason("PAGE_TOKEN_INVALID", .invalidArgument)

    // Identity
    /// No credential was given where one is needed.
    public static let credentialMissing = Reason("CREDENTIAL_MISSING", .unauthenticated)
    /// The credential is unknown, revoked or expired.
    public static let credentialInvalid = Reason("CREDENTIAL_INVALID", .unauthenticated)
    /// The caller is known but may not do this.
    public static let permissionDenied = Reason("PERMISSION_DENIED", .permissionDenied)

    // Addressing
    /// No such object, or none that this caller may know of.
    public static let notFound = Reason("NOT_FOUND", .notFound)
    /// No route has this path.
    public static let routeUnknown = Reason("ROUTE_UNKNOWN", .notFound)
    /// The path exists, but not with this method.
    public static let methodNotAllowed = Reason("METHOD_NOT_ALLOWED", .unimplemented)
    /// No operation has this name.
    public static let operationUnknown = Reason("OPERATION_UNKNOWN", .notFound)
    /// An object with this id exists already.
    public static let alreadyExists = Reason("ALREADY_EXISTS", .alreadyExists)

    // Idempotency
    /// The operation needs an idempotency key and none was given.
    public static let idempotencyKeyMissing = Reason("IDEMPOTENCY_KEY_MISSING", .invalidArgument)
    /// The idempotency key has the wrong form.
    public static let idempotencyKeyInvalid = Reason("IDEMPOTENCY_KEY_INVALID", .invalidArgument)
    /// The idempotency key was used before with another input.
    public static let idempotencyMismatch = Reason("IDEMPOTENCY_MISMATCH", .invalidArgument)

    // Store
    /// Another process owns the database file.
    public static let databaseInUse = Reason("DATABASE_IN_USE", .failedPrecondition)
    /// The database file or its folder cannot be written.
    public static let databaseReadOnly = Reason("DATABASE_READ_ONLY", .failedPrecondition)
    /// The file is damaged or is not a database of this program.
    public static let databaseCorrupt = Reason("DATABASE_CORRUPT", .dataLoss)
    /// The database was written by a newer version of the program.
    public static let databaseNewer = Reason("DATABASE_NEWER", .failedPrecondition)
    /// The disk is full; nothing of this write was kept.
    public static let databaseFull = Reason("DATABASE_FULL", .resourceExhausted)
    /// The database cannot be opened or reached.
    public static let databaseUnavailable = Reason("DATABASE_UNAVAILABLE", .unavailable)
    /// The store cannot tell whether the commit landed. Retry with the same ids or the same idempotency key.
    public static let outcomeUnknown = Reason("OUTCOME_UNKNOWN", .unavailable)

    // Keys
    /// The sealing key is not the one that this database was made with.
    public static let sealingKeyWrong = Reason("SEALING_KEY_WRONG", .failedPrecondition)
    /// The database has data but its sealing key was not given.
    public static let sealingKeyMissing = Reason("SEALING_KEY_MISSING", .failedPrecondition)
    /// The sealing key cannot be read, or has the wrong form.
    public static let sealingKeyInvalid = Reason("SEALING_KEY_INVALID", .invalidArgument)
    /// A sealed value does not open: it was altered, or sealed for another place or key.
    public static let sealBroken = Reason("SEAL_BROKEN", .dataLoss)

    // Money
    /// The account's available balance does not cover what the call would hold.
    public static let insufficientFunds = Reason("INSUFFICIENT_FUNDS", .failedPrecondition)
    /// The ledger refused a transfer; the details say which one and why.
    public static let transferRefused = Reason("TRANSFER_REFUSED", .failedPrecondition)
    /// What the ledger stores does not agree with itself.
    public static let ledgerDamaged = Reason("LEDGER_DAMAGED", .dataLoss)

    // Programs
    /// A recipe or an ingredient breaks the rules of its kind; the details list every violation with its path.
    public static let definitionInvalid = Reason("DEFINITION_INVALID", .invalidArgument)
    /// A step failed, beyond its retries where it has any.
    public static let stepFailed = Reason("STEP_FAILED", .aborted)
    /// A step took longer than it may.
    public static let stepTimedOut = Reason("STEP_TIMED_OUT", .deadlineExceeded)
    /// A step that must not be done twice was begun, and it is not known whether it was done.
    public static let stepInDoubt = Reason("STEP_IN_DOUBT", .unknown)
    /// The thread's time to live passed before it was done.
    public static let threadExpired = Reason("THREAD_EXPIRED", .deadlineExceeded)
    /// The object was changed since the caller read it.
    public static let etagMismatch = Reason("ETAG_MISMATCH", .aborted)
    /// The draft was not compiled since it was saved.
    public static let draftNotCompiled = Reason("DRAFT_NOT_COMPILED", .failedPrecondition)
    /// The draft has errors.
    public static let draftHasErrors = Reason("DRAFT_HAS_ERRORS", .failedPrecondition)
    /// No other version of the script was ever active.
    public static let nothingToRollBackTo = Reason("NOTHING_TO_ROLL_BACK_TO", .failedPrecondition)
    /// The script has no version that runs when none is named.
    public static let noActiveVersion = Reason("NO_ACTIVE_VERSION", .failedPrecondition)
    /// Threads of the script are under way.
    public static let scriptHasOpenThreads = Reason("SCRIPT_HAS_OPEN_THREADS", .failedPrecondition)
    /// The script is not to be run.
    public static let scriptDisabled = Reason("SCRIPT_DISABLED", .failedPrecondition)
    /// A variable that the script reads is not set, or is of another type.
    public static let environmentMissing = Reason("ENVIRONMENT_MISSING", .invalidArgument)
    /// The thread does not wait for anybody.
    public static let threadNotPaused = Reason("THREAD_NOT_PAUSED", .failedPrecondition)
    /// The thread is over.
    public static let threadTerminal = Reason("THREAD_TERMINAL", .failedPrecondition)
    /// The thread has given nothing.
    public static let resultNotReady = Reason("RESULT_NOT_READY", .failedPrecondition)
    /// Somebody else's answer was taken.
    public static let askAlreadyAnswered = Reason("ASK_ALREADY_ANSWERED", .failedPrecondition)
    /// An answer is not what was asked for.
    public static let askAnswerInvalid = Reason("ASK_ANSWER_INVALID", .invalidArgument)
    /// Several steps of the thread wait, and none was named.
    public static let stepPathAmbiguous = Reason("STEP_PATH_AMBIGUOUS", .failedPrecondition)
    /// More waits for a thread than is kept.
    public static let queueFull = Reason("QUEUE_FULL", .resourceExhausted)
    /// The object's state does not allow this now.
    public static let stateConflict = Reason("STATE_CONFLICT", .failedPrecondition)
    /// The document cannot be opened without a password.
    public static let documentEncrypted = Reason("DOCUMENT_ENCRYPTED", .failedPrecondition)
    /// The document is damaged, or in a format that no text can be read from.
    public static let documentUnreadable = Reason("DOCUMENT_UNREADABLE", .invalidArgument)
    /// The document has pages, but no text on them: most likely they are pictures.
    public static let documentHasNoText = Reason("DOCUMENT_HAS_NO_TEXT", .failedPrecondition)
    /// A program that the server needs for this is not installed.
    public static let programMissing = Reason("PROGRAM_MISSING", .failedPrecondition)
    /// A program that the server ran took more than it may, and was ended.
    public static let programLimit = Reason("PROGRAM_LIMIT", .resourceExhausted)
    /// The contract knows this, but this server does not offer it.
    public static let unsupported = Reason("UNSUPPORTED", .unimplemented)

    // Models
    /// No model has this name, or none offers what is asked for.
    public static let modelUnknown = Reason("MODEL_UNKNOWN", .notFound)
    /// The server of the model has no room for the call now.
    public static let modelOverloaded = Reason("MODEL_OVERLOADED", .resourceExhausted)
    /// The server of the model cannot be reached, failed, or took too long.
    public static let modelUnavailable = Reason("MODEL_UNAVAILABLE", .unavailable)
    /// The server of the model takes no such request: its key, the name of the model, or what was sent is wrong.
    public static let modelRequestRefused = Reason("MODEL_REQUEST_REFUSED", .failedPrecondition)
    /// The model declines to answer.
    public static let modelRefused = Reason("MODEL_REFUSED", .failedPrecondition)
    /// The model gave no answer that was asked for, or one that cannot be read.
    public static let modelAnswerInvalid = Reason("MODEL_ANSWER_INVALID", .unknown)

    // MCP servers
    /// The MCP server cannot be reached or started, ended in the middle, or took too long.
    public static let mcpUnavailable = Reason("MCP_UNAVAILABLE", .unavailable)
    /// The MCP server tells that its tool failed, or takes no such call.
    public static let mcpToolFailed = Reason("MCP_TOOL_FAILED", .aborted)
    /// What the MCP server sends is not of the protocol, or not of the type that its tool has.
    public static let mcpAnswerInvalid = Reason("MCP_ANSWER_INVALID", .unknown)

    // Registered tools
    /// The tool at a URL cannot be reached now, or has no room for the call.
    public static let toolUnavailable = Reason("TOOL_UNAVAILABLE", .unavailable)
    /// The tool at a URL tells that it failed, or takes no such call.
    public static let toolFailed = Reason("TOOL_FAILED", .aborted)
    /// What the tool at a URL answers is not of the form that it has to be.
    public static let toolAnswerInvalid = Reason("TOOL_ANSWER_INVALID", .unknown)
    /// The tool that the program was compiled against was taken away.
    public static let toolRemoved = Reason("TOOL_REMOVED", .failedPrecondition)

    // Running
    /// The server cannot listen on the address that was named.
    public static let addressUnavailable = Reason("ADDRESS_UNAVAILABLE", .failedPrecondition)
    /// The address that a script named, or that its host has, is none that scripts may reach.
    public static let addressRefused = Reason("ADDRESS_REFUSED", .permissionDenied)
    /// The server that was named cannot be reached.
    public static let serverUnreachable = Reason("SERVER_UNREACHABLE", .unavailable)
    /// What was reached does not answer as a server of this program.
    public static let serverAnswerInvalid = Reason("SERVER_ANSWER_INVALID", .unknown)
    /// The configuration has an unknown key or a value out of range.
    public static let configurationInvalid = Reason("CONFIGURATION_INVALID", .invalidArgument)
    /// The caller cancelled the call before it took effect.
    public static let cancelled = Reason("CANCELLED", .cancelled)
    /// The call's deadline passed before it took effect.
    public static let deadlineExceeded = Reason("DEADLINE_EXCEEDED", .deadlineExceeded)
    /// Too much work is in flight; try again shortly.
    public static let busy = Reason("BUSY", .resourceExhausted)
    /// The program is closing and accepts no more work.
    public static let shuttingDown = Reason("SHUTTING_DOWN", .unavailable)
    /// A defect of the program; the message carries no internals, the log does.
    public static let internalError = Reason("INTERNAL", .internal)

    /// Every reason, so that tests and documents can be exhaustive.
    public static let allCases: [Reason] = [
        inputInvalid, jsonInvalid, requestInvalid, payloadTooLarge, mediaTypeUnsupported, pageTokenInvalid,
        credentialMissing, credentialInvalid, permissionDenied,
        notFound, routeUnknown, methodNotAllowed, operationUnknown, alreadyExists,
        idempotencyKeyMissing, idempotencyKeyInvalid, idempotencyMismatch,
        databaseInUse, databaseReadOnly, databaseCorrupt, databaseNewer, databaseFull, databaseUnavailable,
        outcomeUnknown,
        sealingKeyWrong, sealingKeyMissing, sealingKeyInvalid, sealBroken,
        insufficientFunds, transferRefused, ledgerDamaged,
        definitionInvalid, stepFailed, stepTimedOut, stepInDoubt, threadExpired, stateConflict,
        etagMismatch, draftNotCompiled, draftHasErrors, nothingToRollBackTo, noActiveVersion, scriptHasOpenThreads,
        scriptDisabled,
        environmentMissing, threadNotPaused, threadTerminal, resultNotReady, askAlreadyAnswered, askAnswerInvalid,
        stepPathAmbiguous,
        queueFull,
        documentEncrypted, documentUnreadable, documentHasNoText, programMissing, programLimit, unsupported,
        modelUnknown, modelOverloaded, modelUnavailable, modelRequestRefused, modelRefused, modelAnswerInvalid,
        mcpUnavailable, mcpToolFailed, mcpAnswerInvalid,
        toolUnavailable, toolFailed, toolAnswerInvalid, toolRemoved,
        addressUnavailable, addressRefused, serverUnreachable, serverAnswerInvalid, configurationInvalid, cancelled,
        deadlineExceeded, busy, shuttingDown, internalError,
    ]
}
