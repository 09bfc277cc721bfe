/// A schema ready to be applied. Nodes refer to one another by number.
struct JSONSchemaPlan: Sendable {
    let nodes: [JSONSchemaNode]

    /// The keywords of all nodes, those of each next to one another.
    let assertions: [JSONSchemaNode.Assertion]
    let applicators: [JSONSchemaNode.Applicator]

    /// The node of the whole schema.
    let root: Int

    /// For each resource the dynamic anchors it binds, by number, and their nodes.
    let bindings: [[(anchor: Int, node: Int)]]

    /// How many names of dynamic anchors there are.
    let anchorCount: Int

    let places: JSONSchemaPlaces

    /// The URI of the document at each root place.
    let documentURIs: [Int: String]

    /// About how many bytes of memory it takes.
    let byteCount: Int

    /// A keyword of a node, by its number among all.
    func assertion(_ number: Int32) -> JSONSchemaNode.Assertion {
        assertions[Int(number)]
    }

    /// A keyword of a node, by its number among all.
    func applicator(_ number: Int32) -> JSONSchemaNode.Applicator {
        applicators[Int(number)]
    }
}
