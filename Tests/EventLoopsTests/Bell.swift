import CLinux
import Glibc

/// Rings on one thread, is awaited on another. Each ring wakes once; a wait gives up after ten seconds.
///
/// Safety: reading and writing an eventfd is safe from any thread.
final class Bell: @unchecked Sendable {
    private let descriptor = eventfd(0, CInt(EFD_SEMAPHORE) | CInt(EFD_NONBLOCK))

    func ring() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    /// - Returns: Whether it rang that often in time.
    func wait(rings: Int = 1) -> Bool {
        var left = rings
        while left > 0 {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 10_000) == 1 else { return false }
            var count: UInt64 = 0
            if read(descriptor, &count, 8) == 8 { left -= 1 }
        }
        return true
    }

    deinit { close(descriptor) }
}
