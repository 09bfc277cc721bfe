/// Events of the world, and times that come.
extension RehearsalRun {
    /// The time of a wait has come, or that of an event that was waited for.
    mutating func fire(_ entry: Int) {
        let isEvent = result.trace[entry].effect == "event"
        let timeout = ScriptError(code: ScriptError.Code.waitTimeout, message: "The event did not come in time.")
        end(entry, isEvent ? .error(timeout) : .value(.null), .fired(result.trace[entry].path))
    }

    /// An event is for the step that waits for it longest and takes it. What nobody takes is kept for later.
    mutating func happen(_ event: RehearsalWorld.Event) {
        var steps = waiting[event.name] ?? []
        steps.removeAll { open[$0.path] != $0.entry }
        waiting[event.name] = steps
        for (path, entry) in steps where offer(event.payload, to: path, entry) { return }
        unclaimed[event.name, default: []].append(event.payload)
    }

    /// A step that begins to wait may take an event that came before, the oldest first.
    mutating func claim(_ entry: Int) {
        guard let name = result.trace[entry].name else { return }
        let path = result.trace[entry].path
        if waiting[name]?.contains(where: { $0.entry == entry }) != true {
            waiting[name, default: []].append((path, entry))
        }
        guard let payloads = unclaimed[name] else { return }
        for (place, payload) in payloads.enumerated() {
            guard !isOver else { return }
            if offer(payload, to: path, entry) {
                unclaimed[name]?.remove(at: place)
                return
            }
        }
    }

    /// Whether the step takes the event.
    private mutating func offer(_ payload: JSONValue, to path: StepPath, _ entry: Int) -> Bool {
        guard open[path] == entry, !isOver, isTraced(payload) else { return false }
        open[path] = nil
        guard tell(.event(path, payload)) != .taken else {
            close(entry, .value(payload))
            return true
        }
        open[path] = entry
        declinesLeft -= 1
        if declinesLeft <= 0 { stop(.limit, "Events were declined \(limits.comparisons) times.") }
        return false
    }
}
