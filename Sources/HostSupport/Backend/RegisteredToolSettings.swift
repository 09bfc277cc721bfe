public import CoreDomain

/// How tools are called that organizations register: the member `tools` of a configuration.
public struct RegisteredToolSettings: Message, Hashable {
    public let callsPerEndpoint: Int64

    public static let schema = ObjectSchema(
        "How tools are called that organizations register.", RegisteredToolSettings.init(callsPerEndpoint:),
        Field(
            "calls_per_endpoint", \.callsPerEndpoint, .integer(in: 1...1_024),
            default: Int64(ToolSettings.callsPerEndpointUsual),
            "How many calls of one endpoint are made at once; organizations take turns."))

    /// Settings when nothing is said.
    public static let standard = RegisteredToolSettings(callsPerEndpoint: Int64(ToolSettings.callsPerEndpointUsual))
}
