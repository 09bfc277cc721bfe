import CoreDomain
import CoreLanguage
import HostSupport

/// The input of a request: the members of its body, and the parameters of its path and query as further ones.
///
/// A route without a body (GET, HEAD, DELETE) reads the query; any other reads the body. The path comes before both,
/// and neither may say otherwise.
struct RequestInput {
    private var members: JSONObject
    /// A body that is no object, which nothing can be added to; the operation's schema will say so.
    private var stranger: JSONValue?
    /// Where its members stood.
    private(set) var places: InputPlaces
    /// Idempotency keys that the body held.
    private(set) var keys: [Secret] = []

    /// What the operation is given.
    var json: JSONValue { stranger ?? .object(members) }

    /// Members of a body that are names of the call, not part of its input.
    static let keyMembers = ["idempotency_key", "request_id"]

    /// - Throws: `REQUEST_INVALID` for a query that cannot be read, a body or a query where there is none, and places
    ///   that contradict each other; `MEDIA_TYPE_UNSUPPORTED`, `JSON_INVALID`; `IDEMPOTENCY_KEY_INVALID`.
    init(_ request: WireRequest, _ match: RouteTable.Match, _ operation: Operation?) throws(CoreError) {
        let (binding, fields) = (match.binding, operation?.input.fields ?? [])
        if binding.hasBody {
            places = .body
            try Self.refuseQuery(request, binding)
            switch try Self.body(request, binding) {
            case .object(let object): members = object
            case let other: (members, stranger) = (JSONObject(), other)
            }
            if binding.takesKeyInBody, let operation { try takeKeys(operation, binding) }
        } else {
            places = .query
            guard request.body.isEmpty else { throw Self.unwantedBody(binding) }
            members = JSONObject()
        }
        if case .operation = binding.target {
            for (name, value) in match.parameters {
                try add([value], named: name, .path, binding, fields)
            }
        }
        if !binding.hasBody, !binding.ignoresQuery {
            for (name, values) in try RequestQuery.parse(request.query) {
                try add(values, named: name, .query, binding, fields)
            }
        }
        if let messages = binding.messages { try read(messages) }
    }

    /// Reads what was gathered as a message of the Scriptum family.
    private mutating func read(_ messages: ScriptumCall) throws(CoreError) {
        let input = try ScriptumReader.input(json, as: messages.request)
        guard case .object(let read) = input else { return stranger = input }
        members = read
    }

    private mutating func add(
        _ texts: [String], named name: String, _ part: InputPlaces.Part, _ binding: Binding,
        _ fields: [FieldDescription]
    ) throws(CoreError) {
        if let messages = binding.messages { return try addText(texts, named: name, part, messages) }
        let field = binding.field(of: name)
        let document = fields.first { $0.name == field }?.document ?? .bool(true)
        guard let value = ParameterValue.json(texts, document) else {
            throw CoreError(.requestInvalid, "The query names \"\(name.prefix(128))\" with two different values.")
        }
        if let other = members[field], other != value { throw Self.contradiction(field, places.part(of: field), part) }
        members[field] = value
        places.put(field, part, as: name)
    }

    /// Adds a parameter of the Scriptum family, as it would stand in a body.
    private mutating func addText(
        _ texts: [String], named name: String, _ part: InputPlaces.Part, _ messages: ScriptumCall
    ) throws(CoreError) {
        guard let field = ScriptumSchema.fields(of: messages.request).first(where: { $0.isCalled(name) }) else {
            members[name] = .string(texts.first ?? "")
            return
        }
        guard let value = field.json(texts) else {
            throw CoreError(.requestInvalid, "The query names \"\(name.prefix(128))\" with two different values.")
        }
        if let other = members[field.wireName] ?? members[field.name], other != value {
            throw Self.contradiction(field.wireName, .body, part)
        }
        members[field.wireName] = value
    }

