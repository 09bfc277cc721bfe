import CoreDomain
import FoundationEssentials
import Glibc
import HTTPClient
import HostCLI
import HostHTTP
import HostSupport

let commandLine = CommandLineHost(
    drivers: [SQLiteDriver()], environment: ProcessInfo.processInfo.environment, transport: { AsyncTransport() }
) { (backend, host, port, whenReady) async throws(CoreError) in
    try await HTTPServer(backend, host: host, port: port).run(whenReady: whenReady)
}

exit(await commandLine.run(Array(CommandLine.arguments.dropFirst())))
