import CoreDomain
import CoreLanguage

extension WireResponse {
    /// The output of an operation.
    static func answer(
        _ output: JSONValue, _ binding: Binding, _ requestID: Identifier, operation: String
    ) -> WireResponse {
        var response = WireResponse(
            status: binding.status,
            headers: [
                ("content-type", "application/json"), ("x-request-id", requestID.description),
                ("cache-control", "no-store"),
            ],
            body: binding.written(output).serialized(), operation: operation)
        if let location = binding.location(of: output) { response.headers.append(("location", location)) }
        return response
    }

    /// The items of a stream, as they come to be.
    static func events(
        _ stream: EventStream, _ form: EventStream.Form, _ requestID: Identifier, operation: String
    ) -> WireResponse {
        WireResponse(
            status: 200,
            headers: [
                ("content-type", form.mediaType), ("x-request-id", requestID.description),
                ("cache-control", "no-cache"),
            ],
            body: [], stream: stream, operation: operation)
    }

    /// The description of the API.
    static func description(_ document: [UInt8], _ requestID: Identifier) -> WireResponse {
        WireResponse(
            status: 200,
            headers: [("content-type", "application/json"), ("x-request-id", requestID.description)], body: document,
            operation: "openapi")
    }

    /// A failure in the form of its path. `places` tells where the members of the input stood.
    static func refusal(
        _ error: CoreError, _ path: RequestPath, _ places: InputPlaces, _ requestID: Identifier, operation: String?
    ) -> WireResponse {
        let dialect = WireDialect.forPath(path)
        let status = ErrorTable.httpStatus(error, dialect)
        var response = WireResponse(
            status: status,
            headers: [("content-type", dialect.contentType(error)), ("x-request-id", requestID.description)],
            body: dialect.body(error, status: status, places).serialized(), failure: error, operation: operation)
        if let challenge = Challenge.header(error) { response.headers.append(("www-authenticate", challenge)) }
        if case .later(let duration) = error.retry {
            response.headers.append(("retry-after", String(max(1, duration.components.seconds))))
        }
        if let methods = error.details.members["allow"]?.arrayValue {
            response.headers.append(("allow", methods.compactMap(\.stringValue).joined(separator: ", ")))
        }
        return response
    }
}

extension Binding {
    /// The output in the form of this family.
    func written(_ output: JSONValue) -> JSONValue {
        messages.map { ScriptumWriter.json(output, as: $0.response) } ?? output
    }

    /// Where what `output` tells of is found; nil where nothing was made.
    fileprivate func location(of output: JSONValue) -> String? {
        location.map { template in
            let segments = template.split(separator: "/").map { segment in
                guard segment.hasPrefix("{") else { return String(segment) }
                return output[String(segment.dropFirst().dropLast())]?.stringValue ?? ""
            }
            return "/" + segments.joined(separator: "/")
        }
    }
}
