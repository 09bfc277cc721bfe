/// Reads what ``StateWriter`` wrote. Nothing is believed: lengths end with the bytes, and depths with the bound.
struct StateReader {
    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    static let malformed = MachineStateError(.malformed, "The bytes are no state of a thread.")

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() throws(MachineStateError) -> UInt8 {
        guard position < bytes.count else { throw Self.malformed }
        position += 1
        return bytes[position - 1]
    }

    mutating func raw(_ count: Int) throws(MachineStateError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - position else { throw Self.malformed }
        position += count
        return bytes[position - count..<position]
    }

    mutating func unsigned() throws(MachineStateError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { throw Self.malformed }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw Self.malformed
    }

    mutating func signed() throws(MachineStateError) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func int(in range: ClosedRange<Int>) throws(MachineStateError) -> Int {
        let number = Int(try signed())
        guard range.contains(number) else { throw Self.malformed }
        return number
    }

    /// A number from 0 below `count`.
    mutating func index(below count: Int) throws(MachineStateError) -> Int {
        guard count > 0 else { throw Self.malformed }
        return try int(in: 0...count - 1)
    }

    /// The number of elements that follow, each of which has at least one byte.
    mutating func count() throws(MachineStateError) -> Int {
        try int(in: 0...bytes.count - position)
    }

    mutating func bool() throws(MachineStateError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw Self.malformed
        }
    }

    mutating func text() throws(MachineStateError) -> String {
        let count = try count()
        guard let text = String(validating: try raw(count), as: UTF8.self) else { throw Self.malformed }
        return text
    }

    mutating func list<Element>(
        _ each: (inout StateReader) throws(MachineStateError) -> Element
    ) throws(MachineStateError) -> [Element] {
        let count = try count()
        var list: [Element] = []
        for _ in 0..<count { list.append(try each(&self)) }
        return list
    }

    mutating func optional<Value>(
        _ read: (inout StateReader) throws(MachineStateError) -> Value
    ) throws(MachineStateError) -> Value? {
        try bool() ? try read(&self) : nil
    }

    mutating func value() throws(MachineStateError) -> JSONValue {
        try value(level: 0)
    }

    private mutating func value(level: Int) throws(MachineStateError) -> JSONValue {
        switch try byte() {
        case 0: return .null
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3: return .integer(try signed())
        case 4:
            var bits: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
            guard let number = JSONValue(finite: Double(bitPattern: bits)) else { throw Self.malformed }
            return number
        case 5:
            guard let number = JSONValue(numberText: try text()), case .decimal = number else { throw Self.malformed }
            return number
        case 6: return .string(try text())
        case 7:
            guard level < MachineLimits.depthMax else { throw Self.malformed }
            return .array(try list { reader throws(MachineStateError) in try reader.value(level: level + 1) })
        case 8:
            guard level < MachineLimits.depthMax else { throw Self.malformed }
            return .object(try object(level: level + 1))
        default: throw Self.malformed
        }
    }

    mutating func object() throws(MachineStateError) -> JSONObject {
        try object(level: 1)
    }

    private mutating func object(level: Int) throws(MachineStateError) -> JSONObject {
        let count = try count()
        var object = JSONObject()
        for _ in 0..<count {
            let name = try text()
            object[name] = try value(level: level)
        }
        return object
    }

    mutating func path() throws(MachineStateError) -> StepPath {
        guard let path = StepPath(try text()) else { throw Self.malformed }
        return path
    }

    mutating func error() throws(MachineStateError) -> ScriptError {
        ScriptError(
            code: try text(), message: try text(), path: try path(),
            role: try optional { reader throws(MachineStateError) in try reader.text() },
            tool: try optional { reader throws(MachineStateError) in try reader.text() },
            isRetryable: try bool())
    }
}
