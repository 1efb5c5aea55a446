import CLinux
import Glibc

/// An IPv4 or IPv6 address with its port, kept in 20 bytes because every connection has one.
///
/// IPv6 scopes and flow labels are not kept. Names are not resolved.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The kind of the address.
    package enum Family: UInt8, Sendable { case unknown, ipv4, ipv6 }

    package let family: Family
    package let port: UInt16
    /// Network byte order; of an IPv4 address the lower four bytes.
    let high: UInt64
    let low: UInt64

    /// What an address is before it is known.
    static let unknown = SocketAddress(family: .unknown, port: 0, high: 0, low: 0)

    private init(family: Family, port: UInt16, high: UInt64, low: UInt64) {
        self.family = family
        self.port = port
        self.high = high
        self.low = low
    }

    /// Reads a literal such as `127.0.0.1` or `::1`.
    ///
    /// - Throws: ``LoopError/Code/invalidAddress``.
    package init(host: String, port: UInt16) throws(LoopError) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            self.init(family: .ipv4, port: port, high: 0, low: UInt64(UInt32(bigEndian: four.s_addr)))
        } else if inet_pton(AF_INET6, host, &six) == 1 {
            self.init(six, port: port)
        } else {
            throw LoopError(.invalidAddress, operation: "address", subject: host)
        }
    }

    private init(_ address: in6_addr, port: UInt16) {
        let (high, low) = withUnsafeBytes(of: address) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(family: .ipv6, port: port, high: high, low: low)
    }

    /// Reads what the kernel filled in.
    init(_ storage: sockaddr_storage) {
        self = withUnsafeBytes(of: storage) { bytes in
            switch CInt(storage.ss_family) {
            case AF_INET:
                let address = bytes.loadUnaligned(as: sockaddr_in.self)
                return SocketAddress(
                    family: .ipv4, port: UInt16(bigEndian: address.sin_port), high: 0,
                    low: UInt64(UInt32(bigEndian: address.sin_addr.s_addr)))
            case AF_INET6:
                let address = bytes.loadUnaligned(as: sockaddr_in6.self)
                return SocketAddress(address.sin6_addr, port: UInt16(bigEndian: address.sin6_port))
            default:
                return .unknown
            }
        }
    }

    /// The constant a socket of this family is made with.
    var domain: CInt { family == .ipv6 ? AF_INET6 : AF_INET }

    /// True of `127.0.0.0/8`, `::1` and the former written as an IPv6 address.
    package var isLoopback: Bool {
        switch family {
        case .unknown: false
        case .ipv4: low >> 24 == 127
        case .ipv6: high == 0 && (low == 1 || low >> 24 == 0xFFFF_7F)
        }
    }

    /// Hands out the address in the form that system calls take.
    func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        if family == .ipv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = systemAddress6
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private var systemAddress6: in6_addr {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return address
    }

    /// The address without its port, IPv6 without brackets.
    package var host: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            guard let start = text.baseAddress else { return "unknown" }
            text.initialize(repeating: 0)
            switch family {
            case .unknown:
                return "unknown"
            case .ipv4:
                var address = in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian)
                inet_ntop(AF_INET, &address, start, socklen_t(INET6_ADDRSTRLEN))
            case .ipv6:
                var address = systemAddress6
                inet_ntop(AF_INET6, &address, start, socklen_t(INET6_ADDRSTRLEN))
            }
            return String(cString: start)
        }
    }

    /// `127.0.0.1:7070` or `[::1]:7070`.
    package var description: String { family == .ipv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
