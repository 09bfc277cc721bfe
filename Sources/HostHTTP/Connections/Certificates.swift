import CoreDomain
import CorePlatform
import Glibc
import HostSupport
import NIOSSL
import Synchronization

/// The certificate that the server shows, and its key; both can be read again while it serves.
final class Certificates: Sendable {
    private let certificateFile: String
    private let keyFile: String
    private let log: Log
    private let current: Mutex<NIOSSLContext>

    /// Bytes of a certificate or key file that are read at most.
    private static let fileBytesMax = 1_048_576

    /// The certificate in these files.
    ///
    /// - Throws: `CONFIGURATION_INVALID`, naming the file and what is wrong with it.
    init(certificateFile: String, keyFile: String, log: Log) throws(CoreError) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.log = log
        current = Mutex(try Self.context(certificateFile, keyFile, log))
    }

    /// What a new connection is greeted with.
    var context: NIOSSLContext { current.withLock { $0 } }

    /// Reads the files again. When they are faulty, what was read before stays.
    func reload() {
        do throws(CoreError) {
            let fresh = try Self.context(certificateFile, keyFile, log)
            current.withLock { $0 = fresh }
            log(.info, "The certificate was read again from \(certificateFile).")
        } catch {
            log(.error, "The certificate stays as it was: \(error.message)")
        }
    }

    private static func context(
        _ certificateFile: String, _ keyFile: String, _ log: Log
    ) throws(CoreError) -> NIOSSLContext {
        let certificates = try certificates(certificateFile, log)
        let key = try key(keyFile, log)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw fault("The key in \(keyFile) does not belong to the certificate in \(certificateFile).")
        }
    }

    private static func certificates(_ path: String, _ log: Log) throws(CoreError) -> [NIOSSLCertificate] {
        let bytes = try read(path, "certificate")
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw fault("The file \(path) holds no certificate in PEM.")
        }
        guard let first = certificates.first else { throw fault("The file \(path) holds no certificate in PEM.") }
        if first.notValidAfter < time(nil) { log(.warning, "The certificate in \(path) has expired.") }
        return certificates
    }

    private static func key(_ path: String, _ log: Log) throws(CoreError) -> NIOSSLPrivateKey {
        let bytes = try read(path, "key")
        do throws(FileError) {
            if let exposure = try Files.exposure(of: path) {
                log(.warning, "The TLS key can be read by others: \(exposure).")
            }
        } catch {
            throw fault("The TLS key cannot be used: \(error.description).")
        }
        do {
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem)
        } catch {
            throw fault("The file \(path) holds no private key in PEM without a passphrase.")
        }
    }

    private static func read(_ path: String, _ what: String) throws(CoreError) -> [UInt8] {
        do throws(FileError) {
            return try Files.read(path, limit: fileBytesMax)
        } catch {
            throw fault("The TLS \(what) cannot be read: \(error.description).")
        }
    }

    private static func fault(_ message: String) -> CoreError {
        CoreError(
            .configurationInvalid, message,
            fix: "Name a certificate and its key, both as PEM: `tls_certificate_file` and `tls_key_file`.")
    }
}
