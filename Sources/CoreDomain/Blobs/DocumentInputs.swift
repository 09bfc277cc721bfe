public import CoreLanguage

/// Takes the documents out of a program's input: their contents are stored as blobs, and the journal keeps their names.
///
/// `prepare` reads nothing but the input and may take long for great documents; `store` belongs into the write that
/// begins the thread.
public struct DocumentInputs: Sendable {
    private let cryptography: any Cryptography

    /// Documents whose contents are named by hashes of `cryptography`.
    public init(cryptography: any Cryptography) { self.cryptography = cryptography }

    /// An input whose documents are decoded, and not stored yet.
    public struct Prepared: Sendable {
        /// The input; where a document's content stood is its name.
        public internal(set) var values: JSONObject
        /// The contents that came with the input.
        public internal(set) var blobs: [NewBlob] = []
        /// Where in the input documents stand.
        var places: [JSONPointer] = []
    }

    /// Decodes the documents in `values`, which match `inputSchema` and stand at `place` of the operation's input.
    ///
    /// - Throws: `INPUT_INVALID` with the place of each text that is no base 64; `PAYLOAD_TOO_LARGE`.
    public func prepare(
        _ values: JSONObject, _ inputSchema: JSONValue, at place: JSONPointer
    ) throws(CoreError) -> Prepared {
        var prepared = Prepared(values: values)
        var violations: [Violation] = []
        for (name, schema) in inputSchema["properties"]?.objectValue ?? JSONObject() {
            guard let value = values[name] else { continue }
            let pointer = place.appending(key: name)
            if DocumentForm.isDocument(schema) {
                prepared.values[name] = take(value, pointer, &prepared, &violations)
            } else if let items = schema["items"], DocumentForm.isDocument(items), case .array(let elements) = value {
                prepared.values[name] = .array(
                    elements.enumerated().map { index, element in
                        take(element, pointer.appending(index: index), &prepared, &violations)
                    })
            }
        }
        if violations.isEmpty { return prepared }
        throw CoreError(inputViolations: violations)
    }

    /// The document with the name of its content in the content's place.
    private func take(
        _ value: JSONValue, _ pointer: JSONPointer, _ prepared: inout Prepared, _ violations: inout [Violation]
    ) -> JSONValue {
        guard case .object(var document) = value else { return value }
        prepared.places.append(pointer)
        guard case .string(let text) = document["data"] else { return value }
        do throws(Base64.Fault) {
            let blob = NewBlob(
                try Base64.decode(text), mediaType: document["media_type"]?.stringValue ?? BlobUpload.mediaTypeDefault,
                cryptography)
            document["data"] = nil
            document["blob"] = .string(blob.digest.description)
            if !prepared.blobs.contains(where: { $0.digest == blob.digest }) { prepared.blobs.append(blob) }
        } catch {
            violations.append(Violation(pointer.appending(key: "data"), notBase64: error))
        }
        return .object(document)
    }

    /// Stores the contents, and keeps those that were stored before, until `time` at least. The input as the journal
    /// keeps it: each document is `{"name", "media_type", "blob", "size"}`.
    ///
    /// - Throws: `INPUT_INVALID` with the place of each blob that `organization` does not have.
    public func store(
        _ prepared: Prepared, at place: JSONPointer, of organization: Identifier, until time: Timestamp,
        _ tx: any WriteTransaction
    ) throws(CoreError) -> JSONObject {
        let expiresAt = max(tx.now.adding(BlobRecord.retention), time)
        for blob in prepared.blobs {
            try tx.blobs.put(blob.record(of: organization, at: tx.now, until: expiresAt), blob.content)
        }
        var values = JSONValue.object(prepared.values)
        var violations: [Violation] = []
        for pointer in prepared.places {
            let path = pointer.tokens.dropFirst(place.tokens.count)
            guard let document = JSONPointer(tokens: Array(path)).resolve(in: values)?.objectValue else { continue }
            if let record = try Self.record(of: document, organization, tx),
                try tx.blobs.keep(record.digest, of: organization, at: tx.now, until: expiresAt)
            {
                values = values.replacing(path, with: Self.stored(document, record))
            } else {
                violations.append(Self.unknown(pointer))
            }
        }
        guard violations.isEmpty else { throw CoreError(inputViolations: violations) }
        return values.objectValue ?? JSONObject()
    }

    private static func record(
        of document: JSONObject, _ organization: Identifier, _ tx: any WriteTransaction
    ) throws(CoreError) -> BlobRecord? {
        guard let digest = document["blob"]?.stringValue.flatMap({ BlobDigest($0) }) else { return nil }
        return try tx.blobs.find(digest, of: organization, at: tx.now)
    }

    private static func stored(_ document: JSONObject, _ record: BlobRecord) -> JSONValue {
        [
            "name": document["name"] ?? .string(DocumentForm.nameDefault),
            "media_type": document["media_type"] ?? .string(record.mediaType),
            "blob": .string(record.digest.description), "size": .integer(record.size),
        ]
    }

    private static func unknown(_ pointer: JSONPointer) -> Violation {
        Violation(
            pointer.appending(key: "blob"), rule: "unknown_blob",
            "There is no such blob. Store the content with POST /blobs, or send it as `data`; it may have expired.")
    }
}

extension Violation {
    /// A text that is no base 64.
    init(_ pointer: JSONPointer, notBase64 fault: Base64.Fault) {
        self.init(
            pointer, rule: "not_base64",
            "It is no base 64 with padding (RFC 4648): at byte \(fault.offset): \(fault.message)")
    }
}

extension JSONValue {
    /// The value with another in the place that `path` leads to.
    fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue) -> JSONValue {
        guard let first = path.first else { return value }
        switch self {
        case .object(var object):
            object[first] = object[first]?.replacing(path.dropFirst(), with: value)
            return .object(object)
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].replacing(path.dropFirst(), with: value)
            return .array(elements)
        default: return self
        }
    }
}
