import CoreDomain
import FoundationEssentials
import Glibc
import HTTPClient
import HostCLI
import HostHTTP
import HostSupport

let commandLine = CommandLineHost(
    drivers: [SQLiteDriver()], environment: ProcessInfo.processInfo.environment, transport: { AsyncTransport() }
) { (backend, host, port, settings, whenReady) async throws(CoreError) in
    try await HTTPServer(backend, host: host, port: port, settings: settings).run(whenReady: whenReady)
}

exit(await commandLine.run(Array(CommandLine.arguments.dropFirst())))
