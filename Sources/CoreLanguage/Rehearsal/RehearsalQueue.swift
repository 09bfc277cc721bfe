/// What comes, the earliest first, and of the same time in the order in which it was put in: a binary heap.
struct RehearsalQueue<Element: Sendable>: Sendable {
    private struct Entry {
        let time: Int64
        let number: Int
        let element: Element

        func comes(before other: Entry) -> Bool {
            time != other.time ? time < other.time : number < other.number
        }
    }

    private var heap: [Entry] = []
    private var added = 0

    var count: Int { heap.count }

    mutating func add(_ element: Element, at time: Int64) {
        heap.append(Entry(time: time, number: added, element: element))
        added += 1
        var place = heap.count - 1
        while place > 0, heap[place].comes(before: heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out what comes next; nil when there is nothing.
    mutating func next() -> (time: Int64, element: Element)? {
        guard !heap.isEmpty else { return nil }
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var place = 0
        while let child = earliestChild(of: place), heap[child].comes(before: heap[place]) {
            heap.swapAt(child, place)
            place = child
        }
        return (first.time, first.element)
    }

    private func earliestChild(of place: Int) -> Int? {
        let (left, right) = (2 * place + 1, 2 * place + 2)
        guard left < heap.count else { return nil }
        return right < heap.count && heap[right].comes(before: heap[left]) ? right : left
    }
}
