import CScriptorium
import CoreDomain
import CoreLanguage
import Glibc
import HostSupport

// All distrust of what a C caller passes lives here. Nothing past this file sees a pointer of the caller's.

/// Reads what the caller lends for the length of a call.
enum Borrowed {
    /// Bytes of a name or a path that are read at most.
    private static let textBytesMax = 65_536

    /// The text at `start`; nil for NULL.
    ///
    /// - Throws: `REQUEST_INVALID` for a count without a pointer, or bytes that are not UTF-8.
    static func text(_ start: UnsafePointer<UInt8>?, _ count: Int, _ what: String) throws(CoreError) -> String? {
        guard let bytes = try bytes(start, count, what, limit: textBytesMax) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CoreError(.requestInvalid, "\(what) is not UTF-8.")
        }
        return text
    }

    /// A copy of the bytes at `start`; nil for NULL.
    static func bytes(
        _ start: UnsafePointer<UInt8>?, _ count: Int, _ what: String, limit: Int
    ) throws(CoreError) -> [UInt8]? {
        guard let start else {
            if count == 0 { return nil }
            throw CoreError(.requestInvalid, "\(what) is NULL, but its size is \(count).")
        }
        guard (0...limit).contains(count) else {
            throw CoreError(.payloadTooLarge, "\(what) is larger than \(limit) bytes.")
        }
        return Array(UnsafeBufferPointer(start: start, count: count))
    }

    /// The JSON at `start`; an empty object for NULL.
    static func json(_ start: UnsafePointer<UInt8>?, _ count: Int, _ what: String) throws(CoreError) -> JSONValue {
        let limit = JSONLimits.standard.maxBytes
        guard let bytes = try bytes(start, count, what, limit: limit) else { return [:] }
        return try JSONInput.parse(bytes)
    }
}

/// Fills what the caller gets to keep.
enum Given {
    /// Copies `bytes`, and a zero after them, into memory that `scriptorium_buffer_free` frees.
    static func fill(_ buffer: UnsafeMutablePointer<scriptorium_buffer_t>?, _ bytes: [UInt8]) {
        guard let buffer else { return }
        buffer.pointee = scriptorium_buffer_t(data: nil, size: 0)
        guard let memory = malloc(bytes.count + 1)?.assumingMemoryBound(to: UInt8.self) else { return }
        for (offset, byte) in bytes.enumerated() { memory[offset] = byte }
        memory[bytes.count] = 0
        buffer.pointee = scriptorium_buffer_t(data: memory, size: bytes.count)
    }

    static func fill(_ buffer: UnsafeMutablePointer<scriptorium_buffer_t>?, _ error: CoreError) {
        fill(buffer, error.canonicalJSON.serialized())
    }

    static func free(_ buffer: UnsafeMutablePointer<scriptorium_buffer_t>?) {
        guard let buffer else { return }
        Glibc.free(buffer.pointee.data)
        buffer.pointee = scriptorium_buffer_t(data: nil, size: 0)
    }
}

extension scriptorium_options_t {
    /// The size this struct had in ABI 1. Fields may only ever be added after it.
    private static let sizeABI1 = 72

    /// Copies what the caller really has: one built against an older header passes a smaller `struct_size`, and the
    /// fields it does not know stay zero. A larger one means that this library is the older, so it is refused.
    init(copying pointer: UnsafePointer<scriptorium_options_t>) throws(CoreError) {
        let source = UnsafeRawPointer(pointer)
        let size = Int(source.loadUnaligned(as: UInt32.self))
        guard size >= Self.sizeABI1, size <= MemoryLayout<Self>.size else {
            throw CoreError(
                .requestInvalid, "struct_size is \(size); this library knows \(Self.sizeABI1).",
                fix: "Set struct_size to sizeof(scriptorium_options_t), and use the library of the same version.")
        }
        self.init()
        withUnsafeMutableBytes(of: &self) { $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: size)) }
        guard reserved == 0 else { throw CoreError(.requestInvalid, "The field `reserved` is not 0.") }
    }
}

/// The caller's callbacks for one call, in one place.
///
/// SAFETY: `scriptorium.h` says that `user_data` stays valid until `on_done` has returned, and that it may run on any
/// thread of the library. The pointer is only carried, never read through.
struct Completion: @unchecked Sendable {
    /// Nil when the caller wants no events.
    let event: scriptorium_event_t?
    let function: scriptorium_done_t
    let userData: UnsafeMutableRawPointer?

    func tell(_ item: StreamItem) {
        let bytes = JSONValue.object(["id": .integer(item.position), "data": item.output]).serialized()
        bytes.withUnsafeBufferPointer { event?(userData, $0.baseAddress, $0.count) }
    }

    func callAsFunction(_ outcome: Result<JSONValue, CoreError>) {
        let (status, bytes) = Outcome.rendered(outcome)
        bytes.withUnsafeBufferPointer { function(userData, status, $0.baseAddress, $0.count) }
    }
}

/// The caller's log.
///
/// SAFETY: as for `Completion`: `log_user_data` stays valid until the engine was closed, and is only carried.
struct LogTarget: @unchecked Sendable {
    let function: scriptorium_log_t
    let userData: UnsafeMutableRawPointer?

    func callAsFunction(_ level: Log.Level, _ event: JSONObject) {
        let line = JSONValue.object(event).serialized()
        line.withUnsafeBufferPointer {
            function(userData, Int32(truncatingIfNeeded: level.rank), $0.baseAddress, $0.count)
        }
    }
}

/// How an outcome looks in C.
enum Outcome {
    static func rendered(_ outcome: Result<JSONValue, CoreError>) -> (scriptorium_status_t, [UInt8]) {
        switch outcome {
        case .success(let output): (SCRIPTORIUM_OK, output.serialized())
        case .failure(let error): (error.code.rawValue, error.canonicalJSON.serialized())
        }
    }
}
