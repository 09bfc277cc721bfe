import AsyncHTTPClient
import CoreDomain
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What the failures of a connection mean to whoever made the call.
enum TransportFailure {
    static func error(_ error: any Error, server: String) -> CoreError {
        switch error {
        case let known as CoreError: known
        case is CancellationError: cancelled
        case let failure as NIOConnectionError: connection(failure, server)
        case let failure as IOError: system(failure, server)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: certificate(server, "\(error)")
        case let failure as HTTPClientError: client(failure, server)
        default: lost(server, "The connection broke (\(type(of: error))).")
        }
    }

    /// Scheme, host and port of a URL: a path or a query may hold what belongs in no message.
    static func server(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return "the server" }
        let place = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        return String(url[..<scheme.upperBound]) + (place.split(separator: "@").last ?? place)
    }

    private static let cancelled = CoreError(.cancelled, "The call was cancelled before it was answered.")

    private static func connection(_ failure: NIOConnectionError, _ server: String) -> CoreError {
        if let cause = failure.connectionErrors.first?.error as? IOError { return system(cause, server) }
        if failure.connectionErrors.isEmpty {
            return CoreError(
                .serverUnreachable, "The name of the host in \(server) is not known.",
                fix: "Check the URL.", retry: .later(after: .seconds(1)))
        }
        return timedOut(server)
    }

    private static func system(_ failure: IOError, _ server: String) -> CoreError {
        switch failure.errnoCode {
        case ECONNREFUSED:
            CoreError(
                .serverUnreachable, "The connection to \(server) was refused: nothing listens there.",
                fix: "Is the server running? `scriptorium serve` prints its URL.", retry: .later(after: .seconds(1)))
        case EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EADDRNOTAVAIL:
            CoreError(
                .serverUnreachable, "There is no way to \(server) (error \(failure.errnoCode)).",
                fix: "Check the network and the URL.", retry: .later(after: .seconds(1)))
        default: lost(server, "The connection broke (error \(failure.errnoCode)).")
        }
    }

    private static func certificate(_ server: String, _ detail: String) -> CoreError {
        let isPlain = detail.contains("WRONG_VERSION_NUMBER")
        return CoreError(
            .serverUnreachable,
            isPlain
                ? "What listens at \(server) does not speak TLS."
                : "The certificate of \(server) is not trusted, or not made for this name.",
            fix: isPlain
                ? "Use http:// on the same machine, or put a TLS endpoint in front of it."
                : "Use the name that the certificate was made for, and install its authority in the system's store.")
    }

    private static func timedOut(_ server: String) -> CoreError {
        CoreError(
            .serverUnreachable, "There was no answer from \(server) in time.",
            fix: "Check the network, and that the server runs.", retry: .later(after: .seconds(1)))
    }

    /// The request was on its way: nobody can tell whether it was carried out.
    private static func lost(_ server: String, _ what: String) -> CoreError {
        CoreError(
            .outcomeUnknown, "\(what) Whether \(server) carried the call out is not known.",
            fix: "Look, or repeat the call with the same idempotency key.", retry: .sameKey)
    }

    private static func client(_ failure: HTTPClientError, _ server: String) -> CoreError {
        switch failure {
        case .cancelled, .requestStreamCancelled: cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout: timedOut(server)
        case .tlsHandshakeTimeout: certificate(server, "")
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
            CoreError(.requestInvalid, "The URL of the server has no scheme or no host.", fix: urlForm)
        case .remoteConnectionClosed: lost(server, "The connection was closed before the answer came.")
        case .readTimeout, .deadlineExceeded, .writeTimeout: lost(server, "The answer did not come in time.")
        default: other(failure, server)
        }
    }

    private static func other(_ failure: HTTPClientError, _ server: String) -> CoreError {
        switch failure.shortDescription {
        case "Unsupported scheme":
            CoreError(.requestInvalid, "The URL of the server has an unknown scheme.", fix: urlForm)
        case "Invalid header field values", "Invalid header field names":
            CoreError(.requestInvalid, "The token or the idempotency key holds a character that no header may hold.")
        default: lost(server, "The connection broke (\(failure.shortDescription)).")
        }
    }

    private static let urlForm = "Give it as http://HOST:PORT or https://HOST."
}
