/// Elements that wait in lanes, taken in turn from each lane, so that a long lane holds up nobody else's elements.
struct FairQueue<Lane: Hashable, Element> {
    private struct Line {
        var elements: [Element] = []
        var head = 0

        mutating func popFirst() -> Element? {
            guard head < elements.count else { return nil }
            defer {
                head += 1
                if head == elements.count || head > 1_024 {
                    elements.removeFirst(head)
                    head = 0
                }
            }
            return elements[head]
        }
    }

    private var lines: [Lane: Line] = [:]
    /// The lanes with elements, the next one first.
    private var turns = [Lane]()

    var isEmpty: Bool { turns.isEmpty }

    /// Adds an element at the end of its lane.
    mutating func push(_ element: Element, in lane: Lane) {
        if lines[lane] == nil { turns.append(lane) }
        lines[lane, default: Line()].elements.append(element)
    }

    /// Takes the first element of the next lane that `isOpen`.
    mutating func pop(where isOpen: (Lane) -> Bool = { _ in true }) -> Element? {
        guard let turn = turns.firstIndex(where: isOpen) else { return nil }
        let lane = turns.remove(at: turn)
        guard var line = lines.removeValue(forKey: lane), let element = line.popFirst() else { return nil }
        if line.head < line.elements.count {
            lines[lane] = line
            turns.append(lane)
        }
        return element
    }

    /// Removes everything.
    mutating func removeAll() {
        lines = [:]
        turns = []
    }
}
