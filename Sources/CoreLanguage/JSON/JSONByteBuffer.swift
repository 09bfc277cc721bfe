/// Bytes that grow at the end; the writers write here. Everything appended must keep the whole valid UTF-8.
struct JSONByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 256
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    /// The bytes as an array.
    var array: [UInt8] {
        Array(UnsafeBufferPointer(start: base, count: count))
    }

    /// The bytes as text.
    var string: String {
        let bytes = UnsafeBufferPointer(start: base, count: count)
        return String(copying: UTF8Span(unchecked: bytes.span))
    }

    /// Appends the bytes to an array.
    func append(to array: inout [UInt8]) {
        array.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count &+= 1
    }

    mutating func append(_ byte: UInt8, count repetitions: Int) {
        for _ in 0..<repetitions {
            append(byte)
        }
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            append(byte)
        }
    }

    /// Appends text as it is.
    mutating func append(_ text: String) {
        let bytes = text.utf8.span
        reserve(bytes.count)
        for offset in 0..<bytes.count {
            base[count] = bytes[offset]
            count &+= 1
        }
    }

    /// Appends a word of text that the program knows.
    @inline(__always)
    mutating func append(_ word: StaticString) {
        let length = word.utf8CodeUnitCount
        reserve(length)
        (base + count).initialize(from: word.utf8Start, count: length)
        count &+= length
    }

    /// Appends the eight bytes of a word of which only the first `used`, at most eight, count.
    @inline(__always)
    mutating func append(word: UInt64, used: Int) {
        reserve(JSONWord.size)
        UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= used
    }

    /// Makes room for `additional` bytes behind those written.
    @inline(__always)
    private mutating func reserve(_ additional: Int) {
        if capacity &- count < additional {
            grow(additional)
        }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let largerCapacity = max(capacity * 2, count + additional)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: largerCapacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = largerCapacity
    }
}
