/// What scripts may do to the world, as the operator sets it in the environment.
public struct ToolSettings: Hashable, Sendable {
    /// Whether scripts may connect to private, loopback and other special addresses.
    public let allowsPrivateAddresses: Bool
    /// Whether `shell_exec` runs programs.
    public let allowsShell: Bool

    /// The settings of `environment`. Only the value `1` allows anything.
    public init(environment: [String: String]) {
        allowsPrivateAddresses = environment["SCRIPTORIUM_ALLOW_PRIVATE_ADDRESSES"] == "1"
        allowsShell = environment["SCRIPTORIUM_ALLOW_SHELL"] == "1"
    }
}
