import CoreDomain
import Synchronization
import Testing

/// Notes what it is asked; addresses among `dead` cannot be reached.
private final class FakeAddressed: AddressedTransport {
    let asked = Mutex<[String]>([])
    let dead: [IPAddress]
    init(dead: [IPAddress] = []) { self.dead = dead }

    func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        asked.withLock { $0.append(request.url) }
        return HTTPAnswer(status: 200, headers: []) { () async throws(CoreError) in nil }
    }

    func send(_ request: HTTPRequest, to address: IPAddress) async throws(CoreError) -> HTTPAnswer {
        asked.withLock { $0.append("\(request.url) \(address)") }
        if dead.contains(address) { throw CoreError(.serverUnreachable, "Dead.") }
        return HTTPAnswer(status: 200, headers: []) { () async throws(CoreError) in nil }
    }

    func close() async {}
}

/// Gives other addresses each time it is asked.
private final class FakeResolver: HostResolver {
    private let answers: Mutex<[[IPAddress]]>
    init(_ answers: [[IPAddress]]) { self.answers = Mutex(answers) }

    func addresses(of host: String) async throws(CoreError) -> [IPAddress] {
        answers.withLock { $0.isEmpty ? [] : $0.removeFirst() }
    }
}

struct GuardedTransportTests {
    private let home = IPAddress.v4(0x7f00_0001)
    private let abroad = IPAddress.v4(0x0808_0808)
    private let other = IPAddress.v6(0x2606_4700 << 96)

    private func get(_ url: String) -> HTTPRequest { HTTPRequest(method: "GET", url: url, headers: []) }

    @Test func theCheckedAddressIsTheOneConnectedTo() async throws {
        let transport = FakeAddressed()
        let guarded = GuardedTransport(transport, resolver: FakeResolver([[abroad], [home]]), policy: .publicOnly)
        _ = try await guarded.send(get("http://A.example"))
        #expect(transport.asked.withLock { $0 } == ["http://a.example/ 8.8.8.8"])
        let error = await #expect(throws: CoreError.self) { try await guarded.send(get("http://a.example")) }
        #expect(error?.reason == .addressRefused)
        #expect(transport.asked.withLock { $0.count } == 1)
    }

    @Test(arguments: [
        "http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/",
    ])
    func addressesInURLsAreChecked(_ url: String) async {
        let transport = FakeAddressed()
        let guarded = GuardedTransport(transport, resolver: FakeResolver([]), policy: .publicOnly)
        let error = await #expect(throws: CoreError.self) { try await guarded.send(get(url)) }
        #expect(error?.reason == .addressRefused)
        #expect(transport.asked.withLock { $0.isEmpty })
    }

    @Test func theNextAddressIsTriedWhenOneIsDead() async throws {
        let transport = FakeAddressed(dead: [other])
        let guarded = GuardedTransport(transport, resolver: FakeResolver([[other, abroad]]), policy: .publicOnly)
        _ = try await guarded.send(get("https://a.example/x"))
        #expect(transport.asked.withLock { $0 } == ["https://a.example/x 2606:4700::", "https://a.example/x 8.8.8.8"])
    }

    @Test func nothingIsLookedUpWhereEverythingIsAllowed() async throws {
        let transport = FakeAddressed()
        let guarded = GuardedTransport(transport, resolver: FakeResolver([]), policy: .everything)
        _ = try await guarded.send(get("http://localhost:1/"))
        #expect(transport.asked.withLock { $0 } == ["http://localhost:1/"])
    }

    @Test func aHostWithoutAddressesIsUnreachable() async {
        let guarded = GuardedTransport(FakeAddressed(), resolver: FakeResolver([]), policy: .publicOnly)
        let error = await #expect(throws: CoreError.self) { try await guarded.send(get("http://a.example")) }
        #expect(error?.reason == .serverUnreachable)
    }
}
