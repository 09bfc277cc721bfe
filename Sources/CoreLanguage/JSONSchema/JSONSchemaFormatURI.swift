/// URIs as a regular expression (RFC 3986 appendix A).
enum JSONSchemaFormatURI {
    private static let plain = "A-Za-z0-9._~!$&'()*+,;=\\-"
    private static let escape = "%[0-9A-Fa-f]{2}"
    private static let pathCharacter = "(?:[\(plain):@]|\(escape))"

    private static let userInformation = "(?:(?:[\(plain):]|\(escape))*@)?"
    private static let futureAddress = "[vV][0-9A-Fa-f]+\\.[\(plain):]+"
    private static let literal = "\\[(?:\(JSONSchemaFormatPatterns.ipv6)|\(futureAddress))\\]"
    private static let host = "(?:\(literal)|(?:[\(plain)]|\(escape))*)"
    private static let authority = "\\/\\/\(userInformation)\(host)(?::[0-9]*)?"

    private static let segments = "(?:\\/\(pathCharacter)*)*"
    private static let rooted = "\\/(?:\(pathCharacter)+\(segments))?"
    private static let rootless = "\(pathCharacter)+\(segments)"
    private static let rootlessWithoutColon = "(?:[\(plain)@]|\(escape))+\(segments)"
    private static let tail = "(?:\\?(?:\(pathCharacter)|[\\/?])*)?(?:#(?:\(pathCharacter)|[\\/?])*)?"

    /// A URI, which has a scheme.
    static let uri = "[A-Za-z][A-Za-z0-9+.\\-]*:(?:\(authority)\(segments)|\(rooted)|\(rootless))?\(tail)"

    /// A URI or a reference relative to one.
    static let reference = "(?:\(uri)|(?:\(authority)\(segments)|\(rooted)|\(rootlessWithoutColon))?\(tail))"
}
