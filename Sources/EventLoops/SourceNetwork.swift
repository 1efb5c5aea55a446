/// The part of an address that tells one customer of a network provider from the next.
///
/// All 32 bits of IPv4, but of IPv6 the upper 64 only: who has one such network has 2⁶⁴ addresses and could come
/// from a new one each time. An IPv4 address written as IPv6 (`::ffff:a.b.c.d`) is the IPv4 one. What limits
/// callers by where they come from keys its table by this.
package struct SourceNetwork: Hashable, Sendable {
    private let bits: UInt64
    private let isWide: Bool

    package init(_ address: SocketAddress) {
        let isMapped = address.high == 0 && address.low >> 32 == 0xFFFF
        isWide = address.family == .ipv6 && !isMapped
        bits = isWide ? address.high : address.low & 0xFFFF_FFFF
    }
}
