/// Which addresses may be connected to on behalf of a script.
///
/// A script names hosts as it likes, and the server stands where others do not reach: without a rule, scripts would talk to
/// its own machine, its network, and the services that hand out the credentials of a cloud.
public struct AddressPolicy: Hashable, Sendable {
    private let allowsPrivate: Bool

    /// Only what is reachable from everywhere.
    public static let publicOnly = AddressPolicy(allowsPrivate: false)
    /// Every address there is.
    public static let everything = AddressPolicy(allowsPrivate: true)

    /// A policy that allows private addresses, or does not.
    public init(allowsPrivate: Bool) { self.allowsPrivate = allowsPrivate }

    /// Whether nothing is refused, so that nobody need look.
    public var allowsEverything: Bool { allowsPrivate }

    /// Why `address` is refused, as a kind of addresses; nil when it is not.
    public func refusal(of address: IPAddress) -> String? {
        if allowsPrivate { return nil }
        switch address {
        case .v4(let bits): return Self.special.first { $0.includes(bits) }?.kind
        case .v6(let bits): return Self.refusal(ofV6: bits)
        }
    }

    // MARK: Ranges

    /// The addresses that begin with the first `length` bits of `start`.
    private struct Range<Bits: FixedWidthInteger & Sendable>: Sendable {
        let start: Bits
        let length: Int
        let kind: String

        init(_ start: Bits, _ length: Int, _ kind: String) {
            self.start = start
            self.length = length
            self.kind = kind
        }

        func includes(_ bits: Bits) -> Bool { (bits ^ start) >> Bits(Bits.bitWidth - length) == 0 }
    }

    /// https://www.iana.org/assignments/iana-ipv4-special-registry, what is not reachable from everywhere.
    private static let special: [Range<UInt32>] = [
        Range(0x0000_0000, 8, "unspecified"), Range(0x0a00_0000, 8, "private"),
        Range(0x6440_0000, 10, "shared among the customers of a provider"), Range(0x7f00_0000, 8, "loopback"),
        Range(0xa9fe_0000, 16, "link-local"), Range(0xac10_0000, 12, "private"),
        Range(0xc000_0000, 24, "reserved for protocols"), Range(0xc000_0200, 24, "reserved for documentation"),
        Range(0xc058_6300, 24, "reserved for a transition to IPv6"), Range(0xc0a8_0000, 16, "private"),
        Range(0xc612_0000, 15, "reserved for benchmarks"), Range(0xc633_6400, 24, "reserved for documentation"),
        Range(0xcb00_7100, 24, "reserved for documentation"), Range(0xe000_0000, 4, "multicast"),
        Range(0xf000_0000, 4, "reserved"),
    ]

    /// https://www.iana.org/assignments/iana-ipv6-special-registry. Whatever carries a version 4 address is refused whole:
    /// what stands behind it is another network's decision.
    private static let specialV6: [Range<UInt128>] = [
        Range(0, 128, "unspecified"), Range(1, 128, "loopback"), Range(0, 96, "a version 4 address in another form"),
        Range(0xffff << 32, 96, "a version 4 address in another form"),
        Range(0x0064_ff9b << 96, 96, "translated to version 4"),
        Range(0x0064_ff9b_0001 << 80, 48, "translated to version 4"), Range(0x0100 << 112, 64, "discarded"),
        Range(0xfc00 << 112, 7, "private"), Range(0xfe80 << 112, 10, "link-local"),
        Range(0xfec0 << 112, 10, "private"), Range(0xff00 << 112, 8, "multicast"),
        Range(0x2001_0db8 << 96, 32, "reserved for documentation"),
        Range(0x2001_0000 << 96, 23, "reserved for protocols"),
        Range(0x2002 << 112, 16, "a version 4 address in another form"),
        Range(0x3fff << 112, 20, "reserved for documentation"),
    ]

    /// Of version 6, only this is given out to be reachable from everywhere.
    private static let unicastV6 = Range<UInt128>(0x2000 << 112, 3, "public")

    private static func refusal(ofV6 bits: UInt128) -> String? {
        if let range = specialV6.first(where: { $0.includes(bits) }) { return range.kind }
        return unicastV6.includes(bits) ? nil : "reserved"
    }
}

extension AddressPolicy {
    /// - Throws: `ADDRESS_REFUSED`. It tells the kind of the address and not the address: what names the server's own
    ///   resolver knows is nobody else's business.
    public func check(_ addresses: [IPAddress], of host: String) throws(CoreError) {
        for address in addresses {
            guard let kind = refusal(of: address) else { continue }
            throw CoreError(
                .addressRefused,
                "The host \(String(host.prefix(255)).debugDescription) is not connected to: an address of it is \(kind).",
                fix: "Use a host with public addresses only. To let scripts reach every address, start the server with "
                    + "SCRIPTORIUM_ALLOW_PRIVATE_ADDRESSES=1.")
        }
    }
}
