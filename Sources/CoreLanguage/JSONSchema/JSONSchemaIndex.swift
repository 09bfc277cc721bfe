/// Every schema in the documents that have been looked at, and the names by which one refers to it.
struct JSONSchemaIndex {
    /// A value that is a schema. Its number is its place in `entries`.
    struct Entry {
        let value: JSONValue
        let place: Int
        let resource: Int
    }

    /// A schema with a URI of its own, up to the next such schemas inside (JSON Schema Core 2020-12 section 4.3.5).
    struct Resource {
        let uri: JSONSchemaURI
        let place: Int
        let value: JSONValue
        let vocabularies: JSONSchemaVocabularies
        /// Entries by the names of `$anchor` and `$dynamicAnchor`.
        var anchors: [String: Int] = [:]
        /// The names and entries of `$dynamicAnchor`, in the order they were found.
        var dynamicAnchors: [(name: String, entry: Int)] = []
    }

    var places = JSONSchemaPlaces()
    private(set) var entries: [Entry] = []
    var resources: [Resource] = []

    private let library: JSONSchemaLibrary
    private var entryAtPlace: [Int: Int] = [:]
    var resourceAtURI: [String: Int] = [:]

    /// The URI of the document at each root place.
    private(set) var documentURIs: [Int: String] = [:]

    private var pending: [Entry] = []

    /// How large the documents may be that are looked at, all together.
    private static let bytesMax = 8 * 1024 * 1024
    private static let schemasMax = 100_000

    /// About how many bytes the texts of the documents have that were looked at.
    private(set) var documentByteCount = 0

    init(_ library: JSONSchemaLibrary) {
        self.library = library
    }

    /// Looks at a whole document, which was found at `uri`, and returns the entry of its root.
    mutating func addDocument(_ value: JSONValue, uri: String) throws(JSONSchemaError) -> Int {
        let place = places.addRoot()
        let name = uri.isEmpty ? value["$id"]?.stringValue ?? "" : uri
        documentURIs[place] = JSONSchemaURI(name).textWithoutFragment
        try count(JSONSchemaSize.byteCount(of: value), at: place)
        let vocabularies = try vocabularies(of: value, at: place, inherited: .standard)
        let number = resources.count
        resources.append(Resource(uri: JSONSchemaURI(uri), place: place, value: value, vocabularies: vocabularies))
        resourceAtURI[JSONSchemaURI(uri).textWithoutFragment] = number
        return try add(Entry(value: value, place: place, resource: number))
    }

    /// Counts bytes of documents, or of the URIs of schemas inside, which can be longer than what is written there.
    mutating func count(_ bytes: Int, at place: Int) throws(JSONSchemaError) {
        documentByteCount += bytes
        guard documentByteCount <= Self.bytesMax else {
            throw error(
                at: place, "The schema, the documents it refers to and the URIs inside have more than 8 MiB.",
                "Use fewer documents, or smaller ones.")
        }
    }

    /// Looks at a schema and all schemas inside, and returns its entry.
    private mutating func add(_ root: Entry) throws(JSONSchemaError) -> Int {
        let number = entries.count
        pending = [root]
        while let entry = pending.popLast() {
            try look(at: entry)
        }
        return number
    }

    private mutating func look(at found: Entry) throws(JSONSchemaError) {
        guard entryAtPlace[found.place] == nil else {
            return
        }
        try makeRoom(for: 1, at: found.place)
        var resource = found.resource
        let number = entries.count
        if let object = found.value.objectValue {
            resource = try identify(object, found)
            try nameAnchors(object, Entry(value: found.value, place: found.place, resource: resource), number: number)
            try findSchemas(in: object, at: found.place, resource: resource)
        } else if found.value.boolValue == nil {
            throw error(
                at: found.place, "A schema must be an object, true or false.", "Put an object of keywords here.")
        }
        entries.append(Entry(value: found.value, place: found.place, resource: resource))
        entryAtPlace[found.place] = number
    }

    private mutating func findSchemas(
        in object: JSONObject, at place: Int, resource: Int
    ) throws(JSONSchemaError) {
        for (name, value) in object {
            guard let keyword = JSONSchemaKeyword(rawValue: name), keyword.shape != .none,
                !resources[resource].vocabularies.isDisjoint(with: keyword.vocabularies)
            else {
                continue
            }
            let place = places.child(of: place, name)
            switch keyword.shape {
            case .none: break
            case .schema: pending.append(Entry(value: value, place: place, resource: resource))
            case .list: try findList(value, keyword, at: place, resource: resource)
            case .map: try findMap(value, at: place, resource: resource)
            }
        }
    }

