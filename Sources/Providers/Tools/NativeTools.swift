public import CoreDomain
import CoreLanguage

/// The tools that are always there, with what they do.
public struct NativeTools: Sendable {
    /// What the tools ask of the world.
    public struct Services: Sendable {
        public let transport: any HTTPTransport
        public let clock: any Clock
        public let workers: any Workers
        public let files: any ScriptFiles
        public let subprocess: any Subprocess
        public let extractor: any TextExtractor
        public let blobs: any BlobSource
        /// Whether `shell_exec` runs anything.
        public let allowsShell: Bool

        /// Services of these parts. Requests of scripts go through `transport` as they are, so it has to be a
        /// ``GuardedTransport``.
        public init(
            transport: any HTTPTransport, clock: any Clock, workers: any Workers, files: any ScriptFiles,
            subprocess: any Subprocess, extractor: any TextExtractor, blobs: any BlobSource, allowsShell: Bool = false
        ) {
            self.transport = transport
            self.clock = clock
            self.workers = workers
            self.files = files
            self.subprocess = subprocess
            self.extractor = extractor
            self.blobs = blobs
            self.allowsShell = allowsShell
        }
    }

    /// Every native tool that the compiler knows, by names.
    public static func all(_ services: Services) -> [NativeTool] {
        let standard = ToolSignatures.standard
        return standard.names(from: "native").compactMap { name in
            standard[ToolName(name, from: "native")].flatMap { tool($0, services) }
        }
    }

    private static func tool(_ signature: ToolSignature, _ services: Services) -> NativeTool? {
        web(signature, services) ?? files(signature, services) ?? programs(signature, services)
    }

    private static func web(_ signature: ToolSignature, _ services: Services) -> NativeTool? {
        let client = WebClient(transport: services.transport, clock: services.clock)
        return switch signature.tool.name {
        case "http_request":
            NativeTool(
                signature, concurrency: 64, effect: HTTPRequestTool.effect,
                .function(HTTPRequestTool(client: client).call))
        case "fetch_url":
            NativeTool(
                signature, concurrency: 32,
                .function(FetchURLTool(client: client, workers: services.workers).call))
        default: nil
        }
    }

    private static func files(_ signature: ToolSignature, _ services: Services) -> NativeTool? {
        let tools = FileTools(files: services.files)
        return switch signature.tool.name {
        case "file_read": NativeTool(signature, concurrency: 8, .computation(tools.read))
        case "file_write":
            NativeTool(signature, concurrency: 8, effect: FileTools.writeEffect, .computation(tools.write))
        case "file_glob": NativeTool(signature, concurrency: 4, .computation(tools.glob))
        case "grep":
            NativeTool(
                signature, concurrency: 4,
                .stream(GrepTool(files: services.files, workers: services.workers).call))
        default: nil
        }
    }

    private static func programs(_ signature: ToolSignature, _ services: Services) -> NativeTool? {
        switch signature.tool.name {
        case "echo": NativeTool(signature, .function { input, _ in StepOutput(input["value"] ?? .null) })
        case "shell_exec":
            NativeTool(
                signature, concurrency: 4,
                .function(ShellTool(subprocess: services.subprocess, isAllowed: services.allowsShell).call))
        case "extract":
            NativeTool(
                signature, concurrency: 4, DocumentTools.extract(services.extractor, blobs: services.blobs))
        case "chunk": NativeTool(signature, concurrency: 4, DocumentTools.chunk)
        default: nil
        }
    }
}
