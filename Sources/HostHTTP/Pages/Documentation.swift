import CoreDomain
import HostSupport

/// The documentation that the server brings along.
struct Documentation: Sendable {
    init(_ catalogue: Catalogue) {}
    func content(_ path: String) -> Content? { nil }
}
