import CoreDomain
import CoreLanguage

/// A body that is a content itself, not JSON: what `POST /blobs` takes.
enum RawBody {
    /// The operation's input: the content as the member `data`, with the media type that the request names.
    ///
    /// - Throws: `REQUEST_INVALID` for two media types.
    static func input(_ request: WireRequest) throws(CoreError) -> JSONObject {
        let types = request.values("content-type")
        guard types.count <= 1 else {
            throw CoreError(.requestInvalid, "The request names its media type twice.", fix: "Name it once.")
        }
        var input: JSONObject = ["data": .string(Base64.encode(request.body))]
        if let type = types.first, !type.isEmpty { input["media_type"] = .string(type) }
        return input
    }
}
