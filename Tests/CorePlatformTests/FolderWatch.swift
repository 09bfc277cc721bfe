import Glibc

/// Records what happens to the names in a folder, in order (Linux `inotify`).
final class FolderWatch: Sendable {
    struct Event: Equatable {
        enum Kind { case created, written, removed }

        let kind: Kind
        let name: String
    }

    private let number: Int32

    /// Nil when the folder cannot be watched.
    init?(_ path: String) {
        number = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        let mask = UInt32(IN_CREATE | IN_MODIFY | IN_DELETE | IN_MOVED_TO)
        if inotify_add_watch(number, path, mask) < 0 { return nil }
    }

    deinit {
        close(number)
    }

    /// Everything since the last call; writes one after another count as one.
    func events() -> [Event] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = max(0, read(number, &buffer, buffer.count))
        var events: [Event] = []
        buffer.withUnsafeBytes { bytes in
            var offset = 0
            while offset < count {
                let header = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let nameStart = offset + MemoryLayout<inotify_event>.size
                offset = nameStart + Int(header.len)
                let name = String(decoding: bytes[nameStart..<offset].prefix { $0 != 0 }, as: UTF8.self)
                let event = Event(kind: Self.kind(header.mask), name: name)
                if event != events.last { events.append(event) }
            }
        }
        return events
    }

    private static func kind(_ mask: UInt32) -> Event.Kind {
        if mask & UInt32(IN_MODIFY) != 0 { return .written }
        return mask & UInt32(IN_DELETE) != 0 ? .removed : .created
    }
}
