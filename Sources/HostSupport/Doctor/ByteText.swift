/// A number of bytes for people.
public enum ByteText {
    private static let units = ["KiB", "MiB", "GiB", "TiB"]

    /// `512 bytes`, `4.0 KiB`, `1.5 GiB`.
    public static func text(_ count: Int) -> String {
        guard count >= 1_024 else { return "\(count) bytes" }
        var tenths = min(count, 1 << 50) / 1_024 * 10 + count % 1_024 * 10 / 1_024
        var unit = 0
        while tenths >= 10_240, unit + 1 < units.count {
            tenths /= 1_024
            unit += 1
        }
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