    /// Takes the names of the call out of the body, where the operation has no fields of these names.
    private mutating func takeKeys(_ operation: Operation, _ binding: Binding) throws(CoreError) {
        guard operation.idempotency.form != nil else { return }
        let names = binding.messages == nil ? Self.keyMembers(of: operation) : ScriptumCall.keyMembers
        for name in names {
            guard let value = members[name] else { continue }
            members[name] = nil
            if value == .null || binding.messages != nil && value == "" { continue }
            guard let key = value.stringValue else {
                throw CoreError(.idempotencyKeyInvalid, "The member \"\(name)\" is no text.")
            }
            keys.append(Secret(key))
        }
    }

    /// The members of a body that hold the key of a call of `operation`.
    static func keyMembers(of operation: Operation) -> [String] {
        keyMembers.filter { name in !operation.input.fields.contains { $0.name == name } }
    }

    /// The body as JSON; an absent one is an empty object.
    private static func body(_ request: WireRequest, _ binding: Binding) throws(CoreError) -> JSONValue {
        if binding.bodyForm == .content { return .object(try RawBody.input(request)) }
        if request.body.isEmpty { return .object(JSONObject()) }
        let mediaType = try RequestHeaders.single(request, "content-type") ?? "application/json"
        let essence = mediaType.prefix { $0 != ";" }.trimmingSpaces.lowercased()
        if binding.bodyForm == .jsonOrForm, essence == FormBody.mediaType {
            return .object(try FormBody.input(request, contentType: mediaType))
        }
        guard essence == "application/json" || essence.hasSuffix("+json") else {
            throw CoreError(
                .mediaTypeUnsupported, "The body is \(essence.prefix(100)); this route reads application/json.",
                fix: "Send the header `Content-Type: application/json`.")
        }
        return try JSONInput.parse(request.body)
    }

    private static func refuseQuery(_ request: WireRequest, _ binding: Binding) throws(CoreError) {
        guard !request.query.isEmpty else { return }
        throw CoreError(
            .requestInvalid, "\(binding.method) reads no query here.", fix: "Send what it says as members of the body.")
    }

    private static func unwantedBody(_ binding: Binding) -> CoreError {
        CoreError(
            .requestInvalid, "\(binding.method) takes no body.", fix: "Send what it says as parameters of the query.")
    }

    private static func contradiction(
        _ field: String, _ first: InputPlaces.Part, _ second: InputPlaces.Part
    ) -> CoreError {
        CoreError(
            .requestInvalid,
            "\"\(field)\" is one thing in the \(first.rawValue) and another in the \(second.rawValue).",
            fix: "Give it once.")
    }
}

/// Where the members of an input stood in a request, so that a violation is told where it was made.
struct InputPlaces: Sendable {
    /// A part of a request.
    enum Part: String, Sendable {
        case path
        case query
        case body
    }

    /// Everything in the body.
    static let body = InputPlaces(standard: .body)
    /// Everything in the query.
    static let query = InputPlaces(standard: .query)

    private let standard: Part
    private var named: [String: (part: Part, name: String)] = [:]

    private init(standard: Part) { self.standard = standard }

    mutating func put(_ field: String, _ part: Part, as name: String) {
        named[field] = (part, name)
    }

    func part(of field: String) -> Part { named[field]?.part ?? standard }

    /// The place by the names that the request has.
    func pointer(_ pointer: JSONPointer) -> JSONPointer {
        guard let field = pointer.tokens.first, let place = named[field] else { return pointer }
        return JSONPointer(tokens: [place.name] + pointer.tokens.dropFirst())
    }

    /// FastAPI's path to a place: the part of the request, then the names on the way.
    func location(_ pointer: JSONPointer) -> [String] {
        guard let field = pointer.tokens.first, let place = named[field] else {
            return [standard.rawValue] + pointer.tokens
        }
        return [place.part.rawValue, place.name] + pointer.tokens.dropFirst()
    }
}
