public import CoreDomain

/// Which MCP servers an installation has: the member `mcp` of its configuration.
public struct MCPSettings: Message, Hashable {
    public let servers: [String: MCPServerSettings]

    /// Settings of these parts.
    public init(servers: [String: MCPServerSettings]) { self.servers = servers }

    public static let schema = ObjectSchema(
        "Which MCP servers scripts may call.",
        MCPSettings.init(servers:),
        Field(
            "servers", \.servers, .map(of: .message, countMax: 100), default: [:],
            "The servers, by the names that those of their tools begin with."))

    /// No servers.
    public static let none = MCPSettings(servers: [:])
}

/// An MCP server: a program, or a URL.
public struct MCPServerSettings: Message, Hashable {
    public let command: String?
    public let arguments: [String]
    public let environment: [String: String]
    public let passedOn: [String]
    public let url: String?
    public let tokenVariable: String?
    public let tokenFile: String?
    public let headerVariables: [String: String]
    public let timeoutSeconds: Int64
    public let startTimeoutSeconds: Int64

    /// Settings of these parts.
    public init(
        command: String? = nil, arguments: [String] = [], environment: [String: String] = [:], passedOn: [String] = [],
        url: String? = nil, tokenVariable: String? = nil, tokenFile: String? = nil,
        headerVariables: [String: String] = [:], timeoutSeconds: Int64 = 60, startTimeoutSeconds: Int64 = 10
    ) {
        self.command = command
        self.arguments = arguments
        self.environment = environment
        self.passedOn = passedOn
        self.url = url
        self.tokenVariable = tokenVariable
        self.tokenFile = tokenFile
        self.headerVariables = headerVariables
        self.timeoutSeconds = timeoutSeconds
        self.startTimeoutSeconds = startTimeoutSeconds
    }

    public static let schema = ObjectSchema(
        "An MCP server.",
        MCPServerSettings.init(
            command:arguments:environment:passedOn:url:tokenVariable:tokenFile:headerVariables:timeoutSeconds:
            startTimeoutSeconds:),
        Field(
            optional: "command", \.command, .string(count: 1...4_096),
            "The program of a server on this machine: an absolute path, or a name that is found along PATH."),
        Field("args", \.arguments, .array(of: .string(count: 0...4_096), countMax: 256), default: [], "Its arguments."),
        Field(
            "env", \.environment, .map(of: .string(count: 0...32_768), countMax: 256), default: [:],
            "Variables of its environment, with their values."),
        Field(
            "env_from", \.passedOn, .array(of: .string(count: 1...255), countMax: 256), default: [],
            "Variables that it gets from the environment of this program: for secrets."),
        Field(optional: "url", \.url, .string(count: 1...2_048), "The URL of a server elsewhere."),
        Field(
            optional: "token_env", \.tokenVariable, .string(count: 1...255),
            "The variable of the environment that holds the bearer token for the URL."),
        Field(optional: "token_file", \.tokenFile, .string(count: 1...4_096), "The file that holds the bearer token."),
        Field(
            "headers_env", \.headerVariables, .map(of: .string(count: 1...255), countMax: 32), default: [:],
            "Headers for the URL, with the variables of the environment that hold their values."),
        Field(
            "timeout_seconds", \.timeoutSeconds, .integer(in: 1...86_400), default: 60, "How long a call may take."),
        Field(
            "start_timeout_seconds", \.startTimeoutSeconds, .integer(in: 1...600), default: 10,
            "How long it may take until its tools are known."))
}
