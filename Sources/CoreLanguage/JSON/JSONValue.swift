/// A JSON value (RFC 8259) that loses nothing of what was written but white space, the spelling of strings and numbers,
/// and repeated member names.
///
/// Numbers keep their exact value: each is in the first case of `integer`, `double` and `decimal` that holds it
/// exactly. Values are equal when they are the same case and content. Strings and member names compare byte by byte,
/// not by canonical equivalence; objects compare whatever the order of their members. So `1` and `1.0` are different
/// here; ``canonicalBytes()`` are the same for both.
///
/// Reading, writing, comparing and hashing work on values of any depth. Only the release of a value recurses, as for
/// every nested Swift value.
public enum JSONValue: Sendable {
    /// `null`.
    case null

    /// `true` or `false`.
    case bool(Bool)

    /// A number written without point and exponent that fits 64 bits. `-0` is not one: it is `double(-0.0)`.
    case integer(Int64)

    /// Any other number whose value is exactly what the shortest text of this `Double` denotes.
    ///
    /// JSON has no text for NaN and the infinities: a writer writes `null` in their place. ``init(finite:)`` refuses
    /// them.
    case double(Double)

    /// A number that neither case before holds exactly, as it was written: `18446744073709551615`, `1e400`.
    ///
    /// Use ``init(numberText:)`` to make one. A writer writes `null` in the place of text that is no JSON number.
    case decimal(String)

    /// A string.
    case string(String)

    /// An array.
    case array([JSONValue])

    /// An object.
    case object(JSONObject)
}
