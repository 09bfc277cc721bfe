/// Makes the nodes of a schema, following its references into other documents.
///
/// Nothing here recurses: what is still to be linked waits in a list.
struct JSONSchemaLinker {
    /// What a schema costs, and a reference besides its text.
    private static let stepsPerSchema = 100
    private static let stepsPerReference = 500

    /// A dynamic scope is a table of this many anchors at most.
    private static let dynamicAnchorsMax = 256

    private(set) var index: JSONSchemaIndex
    private(set) var options: JSONSchemaOptions

    /// Nodes by the numbers of their entries. Nil for what is not reached.
    private var nodes: [JSONSchemaNode?] = []
    private var waiting: [Int] = []
    var patterns = JSONSchemaPatterns()
    private var anchorNumbers: [String: Int] = [:]
    private var bindings: [Int: [(anchor: Int, node: Int)]] = [:]

    /// The schema whose keywords are being read.
    private(set) var current = JSONSchemaNode(place: 0, resource: 0)
    private(set) var object = JSONObject()
    private var assertions: [JSONSchemaNode.Assertion] = []
    private var applicators: [JSONSchemaNode.Applicator] = []

    /// What may be spent on compiling: some 600 milliseconds.
    var budget = WorkBudget(stepsMax: 60_000_000)

    /// About how many bytes the tests and rules take besides their places in the plan.
    private var byteCount = 0

    init(library: JSONSchemaLibrary, options: JSONSchemaOptions) {
        index = JSONSchemaIndex(library)
        self.options = options
    }

    /// Links the whole of `schema`, its unused definitions too, and of other documents what it refers to.
    mutating func link(_ schema: JSONValue) throws(JSONSchemaError) -> JSONSchemaPlan {
        let root = try index.addDocument(schema, uri: "")
        waiting = Array(index.entries.indices.reversed())
        while let entry = waiting.popLast() {
            try link(entry)
        }
        return try plan(root: root)
    }

    private mutating func link(_ entry: Int) throws(JSONSchemaError) {
        while nodes.count < index.entries.count {
            nodes.append(nil)
        }
        guard nodes[entry] == nil else {
            return
        }
        let source = index.entries[entry]
        try charge(Self.stepsPerSchema, at: source.place)
        current = JSONSchemaNode(
            place: Int32(truncatingIfNeeded: source.place), resource: Int32(truncatingIfNeeded: source.resource))
        let firstAssertion = Int32(truncatingIfNeeded: assertions.count)
        let firstApplicator = Int32(truncatingIfNeeded: applicators.count)
        try bindAnchors(of: source.resource)
        if let members = source.value.objectValue {
            object = members
            try readReferences()
            try readTests()
            try readApplicators()
        } else if source.value.boolValue == false {
            add(.not, .never)
        }
        current.assertions = firstAssertion..<Int32(truncatingIfNeeded: assertions.count)
        current.applicators = firstApplicator..<Int32(truncatingIfNeeded: applicators.count)
        nodes[entry] = current
    }

    /// Notes the dynamic anchors of a resource, once, and has their schemas linked.
    private mutating func bindAnchors(of resource: Int) throws(JSONSchemaError) {
        guard bindings[resource] == nil else {
            return
        }
        var bound: [(anchor: Int, node: Int)] = []
        for (name, entry) in index.resources[resource].dynamicAnchors {
            bound.append((try number(ofAnchor: name), entry))
            waiting.append(entry)
        }
        bindings[resource] = bound
    }

    /// The number of a dynamic anchor's name.
    mutating func number(ofAnchor name: String) throws(JSONSchemaError) -> Int {
        if let number = anchorNumbers[name] {
            return number
        }
        guard anchorNumbers.count < Self.dynamicAnchorsMax else {
            throw error(.dynamicAnchor, "There are more than 256 different dynamic anchors.", "Use fewer.")
        }
        anchorNumbers[name] = anchorNumbers.count
        return anchorNumbers.count - 1
    }

    private func plan(root: Int) throws(JSONSchemaError) -> JSONSchemaPlan {
        var nodes = nodes.map { $0 ?? JSONSchemaNode(place: 0, resource: 0) }
        for number in nodes.indices {
            let owner = index.places.parent(of: Int(nodes[number].place)).flatMap { index.entry(at: $0) }
            nodes[number].owner = Int32(truncatingIfNeeded: owner ?? -1)
        }
        let graph = JSONSchemaGraph(nodes: nodes, applicators: applicators)
        graph.markShared(in: &nodes, root: root, dynamic: bindings.values.flatMap { $0.map(\.node) })
        if let node = graph.nodeOnLoop() {
            throw index.error(
                at: Int(nodes[node].place),
                "This leads back to itself without looking at anything deeper in the value.",
                "Let the reference stand inside \"properties\", \"items\" or the like.")
        }
        return JSONSchemaPlan(
            nodes: nodes, assertions: Array(assertions), applicators: Array(applicators), root: root,
            bindings: index.resources.indices.map { bindings[$0] ?? [] },
            anchorCount: anchorNumbers.count, places: index.places.finished, documentURIs: index.documentURIs,
            byteCount: planByteCount(nodes.count))
    }

