import CoreDomain
import CoreLanguage
import HostSupport
import Testing

/// MCP servers in a configuration: what is taken, and what is refused before anything begins.
struct MCPServersTests {
    private func tools(_ servers: String) throws -> any ExternalTools {
        let configuration = try Configuration.parse(Array("{\"mcp\": {\"servers\": \(servers)}}".utf8), from: "test")
        return try MCPServers(
            transport: NoTransport(), environment: ["TOKEN": "t-1", "BROKEN": "a\nb"],
            log: Log(least: .error) { _, _ in }
        ).tools(configuration.mcp, version: "1")
    }

    @Test(arguments: [
        #"{"weather": {"url": "https://weather.example/mcp", "token_env": "TOKEN"}}"#,
        #"{"weather": {"url": "http://10.0.0.1:8000/mcp", "headers_env": {"X-Key": "TOKEN"}}}"#,
        #"{"files": {"command": "server", "args": ["-v"], "env": {"A": "b"}, "env_from": ["TOKEN"]}}"#, "{}",
    ]) func whatIsTaken(_ servers: String) throws {
        // Nothing is reached before it is needed.
        #expect(try tools(servers).tools.isEmpty)
    }

    @Test(arguments: [
        (#"{"Weather": {"command": "x"}}"#, "scripts cannot write"),
        (#"{"weather": {}}"#, "exactly one place"),
        (#"{"weather": {"command": "x", "url": "https://weather.example"}}"#, "exactly one place"),
        (#"{"weather": {"url": "ftp://weather.example"}}"#, "URL that cannot be used"),
        (#"{"weather": {"url": "https://weather.example", "token_env": "NOTHING"}}"#, "NOTHING"),
        (#"{"weather": {"url": "https://weather.example", "token_env": "BROKEN"}}"#, "no header can hold"),
        (#"{"weather": {"url": "https://w.example", "token_env": "TOKEN", "token_file": "/x"}}"#, "two places"),
        (#"{"weather": {"url": "https://weather.example", "args": ["x"]}}"#, "is a URL"),
        (#"{"weather": {"command": "x", "token_env": "TOKEN"}}"#, "is a program"),
        (#"{"weather": {"command": "x", "env": {"A=B": "c"}}}"#, "contains `=`"),
        (#"{"weather": {"comand": "x"}}"#, "comand"),
    ]) func whatIsRefused(_ servers: String, _ words: String) throws {
        let error = #expect(throws: CoreError.self) { _ = try tools(servers) }
        #expect(error?.reason == .configurationInvalid)
        #expect(error?.message.contains(words) == true)
    }
}
