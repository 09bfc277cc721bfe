public import CoreDomain
import Glibc
import Synchronization

/// Looks names up as the system is set up to (`getaddrinfo`).
///
/// That call blocks and cannot be stopped, so each has a thread of its own; who gives up waiting is free at once.
public final class SystemResolver: HostResolver {
    private let lookupsMax: Int
    private let lookups = Mutex(0)

    /// A resolver that looks up at most `lookupsMax` names at once.
    public init(lookupsMax: Int = 64) { self.lookupsMax = lookupsMax }

    public func addresses(of host: String) async throws(CoreError) -> [IPAddress] {
        guard !host.utf8.contains(0) else { throw Self.unknown(host) }
        let isFree = lookups.withLock { count in
            guard count < lookupsMax else { return false }
            count += 1
            return true
        }
        guard isFree else {
            throw CoreError(.busy, "Too many names of hosts are looked up.", retry: .later(after: .seconds(1)))
        }
        let answer = Answer()
        do throws(CoreError) {
            try WorkerThread.start {
                answer.give(Self.lookUp(host))
                self.lookups.withLock { $0 -= 1 }
            }
        } catch {
            lookups.withLock { $0 -= 1 }
            throw error
        }
        return try await withTaskCancellationHandler {
            await answer.wait()
        } onCancel: {
            answer.give(.failure(CoreError(.cancelled, "The call was cancelled before it took effect.")))
        }.get()
    }

    private static func lookUp(_ host: String) -> Result<[IPAddress], CoreError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if list != nil { freeaddrinfo(list) } }
        guard status == 0 else { return .failure(unknown(host)) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = address(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses.isEmpty ? .failure(unknown(host)) : .success(addresses)
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let pointer = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in>.size:
            return .v4(UInt32(bigEndian: pointer.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6 where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in6>.size:
            let address = pointer.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: address) { bytes in .v6(bytes.reduce(0) { $0 << 8 | UInt128($1) }) }
        default: return nil
        }
    }

    private static func unknown(_ host: String) -> CoreError {
        CoreError(
            .serverUnreachable, "The name of the host \(String(host.prefix(255)).debugDescription) is not known.",
            fix: "Check the URL, and that the server can look names up.", retry: .later(after: .seconds(1)))
    }
}

/// One answer for one who waits; the first that is given counts.
private final class Answer: Sendable {
    private typealias Outcome = Result<[IPAddress], CoreError>
    private enum State {
        case open
        case waiting(CheckedContinuation<Outcome, Never>)
        case given(Outcome)
    }

    private let state = Mutex(State.open)

    func give(_ outcome: Result<[IPAddress], CoreError>) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .given: return nil
            case .open:
                state = .given(outcome)
                return nil
            case .waiting(let continuation):
                state = .given(outcome)
                return continuation
            }
        }
        waiting?.resume(returning: outcome)
    }

    func wait() async -> Result<[IPAddress], CoreError> {
        await withCheckedContinuation { continuation in
            let outcome: Outcome? = state.withLock { state in
                if case .given(let outcome) = state { return outcome }
                state = .waiting(continuation)
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}