    private func planByteCount(_ nodeCount: Int) -> Int {
        nodeCount * MemoryLayout<JSONSchemaNode>.stride
            + assertions.count * MemoryLayout<JSONSchemaNode.Assertion>.stride
            + applicators.count * MemoryLayout<JSONSchemaNode.Applicator>.stride
            + index.places.byteCount + index.resources.count * 64 + patterns.byteCount + byteCount
            + index.documentByteCount
    }
}

extension JSONSchemaLinker {
    /// Takes steps of the budget for compiling.
    mutating func charge(_ steps: Int, at place: Int, inside tokens: [String] = []) throws(JSONSchemaError) {
        guard budget.charge(steps) else {
            throw index.error(
                at: place, inside: tokens, "The schema takes too long to compile.",
                "Use fewer schemas, patterns or values of \"enum\".")
        }
    }

    private mutating func charge(_ steps: Int, _ keyword: JSONSchemaKeyword) throws(JSONSchemaError) {
        try charge(steps, at: Int(current.place), inside: [keyword.rawValue])
    }

    /// The resource of the current schema.
    var resource: Int {
        Int(current.resource)
    }

    /// The value of a keyword of the current schema, when its dialect has the keyword.
    func value(_ keyword: JSONSchemaKeyword) -> JSONValue? {
        isSpoken(keyword) ? object[keyword.rawValue] : nil
    }

    func isSpoken(_ keyword: JSONSchemaKeyword) -> Bool {
        !index.resources[resource].vocabularies.isDisjoint(with: keyword.vocabularies)
    }

    var assertsFormats: Bool {
        options.formats == .assertion
            || index.resources[resource].vocabularies.contains(.formatAssertion)
    }

    mutating func add(_ keyword: JSONSchemaKeyword, _ test: JSONSchemaTest) {
        assertions.append(JSONSchemaNode.Assertion(keyword: keyword, test: test))
        byteCount += test.byteCount
    }

    mutating func add(_ keyword: JSONSchemaKeyword, _ rule: JSONSchemaRule) {
        applicators.append(JSONSchemaNode.Applicator(keyword: keyword, rule: rule))
        byteCount += rule.byteCount
    }

    mutating func noteUnevaluated() {
        current.hasUnevaluated = true
    }

    /// The node at the end of `tokens` from the current schema, which will be linked.
    mutating func node(_ tokens: String...) throws(JSONSchemaError) -> Int {
        var place = Int(current.place)
        for token in tokens {
            place = index.places.child(of: place, token)
        }
        guard let entry = index.entry(at: place) else {
            throw index.error(at: place, "There is no schema here.", "Put an object of keywords here.")
        }
        waiting.append(entry)
        return entry
    }

    /// The entry a reference leads to, and the name when it names an anchor. It will be linked.
    mutating func target(
        of reference: JSONSchemaURI, _ keyword: JSONSchemaKeyword
    ) throws(JSONSchemaError) -> (entry: Int, resource: Int, anchor: String?) {
        let uri = reference.resolved(against: index.resources[resource].uri)
        let text = uri.textWithoutFragment
        try charge(Self.stepsPerReference + text.utf8.count, keyword)
        guard let resource = try index.resource(at: text) else {
            throw error(
                keyword, "There is no schema at \"\(text)\".",
                "Correct the URI, or give the document along with the schema.")
        }
        guard let fragment = uri.decodedFragment else {
            throw error(keyword, "The fragment is not percent-encoded UTF-8.", "Write \"%\" as \"%25\".")
        }
        let isPointer = fragment.isEmpty || fragment.utf8.first == 0x2F
        let entry = isPointer ? try entry(at: fragment, in: resource) : index.resources[resource].anchors[fragment]
        guard let entry else {
            throw error(
                keyword, "\"#\(fragment)\" leads to nothing.",
                "Write the pointer or the anchor of a schema that is there.")
        }
        waiting.append(entry)
        return (entry, resource, isPointer ? nil : fragment)
    }

    private mutating func entry(at fragment: String, in resource: Int) throws(JSONSchemaError) -> Int? {
        guard let pointer = try? JSONPointer.parse(fragment) else {  // reason: what is no pointer leads to nothing
            return nil
        }
        return try index.entry(at: pointer, in: resource)
    }

    /// An error about the value of a keyword of the current schema.
    func error(_ keyword: JSONSchemaKeyword, _ message: String, _ hint: String) -> JSONSchemaError {
        error(at: [keyword.rawValue], message, hint)
    }

    /// An error about a place inside the current schema.
    func error(at tokens: [String], _ message: String, _ hint: String) -> JSONSchemaError {
        index.error(at: Int(current.place), inside: tokens, message, hint)
    }
}
