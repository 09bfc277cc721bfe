import Glibc
import Hummingbird
import Logging

// The limit that the product's HTTP host is measured against: one route, a constant answer, nothing else.
let router = Router()
router.get("accounts/me") { _, _ in
    Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: .init(
            byteBuffer: ByteBuffer(
                string: """
                    {"user_id":"01a2000f-f9ec-722b-a6e7-f19cc1a5aee7",\
                    "organization_id":"01a2000f-f9ec-7b6e-9b3b-ad2a2a0bca3b",\
                    "status":"active","created_at":"2026-11-21T21:42:56.748767507Z"}
                    """)))
}
let application = Application(
    router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
    onServerRunning: { channel in
        let line = "listening on http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n"
        _ = line.withCString { write(1, $0, strlen($0)) }
    },
    logger: {
        var logger = Logger(label: "bare")
        logger.logLevel = .warning
        return logger
    }())
try await application.runService()
