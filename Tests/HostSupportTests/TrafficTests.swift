import Testing

@testable import HostSupport
@testable import HostWire

/// Counting what a server does, within bounded memory.
@Suite struct TrafficTests {
    private func answered(
        _ operation: String = "a.b", _ method: String = "GET", _ status: Int = 200, _ duration: Duration = .zero
    ) -> AnsweredRequest {
        AnsweredRequest(
            operation: operation, method: method, status: status, duration: duration, bytesIn: 3, bytesOut: 5)
    }

    private func count(_ traffic: Traffic, _ requests: AnsweredRequest...) {
        for request in requests {
            traffic.beginRequest()
            traffic.endRequest(request)
        }
    }

    @Test func connectionsBeyondTheLimitMayNotStay() {
        let traffic = Traffic(connectionsMax: 2, bodyBytesMax: 10)
        #expect([traffic.enter(), traffic.enter(), traffic.enter()] == [true, true, false])
        traffic.leave()
        #expect(!traffic.enter())
        traffic.leave()
        traffic.leave()
        #expect(traffic.enter())
    }

    @Test func roomForBodiesIsGivenBack() {
        let traffic = Traffic(connectionsMax: 1, bodyBytesMax: 10)
        #expect(traffic.reserve(10))
        #expect(!traffic.reserve(1))
        traffic.release(4)
        #expect(!traffic.reserve(5))
        #expect(traffic.reserve(4))
        traffic.release(10)
        #expect(traffic.metrics().contains("scriptorium_http_body_bytes_held 0\n"))
    }

    @Test func requestsAreCountedByOperationMethodAndStatus() {
        let traffic = Traffic(connectionsMax: 1, bodyBytesMax: 10)
        count(
            traffic, answered(), answered(), answered("a.b", "POST", 404), answered("c", "BREW", 999),
            answered("c", "GET", 0))
        let text = traffic.metrics()
        let name = "scriptorium_http_requests_total"
        #expect(text.contains("\(name){operation=\"a.b\",method=\"GET\",status=\"2xx\"} 2\n"))
        #expect(text.contains("\(name){operation=\"a.b\",method=\"POST\",status=\"4xx\"} 1\n"))
        #expect(text.contains("\(name){operation=\"c\",method=\"other\",status=\"5xx\"} 1\n"))
        #expect(text.contains("\(name){operation=\"c\",method=\"GET\",status=\"1xx\"} 1\n"))
        #expect(text.contains("scriptorium_http_request_bytes_total{operation=\"a.b\"} 9\n"))
        #expect(text.contains("scriptorium_http_response_bytes_total{operation=\"a.b\"} 15\n"))
        #expect(text.contains("scriptorium_http_requests_in_flight 0\n"))
    }

    @Test func durationsFallIntoBuckets() {
        let traffic = Traffic(connectionsMax: 1, bodyBytesMax: 10)
        for duration in [Duration.microseconds(500), .microseconds(501), .seconds(10), .seconds(11), .seconds(-1)] {
            count(traffic, answered("a", "GET", 200, duration))
        }
        let text = traffic.metrics()
        let name = "scriptorium_http_request_duration_seconds"
        for (bound, total) in [("0.0005", 2), ("0.001", 3), ("5", 3), ("10", 4), ("+Inf", 5)] {
            #expect(text.contains("\(name)_bucket{operation=\"a\",le=\"\(bound)\"} \(total)\n"))
        }
        #expect(text.contains("\(name)_count{operation=\"a\"} 5\n"))
        #expect(text.contains("\(name)_sum{operation=\"a\"} 21.001001000\n"))
    }

    @Test func labelsAreEscaped() {
        var text = MetricsText()
        text.sample("a", [("b", "x\"\\\ny")], "1")
        #expect(text.text == "a{b=\"x\\\"\\\\\\ny\"} 1\n")
    }

    @Test func endingsAreCounted() {
        let traffic = Traffic(connectionsMax: 1, bodyBytesMax: 10)
        traffic.count(.body)
        traffic.count(.body)
        let text = traffic.metrics()
        #expect(text.contains("scriptorium_http_connections_ended_total{cause=\"body\"} 2\n"))
        #expect(text.contains("scriptorium_http_connections_ended_total{cause=\"header\"} 0\n"))
    }
}
