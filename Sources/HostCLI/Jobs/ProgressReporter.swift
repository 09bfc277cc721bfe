import CoreDomain
import CoreLanguage
import CorePlatform
import Synchronization

/// Shows on standard error how a job goes on: a bar on a terminal, lines elsewhere.
final class ProgressReporter: Sendable {
    private struct State {
        var fraction = 0.0
        var step = ""
        var isDrawn = false
    }
    /// Most columns that the bar itself takes.
    private static let barColumns = 24

    private let state = Mutex(State())
    private let isTerminal: Bool
    private let clock = SystemClock()
    private let start: Duration

    init() {
        isTerminal = Terminal.isTerminal(fileDescriptor: StandardStream.error.rawValue)
        start = clock.monotonic()
    }

    /// Takes an event of the job.
    func take(_ event: JSONValue) {
        let step = event["step"]?.stringValue ?? ""
        state.withLock { state in
            if let progress = event["progress"]?.doubleValue { state.fraction = progress }
            if !step.isEmpty { state.step = step }
        }
        if !isTerminal { StandardStream.error.write(line(event, step) + "\n") }
    }

    /// Draws the bar, ten times a second, until the task is cancelled.
    func draw() async {
        guard isTerminal else { return }
        while !Task.isCancelled {
            redraw()
            do { try await clock.sleep(until: clock.monotonic() + .milliseconds(100)) } catch { break }
        }
    }

    /// Takes the bar away, so that what follows has the line for itself.
    func clear() {
        let wasDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if wasDrawn { StandardStream.error.write("\r\u{1b}[K") }
    }

    private func redraw() {
        let (fraction, step) = state.withLock { state in
            state.isDrawn = true
            return (min(1, max(0, state.fraction)), state.step)
        }
        let filled = Int(fraction * Double(Self.barColumns))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barColumns - filled)
        let head = "[\(bar)] \(Int(fraction * 100)) %  \(elapsed())  "
        let width = Terminal.width(fileDescriptor: StandardStream.error.rawValue) ?? 80
        StandardStream.error.write(
            "\r\u{1b}[K" + DisplayWidth.clipped(head + TerminalText.clean(step), to: max(1, width - 1)))
    }

    private func line(_ event: JSONValue, _ step: String) -> String {
        let words = (event["event"]?.stringValue ?? "").split(separator: ".")
        let what = words.map { $0 == "thread" ? "job" : $0 }.joined(separator: " ")
        let percent = event["progress"]?.doubleValue.map { "  \(Int($0 * 100)) %" } ?? ""
        let reason = event["error"]?["message"]?.stringValue.map { ": \($0)" } ?? ""
        return TerminalText.clean("\(elapsed())  \(what)\(step.isEmpty ? "" : " \(step)")\(percent)\(reason)")
    }

    /// `0:07`, `1:02:07`.
    private func elapsed() -> String {
        let seconds = max(0, (clock.monotonic() - start).components.seconds)
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        let tail = seconds % 60 < 10 ? "0\(seconds % 60)" : "\(seconds % 60)"
        guard hours > 0 else { return "\(minutes):\(tail)" }
        return "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(tail)"
    }
}
