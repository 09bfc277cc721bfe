extension IPAddress {
    /// Reads four decimal numbers without leading zeros, or a version 6 address without a zone; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        if let address = bytes.contains(UInt8(ascii: ":")) ? Self.v6(bytes[...]) : Self.dotted(bytes[...]) {
            self = address
        } else {
            return nil
        }
    }

    private static func dotted(_ text: ArraySlice<UInt8>) -> IPAddress? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let value = number(part, radix: 10, max: 255), part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            bits = bits << 8 | UInt32(value)
        }
        return .v4(bits)
    }

    // MARK: What resolvers take for an address

    /// Whether a host is read as a version 4 address: when its last label is a number. No top-level domain is one
    /// (https://url.spec.whatwg.org/#ends-in-a-number-checker).
    static func endsInNumber(_ host: String) -> Bool {
        guard let last = labels(host).last, !last.isEmpty else { return false }
        if let digits = hexadecimalDigits(last) { return digits.allSatisfy { Hexadecimal.value(of: $0) != nil } }
        return last.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// What stands behind `0x`; nil where that does not begin the label.
    private static func hexadecimalDigits(_ label: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard label.count >= 2, label.first == UInt8(ascii: "0"),
            label.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "x")
        else { return nil }
        return label.dropFirst(2)
    }

    /// Reads a version 4 address as `inet_aton` does: one to four numbers, each decimal, octal after `0` or hexadecimal
    /// after `0x`, of which the last fills the bytes that are left. Nil for anything else.
    init?(loose host: String) {
        let labels = Self.labels(host)
        guard (1...4).contains(labels.count) else { return nil }
        var bits: UInt64 = 0
        for (index, label) in labels.enumerated() {
            let byteCount = index == labels.count - 1 ? 4 - index : 1
            guard let value = Self.loose(label), value < 1 << UInt64(8 * byteCount) else { return nil }
            bits = bits << UInt64(8 * byteCount) | value
        }
        self = .v4(UInt32(truncatingIfNeeded: bits))
    }

    /// The labels, without the empty one behind a dot at the end.
    private static func labels(_ host: String) -> [ArraySlice<UInt8>] {
        var labels = Array(host.utf8)[...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        return labels
    }

    private static func loose(_ label: ArraySlice<UInt8>) -> UInt64? {
        if let digits = hexadecimalDigits(label) {
            return digits.isEmpty ? 0 : number(digits, radix: 16, max: UInt64(UInt32.max))
        }
        let isOctal = label.count >= 2 && label.first == UInt8(ascii: "0")
        return number(label, radix: isOctal ? 8 : 10, max: UInt64(UInt32.max))
    }

    private static func number(_ digits: ArraySlice<UInt8>, radix: UInt64, max: UInt64) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard let worth = Hexadecimal.value(of: digit).map(UInt64.init), worth < radix else { return nil }
            // The bound is checked at each digit, so that nothing overflows however many there are.
            value = value * radix + worth
            if value > max { return nil }
        }
        return value
    }

    // MARK: Version 6

    /// Reads RFC 4291 §2.2: eight groups, of which one run of zeros may be `::` and the last two a version 4 address.
    private static func v6(_ text: ArraySlice<UInt8>) -> IPAddress? {
        guard let gap = firstGap(text) else {
            guard let groups = groups(text, isEnd: true), groups.count == 8 else { return nil }
            return joined(groups)
        }
        guard let head = groups(text[..<gap], isEnd: false), let tail = groups(text[(gap + 2)...], isEnd: true),
            head.count + tail.count < 8
        else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private static func firstGap(_ text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    /// The groups of a part; only at the end of an address the last two may be one of version 4.
    private static func groups(_ text: ArraySlice<UInt8>, isEnd: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, case .v4(let bits)? = dotted(part) {
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else if part.count <= 4, let value = number(part, radix: 16, max: 0xffff) {
                groups.append(UInt16(value))
            } else {
                return nil
            }
        }
        return groups
    }

    private static func joined(_ groups: [UInt16]) -> IPAddress {
        .v6(groups.reduce(0) { $0 << 16 | UInt128($1) })
    }
}
