internal import Glibc

/// A file with one line of text that others read while it is being replaced.
extension Descriptor {
    /// The first line without control characters, so that it can go into a message; empty when there is none.
    func firstLine(limit: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = pread(number, &bytes, bytes.count, 0)
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        let scalars = String(decoding: line, as: UTF8.self).unicodeScalars
        return String(String.UnicodeScalarView(scalars.filter { $0.properties.generalCategory != .control }))
    }

    /// Replaces everything by `text`; leaves the file empty when that fails.
    ///
    /// First the new line over the old one, then the cut: a reader in between sees one line or the other.
    func replaceFirstLine(_ text: String) {
        let bytes = text.isEmpty ? [] : Array("\(text)\n".utf8)
        let written = pwrite(number, bytes, bytes.count, 0)
        ftruncate(number, written == bytes.count ? off_t(written) : 0)
    }
}
