import ArgumentParser
import CoreDomain
import HostSupport

/// The options of `serve` that win over the member `http` of the configuration.
struct HTTPOptions: ParsableArguments {
    @Option(help: "A file with the certificate, as PEM; with it, HTTPS is served.")
    var tlsCertificate: String?

    @Option(help: "A file with the certificate's private key, as PEM.")
    var tlsKey: String?

    @Option(help: "An origin whose web pages may call this server, or `*`; may be repeated.")
    var corsOrigin: [String] = []

    @Option(help: "Who may read /metrics: open, operator or off. (default: operator)")
    var metrics: String?

    @Flag(help: "Log every request at level info.")
    var accessLog = false

    /// The settings of the configuration, with what was said on the command line.
    ///
    /// - Throws: `REQUEST_INVALID` for a word that is none, and `CONFIGURATION_INVALID` for what does not fit together.
    func settings(over configured: HTTPSettings) throws(CoreError) -> HTTPSettings {
        var settings = configured
        settings.tlsCertificateFile = tlsCertificate ?? settings.tlsCertificateFile
        settings.tlsKeyFile = tlsKey ?? settings.tlsKeyFile
        if !corsOrigin.isEmpty { settings.corsOrigins = corsOrigin }
        if accessLog { settings.accessLog = true }
        if let metrics {
            guard let access = HTTPSettings.MetricsAccess(rawValue: metrics) else {
                throw CoreError(
                    .requestInvalid, "\"\(metrics.prefix(100))\" does not say who may read /metrics.",
                    fix: "Use --metrics open, operator or off.")
            }
            settings.metrics = access
        }
        try settings.check()
        return settings
    }
}
