/// The two facts of a caller that is no stranger.
struct Member: Sendable {
    let principal: Identifier
    let organization: Identifier

    init(_ caller: Caller) throws(CoreError) {
        guard let principal = caller.principal, let organization = caller.organization else {
            throw CoreError(.internalError, "A member has no organization.")
        }
        self.principal = principal
        self.organization = organization
    }
}
