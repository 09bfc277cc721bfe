/// A schema ready to be applied. Nodes refer to one another by number.
struct JSONSchemaPlan: Sendable {
    let nodes: [JSONSchemaNode]

    /// The node of the whole schema.
    let root: Int

    /// For each resource the dynamic anchors it binds, by number, and their nodes.
    let bindings: [[(anchor: Int, node: Int)]]

    /// How many names of dynamic anchors there are.
    let anchorCount: Int

    let places: JSONSchemaPlaces

    /// The URI of the document at each root place.
    let documentURIs: [Int: String]
}
