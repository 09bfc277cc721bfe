import CoreDomain
import CorePlatform
import Glibc
import Testing

@Suite("Clock of the system")
struct SystemClockTests {
    @Test("the wall clock is the system's time")
    func wallClock() {
        let before = Int64(Glibc.time(nil))
        let now = SystemClock().now()
        let after = Int64(Glibc.time(nil))
        // `time` may lag by a tick of the kernel.
        #expect((before - 1...after + 1).contains(now.milliseconds / 1_000))
    }

    @Test("time passes between two readings of either clock")
    func progress() {
        let clock = SystemClock()
        let (wallStart, start) = (clock.now(), clock.monotonic())
        usleep(20_000)
        #expect(clock.monotonic() - start >= .milliseconds(20))
        #expect(clock.monotonic() - start < .seconds(60))
        #expect(clock.now().since(wallStart) > .zero)
    }

    @Test("the monotonic clock never goes back")
    func monotonic() {
        let clock = SystemClock()
        var last = clock.monotonic()
        for _ in 0..<10_000 {
            let next = clock.monotonic()
            #expect(next >= last)
            last = next
        }
    }
}
