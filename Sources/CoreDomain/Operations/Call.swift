/// Everything that comes with an input: who asks, for whom, and under which conditions.
public struct Call: Sendable {
    /// Who asks.
    public var authority: Authority
    /// The organization chosen; nil for the credential's home.
    public var organization: Identifier?
    /// The account that the operator acts as; nil for itself.
    public var actingAs: Identifier?
    /// The caller's own name for this call, so that a repetition is recognised.
    public var idempotencyKey: Secret?
    /// The name of this request in logs and in the audit trail.
    public var requestID: Identifier
    /// Not begun at or after this point of the clock's monotonic time; nil: no limit.
    public var deadline: Duration?

    /// A call with these conditions.
    public init(
        authority: Authority,
        organization: Identifier? = nil,
        actingAs: Identifier? = nil,
        idempotencyKey: Secret? = nil,
        requestID: Identifier,
        deadline: Duration? = nil
    ) {
        self.authority = authority
        self.organization = organization
        self.actingAs = actingAs
        self.idempotencyKey = idempotencyKey
        self.requestID = requestID
        self.deadline = deadline
    }

    /// Refuses a call whose deadline has passed.
    func checkDeadline(_ clock: any Clock) throws(CoreError) {
        if let deadline, clock.monotonic() >= deadline {
            throw CoreError(.deadlineExceeded, "The deadline passed before the call took effect.")
        }
    }
}
