public import CoreDomain
import CoreLanguage
import CorePlatform
import Providers

/// What scripts can call in a program that runs them.
public struct ScriptTools: Sendable {
    let transport: any AddressedTransport
    let router: ModelRouter
    /// The tools of servers elsewhere.
    let external: any ExternalTools
    private let settings: ToolSettings
    private let filesFolder: String?

    /// Tools that send requests by `transport`, ask the models behind `router`, and keep files below `filesFolder`; nil for
    /// none. `external` are those of servers elsewhere.
    public init(
        transport: any AddressedTransport, router: ModelRouter, settings: ToolSettings, filesFolder: String?,
        external: any ExternalTools = NoExternalTools()
    ) {
        self.external = external
        self.transport = transport
        self.router = router
        self.settings = settings
        self.filesFolder = filesFolder
    }

    /// Tools that reach nobody and ask no models, for programs that have no transport.
    public static func local(filesFolder: String?) -> ScriptTools {
        ScriptTools(
            transport: NoTransport(), router: .empty, settings: ToolSettings(environment: [:]),
            filesFolder: filesFolder)
    }

    /// Where files are kept beside a database: next to its file, or below `standard`.
    public static func filesFolder(of database: String, standard: String?) -> String? {
        let isFile =
            database != ":memory:" && !database.hasPrefix("postgres://")
            && !database.hasPrefix("postgresql://")
        return isFile ? database + "-files" : standard
    }

    /// The tools of a backend over `store`.
    func all(_ services: Services, _ store: any Store) -> [NativeTool] { all(services, StoredBlobs(store)) }

    /// The tools as they are described where there is no store.
    static func described(_ services: Services) -> [NativeTool] { local(filesFolder: nil).all(services, NoBlobs()) }

    /// The transport for what callers name: it reaches no private addresses unless that is allowed.
    private var guarded: GuardedTransport {
        GuardedTransport(
            transport, resolver: SystemResolver(),
            policy: AddressPolicy(allowsPrivate: settings.allowsPrivateAddresses))
    }

    /// The tools that organizations of `store` registered, before those of servers elsewhere.
    func registered(_ services: Services, _ store: any Store, _ sealer: Sealer) -> any ExternalTools {
        RegisteredTools(
            store: store, sealer: sealer,
            caller: RemoteTools(
                transport: guarded, clock: services.clock, cryptography: services.cryptography),
            callsMax: settings.callsPerEndpointMax, before: external)
    }

    private func all(_ services: Services, _ blobs: any BlobSource) -> [NativeTool] {
        let natives = NativeTools.all(
            NativeTools.Services(
                transport: guarded, clock: services.clock, workers: services.workers,
                files: filesFolder.map { FolderFiles(root: $0) } ?? NoFiles(), subprocess: SystemSubprocess(),
                extractor: services.extractor,
                blobs: blobs, allowsShell: settings.allowsShell))
        let external = external
        let known = { @Sendable in
            ToolSignatures(ToolSignatures.standard.all + external.tools.map(\.signature))
        }
        return natives + ModelTools.all(router, tools: known()) + [ModelTools.plan(router, tools: known())]
    }
}
