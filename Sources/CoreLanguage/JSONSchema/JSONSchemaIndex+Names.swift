extension JSONSchemaIndex {
    /// Every reference is resolved against the URI of its schema, so that may not be long.
    private static let uriBytesMax = 2048

    /// The resource of a schema: a new one when it has an `$id`.
    mutating func identify(_ object: JSONObject, _ found: Entry) throws(JSONSchemaError) -> Int {
        guard let id = object["$id"] else {
            return found.resource
        }
        let outer = resources[found.resource]
        guard let text = id.stringValue else {
            throw error(at: found.place, inside: ["$id"], "\"$id\" must be a string.", "Write a URI.")
        }
        let uri = JSONSchemaURI(text).resolved(against: outer.uri)
        guard uri.fragment ?? "" == "" else {
            throw error(
                at: found.place, inside: ["$id"], "\"$id\" must not have a fragment.",
                "Leave \"#\" and what follows out; use \"$anchor\" for a name.")
        }
        if outer.place == found.place, uri.textWithoutFragment == outer.uri.textWithoutFragment {
            return found.resource
        }
        return try addResource(at: uri, found, outer: outer)
    }

    private mutating func addResource(
        at uri: JSONSchemaURI, _ found: Entry, outer: Resource
    ) throws(JSONSchemaError) -> Int {
        let text = uri.textWithoutFragment
        guard text.utf8.count <= Self.uriBytesMax else {
            throw error(
                at: found.place, inside: ["$id"], "The URI has \(text.utf8.count) bytes, and may have 2,048.",
                "Use a shorter one.")
        }
        try count(text.utf8.count, at: found.place)
        if let other = resourceAtURI[text], resources[other].place != found.place {
            throw error(
                at: found.place, inside: ["$id"], "\"\(text)\" is the URI of another schema too.",
                "Give each schema a URI of its own.")
        }
        let vocabularies = try vocabularies(of: found.value, at: found.place, inherited: outer.vocabularies)
        resourceAtURI[text] = resources.count
        if outer.place == found.place {
            // Found at one URI, and naming itself by another: both lead here.
            resourceAtURI[outer.uri.textWithoutFragment] = resources.count
        }
        resources.append(
            Resource(uri: uri, place: found.place, value: found.value, vocabularies: vocabularies))
        return resources.count - 1
    }

    /// Remembers the names a schema gives itself.
    mutating func nameAnchors(_ object: JSONObject, _ entry: Entry, number: Int) throws(JSONSchemaError) {
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard let value = object[keyword] else {
                continue
            }
            guard let name = value.stringValue, Self.isAnchorName(name) else {
                throw error(
                    at: entry.place, inside: [keyword],
                    "\"\(keyword)\" must be a name of letters, digits, \"-\", \".\" and \"_\".",
                    "Begin with a letter or \"_\".")
            }
            if let other = resources[entry.resource].anchors[name], other != number {
                throw error(
                    at: entry.place, inside: [keyword], "The anchor \"\(name)\" is there twice.", "Use another name.")
            }
            resources[entry.resource].anchors[name] = number
            if keyword == "$dynamicAnchor" {
                resources[entry.resource].dynamicAnchors.append((name, number))
            }
        }
    }

    /// JSON Schema Core 2020-12 section 8.2.2.
    private static func isAnchorName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) || first == 0x5F else {
            return false
        }
        return name.utf8.allSatisfy {
            isLetter($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }
}
