import Glibc

/// Memory that ends where an unreadable page begins: reading one byte too far ends the process.
final class GuardedBytes {
    private let region: UnsafeMutableRawPointer
    private let readableBytes: Int
    private let pageBytes = 4096

    /// Room for texts of up to `capacityBytes`.
    init(capacityBytes: Int) {
        readableBytes = (capacityBytes + pageBytes - 1) / pageBytes * pageBytes
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        let mapped = mmap(nil, readableBytes + pageBytes, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let mapped, mapped != MAP_FAILED else { preconditionFailure("mmap: \(errno)") }
        region = mapped
        precondition(mprotect(region + readableBytes, pageBytes, PROT_NONE) == 0, "mprotect: \(errno)")
    }

    deinit { munmap(region, readableBytes + pageBytes) }

    /// Copies `bytes` to the end of the readable part.
    func place(_ bytes: some Collection<UInt8>) -> UnsafeRawBufferPointer {
        precondition(bytes.count <= readableBytes, "\(bytes.count) bytes into \(readableBytes)")
        let target = UnsafeMutableRawBufferPointer(
            start: region + (readableBytes - bytes.count), count: bytes.count)
        target.copyBytes(from: bytes)
        return UnsafeRawBufferPointer(target)
    }
}
