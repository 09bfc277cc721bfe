public import CoreLanguage

/// A place in a stream: everything up to and including this number was seen.
public typealias StreamPosition = Int64

/// Items of a stream with their places, and where to go on.
public struct ItemPage<Item: Sendable>: Sendable {
    let items: [(position: StreamPosition, item: Item)]
    let next: StreamPosition
    let isOver: Bool

    /// A page of `items`, oldest first; the next page is asked for behind `next`. `isOver`: nothing will follow.
    public init(items: [(position: StreamPosition, item: Item)], next: StreamPosition, isOver: Bool) {
        self.items = items
        self.next = next
        self.isOver = isOver
    }
}

/// A page whose items are in canonical JSON.
struct StreamPage: Sendable {
    let items: [StreamItem]
    let next: StreamPosition
    let isOver: Bool
}

/// One item of a stream.
public struct StreamItem: Hashable, Sendable {
    /// Where a reader goes on that has seen this item.
    public let position: StreamPosition
    /// The item in canonical JSON.
    public let output: JSONValue
}

/// A stream under way, for one reader. It reads a page when it is asked for an item that it does not have, so a slow
/// reader holds up nobody and costs no memory.
public actor OperationStream {
    /// What a reader is given next.
    public enum Element: Hashable, Sendable {
        case item(StreamItem)
        /// Nothing happened for as long as the reader asked to be told so.
        case quiet
        /// The stream ended.
        case over
    }

    /// Reads a page behind a position, with the caller's rights as they are now.
    typealias PageSource = @Sendable (StreamPosition?) async throws(CoreError) -> (StreamPage, Caller)

    private let page: PageSource
    private let changes: Changes
    private let clock: any Clock
    private var subscription: Subscription?
    private var waiting: ArraySlice<StreamItem> = []
    private var position: StreamPosition?
    private var isOver = false

    init(after position: StreamPosition?, changes: Changes, clock: any Clock, page: @escaping PageSource) {
        self.page = page
        self.changes = changes
        self.clock = clock
        self.position = position
    }

    /// Reads the first page, so that what is refused is refused before anything was sent.
    public func open() async throws(CoreError) {
        let caller = try await readPage()
        guard !isOver, let organization = caller.organization else { return }
        subscription = changes.subscribe(organization)
        // What happened between the page and the subscription would else be noticed late.
        if waiting.isEmpty { _ = try await readPage() }
    }

    /// The next item; `quiet` when `patience` passes without one.
    ///
    /// - Throws: what reading throws, and `CANCELLED` when the task is cancelled.
    public func next(patience: Duration) async throws(CoreError) -> Element {
        let deadline = clock.monotonic() + patience
        while true {
            if Task.isCancelled { throw CoreError(.cancelled, "The stream was cancelled.") }
            if let item = waiting.popFirst() { return .item(item) }
            guard !isOver, let subscription else { return .over }
            subscription.lower()
            _ = try await readPage()
            if !waiting.isEmpty || isOver { continue }
            guard try await subscription.wait(until: deadline, clock) else { return .quiet }
        }
    }

    private func readPage() async throws(CoreError) -> Caller {
        let (page, caller) = try await page(position)
        waiting = page.items[...]
        position = page.next
        isOver = page.isOver
        return caller
    }
}