    private func makeRoom(for count: Int, at place: Int) throws(JSONSchemaError) {
        guard entries.count + pending.count + count <= Self.schemasMax else {
            throw error(
                at: place, "The schema and the documents it refers to have more than 100,000 schemas.",
                "Use fewer schemas.")
        }
    }

    private mutating func findList(
        _ value: JSONValue, _ keyword: JSONSchemaKeyword, at place: Int, resource: Int
    ) throws(JSONSchemaError) {
        guard let elements = value.arrayValue, !elements.isEmpty else {
            throw error(
                at: place, "\"\(keyword.rawValue)\" must be an array of schemas with one at least.", "Write […].")
        }
        try makeRoom(for: elements.count, at: place)
        for (position, element) in elements.enumerated() {
            let child = places.child(of: place, String(position))
            pending.append(Entry(value: element, place: child, resource: resource))
        }
    }

    private mutating func findMap(_ value: JSONValue, at place: Int, resource: Int) throws(JSONSchemaError) {
        guard let members = value.objectValue else {
            throw error(at: place, "This must be an object whose members are schemas.", "Write {…}.")
        }
        try makeRoom(for: members.count, at: place)
        for (name, member) in members {
            pending.append(Entry(value: member, place: places.child(of: place, name), resource: resource))
        }
    }

    /// An error about what `tokens` lead to from a place.
    func error(at place: Int, inside tokens: [String] = [], _ message: String, _ hint: String) -> JSONSchemaError {
        JSONSchemaError(
            location: JSONPointer(tokens: places.pointer(to: place).tokens + tokens),
            document: documentURIs[places.root(of: place)] ?? "",
            message: message, hint: hint)
    }
}

extension JSONSchemaIndex {
    /// The entry at a place that a keyword of the schema around it leads to.
    func entry(at place: Int) -> Int? {
        entryAtPlace[place]
    }

    /// The resource at a URI without fragment. Looks at the document there when it has not been looked at, and at last
    /// at all that were given, because the URI may be an `$id` inside one.
    mutating func resource(at uri: String) throws(JSONSchemaError) -> Int? {
        if let known = resourceAtURI[uri] {
            return known
        }
        if let document = library.document(uri) {
            _ = try addDocument(document, uri: uri)
            return resourceAtURI[uri]
        }
        for other in library.givenURIs where resourceAtURI[other] == nil {
            guard let document = library.document(other) else {
                continue
            }
            _ = try addDocument(document, uri: other)
        }
        return resourceAtURI[uri]
    }

    /// The schema that a pointer leads to from the root of a resource, which may be a place where no keyword expects
    /// one. Nil when there is nothing.
    mutating func entry(at pointer: JSONPointer, in resource: Int) throws(JSONSchemaError) -> Int? {
        guard let value = pointer.resolve(in: resources[resource].value) else {
            return nil
        }
        var place = resources[resource].place
        var owner = resource
        for token in pointer.tokens {
            place = places.child(of: place, token)
            owner = entryAtPlace[place].map { entries[$0].resource } ?? owner
        }
        if let known = entryAtPlace[place] {
            return known
        }
        return try add(Entry(value: value, place: place, resource: owner))
    }

    /// The vocabularies that the `$schema` of a resource names, by its metaschema's `$vocabulary`.
    func vocabularies(
        of value: JSONValue, at place: Int, inherited: JSONSchemaVocabularies
    ) throws(JSONSchemaError) -> JSONSchemaVocabularies {
        guard let schema = value["$schema"] else {
            return inherited
        }
        guard let uri = schema.stringValue else {
            throw error(at: place, "\"$schema\" must be a string.", "Write the URI of the dialect.")
        }
        let metaschema = library.document(JSONSchemaURI(uri).textWithoutFragment)
        guard let vocabulary = metaschema?["$vocabulary"]?.objectValue else {
            return .standard
        }
        var vocabularies = JSONSchemaVocabularies.core
        for (uri, isRequired) in vocabulary {
            if let known = JSONSchemaVocabularies(uri: uri) {
                vocabularies.insert(known)
            } else if isRequired.boolValue == true {
                throw error(
                    at: place, "The metaschema requires the vocabulary \"\(uri)\", which is not known here.",
                    "Use another \"$schema\", or let the metaschema's \"$vocabulary\" say false of it.")
            }
        }
        return vocabularies
    }
}
