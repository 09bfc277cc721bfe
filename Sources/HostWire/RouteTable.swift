import CoreDomain
import CoreLanguage

/// Finds the binding of a request. A literal segment is preferred to a parameter.
struct RouteTable: Sendable {
    /// A binding and the decoded values of its template's parameters, in order, with their names.
    struct Match: Sendable {
        let binding: Binding
        let parameters: [(name: String, value: String)]
    }

    private final class Node: Sendable {
        let literals: [String: Node]
        let parameter: Node?
        let bindings: [String: Binding]

        init(_ bindings: [(segments: ArraySlice<Substring>, binding: Binding)]) {
            let ending = bindings.filter(\.segments.isEmpty).map(\.binding)
            self.bindings = Dictionary(ending.map { ($0.method, $0) }, uniquingKeysWith: { first, _ in first })
            var byFirst: [String: [(ArraySlice<Substring>, Binding)]] = [:]
            var parameterized: [(ArraySlice<Substring>, Binding)] = []
            for (segments, binding) in bindings {
                guard let first = segments.first else { continue }
                if first.hasPrefix("{") {
                    parameterized.append((segments.dropFirst(), binding))
                } else {
                    byFirst[String(first), default: []].append((segments.dropFirst(), binding))
                }
            }
            literals = byFirst.mapValues { Node($0) }
            parameter = parameterized.isEmpty ? nil : Node(parameterized)
        }
    }

    private let root: Node

    init(_ bindings: [Binding]) {
        root = Node(bindings.map { ($0.segments[...], $0) })
    }

    /// The match for a request line.
    ///
    /// - Throws: `REQUEST_INVALID` for a path that cannot be decoded, `ROUTE_UNKNOWN`, or `METHOD_NOT_ALLOWED` with the
    ///   methods allowed in the details.
    func match(method: String, path: RequestPath) throws(CoreError) -> Match {
        guard path.isRooted else { throw Self.unknown(path.text) }
        if let fault = path.fault { throw fault }
        var values: [String] = []
        guard let node = Self.find(root, path.segments[...], &values), !node.bindings.isEmpty else {
            throw Self.unknown(path.text)
        }
        if let binding = node.bindings[method] {
            let parameters = zip(binding.parameterNames, values).map { (name: $0, value: $1) }
            return Match(binding: binding, parameters: parameters)
        }
        let methods = node.bindings.keys.sorted()
        throw Self.wrongMethod(method, methods.flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] })
    }

    private static func find(
        _ node: Node, _ segments: ArraySlice<String>, _ parameters: inout [String]
    ) -> Node? {
        guard let first = segments.first else { return node }
        if let literal = node.literals[first],
            let found = find(literal, segments.dropFirst(), &parameters), !found.bindings.isEmpty
        {
            return found
        }
        guard let parameter = node.parameter, !first.isEmpty else { return nil }
        parameters.append(first)
        if let found = find(parameter, segments.dropFirst(), &parameters), !found.bindings.isEmpty { return found }
        parameters.removeLast()
        return nil
    }

    private static func unknown(_ path: String) -> CoreError {
        CoreError(
            .routeUnknown, "There is nothing at \(path.prefix(256)).", fix: "GET /openapi.json lists every path.")
    }

    private static func wrongMethod(_ method: String, _ allowed: [String]) -> CoreError {
        CoreError(
            .methodNotAllowed, "\(method.prefix(32)) is not possible here; \(allowed.joined(separator: ", ")) is.",
            details: .init(members: ["allow": .array(allowed.map { .string($0) })]))
    }
}
