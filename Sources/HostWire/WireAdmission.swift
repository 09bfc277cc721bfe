public import CoreDomain

/// What is to be done once the head of a request was looked at.
public enum WireStep: Sendable {
    /// The answer is known; the body need not be read.
    case answer(WireResponse)
    /// The body is to be read.
    case read(WireAdmission)
}

/// A request whose head was found good.
public struct WireAdmission: Sendable {
    /// What it asks for.
    public let operation: Operation
    let match: RouteTable.Match
    let call: Call
    let path: RequestPath
    let request: WireRequest

    /// Bytes of the body that may be read.
    public var bodyBytesMax: Int { match.binding.bodyBytesMax }

    /// The organization that the caller chose; nil when it chose none.
    public var organization: Identifier? { call.organization }
}

extension WireRequest {
    /// Bytes of the body, as far as the head tells: 0 when there is none, nil when it comes in pieces.
    var announcedLength: Int? {
        if !values("transfer-encoding").isEmpty { return nil }
        guard let text = values("content-length").first else { return 0 }
        // What is no number does not come so far; one that is too large for the machine is too large for us.
        return Int(text) ?? .max
    }
}

extension RouteTable.Match {
    /// The operation that is asked for; nil for the description of the API.
    var operation: String? {
        switch binding.target {
        case .operation(let name): name
        case .namedOperation: parameters.last?.value ?? ""
        case .openAPI: nil
        }
    }
}
