import CoreLanguage

/// A generator of the same numbers for the same seed (SplitMix64), so that a failure can be repeated.
struct JSONTestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension JSONTestRandom {
    /// Any value, nested at most `depth` deep.
    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 7), using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int64(bitPattern: next()) >> Int64.random(in: 0..<63, using: &self))
        case 3: .double(double())
        case 4: JSONValue(numberText: numberText()) ?? .null
        case 5, 6: .string(string())
        case 7: .array((0..<Int.random(in: 0..<5, using: &self)).map { _ in value(depth: depth - 1) })
        default: .object(object(depth: depth))
        }
    }

    private mutating func object(depth: Int) -> JSONObject {
        let count = Int.random(in: 0..<20, using: &self) == 0 ? 40 : Int.random(in: 0..<5, using: &self)
        return JSONObject((0..<count).map { _ in (string(), value(depth: count == 40 ? 0 : depth - 1)) })
    }

    /// Any finite `Double`, the odd ones included.
    mutating func double() -> Double {
        switch Int.random(in: 0..<4, using: &self) {
        case 0:
            [0.0, -0.0, .leastNonzeroMagnitude, 1e21, 1e-7, .greatestFiniteMagnitude, 0.1].randomElement(using: &self)
                ?? 0
        case 1: Double(Int.random(in: -9999...9999, using: &self)) / 100
        default: finiteDouble(bitPattern: next())
        }
    }

    private func finiteDouble(bitPattern: UInt64) -> Double {
        let value = Double(bitPattern: bitPattern)
        return value.isFinite ? value : 1.5
    }

    /// The text of a number with up to 30 digits.
    mutating func numberText() -> String {
        var text = Bool.random(using: &self) ? "-" : ""
        text += digits(1...15).drop { $0 == "0" } + "7"
        if Bool.random(using: &self) {
            text += "." + digits(1...15)
        }
        if Bool.random(using: &self) {
            text += ["e", "E+", "e-"].randomElement(using: &self) ?? ""
            text += digits(1...3)
        }
        return text
    }

    private mutating func digits(_ range: ClosedRange<Int>) -> String {
        let count = Int.random(in: range, using: &self)
        return String((0..<count).map { _ in "0123456789".randomElement(using: &self) ?? "0" })
    }

    /// A string of up to 30 scalars from everywhere in Unicode.
    mutating func string() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<(Bool.random(using: &self) ? 5 : 30), using: &self) {
            text.append(scalar())
        }
        return String(text)
    }

    private mutating func scalar() -> Unicode.Scalar {
        let limit: UInt32 =
            [0x20, 0x80, 0x80, 0x80, 0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &self) ?? 0x80
        return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &self)) ?? "\u{E9}"
    }
}
