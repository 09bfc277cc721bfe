/// A stack whose top elements can be moved out together, without a copy or a reference count touched.
///
/// The parser gathers the children of open arrays and objects here, because their number is known only at the end.
struct JSONMoveStack<Element>: ~Copyable {
    /// The first `count` places are initialized. There is no memory before the first push.
    private var storage = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)
    private(set) var count = 0

    init() {}

    deinit {
        storage.extracting(..<count).deinitialize()
        storage.deallocate()
    }

    @inline(__always)
    mutating func push(_ element: consuming Element) {
        if count == storage.count {
            grow()
        }
        storage.initializeElement(at: count, to: element)
        count &+= 1
    }

    /// Takes the elements from place `start` to the top off the stack.
    ///
    /// The caller owns them from here: it must move every one of them out of the memory before the next push.
    @inline(__always)
    mutating func release(from start: Int) -> UnsafeMutableBufferPointer<Element> {
        precondition(start >= 0 && start <= count)  // reason: memory safety, the parser's own places
        let released = storage.extracting(start..<count)
        count = start
        return released
    }

    /// Takes the element on top off the stack, which must not be empty.
    mutating func popLast() -> Element {
        release(from: count - 1).moveElement(from: 0)
    }

    /// Takes the elements from place `start` to the top off the stack, in the order they were pushed.
    @inline(__always)
    mutating func popArray(from start: Int) -> [Element] {
        let released = release(from: start)
        return Array(unsafeUninitializedCapacity: released.count) { buffer, initializedCount in
            initializedCount = buffer.moveInitialize(fromContentsOf: released)
        }
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(16, storage.count * 2))
        _ = larger.moveInitialize(fromContentsOf: storage.extracting(..<count))
        storage.deallocate()
        storage = larger
    }
}
