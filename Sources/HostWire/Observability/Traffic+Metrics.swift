import CoreDomain
import Synchronization

extension Traffic {
    /// The media type of ``metrics()``.
    public static var metricsContentType: String { MetricsText.contentType }

    /// Everything that is counted, as text for Prometheus. Reads `/proc`: call it where that may take a moment.
    public func metrics() -> String {
        var text = MetricsText()
        text.family("scriptorium_build_info", "gauge", "The version of the program, as a label of a constant.")
        text.sample("scriptorium_build_info", [("version", Version.current)], "1")
        ProcessFacts.read().write(to: &text)
        writeGauges(to: &text)
        writeRequests(to: &text)
        return text.text
    }

    private func writeGauges(to text: inout MetricsText) {
        text.single(
            "scriptorium_http_connections", "gauge", "Connections that are open.",
            String(connections.load(ordering: .relaxed)))
        text.single(
            "scriptorium_http_connections_max", "gauge", "Connections that may be open.", String(connectionsMax))
        text.single(
            "scriptorium_http_requests_in_flight", "gauge", "Requests that are being worked on.",
            String(requestsInFlight.load(ordering: .relaxed)))
        text.single(
            "scriptorium_http_streams", "gauge", "Streams of events that are open.",
            String(streams.load(ordering: .relaxed)))
        text.single(
            "scriptorium_http_stream_bytes_total", "counter", "Bytes of events that were sent.",
            String(streamBytes.load(ordering: .relaxed)))
        text.single(
            "scriptorium_http_body_bytes_held", "gauge", "Bytes of request bodies that are held.",
            String(bodyBytes.load(ordering: .relaxed)))
        text.single(
            "scriptorium_http_body_bytes_held_max", "gauge", "Bytes of request bodies that may be held.",
            String(bodyBytesMax))
        let name = "scriptorium_http_connections_ended_total"
        text.family(name, "counter", "Connections that the server ended, by what was too much or too slow.")
        for (ending, count) in endingCounts { text.sample(name, [("cause", ending.rawValue)], String(count)) }
    }

    private func writeRequests(to text: inout MetricsText) {
        let all = operationCounts
        let requests = "scriptorium_http_requests_total"
        text.family(requests, "counter", "Requests that were answered.")
        for (name, counts) in all {
            for (kind, count) in counts.kinds.sorted(by: { $0.key < $1.key }) {
                let labels = [("operation", name), ("method", kind.method), ("status", "\(kind.statusClass)xx")]
                text.sample(requests, labels, String(count))
            }
        }
        let bytesIn = "scriptorium_http_request_bytes_total"
        text.family(bytesIn, "counter", "Bytes of request bodies that were read.")
        for (name, counts) in all { text.sample(bytesIn, [("operation", name)], String(counts.bytesIn)) }
        let bytesOut = "scriptorium_http_response_bytes_total"
        text.family(bytesOut, "counter", "Bytes of answers, without streams.")
        for (name, counts) in all { text.sample(bytesOut, [("operation", name)], String(counts.bytesOut)) }
        writeDurations(all, to: &text)
    }

    private func writeDurations(_ all: [(name: String, counts: OperationCounts)], to text: inout MetricsText) {
        let family = "scriptorium_http_request_duration_seconds"
        text.family(family, "histogram", "From a request's headers to its answer; of a stream, to its beginning.")
        for (name, counts) in all {
            var total: UInt64 = 0
            for (index, bucket) in counts.buckets.enumerated() {
                total &+= bucket
                let bound = index < OperationCounts.bounds.count ? OperationCounts.bounds[index].text : "+Inf"
                text.sample(family + "_bucket", [("operation", name), ("le", bound)], String(total))
            }
            let sum = MetricsText.seconds(nanoseconds: counts.nanoseconds)
            text.sample(family + "_sum", [("operation", name)], sum)
            text.sample(family + "_count", [("operation", name)], String(total))
        }
    }
}
