extension WebURL {
    /// The same URL with these names and values behind its query.
    public func adding(query pairs: [(name: String, value: String)]) -> WebURL {
        guard !pairs.isEmpty else { return self }
        let added = pairs.map { "\(PercentEncoding.component($0.name))=\(PercentEncoding.component($0.value))" }
        var url = self
        url.query = ((query.map { $0.isEmpty ? [] : [$0] } ?? []) + added).joined(separator: "&")
        return url
    }

    /// The URL that `reference` means on a page at this one (RFC 3986 §5.2).
    public func resolving(_ reference: String) throws(Fault) -> WebURL {
        if Self.hasScheme(reference) { return try WebURL(reference) }
        if reference.hasPrefix("//") { return try WebURL("\(isSecure ? "https" : "http"):\(reference)") }
        // Read as what stands behind the host, so that it is checked as any URL is.
        let place = "\(isSecure ? "https" : "http")://\(hostText)\(port.map { ":\($0)" } ?? "")"
        if reference.hasPrefix("/") { return try WebURL(place + reference) }
        if reference.isEmpty || reference.hasPrefix("#") { return self }
        if reference.hasPrefix("?") { return try WebURL(place + path + reference) }
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "/"
        return try WebURL(place + folder + reference).withoutDots()
    }

    /// Whether letters and a colon begin it.
    private static func hasScheme(_ reference: String) -> Bool {
        let head = reference.utf8.prefix { !":/?#".utf8.contains($0) }
        return !head.isEmpty && head.endIndex < reference.endIndex && reference.utf8[head.endIndex] == UInt8(ascii: ":")
    }

    /// RFC 3986 §5.2.4.
    private func withoutDots() -> WebURL {
        var kept: [Substring] = []
        let names = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, name) in names.enumerated() {
            if name == ".." { _ = kept.popLast() } else if name != "." { kept.append(name) }
            if index == names.count - 1, name == "." || name == ".." { kept.append("") }
        }
        return WebURL(
            isSecure: isSecure, host: host, port: port, path: "/" + kept.joined(separator: "/"), query: query)
    }
}
