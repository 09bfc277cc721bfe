/// A body of `multipart/form-data` (RFC 7578).
struct MultipartForm {
    private let parts: [[UInt8]]

    /// A form of these texts and one file. No name may hold a quote or a line end.
    init(texts: [(name: String, value: String)], file: (name: String, filename: String, type: String, content: [UInt8]))
    {
        let head =
            "Content-Disposition: form-data; name=\"\(file.name)\"; filename=\"\(file.filename)\"\r\n"
            + "Content-Type: \(file.type)\r\n\r\n"
        parts =
            texts.map { Array("Content-Disposition: form-data; name=\"\($0.name)\"\r\n\r\n\($0.value)".utf8) }
            + [Array(head.utf8) + file.content]
    }

    /// The media type and the body. The boundary is one that occurs in no part.
    func encoded() -> (type: String, body: [UInt8]) {
        var number = 0
        var boundary = Self.boundary(number)
        while parts.contains(where: { Self.occurs(Array("--\(boundary)".utf8), in: $0) }) {
            number += 1
            boundary = Self.boundary(number)
        }
        var body: [UInt8] = []
        body.reserveCapacity(parts.reduce(256) { $0 + $1.count + 64 })
        for part in parts {
            body += Array("--\(boundary)\r\n".utf8)
            body += part
            body += [0x0D, 0x0A]
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return ("multipart/form-data; boundary=\(boundary)", body)
    }

    private static func boundary(_ number: Int) -> String { "scriptorium-form-\(number)-end" }

    private static func occurs(_ pattern: [UInt8], in bytes: [UInt8]) -> Bool {
        guard let first = pattern.first, bytes.count >= pattern.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for start in 0...(bytes.count - pattern.count) where bytes[start] == first {
                if bytes[start...].starts(with: pattern) { return true }
            }
            return false
        }
    }
}
