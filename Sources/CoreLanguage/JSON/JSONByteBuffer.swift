/// Bytes that grow at the end; the writers write here. Everything appended must keep the whole valid UTF-8.
struct JSONByteBuffer: ~Copyable {
    /// The first `count` places are written.
    private var storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256)
    private(set) var count = 0

    init() {}

    deinit {
        storage.deallocate()
    }

    private var written: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(storage.extracting(..<count))
    }

    /// The bytes as an array.
    var array: [UInt8] {
        Array(written)
    }

    /// The bytes as text.
    var string: String {
        String(copying: UTF8Span(unchecked: written.span))
    }

    /// Appends the bytes to an array.
    func append(to array: inout [UInt8]) {
        array.append(contentsOf: written)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        storage[count] = byte
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
            storage[count] = bytes[offset]
            count &+= 1
        }
    }

    /// Appends a word of text that the program knows.
    @inline(__always)
    mutating func append(_ word: StaticString) {
        let length = word.utf8CodeUnitCount
        reserve(length)
        let source = UnsafeBufferPointer(start: word.utf8Start, count: length)
        count = storage.extracting(count...).update(fromContentsOf: source) &+ count
    }

    /// Appends the eight bytes of a word of which only the first `used`, at most eight, count.
    @inline(__always)
    mutating func append(word: UInt64, used: Int) {
        reserve(JSONWord.size)
        let free = UnsafeMutableRawBufferPointer(storage.extracting(count...))
        free.storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= used
    }

    /// Makes room for `additional` bytes behind those written.
    @inline(__always)
    private mutating func reserve(_ additional: Int) {
        if storage.count &- count < additional {
            grow(additional)
        }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let capacity = max(storage.count * 2, count + additional)
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
        _ = larger.moveInitialize(fromContentsOf: storage.extracting(..<count))
        storage.deallocate()
        storage = larger
    }
}
