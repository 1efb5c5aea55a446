import CLinux
import Glibc

extension Log {
    /// Writes lines to standard error.
    package static func standardError(_ line: UnsafeRawBufferPointer) -> Bool {
        write(line, to: STDERR_FILENO)
    }

    /// Writes the line if it is taken now. A pipe that has no room for it, or a stopped terminal, must not stop
    /// the server.
    package static func write(_ line: UnsafeRawBufferPointer, to descriptor: CInt) -> Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&state, 1, 0) == 1, state.revents & Int16(POLLOUT) != 0 else { return false }
        return Glibc.write(descriptor, line.baseAddress, line.count) == line.count
    }
}
