import CoreDomain

/// What `www-authenticate` says beside a refusal (RFC 6750 §3).
enum Challenge {
    private static let scheme = "Bearer realm=\"scriptorium\""

    /// The header's value; nil where the credential is not what was wrong. Who sent none is told of no error.
    static func header(_ error: CoreError) -> String? {
        switch error.reason {
        case .credentialMissing: scheme
        case .credentialInvalid: scheme + ", error=\"invalid_token\""
        case .permissionDenied: scheme + ", error=\"insufficient_scope\""
        default: nil
        }
    }
}
