/// A rule of the language by its number: `E` and `W` for errors and warnings, then three digits, of which the first is the
/// stage that finds it. `docs/language/diagnostics.md` has a section for each.
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
    /// Such as `E301`.
    public let name: String
    /// The rule in a few words, without names: the heading of its section.
    public let title: String

    init(_ name: String, _ title: String) {
        self.name = name
        self.title = title
    }

    /// Whether breaking the rule keeps a script from running.
    public var severity: Diagnostic.Severity { name.utf8.first == UInt8(ascii: "W") ? .warning : .error }

    /// The name.
    public var description: String { name }

    /// Whether both have the same name.
    public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
