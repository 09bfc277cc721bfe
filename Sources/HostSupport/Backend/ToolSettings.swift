/// What scripts may do to the world, as the operator sets it in the environment.
public struct ToolSettings: Hashable, Sendable {
    /// Whether scripts may connect to private, loopback and other special addresses.
    public let allowsPrivateAddresses: Bool
    /// Whether `shell_exec` runs programs.
    public let allowsShell: Bool
    /// How many calls of one endpoint of registered tools are made at once.
    public let callsPerEndpointMax: Int

    /// What ``callsPerEndpointMax`` is when nothing is said.
    public static let callsPerEndpointUsual = 16

    /// The settings of `environment`. Only the value `1` allows anything.
    public init(
        environment: [String: String], callsPerEndpointMax: Int = ToolSettings.callsPerEndpointUsual
    ) {
        allowsPrivateAddresses = environment["SCRIPTORIUM_ALLOW_PRIVATE_ADDRESSES"] == "1"
        allowsShell = environment["SCRIPTORIUM_ALLOW_SHELL"] == "1"
        self.callsPerEndpointMax = callsPerEndpointMax
    }
}
