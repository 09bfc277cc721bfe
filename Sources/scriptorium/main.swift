import CoreDomain
import FoundationEssentials
import Glibc
import HTTPClient
import HostCLI
import HostHTTP
import HostSupport

let environment = ProcessInfo.processInfo.environment
let commandLine = CommandLineHost(
    drivers: [
        SQLiteDriver(),
        PostgresDriver(operatorTokenFile: Locations(environment: environment).standardOperatorTokenFile),
    ], environment: environment, transport: { AsyncTransport() }
) { (backend, host, port, settings, whenReady) async throws(CoreError) in
    try await HTTPServer(backend, host: host, port: port, settings: settings).run(whenReady: whenReady)
}

exit(await commandLine.run(Array(CommandLine.arguments.dropFirst())))
