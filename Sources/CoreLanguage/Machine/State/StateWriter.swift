/// Writes a state: numbers of variable length (7 bits a byte, the lowest first), texts and values with their lengths.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func write(raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Small numbers are short whatever their sign.
    mutating func write(signed number: Int64) {
        write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    mutating func write(_ number: Int) {
        write(signed: Int64(number))
    }

    mutating func write(_ isTrue: Bool) {
        bytes.append(isTrue ? 1 : 0)
    }

    mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write<Element>(_ list: some Collection<Element>, _ each: (inout StateWriter, Element) -> Void) {
        write(list.count)
        for element in list { each(&self, element) }
    }

    mutating func write<Value>(optional value: Value?, _ write: (inout StateWriter, Value) -> Void) {
        self.write(value != nil)
        if let value { write(&self, value) }
    }

    /// A value: a byte for its type, then its content. Its depth is bounded by ``MachineLimits/depthMax``.
    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write(byte: 0)
        case .bool(let isTrue): write(byte: isTrue ? 2 : 1)
        case .integer(let number):
            write(byte: 3)
            write(signed: number)
        case .double(let number):
            write(byte: 4)
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                write(byte: UInt8(truncatingIfNeeded: number.bitPattern >> shift))
            }
        case .decimal(let text):
            write(byte: 5)
            write(text)
        case .string(let text):
            write(byte: 6)
            write(text)
        case .array(let elements):
            write(byte: 7)
            write(elements) { $0.write($1) }
        case .object(let object):
            write(byte: 8)
            write(object)
        }
    }

    mutating func write(_ object: JSONObject) {
        write(object.members) { writer, member in
            writer.write(member.key)
            writer.write(member.value)
        }
    }

    mutating func write(_ path: StepPath) {
        write(path.description)
    }

    mutating func write(_ error: ScriptError) {
        write(error.code)
        write(error.message)
        write(error.path)
        write(optional: error.role) { $0.write($1) }
        write(optional: error.tool) { $0.write($1) }
        write(error.isRetryable)
    }
}
