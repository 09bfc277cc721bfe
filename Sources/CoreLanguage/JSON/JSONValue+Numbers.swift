extension JSONValue {
    /// A number from a `Double`; nil for NaN and the infinities, which JSON cannot write.
    public init?(finite value: Double) {
        guard value.isFinite else {
            return nil
        }
        self = .double(value)
    }

    /// The number that `text` writes as RFC 8259 section 6 has it, in the case the parser would give it; nil for
    /// anything else, white space around it included.
    public init?(numberText text: String) {
        guard let scan = JSONNumberScan(text: text) else {
            return nil
        }
        self.init(scan, text: text)
    }

    /// The number that `text` writes, of which `scan` is what the text says.
    init(_ scan: JSONNumberScan, text: @autoclosure () -> String) {
        if let integer = scan.int64 {
            self = .integer(integer)
        } else if let double = scan.exactDouble {
            self = .double(double)
        } else {
            self.init(rounding: scan, text: text())
        }
    }

    private init(rounding scan: JSONNumberScan, text: String) {
        if let double = Double(text), scan.isShortestText(of: double, written: text) {
            self = .double(double)
        } else {
            self = .decimal(text)
        }
    }

    /// Up to here a whole `Double` and its shortest text denote the same integer: 2^53.
    private static let wholeDoubles = 0x1p53

    /// The value of a number that is whole and fits 64 bits, however it was written (`3`, `3.0`, `30e-1`); nil for any
    /// other value.
    public var int64Value: Int64? {
        switch self {
        case .integer(let value): value
        case .double(let value) where value.magnitude <= Self.wholeDoubles: Int64(exactly: value)
        case .double(let value) where value.isFinite: JSONDecimal(value.description)?.int64
        case .decimal(let text) where Self.isNumber(text): JSONDecimal(text)?.int64
        default: nil
        }
    }

    /// The `Double` nearest to a number; nil where that is not finite, and for values that are no numbers.
    public var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value) where value.isFinite: value
        case .decimal(let text) where Self.isNumber(text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }

    /// A text of exactly the value of a number, as a writer writes it; nil for NaN, the infinities and values that are
    /// no numbers.
    public var numberText: String? {
        switch self {
        case .integer(let value): String(value)
        case .double(let value) where value.isFinite: value.description
        case .decimal(let text) where Self.isNumber(text): text
        default: nil
        }
    }

    /// Whether `text` is a number as RFC 8259 section 6 writes it.
    static func isNumber(_ text: String) -> Bool {
        JSONNumberScan(text: text) != nil
    }
}
