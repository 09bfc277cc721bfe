import CoreDomain
import CoreLanguage
import HostSupport

/// The options of a call, as C gives them in JSON.
struct CallOptions: Message {
    let actingAs: Identifier?
    let idempotencyKey: Secret?
    let deadlineMilliseconds: Int64?

    static let schema = ObjectSchema(
        "The options of a call.",
        CallOptions.init(actingAs:idempotencyKey:deadlineMilliseconds:),
        Field(optional: "as", \.actingAs, .identifier(.uuid), "Act as this account: its user_id or organization_id."),
        Field(
            optional: "idempotency_key", \.idempotencyKey, .secret(count: 0...4_096),
            "The caller's own name for this call, so that a repetition is recognised."),
        Field(
            optional: "deadline_ms", \.deadlineMilliseconds, .integer(in: 0...31_536_000_000),
            "Milliseconds from now after which the call is not begun any more."))

    /// The call of whoever opened the engine, under these options.
    func call(_ backend: Backend) throws(CoreError) -> Call {
        Call(
            authority: .opener, actingAs: actingAs, idempotencyKey: idempotencyKey,
            requestID: try backend.newRequestID(),
            deadline: deadlineMilliseconds.map { backend.services.clock.monotonic() + .milliseconds($0) })
    }
}
